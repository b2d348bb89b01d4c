"""What an officer finds again: how the board was set up, and filters that have a name."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.case_model import CaseBook
from console.pages.board import Board
from console.pages.saved_filters import MOST, SavedFilters, filters_of
from db.domain.states import Lane
from tests.console.cases import NOW
from tests.db.history import CITY
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.filter_bar import Filters
from widgets.theme import Theme

NOW_MS = int(NOW.timestamp() * 1000)
CATEGORY = next(iter(CITY.categories))
BANJIR = Filters(text="banjir", category=(CATEGORY,), breached=True)


async def _none(_text: str = "") -> frozenset[str]:
    return frozenset()


def a_board(qtbot: QtBot, theme: Theme) -> Board:
    board = Board(theme, CaseBook(), CITY, lambda: NOW_MS, _none, _none)
    qtbot.addWidget(board)
    board.resize(1366, 700)
    board.show()
    return board


def test_the_board_is_set_up_as_it_was_left(qtbot: QtBot, dark: Theme) -> None:
    left = a_board(qtbot, dark)
    left._splitter.setSizes([500, 200, 200, 200, 200, 200])
    left.toggle_table()
    left._table.set_columns(["number", "title", "who"])
    left._sort("number")
    left._sort("number")
    left.filters.set_filters(Filters(category=(CATEGORY,), breached=True))
    found = a_board(qtbot, dark)
    found.restore(left.save())
    assert found.shows_table
    assert found._table.columns() == ("number", "title", "who")
    assert found._sorted == ("number", True)
    assert found.filters.filters() == Filters(category=(CATEGORY,), breached=True)
    assert json.loads(found.save()) == json.loads(left.save())


@pytest.mark.parametrize(
    "saved",
    [
        "", "x", "[]", "7", '{"table": 1, "lanes": ["a"], "columns": 9, "order": ["none", true]}',
        '{"filters": {"category": ["no such"], "text": 4, "mine": "yes", "colour": null}}',
        '{"lanes": [1, 2], "order": {"left": 1}, "filters": []}',
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_as_at_first(qtbot: QtBot, dark: Theme, saved: str) -> None:
    board, fresh = a_board(qtbot, dark), a_board(qtbot, dark)
    board.restore(saved)
    assert board.save() == fresh.save()


def test_filters_are_named_chosen_and_taken_away(qtbot: QtBot, dark: Theme) -> None:
    saved = SavedFilters(dark)
    qtbot.addWidget(saved)
    asked: list[Filters] = []
    saved.chosen.connect(asked.append)
    assert saved.keep("Banjir & hujan", BANJIR)
    assert saved.keep("Milik saya", Filters(mine=True))
    saved.choose(2)
    saved.choose(3)
    assert asked == [Filters(mine=True)]
    again = SavedFilters(dark)
    qtbot.addWidget(again)
    again.restore(saved.save())
    again.chosen.connect(asked.append)
    again.menu_now().actions()[0].trigger()
    assert asked[-1] == BANJIR
    again.forget("Banjir & hujan")
    assert again.names() == ("Milik saya",)
    assert again.keep("Milik saya", BANJIR)  # in place of what had the name
    assert len(again.names()) == 1
    for n in range(MOST - 1):
        assert again.keep(f"n{n}", BANJIR)
    assert not again.keep("one more", BANJIR)
    again.restore("nonsense")
    assert len(again.names()) == MOST


def test_a_filter_of_another_version_wants_everything_it_does_not_know() -> None:
    assert filters_of({"text": "air", "later": 1}) == Filters(text="air")
    assert filters_of(None) == Filters()


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    return seat


def asks(seat: Seat) -> bool:
    return seat.frame.sheet is not None


def table(seat: Seat) -> bool:
    return seat.frame.board.shows_table


def test_a_filter_is_saved_and_chosen_by_key(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        frame = seat.frame
        await seat.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert not asks(seat)
        assert "Pilih saringan dulu" in frame._toast.accessibleName()
        await seat.press("fnz")  # a name that was meant for it is no command
        assert not asks(seat)
        await until(lambda: frame.board.filters.filters().text == "fnz", "the letters filter")
        frame.board.filters.clear()
        frame.board.filters.set_filters(Filters(breached=True))
        await seat.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert frame.board.saved.names() == ()
        await seat.press(Qt.Key.Key_Return)
        assert asks(seat)  # it has no name yet
        await seat.press("Terlambat")
        await seat.press(Qt.Key.Key_Return)
        assert not asks(seat)
        frame.board.filters.clear()
        await seat.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        assert frame.board.filters.filters() == Filters(breached=True)

    loop.run(night())


def test_each_officer_finds_their_own_board_after_another_look(
    seat: Seat, room: Room, loop: Loop
) -> None:
    async def night() -> None:
        program = seat.program
        seat.frame.board.toggle_table()
        assert seat.frame.board.saved.keep("Terlambat", Filters(breached=True))
        seat.frame._bar.preference_asked.emit("density", "compact")  # the desk is built anew
        await seat.rest()
        assert table(seat)
        lane = seat.frame.board._lanes[Lane.ROOM]
        assert lane.view._painter is lane._painters[True]
        await program.sync.sign_out()
        program._show_sign_in()
        assert await program.enter(room.url, "agus", PASSWORD, "Meja 1")
        assert not table(seat)
        assert seat.frame.board.saved.names() == ()
        await program.sync.sign_out()
        program._show_sign_in()
        assert await program.enter(room.url, "siti", PASSWORD, "Meja 1")
        assert table(seat)
        assert seat.frame.board.saved.names() == ("Terlambat",)

    loop.run(night())
