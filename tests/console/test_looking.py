"""Who looks at the city signs in with the same console: it offers what they may do, and no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTreeWidget

from console.pages.act import ActSheet
from db.domain import commands as verb
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room, forward

Key = Qt.Key


@pytest.fixture
def cases(room: Room) -> tuple[str, str]:
    """One that is with hana's agency, and one that is the room's."""
    siti = room.desk("siti")
    theirs, other = room.received(siti), room.received(siti)
    assert siti.do(theirs, forward("dlh"), 0)["outcome"] == "accepted"
    return theirs, other


def words(seat: Seat) -> list[str]:
    return [b.text() for b in seat.frame.findChildren(QPushButton) if b.isVisible()]


@pytest.mark.parametrize(("login", "seen"), [("hana", 1), ("walikota", 2), ("admin", 2)])
def test_the_start_page_has_their_own_numbers(
    room: Room, cases: tuple[str, str], loop: Loop, sit: Callable[..., Seat], login: str, seen: int
) -> None:
    async def work() -> None:
        seat = sit()
        await seat.enter(room.url, login, PASSWORD)
        frame = seat.frame
        assert frame.windows.page is frame.overview
        await until(lambda: len(seat.program.book) == seen, "their cases are here")
        await until(lambda: frame.overview._counts["all"].text() == str(seen), "they are counted")
        assert "Laporan baru" not in words(seat)
        assert frame.sheet is None

    loop.run(work())


def test_they_are_offered_a_note_and_nothing_else(
    room: Room, cases: tuple[str, str], loop: Loop, sit: Callable[..., Seat]
) -> None:
    async def work() -> None:
        seat = sit()
        await seat.enter(room.url, "walikota", PASSWORD)
        frame, case = seat.frame, cases[1]
        await until(lambda: seat.program.book.slot(case) is not None, "the case is here")
        frame.open_case(case)
        await until(lambda: frame.case_page.view is not None, "it is open")
        for keys in ("f", "a", "d", "z", "v"):
            await seat.press(keys)
            assert frame.sheet is None
        await seat.press("n")
        await until(lambda: isinstance(frame.sheet, ActSheet), "a note may be written")
        await seat.press("Kapan selesai?")
        await seat.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: frame.sheet is None, "it is stored")
        await until(lambda: not seat.program.sync.waiting(), "the server has it")

    loop.run(work())
    last = room.desk("siti").bodies()[-1]
    assert (last["act"]["verb"], last["by"]["role"]) == ("note", "mayor")


def test_late_cases_and_promises_stand_on_the_start_page(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case = room.received(siti)
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    assert dewi.do(case, verb.Accept("Dewi"), 1)["outcome"] == "accepted"
    promised = verb.Schedule("Diangkut besok", room.clock().replace(microsecond=0), "dlh")
    plan = promised.on.replace(year=promised.on.year + 1)
    told = dewi.do(case, verb.Schedule("Diangkut besok", plan, "dlh"), 1)
    assert told["outcome"] == "accepted", told

    async def work() -> None:
        seat = sit()
        await seat.enter(room.url, "hana", PASSWORD)
        lines = seat.frame.overview.findChildren(QTreeWidget)[0]
        await until(lambda: lines.topLevelItemCount() == 2, "the promise is told")
        row = lines.topLevelItem(1)
        assert row is not None
        assert "Diangkut besok" in row.text(2)
        assert seat.frame.overview._notes["promised"].text() == "dari 1 janji"
        seat.frame.overview.step(1)
        assert seat.frame.overview.current_id() == case

    loop.run(work())
