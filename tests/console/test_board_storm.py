"""A night of rain: cases come, move and go by the hundred, and what the officer sees stays put."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.case_model import CaseBook, Wanted
from console.pages.board import Board
from db.domain.brief import Brief, brief
from db.domain.states import Lane
from tests.console.cases import NOW, case_named
from tests.db.history import CITY
from tests.plugins.seats import Loop, until
from widgets.card_view import CardView
from widgets.filter_bar import Filters
from widgets.roles import CARD, Card
from widgets.theme import Theme

NOW_MS = int(NOW.timestamp() * 1000)
MINUTE = 60_000
_PLAIN = brief(case_named("plain"))


def row(id: str, due: int, lane: Lane = Lane.ROOM) -> Brief:
    return _PLAIN._replace(id=id, number=id, lane=lane.value, due=due)


async def _none(_text: str = "") -> frozenset[str]:
    return frozenset()


@pytest.fixture
def book() -> CaseBook:
    book = CaseBook()
    rows = [row(f"c{n}", NOW_MS + n * MINUTE) for n in range(1, 401)]
    book.load(rows, [0] * len(rows))
    return book


@pytest.fixture
def board(qtbot: QtBot, dark: Theme, book: CaseBook) -> Board:
    board = Board(dark, book, CITY, lambda: NOW_MS, _none, _none)
    qtbot.addWidget(board)
    board.resize(1366, 700)
    board.show()
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    return board


class Storm:
    """Batches of news of every size. `keep` are cases that nothing happens to."""

    def __init__(self, book: CaseBook, seed: int, keep: Sequence[str]) -> None:
        self._book, self._dice, self._keep = book, Random(seed), set(keep)
        self._held = [id for id in book.columns if id not in self._keep]
        self._made = 0

    def blow(self) -> None:
        """One batch: new cases, other deadlines, other lanes, cases that go."""
        dice = self._dice
        rows, gone = dict[str, tuple[Brief, int]](), list[str]()
        for _ in range(dice.choice((1, 3, 12, 60))):
            kind, due = dice.random(), NOW_MS + dice.randrange(1, 24_000) * MINUTE // 60
            if kind < 0.4 or len(self._held) < 50:
                self._made += 1
                self._held.append(f"n{self._made}")
                rows[self._held[-1]] = (row(self._held[-1], due), 0)
            elif kind < 0.7:
                moved = dice.choice(self._held)
                rows[moved] = (row(moved, due, dice.choice((Lane.ROOM, Lane.OPD))), 0)
            else:
                gone.append(self._held.pop(dice.randrange(len(self._held))))
        self._book.put([given for id, given in rows.items() if id not in gone], gone)


def on_screen(view: CardView) -> dict[str, int]:
    """Where on the screen each seen case stands (px from the top)."""
    places = {}
    for at in view.rows_on_screen():
        index = view.model().index(at, 0)
        card: Card = index.data(CARD)
        places[card.id] = view.visualRect(index).top()
    return places


def current_top(view: CardView) -> int:
    return view.visualRect(view.currentIndex()).top()


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_the_selected_case_stays_at_its_pixel(
    board: Board, book: CaseBook, table: bool, seed: int
) -> None:
    if table:
        board.toggle_table()
    view = board._table.view if table else board._lanes[Lane.ROOM].view
    board.choose("c200")
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 67)
    before, storm = current_top(view), Storm(book, seed, ["c200"])
    for _ in range(40):
        storm.blow()
        QApplication.processEvents()
        assert board.current_id() == "c200"
        selected = board._table if table else board._lanes[Lane.ROOM]
        assert selected.selected_ids() == ["c200"]
        assert current_top(view) == before


@pytest.mark.parametrize("seed", range(4))
def test_what_is_looked_at_stays_when_the_selected_case_is_out_of_sight(
    board: Board, book: CaseBook, seed: int
) -> None:
    view = board._lanes[Lane.ROOM].view
    board.choose("c3")
    view.verticalScrollBar().setValue(200 * view._painter.row_height + 31)
    seen = on_screen(view)
    storm = Storm(book, seed, [*seen, "c3"])
    for _ in range(40):
        storm.blow()
        QApplication.processEvents()
        assert board.current_id() == "c3"
        now = on_screen(view)
        first = next(iter(seen))
        assert now.get(first, seen[first]) == seen[first]
        assert any(now.get(id) == top for id, top in seen.items())


def test_new_cases_out_of_view_are_counted_and_reached_by_key(
    qtbot: QtBot, board: Board, book: CaseBook
) -> None:
    lane = board._lanes[Lane.ROOM]
    board.choose("c200")
    book.put([(row("early", NOW_MS + 90_000), 0), (row("late", NOW_MS + 390 * MINUTE), 0)])
    book.put([(row("elsewhere", NOW_MS + 390 * MINUTE, Lane.OPD), 0)])
    qtbot.waitUntil(lane.news.isVisible)
    assert lane.news.text() == "2 baru"
    assert lane.news.toolTip().startswith("1 di atas, 1 di bawah")
    assert board.current_id() == "c200"
    board.go_to_new()
    assert board.current_id() == "early"
    qtbot.waitUntil(lambda: lane.news.text() == "1 baru")
    board.go_to_new()
    assert board.current_id() == "late"
    qtbot.waitUntil(lambda: not lane.news.isVisible())


def test_what_is_in_view_or_has_left_again_is_no_news(
    qtbot: QtBot, board: Board, book: CaseBook
) -> None:
    lane = board._lanes[Lane.ROOM]
    book.put([(row("first", NOW_MS - MINUTE), 0), (row("late", NOW_MS + 390 * MINUTE), 0)])
    qtbot.waitUntil(lane.news.isVisible)
    assert lane.news.text() == "1 baru"
    book.put([(row("late", NOW_MS + 390 * MINUTE, Lane.OPD), 0)])
    qtbot.waitUntil(lambda: not lane.news.isVisible())


def test_many_at_once_are_counted_in_the_table_too(
    qtbot: QtBot, board: Board, book: CaseBook
) -> None:
    board.toggle_table()
    book.put([(row(f"m{n}", NOW_MS + (300 + n) * MINUTE), 0) for n in range(60)])
    qtbot.waitUntil(board._table_chip.isVisible)
    assert board._table_chip.text() == "60 baru"
    board.go_to_new()
    assert board.current_id() == "m0"


def test_the_filter_hides_news_too(qtbot: QtBot, board: Board, book: CaseBook) -> None:
    lane = board._lanes[Lane.ROOM]
    board.choose("c1")
    book.narrow(Wanted(categories=("none such",)))
    book.put([(row("late", NOW_MS + 390 * MINUTE), 0)])
    qtbot.wait(150)
    assert not lane.news.isVisible()


@pytest.mark.parametrize(("matches", "said"), [(True, "1 baru"), (False, "")])
def test_what_a_search_finds_at_its_second_look_is_news_once(
    qtbot: QtBot, dark: Theme, book: CaseBook, loop: Loop, matches: bool, said: str
) -> None:
    async def find(_text: str) -> frozenset[str]:
        return frozenset(id for id in book.columns if matches or id != "late")

    async def played() -> None:
        board = Board(dark, book, CITY, lambda: NOW_MS, find, _none)
        qtbot.addWidget(board)
        board.resize(1366, 700)
        board.show()
        news = board._lanes[Lane.ROOM].news
        board.filters.set_filters(Filters(text="banjir"))
        await until(lambda: book.wanted.cases is not None, "the search is laid on the board")
        book.put([(row("late", NOW_MS + 390 * MINUTE), 0)])
        await asyncio.sleep(0.9)  # the second look, and the look at what is on the screen
        assert (news.text() if news.isVisible() else "") == said
        board.go_to_new()
        await asyncio.sleep(0.3)
        assert not news.isVisible()
        board.choose("c1")
        book.put([(row("c1", NOW_MS + MINUTE // 2), 0)])
        await asyncio.sleep(0.9)
        assert not news.isVisible(), "it has been seen"

    loop.run(played())
