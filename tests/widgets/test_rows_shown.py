"""After changes only what differs is painted, and the screen is as if all of it were."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QCursor, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from bench.parts.cases import NOW, open_cases
from console.case_model import Belongs, CaseBook, Listing
from console.pages.cards import Cards
from db.domain.brief import Brief
from db.domain.city import City
from server.city import open_city
from tests.widgets.test_ticks import on_screen, unlike
from widgets.case_table import CaseTable
from widgets.lane import Lane
from widgets.theme import Theme

FEW, MANY = 6, 60
"""Changes at once: told row by row, and as one."""


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(resources.path("cities", "kota-tangerang"))[0]


@pytest.fixture(autouse=True)
def pointer_goes_home() -> Iterator[None]:
    """A list under the pointer holds still, also in the next test."""
    home = QCursor.pos()
    yield
    QCursor.setPos(home)


class Painted(QObject):
    """Notes each rectangle that a widget paints."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[tuple[int, int]] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append((event.rect().top(), event.rect().height()))
        return False


class Board:
    """A lane over a real book of cases, a fifth of them in it, and dice that change them."""

    def __init__(
        self, qtbot: QtBot, theme: Theme, city: City, compact: bool, seed: int, cases: int
    ) -> None:
        self.dice, self.book = random.Random(seed), CaseBook()
        self.cases = {case.id: case for case in open_cases(cases)}
        self.book.load(list(self.cases.values()), [0] * len(self.cases))
        self.listing = Listing(self.book, Belongs("lane", "room"), Cards(self.book, city))
        self.lane = Lane(theme, lambda: NOW, "Ruang", compact=compact)
        self.lane.set_model(self.listing)
        self.lane.resize(330, 700)
        qtbot.addWidget(self.lane)
        with qtbot.waitExposed(self.lane):
            self.lane.show()
        qtbot.wait(20)

    def change(self, count: int) -> None:
        """Some cases move, alter, leave the lane, come into it or go for good."""
        rows, gone = [], []
        for id in self.dice.sample(sorted(self.cases), min(count, len(self.cases))):
            case = self.cases[id]
            match self.dice.randrange(6):
                case 0 | 1:
                    case = case._replace(due=NOW + self.dice.randrange(400_000_000))
                case 2:
                    case = case._replace(title=f"Got mampet {self.dice.randrange(1000)}")
                case 3:
                    case = case._replace(state="accepted", lane="work")
                case 4:
                    case = case._replace(state="received", lane="room")
                case _:
                    gone.append(id)
                    del self.cases[id]
                    continue
            self.cases[id] = case
            rows.append((case, 0))
        self.book.put(rows, gone)

    def act(self) -> None:
        """What an officer does between changes."""
        rows = self.listing.rowCount()
        match self.dice.randrange(6):
            case 0:
                self.lane.choose_row(self.dice.randrange(max(1, rows)))
            case 1:
                bar = self.lane.view.verticalScrollBar()
                bar.setValue(self.dice.randrange(bar.maximum() + 1))
            case 2:
                self.lane.view.rest()
            case 3:
                place = QPoint(self.dice.randrange(300), self.dice.randrange(600))
                QTest.mouseMove(self.lane.view.viewport(), place)
            case 4:
                self.listing.keep(self.lane.current_id())
            case _:
                pass


def settled(shown: Lane | CaseTable) -> QImage:
    """The screen when a scroll bar that comes or goes has done so, and what follows is painted."""
    for _ in range(5):
        QApplication.processEvents()
    return on_screen(shown)


def is_as_painted_anew(shown: Lane | CaseTable) -> None:
    """What stands on the screen is what a whole repaint shows."""
    after = settled(shown)
    shown.view.viewport().update()
    anew = settled(shown)
    assert after == anew, unlike(after, anew)[:5]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("cases", [40, 300])
def test_a_lane_after_changes_is_as_painted_anew(
    qtbot: QtBot, dark: Theme, city: City, cases: int, compact: bool, seed: int
) -> None:
    board = Board(qtbot, dark, city, compact, seed, cases)
    for _ in range(12):
        board.act()
        for _ in range(board.dice.randrange(1, 4)):  # several, before anything is painted
            board.change(board.dice.choice((1, FEW, MANY)))
        is_as_painted_anew(board.lane)


def first_and_last(board: Board) -> tuple[Brief, Brief]:
    shown = [board.listing.id_at(row) or "" for row in range(board.listing.rowCount())]
    return board.cases[shown[1]], board.cases[shown[-1]]


def test_what_nobody_sees_is_not_painted(qtbot: QtBot, dark: Theme, city: City) -> None:
    board = Board(qtbot, dark, city, compact=False, seed=1, cases=300)
    seen, beyond = first_and_last(board)
    watch = Painted()
    board.lane.view.viewport().installEventFilter(watch)

    def put(case: Brief) -> None:
        board.book.put([(case, 0)])

    put(beyond._replace(due=beyond.due - 1))
    put(beyond._replace(state="accepted", lane="work"))
    board.book.put([(beyond._replace(id=f"new {n}", due=beyond.due + n), 0) for n in range(MANY)])
    qtbot.wait(20)
    assert watch.areas == []
    board.lane.choose_row(1)  # it holds its place when others come in above it
    qtbot.wait(20)
    watch.areas.clear()
    put(seen._replace(id="first", due=seen.due - 10_000_000))
    qtbot.wait(20)
    assert [top for top, _ in watch.areas] == [0]
    watch.areas.clear()
    put(seen._replace(title="Got mampet"))
    qtbot.waitUntil(lambda: bool(watch.areas))
    height = board.lane.view.visualRect(board.listing.index(1, 0)).height()
    assert watch.areas == [(height, height)]


def test_another_density_leaves_no_empty_screens_beyond_the_end(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    """A chosen case stood beyond the end of a list of which much had left, in rows as high as
    they were then.
    """
    board = Board(qtbot, dark, city, compact=False, seed=1, cases=150)
    rows, view = board.listing.rowCount(), board.lane.view
    board.lane.choose_row(rows - 1)
    board.book.put([], [board.listing.id_at(row) or "" for row in range(rows - 10)])
    settled(board.lane)
    top = view.indexAt(QPoint(0, 0)).row()
    board.lane.set_compact(True)
    settled(board.lane)
    bar = view.verticalScrollBar()
    assert view.indexAt(QPoint(0, 0)).row() == top
    bar.setValue(bar.maximum())
    assert view.indexAt(QPoint(0, 0)).row() == top


def test_a_row_below_a_pressing_one_is_as_painted_with_it(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    """The line under it was sharp or blurred by what had been painted in the same turn."""
    book, cases = CaseBook(), open_cases(30)
    book.load(cases, [0] * len(cases))
    table = CaseTable(dark, lambda: cases[3].due + 1)
    table.set_model(Listing(book, Belongs("state", "merged", but=True), Cards(book, city)))
    table.resize(900, 600)
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    settled(table)
    book.put([(cases[7]._replace(title="Got mampet"), 0)])
    is_as_painted_anew(table)


def test_two_that_change_places_twice_show_what_they_hold_now(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    """The first goes below the second and this below the first: both stand where they stood."""
    board = Board(qtbot, dark, city, compact=False, seed=1, cases=40)
    one, other = (board.cases[board.listing.id_at(row) or ""] for row in (0, 1))
    third = board.cases[board.listing.id_at(2) or ""]
    between = (third.due - other.due) // 3
    assert between > 1
    later = [one._replace(due=other.due + between), other._replace(due=other.due + 2 * between)]
    board.book.put([(case, 0) for case in later])
    is_as_painted_anew(board.lane)


def test_what_alters_right_after_a_case_moved_is_painted(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    """Before Qt has laid out the rows anew, but after they were asked for."""
    board = Board(qtbot, dark, city, compact=False, seed=1, cases=300)
    seen, _ = first_and_last(board)
    moving = board.cases[board.listing.id_at(board.listing.rowCount() - 2) or ""]
    board.book.put([(moving._replace(due=0), 0)])
    assert board.lane.view.rows_on_screen()
    board.book.put([(seen._replace(title="Got mampet"), 0)])
    is_as_painted_anew(board.lane)


def test_what_is_chosen_no_more_between_changes_is_painted(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    """It stands some rows lower for a moment, since others have come above and go again."""
    board = Board(qtbot, dark, city, compact=False, seed=1, cases=300)
    board.lane.choose_row(2)
    settled(board.lane)
    first = board.cases[board.listing.id_at(0) or ""]
    come = [first._replace(id=f"new {n}", due=first.due - 1 - n) for n in range(MANY)]
    board.book.put([(case, 0) for case in come])
    board.lane.view.clearSelection()
    board.book.put([], [case.id for case in come])
    is_as_painted_anew(board.lane)
