"""A flood at a desk: a calm banner, folded cards, and a way back that works like every act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from console.alarms import Alarms
from console.beside import Flood, flood_of_line
from console.pages.bulk_sheet import BulkSheet
from console.pages.cards import Cards
from console.pages.flood import FoldedSheet, told
from db.domain.apply import apply
from db.domain.case import SYSTEM
from db.domain.city import City
from db.domain.commands import Command, Merge
from db.domain.decide import decide
from db.domain.flood import stop_id
from db.domain.states import State
from tests.console.acted import SITI, Life
from tests.plugins.seats import Loop, Seat, until
from tests.server.rain import HERE, Rain, held, merged, wait
from tests.server.room import PASSWORD, Room
from widgets.card_words import badges, describe
from widgets.outcome_list import DONE, UNDONE, WILL
from widgets.roles import FOLDED

SHIFT = Qt.KeyboardModifier.ShiftModifier
LINE = {"since": "2026-11-26T14:02:00.000Z", "reports": 312, "cases": 41, "each": 12.4}
Seats = Callable[..., Seat]


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server looks all the time."""
    monkeypatch.setattr("server.flood.EVERY", 0.02)


@pytest.mark.parametrize(
    ("folding", "ends"),
    [(True, "dilipat otomatis"), (False, "pelipatan dihentikan kepala regu")],
)
def test_a_line_of_the_stream_becomes_a_sentence(city: City, folding: bool, ends: str) -> None:
    flood = flood_of_line({**LINE, "officers": 3, "folding": folding})
    assert flood is not None
    text, below = told(flood, city, flood.since)
    assert text == "Banjir laporan sejak 21.02 · 312 laporan menjadi 41 kasus"
    assert below.startswith("12,4 laporan per petugas dalam 10 menit · ")
    assert below.endswith(ends)


@pytest.mark.parametrize(
    "said", [None, [], "x", {}, LINE, {**LINE, "folding": True, "since": "tadi"}]
)
def test_what_is_no_flood_is_passed_over(said: object) -> None:
    assert flood_of_line(said) is None


def test_a_flood_is_a_plain_value() -> None:
    at = datetime(2026, 11, 26, 14, 2, tzinfo=UTC)
    assert flood_of_line({**LINE, "folding": True}) == Flood(at, 312, 41, 12.4, True)


@pytest.fixture
def folded(room: Room) -> list[str]:
    """Twelve reports of one problem; the first is the master of all."""
    room.desk("siti")
    made = Rain(room).begin()
    wait(room, made, lambda found: merged(found) == 11)
    return made


@pytest.fixture
def seat(room: Room, folded: list[str], loop: Loop, sit: Seats) -> Seat:
    """Siti, who comes to her desk in the flood, with the master in hand."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    book = seat.program.book
    loop.run(until(lambda: book.slot(folded[0]) is not None, "the master is here"))
    seat.frame.board.focus_cases()
    seat.frame.board.choose(folded[0])
    loop.run(seat.rest())
    return seat


async def preview(seat: Seat) -> BulkSheet:
    await until(lambda: isinstance(seat.frame.sheet, BulkSheet), "the preview is shown")
    sheet = seat.frame.sheet
    assert isinstance(sheet, BulkSheet)
    return sheet


def hows(sheet: BulkSheet) -> set[str]:
    return {outcome.how for outcome in sheet.list.outcomes()}


def flag(seat: Seat, case: str) -> int:
    book = seat.program.book
    slot = book.slot(case)
    return 0 if slot is None else book.columns.flags[slot] & FOLDED


def test_a_desk_is_told_calmly_and_a_folded_card_says_so(
    seat: Seat, folded: list[str], loop: Loop
) -> None:
    banner = seat.frame._flood
    loop.run(until(banner.isVisible, "the banner is there"))
    loop.run(until(lambda: "12 laporan menjadi 1 kasus" in banner.accessibleName(), "it counts"))
    assert flag(seat, folded[0])
    book = seat.program.book
    slot = book.slot(folded[0])
    assert slot is not None
    made = Cards(book, seat.program.desk.city)(slot)
    assert ("layers-outline", "main", "12 dilipat") in badges(made)
    assert "12 laporan, dilipat otomatis" in describe(made, 0)


def test_one_alarm_for_a_master_and_none_for_what_it_holds(city: City) -> None:
    made = [Life(city, case=f"case {n}", category="banjir", place=HERE).case for n in range(4)]
    alarms, now = Alarms(SITI), made[0].first_at + timedelta(days=2)
    for case in made:
        alarms.take(case, now)
    assert len(alarms.standing()) == 4
    for case in made[1:]:
        command = Command(f"fold {case.id}", case.id, Merge(made[0].id), SYSTEM, now)
        change = decide(case, command, city, now, other=made[0])
        alarms.take(apply(case, replace(change, seq=9)), now)
    assert [alarm.case for alarm in alarms.standing()] == [made[0].id]


def test_one_key_shows_what_was_folded_and_opens_it(
    seat: Seat, folded: list[str], loop: Loop
) -> None:
    loop.run(seat.press("g"))
    loop.run(seat.press("l"))
    loop.run(until(lambda: isinstance(seat.frame.sheet, FoldedSheet), "the sheet is shown"))
    loop.run(seat.press(Qt.Key.Key_Return))
    page = seat.frame.case_page
    loop.run(until(lambda: page.view is not None and page.view.case.id == folded[0], "it opens"))
    assert "11 laporan dilipat otomatis ke kasus ini. Shift+D" in page._notice.accessibleName()


def test_a_key_unfolds_all_and_one_key_takes_that_back(
    seat: Seat, folded: list[str], room: Room, loop: Loop
) -> None:
    before = held(room, folded)
    loop.run(seat.press(Qt.Key.Key_D, SHIFT))
    sheet = loop.run(preview(seat))
    assert len(sheet.list.outcomes()) == 11
    loop.run(seat.press(Qt.Key.Key_Return))
    loop.run(until(lambda: hows(sheet) == {DONE}, "all is stored"))
    loop.run(until(lambda: merged(held(room, folded)) == 0, "the server has it all"))
    found = held(room, folded)
    assert {case.state for case in found} == {State.RECEIVED}
    assert [len(case.reports) for case in found] == [1] * 12
    loop.run(until(lambda: not flag(seat, folded[0]), "the card is plain again"))
    loop.run(seat.press("z"))
    loop.run(until(lambda: hows(sheet) == {UNDONE}, "all is taken back"))
    loop.run(until(lambda: merged(held(room, folded)) == 11, "the server has it all"))
    again = held(room, folded)
    assert [case.master for case in again] == [case.master for case in before]
    assert {report.id for report in again[0].reports} == {r.id for r in before[0].reports}


def test_it_is_unfolded_without_the_server_too(
    seat: Seat, folded: list[str], room: Room, loop: Loop
) -> None:
    port = room.socket.getsockname()[1]
    room.stop()
    loop.run(until(lambda: not seat.program.desk.online, "the server is gone"))
    loop.run(until(lambda: not seat.frame._flood.isVisible(), "nobody says how the city stands"))
    loop.run(seat.press(Qt.Key.Key_D, SHIFT))
    sheet = loop.run(preview(seat))
    assert hows(sheet) == {WILL}
    loop.run(seat.press(Qt.Key.Key_Return))
    loop.run(until(lambda: hows(sheet) == {DONE}, "all is stored here"))
    book = seat.program.book
    loop.run(until(lambda: all(book.slot(id) is not None for id in folded), "each has a card"))
    room.start(port)
    loop.run(until(lambda: not seat.program.desk.items(), "the outbox is empty"))
    assert merged(held(room, folded)) == 0


def test_a_supervisor_ends_folding_from_the_sheet(
    room: Room, folded: list[str], loop: Loop, sit: Seats
) -> None:
    seat = sit()
    loop.run(seat.enter(room.url, "budi", PASSWORD))
    folding = seat.program.desk.folding
    loop.run(until(lambda: folding.flood is not None, "the flood is told"))
    assert folding.flood is not None
    since = folding.flood.since
    seat.frame.folded.show()
    loop.run(until(lambda: isinstance(seat.frame.sheet, FoldedSheet), "the sheet is shown"))
    stop = seat.frame.findChild(QPushButton, "stop")
    assert stop is not None
    stop.click()

    def stopped() -> bool:
        now = folding.flood
        return now is not None and not now.folding

    loop.run(until(stopped, "the server folds no more"))
    kept = seat.program.changeover.kept(stop_id(since))
    assert kept is not None
    assert kept.entry.by.id == "budi"
