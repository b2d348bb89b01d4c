"""Mesin waktu with real keys and a real server: yesterday's board is seen, and never acted on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from console.pages.past import PastPage
from console.pages.past_words import no_acts
from console.past import TimeMachine
from db.domain import commands as verb
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room, forward
from widgets.toast import Toast

Key = Qt.Key


def later(room: Room, minutes: float) -> None:
    room.clock.ahead += timedelta(minutes=minutes)


@pytest.fixture
def lived(room: Room) -> str:
    """A case that came two hours ago, was forwarded an hour ago, and is noted on now."""
    case = room.received(room.desk("agus"))
    later(room, 60)
    assert room.desk("agus").do(case, forward("dlh"), 0)["outcome"] == "accepted"
    later(room, 60)
    assert room.desk("agus").do(case, verb.Note("dicatat"))["outcome"] == "accepted"
    return case


@pytest.fixture
def seat(room: Room, lived: str, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti at a desk that is live, after all that."""
    made = sit()
    loop.run(made.enter(room.url, "siti", PASSWORD))
    return made


def machine(seat: Seat) -> TimeMachine:
    return seat.program.machine


def past(seat: Seat) -> PastPage:
    return seat.frame.past


def page_of(seat: Seat) -> QWidget:
    """What keys act on now."""
    return seat.frame.windows.page


async def travel(seat: Seat, minutes_ago: float) -> None:
    """Open the time machine with its keys, then the board of so long ago."""
    seat.frame.board.focus_cases()
    await seat.press("gw")
    await until(lambda: not machine(seat).showing.loading, "a first board is there")
    machine(seat).go(machine(seat).now() - timedelta(minutes=minutes_ago))
    await until(lambda: not machine(seat).showing.loading, "the board is there")
    assert not machine(seat).showing.fault


def state_of(seat: Seat, case: str) -> str | None:
    book = machine(seat).book
    slot = book.slot(case)
    return None if slot is None else book.columns.word("state", slot)


def test_the_board_of_then_is_shown_and_esc_leads_back(seat: Seat, lived: str, loop: Loop) -> None:
    async def work() -> None:
        await until(lambda: seat.program.book.slot(lived) is not None, "the case is here")
        await travel(seat, 90)
        assert state_of(seat, lived) == "received"
        await travel(seat, 30)
        assert state_of(seat, lived) == "forwarded"
        await travel(seat, 300)
        assert state_of(seat, lived) is None
        live = seat.program.book
        slot = live.slot(lived)
        assert slot is not None
        assert live.columns.word("state", slot) == "forwarded"
        assert page_of(seat) is past(seat)
        await seat.press(Key.Key_Escape)
        assert page_of(seat) is seat.frame.board

    loop.run(work())


def test_no_key_does_anything_to_a_case_of_then(
    seat: Seat, lived: str, room: Room, loop: Loop
) -> None:
    async def work() -> None:
        await travel(seat, 90)
        past(seat).board.choose(lived)
        past(seat).board.focus_cases()
        assert past(seat).current_id() == lived
        (toast,) = seat.frame.findChildren(Toast)

        def said() -> str:
            return " ".join(label.text() for label in toast.findChildren(QLabel))

        for keys in ("f", "a", "n", "z", "d", "=", "ga", "gl"):
            toast.say("")
            await seat.press(keys)
            await until(lambda: no_acts() in said(), f"it is said after {keys}")
            assert seat.frame.sheet is None
        toast.say("")
        seat.frame.take_call()
        assert no_acts() in said()
        assert not seat.program.sync.waiting()

    head = room.desk("agus").page()["head"]
    loop.run(work())
    assert room.desk("agus").page()["head"] == head


def test_a_case_is_opened_as_it_was(seat: Seat, lived: str, loop: Loop) -> None:
    async def work() -> None:
        await until(lambda: seat.program.book.slot(lived) is not None, "the case is here")
        await travel(seat, 90)
        past(seat).open_case(lived)
        await until(lambda: past(seat).case.view is not None, "it is open")
        view = past(seat).case.view
        assert view is not None
        assert view.case.state.value == "received"
        assert [change.kind for change in view.history] == ["received"]
        await seat.press(Key.Key_Escape)
        assert page_of(seat) is past(seat)
        await seat.press(Key.Key_Escape)
        assert page_of(seat) is seat.frame.board

    loop.run(work())


def test_time_goes_on_until_it_is_the_present(seat: Seat, lived: str, loop: Loop) -> None:
    async def work() -> None:
        await travel(seat, 70)
        assert state_of(seat, lived) == "received"
        past(seat).board.focus_cases()
        for _ in range(3):
            await seat.press("]")
        assert machine(seat).showing.speed == 3600
        await seat.press(Key.Key_Space)
        assert machine(seat).showing.playing
        await until(lambda: state_of(seat, lived) == "forwarded", "it is forwarded again")
        await seat.press(Key.Key_Space)
        assert not machine(seat).showing.playing
        halted = machine(seat).showing.at
        assert halted is not None
        await seat.press(",")
        await until(lambda: not machine(seat).showing.loading, "a minute earlier")
        assert machine(seat).showing.at == halted - timedelta(minutes=1)
        await seat.press(Key.Key_Space)
        await until(lambda: not machine(seat).showing.playing, "it has come to the present")
        at = machine(seat).showing.at
        assert at is not None
        assert machine(seat).now() - at < timedelta(minutes=5)

    loop.run(work())


def test_what_becomes_secret_leaves_the_past_as_well(
    seat: Seat, lived: str, room: Room, loop: Loop
) -> None:
    async def work() -> None:
        await travel(seat, 90)
        assert state_of(seat, lived) == "received"
        budi = room.desk("budi")
        assert budi.do(lived, verb.Edit("secret", "no", "yes"), 1)["outcome"] == "accepted"
        await until(lambda: state_of(seat, lived) is None, "it is hidden")
        await travel(seat, 30)
        assert state_of(seat, lived) is None

    loop.run(work())


def test_the_page_of_a_case_that_becomes_secret_is_empty_in_the_past_as_well(
    seat: Seat, lived: str, room: Room, loop: Loop
) -> None:
    async def work() -> None:
        await travel(seat, 30)
        page = past(seat)
        page.open_case(lived)
        await until(lambda: page.case.isVisible() and page.case.view is not None, "it is open")
        budi = room.desk("budi")
        assert budi.do(lived, verb.Edit("secret", "no", "yes"), 1)["outcome"] == "accepted"
        await until(lambda: state_of(seat, lived) is None, "it is hidden")
        await until(lambda: page.case.view is None, "its page is empty")
        machine(seat).step(timedelta(minutes=1))
        await until(lambda: not machine(seat).showing.loading, "another board is there")
        assert page.case.view is None

    loop.run(work())


def test_what_becomes_secret_is_in_nothing_that_was_fetched_ahead(
    seat: Seat, lived: str, room: Room, loop: Loop
) -> None:
    async def work() -> None:
        await travel(seat, 65)
        forwarded = machine(seat).now() - timedelta(minutes=60)
        machine(seat).choose_speed(1)
        machine(seat).toggle()
        await until(lambda: bool(machine(seat)._steps), "the next minutes are here")
        machine(seat).pause()
        budi = room.desk("budi")
        assert budi.do(lived, verb.Edit("secret", "no", "yes"), 1)["outcome"] == "accepted"
        await until(lambda: state_of(seat, lived) is None, "it is hidden")
        seen: list[str | None] = []
        machine(seat).altered.connect(lambda _ids: seen.append(state_of(seat, lived)))
        machine(seat).choose_speed(600)
        machine(seat).toggle()
        end = forwarded + timedelta(minutes=5)
        await until(lambda: (machine(seat).showing.at or forwarded) > end, "time has gone on")
        machine(seat).pause()
        assert set(seen) <= {None}
        assert state_of(seat, lived) is None

    loop.run(work())


def test_without_the_server_it_says_so_and_the_board_stays(
    seat: Seat, lived: str, room: Room, loop: Loop
) -> None:
    async def work() -> None:
        await until(lambda: seat.program.book.slot(lived) is not None, "the case is here")
        room.stop()
        await until(lambda: seat.program.sync.status.link.value == "offline", "it is offline")
        seat.frame.board.focus_cases()
        await seat.press("gw")
        await until(lambda: bool(machine(seat).showing.fault), "the page says so")
        assert "server" in past(seat)._empty.accessibleName().casefold()
        await seat.press(Key.Key_Escape)
        assert page_of(seat) is seat.frame.board
        assert seat.program.book.slot(lived) is not None

    loop.run(work())
    room.start()
