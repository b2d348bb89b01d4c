"""Pages in windows of their own: their keys, their sheets, the chosen case, the way back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from console.pages.monitors import monitors_now, these
from console.pages.torn import TornWindow
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.filter_bar import Filters
from widgets.pill import Pill

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """An officer with three reports on the board."""
    desk = room.desk("agus")
    for text in ("Sampah menumpuk di pasar", "Lampu jalan padam", "Jalan berlubang dalam"):
        room.received(desk, text)
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    loop.run(until(lambda: bool(seat.frame.board.current_id()), "a card is chosen"))
    return seat


async def torn(seat: Seat, count: int = 1) -> TornWindow:
    """The window torn off last, once it has the keys."""
    await until(lambda: len(seat.frame.windows.torn) == count, "it is torn off")
    window = seat.frame.windows.torn[-1]
    await until(lambda: seat.frame.windows.window is window, "its window has the keys")
    await seat.rest()
    return window


def windows_shown() -> list[TornWindow]:
    tops = QApplication.topLevelWidgets()
    return [top for top in tops if isinstance(top, TornWindow) and top.isVisible()]


def on_page(seat: Seat) -> str:
    view = seat.frame.case_page.view
    return view.case.id if view is not None else ""


def follows(seat: Seat) -> bool:
    return on_page(seat) == seat.frame.board.current_id() != ""


def test_all_keys_work_on_the_torn_off_board(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        frame = seat.frame
        await seat.press(Qt.Key.Key_W, SHIFT)
        window = await torn(seat)
        assert window.page is frame.board
        assert frame.windows.in_frame == "case"
        first = frame.board.current_id()
        await until(lambda: on_page(seat) == first, "the case stands in the main window")
        await seat.press(Qt.Key.Key_J)
        assert frame.board.current_id() != first
        await until(lambda: follows(seat), "the case follows")
        await seat.press(Qt.Key.Key_N)
        await until(lambda: frame.sheet is not None, "the sheet opens")
        assert frame.sheet is not None
        assert window.isAncestorOf(frame.sheet)
        await seat.press("Sudah ditelepon")
        await seat.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: frame.sheet is None, "it is stored")
        assert window.isAncestorOf(frame._toast)
        await seat.press(Qt.Key.Key_K, CTRL)
        await until(lambda: frame.guide.palette is not None, "the palette opens")
        assert frame.guide.palette is not None
        assert window.isAncestorOf(frame.guide.palette)
        await seat.press(Qt.Key.Key_Escape)
        await seat.press(Qt.Key.Key_W, SHIFT)
        await until(lambda: not frame.windows.torn, "it is back")
        await until(seat.program.isActiveWindow, "with the keys")
        assert frame.windows.in_frame == "board"
        assert frame.windows.page is frame.board

    loop.run(night())


def test_closing_the_window_puts_its_page_back_with_its_sheet(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        frame = seat.frame
        seat.find(QPushButton, "Halaman ini ke jendela sendiri").click()
        window = await torn(seat)
        await seat.press(Qt.Key.Key_N)
        await until(lambda: frame.sheet is not None, "the sheet opens")
        await seat.press("setengah")
        window.close()
        await until(lambda: not frame.windows.torn, "it is back")
        await seat.rest()
        assert frame.sheet is not None
        assert frame.sheet.isVisible()
        assert seat.program.isAncestorOf(frame.sheet)
        assert frame.board.isVisible()

    loop.run(night())


def test_the_torn_off_case_follows_the_board_until_it_is_pinned(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        frame = seat.frame
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: follows(seat), "the case is open")
        await seat.press(Qt.Key.Key_W, SHIFT)
        window = await torn(seat)
        assert window.page is frame.case_page
        assert frame.windows.in_frame == "board"
        await seat.press(Qt.Key.Key_Escape)
        await until(seat.program.isActiveWindow, "the board has the keys")
        await seat.press(Qt.Key.Key_J)
        await until(lambda: follows(seat), "the case follows")
        pinned = on_page(seat)
        await seat.press(Qt.Key.Key_P, SHIFT)
        await seat.press(Qt.Key.Key_J)
        await seat.press(Qt.Key.Key_J)
        assert frame.board.current_id() != pinned
        await seat.rest()
        await seat.rest()
        assert on_page(seat) == pinned
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: follows(seat), "what is opened comes onto the pinned page")
        await until(window.isActiveWindow, "with the keys")
        seat.find(QPushButton, "Disematkan", window).click()
        await seat.press(Qt.Key.Key_K)
        await until(lambda: follows(seat), "it follows again")

    loop.run(night())


def test_only_the_officer_at_the_page_is_on_the_case(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        frame, presence = seat.frame, seat.program.sync.beside.presence
        await seat.press(Qt.Key.Key_W, SHIFT)
        await torn(seat)
        await until(lambda: follows(seat), "the case follows")
        await seat.press(Qt.Key.Key_J)
        await until(lambda: follows(seat), "the case follows")
        assert presence._at[0] is None
        await seat.press(Qt.Key.Key_Return)
        await until(seat.program.isActiveWindow, "the case has the keys")
        await until(lambda: presence._at == (on_page(seat), "view"), "the officer is on it")
        await seat.press(Qt.Key.Key_Escape)
        await until(lambda: frame.windows.page is frame.board, "back at the board")
        assert presence._at[0] is None

    loop.run(night())


def test_both_torn_off_leave_a_frame_that_works(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        frame = seat.frame
        await seat.press(Qt.Key.Key_W, SHIFT)
        await torn(seat)
        await seat.press(Qt.Key.Key_Return)
        await until(seat.program.isActiveWindow, "the case has the keys")
        await seat.press(Qt.Key.Key_W, SHIFT)
        await torn(seat, 2)
        assert frame.windows.in_frame == "shift"
        await seat.press(Qt.Key.Key_G)
        await seat.press(Qt.Key.Key_K)
        await until(seat.program.isActiveWindow, "the outbox is in the main window")
        assert frame.windows.in_frame == "outbox"
        await seat.press(Qt.Key.Key_W, SHIFT)
        assert "Hanya papan, peta dan kasus" in frame._toast.accessibleName()
        await seat.press(Qt.Key.Key_G)
        await seat.press(Qt.Key.Key_B)
        await until(lambda: frame.windows.page is frame.board, "the board has the keys")
        for window in frame.windows.torn:
            (pill,) = window.findChildren(Pill)
            assert pill.accessibleName().startswith("Sambungan: Terhubung")

    loop.run(night())


def test_a_sheet_about_the_board_opens_where_the_board_is(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        frame = seat.frame
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: follows(seat), "the case is open")
        await seat.press(Qt.Key.Key_W, SHIFT)
        window = await torn(seat)
        frame.board.filters.set_filters(Filters(breached=True))
        await seat.press(Qt.Key.Key_S, CTRL)
        await until(seat.program.isActiveWindow, "the board has the keys")
        assert frame.sheet is not None
        assert seat.program.isAncestorOf(frame.sheet)
        await seat.press("Terlambat")
        await seat.press(Qt.Key.Key_Return)
        assert frame.board.saved.names() == ("Terlambat",)
        assert window.isVisible()

    loop.run(night())


def test_another_theme_and_size_of_text_come_to_the_torn_off_board(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        await seat.press(Qt.Key.Key_W, SHIFT)
        before = await torn(seat)
        before.resize(700, 600)
        seat.frame.prefer("theme", "light")
        await seat.rest()
        window = await torn(seat)
        assert window is not before
        assert window.isVisible()
        assert window.page is seat.frame.board
        assert seat.frame.board._theme.name == "light"
        assert (window.width(), window.height()) == (700, 600)
        assert windows_shown() == [window]

    loop.run(night())


def test_each_officer_finds_their_own_windows(seat: Seat, room: Room, loop: Loop) -> None:
    async def night() -> None:
        program = seat.program
        await seat.press(Qt.Key.Key_W, SHIFT)
        window = await torn(seat)
        window.resize(700, 500)
        window.move(60, 50)
        await until(lambda: follows(seat), "the case stands in the main window")
        seat.frame.case_page._splitter.setSizes([600, 300, 300])
        widths = seat.frame.case_page._splitter.sizes()
        await seat.press(Qt.Key.Key_N)
        await until(lambda: seat.frame.sheet is not None, "a sheet is open")
        seat.frame.sign_out()
        await until(lambda: program.sign_in is not None, "signed out")
        assert windows_shown() == []
        assert await program.enter(room.url, "agus", PASSWORD, "Meja 1")
        assert not seat.frame.windows.torn
        seat.frame.sign_out()
        await until(lambda: program.sign_in is not None, "signed out")
        assert await program.enter(room.url, "siti", PASSWORD, "Meja 1")
        (again,) = seat.frame.windows.torn
        assert (again.pos().x(), again.pos().y()) == (60, 50)
        assert (again.width(), again.height()) == (700, 500)
        await until(lambda: seat.frame.windows.page is seat.frame.board, "the board has the keys")
        assert seat.frame.windows.in_frame == "case"
        await until(lambda: follows(seat), "the case stands in the main window")
        assert seat.frame.case_page._splitter.sizes() == widths

    loop.run(night())


def test_without_its_monitor_a_page_is_in_the_main_window(
    seat: Seat, room: Room, loop: Loop
) -> None:
    async def night() -> None:
        program, key = seat.program, f"windows on {these(monitors_now())}"
        gone = {"board": [True, "a monitor that is gone", 0, 0, 800, 600, False], "case": 7}
        seat.frame.sign_out()
        await until(lambda: program.sign_in is not None, "signed out")
        program.settings.leave("siti", key, json.dumps(gone))
        assert await program.enter(room.url, "siti", PASSWORD, "Meja 1")
        assert not seat.frame.windows.torn
        assert seat.frame.windows.in_frame == "board"

    loop.run(night())


def test_a_page_comes_back_when_its_monitor_goes(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        await seat.press(Qt.Key.Key_W, SHIFT)
        window = await torn(seat)
        seat.frame.windows._screen_gone(window.screen())
        assert not seat.frame.windows.torn
        assert seat.frame.windows.in_frame == "board"
        assert seat.frame.board.isVisible()

    loop.run(night())


def test_the_torn_off_window_is_in_the_frames_list_and_ends_with_the_program(
    seat: Seat, loop: Loop
) -> None:
    async def night() -> None:
        await seat.press(Qt.Key.Key_W, SHIFT)
        window = await torn(seat)
        assert window in QApplication.topLevelWidgets()
        await seat.close()
        assert windows_shown() == []

    loop.run(night())


def test_a_locked_desk_shows_nothing_in_any_window(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        await seat.press(Qt.Key.Key_W, SHIFT)
        window = await torn(seat)
        await until(lambda: follows(seat), "the case follows")
        await seat.press(Qt.Key.Key_L, CTRL)
        await until(lambda: not window.isVisible(), "it is hidden")
        assert seat.program.locked
        assert seat.program.sync.beside.presence._at[0] is None
        seat.program.guard.unlock()
        await until(window.isVisible, "it is back")
        assert window.page is seat.frame.board
        assert seat.frame.board.isVisible()

    loop.run(night())
