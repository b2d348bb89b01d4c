"""Where the keys are on the board when cases come, go, or are hidden by a filter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from console.api import Web
from console.basemap import Basemaps
from console.cache import CaseCache
from console.call_drafts import CallDrafts
from console.case_model import CaseBook
from console.changeover import Changeover
from console.clock import ServerClock
from console.desk import CaseView, Desk, flags_of
from console.figures import Figures
from console.mailings import MailingOffice
from console.map_files import save_picture
from console.pages.board import Board
from console.pages.frame import DeskFrame
from console.past import TimeMachine
from console.policies import Policies
from console.session import Keeper, Session
from console.settings import Settings
from console.shared_filters import SharedFilters
from console.sounds import Sounds
from console.sync import Sync
from db import words
from db.domain import commands as verb
from db.domain.brief import brief
from db.domain.case import Actor, Case
from db.domain.states import Lane, Role, State
from db.store import Conn
from db.tables import cursor
from tests.console.cases import NOW, case_named
from tests.db.history import CITY
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.filter_bar import Filters
from widgets.theme import Theme, load_theme

NOW_MS = int(NOW.timestamp() * 1000)


def put(book: CaseBook, *cases: Case) -> None:
    book.put([(brief(case), flags_of(brief(case))) for case in cases])


def room_case(id: str) -> Case:
    return replace(case_named(id), state=State.RECEIVED)


async def _none(_text: str = "") -> frozenset[str]:
    return frozenset()


@pytest.fixture
def book() -> CaseBook:
    book = CaseBook()
    put(book, *(room_case(id) for id in ("a", "b", "c")))
    put(book, replace(case_named("far"), state=State.FORWARDED))
    return book


@pytest.fixture
def board(qtbot: QtBot, dark: Theme, book: CaseBook) -> Board:
    board = Board(dark, book, CITY, lambda: NOW_MS, _none, _none)
    qtbot.addWidget(board)
    board.resize(1366, 700)
    board.show()
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    board.focus_cases()
    return board


def test_a_new_case_is_chosen_once_it_comes(board: Board, book: CaseBook) -> None:
    board.choose("new")
    assert board.current_id() != "new"
    put(book, room_case("new"))
    assert board.current_id() == "new"


def test_a_case_that_came_too_late_takes_nobody_away(board: Board, book: CaseBook) -> None:
    board.choose("new")
    board.focus_cases()
    before = board.current_id()
    put(book, room_case("new"))
    assert board.current_id() == before


def test_what_somebody_else_moved_does_not_lead_to_another_lane(
    board: Board, book: CaseBook
) -> None:
    first, second, _ = board.ids_of(Lane.ROOM)
    assert second in board.neighbours(first)
    put(book, replace(case_named(first), state=State.FORWARDED))
    assert board.neighbours(first) == ()
    assert board.neighbours("far") == ()


def test_a_search_without_hits_lets_go_of_the_keys(qtbot: QtBot, board: Board) -> None:
    board.filters.focus_search()
    board.filters.set_filters(Filters(category=("none such",)))
    assert not board.current_id()
    board.focus_cases()
    assert board.hasFocus()
    board.filters.set_filters(Filters())
    qtbot.waitUntil(lambda: bool(board.current_id()))


def test_who_looks_at_late_cases_sees_those_that_fall_late_meanwhile(
    qtbot: QtBot, dark: Theme, book: CaseBook
) -> None:
    clock = [NOW_MS]
    board = Board(dark, book, CITY, lambda: clock[0], _none, _none)
    qtbot.addWidget(board)
    late, soon = (brief(room_case(id))._replace(due=NOW_MS + ms) for id, ms in SOON.items())
    book.put([(late, 0), (soon, 0)])
    board.filters.set_filters(Filters(breached=True))
    board.pass_time()
    assert board.ids_of(Lane.ROOM) == ["late"]
    clock[0] += 6_000
    board.pass_time()
    assert board.ids_of(Lane.ROOM) == ["late", "soon"]


SOON = {"late": -1, "soon": 5_000}


def test_a_search_that_stands_shows_what_comes_and_what_becomes_ones_own(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    desk = room.desk("agus")
    old = room.received(desk, "Banjir di pasar")
    officer = sit()

    async def shift() -> None:
        await officer.enter(room.url, "siti", PASSWORD)
        board = officer.frame.board
        await until(lambda: board.ids_of(Lane.ROOM) == [old], "the case is here")
        board.filters.set_filters(Filters(text="banjir"))
        room.received(desk, "Sampah menumpuk")
        new = room.received(desk, "Banjir di terminal")
        await until(lambda: set(board.ids_of(Lane.ROOM)) == {old, new}, "the new one is shown")
        board.filters.set_filters(Filters(mine=True))
        await until(lambda: board.ids_of(Lane.ROOM) == [], "none of them is hers")
        view = await officer.program.desk.view(new)
        assert view is not None
        await officer.program.desk.do(view.case, verb.Note("Sudah ditelepon"))
        await until(lambda: board.ids_of(Lane.ROOM) == [new], "it is hers")

    loop.run(shift())


def test_a_search_shows_what_is_indexed_only_later(
    room: Room, loop: Loop, sit: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = room.received(room.desk("agus"), "Banjir di pasar")
    officer = sit()
    monkeypatch.setattr(CaseCache, "index", lambda cache, _: cache.write(lambda _: False))

    def unindexed(conn: Conn) -> None:
        """As a snapshot leaves the cache: the cases are there, their words are not."""
        words.clear(conn)
        conn.execute(update(cursor).values(words=0))

    async def shift() -> None:
        await officer.enter(room.url, "siti", PASSWORD)
        board, sync = officer.frame.board, officer.program.sync
        await until(lambda: board.ids_of(Lane.ROOM) == [case], "the case is here")
        await sync.cache.write(unindexed)
        board.filters.set_filters(Filters(text="banjir"))
        await until(lambda: board.ids_of(Lane.ROOM) == [], "no words are known yet")
        await asyncio.sleep(0.7)  # what was looked for again is answered
        assert board.ids_of(Lane.ROOM) == []
        monkeypatch.undo()
        sync._downloads.index()
        await until(lambda: board.ids_of(Lane.ROOM) == [case], "its words are known")

    loop.run(shift())


def seat(qtbot: QtBot, theme: Theme, book: CaseBook, tmp_path: Path) -> DeskFrame:
    """The desk of an officer, no server behind."""
    sync = Sync(tmp_path, ServerClock(), Keeper(tmp_path))
    sync.pack.city = CITY
    person = Actor("p-siti", "Siti", Role.OFFICER, "desk 1")
    sync.session = Session("http://room", CITY.id, "siti", person, "", NOW, "", NOW)
    clock = ServerClock()
    changeover = Changeover(sync, Keeper(tmp_path), clock, tmp_path, sync)
    desk = Desk(sync, book, clock, lambda: NOW)
    sounds = Sounds(desk.watching.alarms, lambda: desk.author, clock.now, 0.6, sync)
    shared = SharedFilters(sync, tmp_path, sync)
    figures = Figures(sync, clock, tmp_path)
    bases = Basemaps(tmp_path, Settings(tmp_path), lambda: Web("test"), sync)
    machine = TimeMachine(sync, clock, sync)
    calls = CallDrafts(tmp_path, clock.now, sync.store_fault, sync)
    parts = changeover, sounds, shared, bases, figures
    made = DeskFrame(
        theme,
        desk,
        book,
        lambda: NOW_MS,
        *parts,
        machine=machine,
        save_picture=save_picture,
        calls=calls,
        policies=Policies(sync, clock, tmp_path, sync),
        office=MailingOffice(sync),
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.begin()
    return made


@pytest.fixture
def frame(qtbot: QtBot, dark: Theme, book: CaseBook, tmp_path: Path) -> DeskFrame:
    return seat(qtbot, dark, book, tmp_path)


def test_keys_of_the_board_rest_on_other_pages(frame: DeskFrame) -> None:
    board, before = frame.board, frame.board.current_id()
    frame.go("outbox")
    for key in (Qt.Key.Key_T, Qt.Key.Key_Right, Qt.Key.Key_J):
        QTest.keyClick(frame.outbox, key)
    assert not board.shows_table
    assert board.current_id() == before
    frame.go("board")
    QTest.keyClick(frame.focusWidget(), Qt.Key.Key_Right)
    assert board.current_id() == "far"


def test_j_on_a_case_opens_the_next_one(frame: DeskFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(frame, "open_case", opened.append)
    first, second, _ = frame.board.ids_of(Lane.ROOM)
    frame.go("case")
    frame.case_page.show_case(CaseView(room_case(first), True, (), ()))
    frame.case_page.setFocus()
    QTest.keyClick(frame.case_page, Qt.Key.Key_J)
    assert opened == [second]


def test_enter_presses_the_button_in_focus(frame: DeskFrame) -> None:
    (table,) = (b for b in frame.findChildren(QPushButton) if b.text() == "Tabel")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert frame.board.shows_table


def test_the_largest_text_fits_a_small_screen(qtbot: QtBot, book: CaseBook, tmp_path: Path) -> None:
    large = load_theme("dark", 1.5)
    put(book, replace(case_named("back"), state=State.RETURNED))
    frame = seat(qtbot, large, book, tmp_path)
    assert frame.minimumSizeHint().width() <= 1366


def test_nobody_acts_on_a_card_that_is_out_of_sight(frame: DeskFrame) -> None:
    frame.go("outbox")
    assert asyncio.run(frame.in_hand()) == "Pilih kasus dulu."
