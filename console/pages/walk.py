"""Going from case to case: what the keys for next, previous and sideways mean on each page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.pages.board import Board
from console.pages.case import CasePage
from console.pages.map_place import MapPlace
from console.pages.outbox import OutboxPage
from console.pages.past import PastPage
from console.pages.windows import Windows


@runtime_checkable
class Listed(Protocol):
    """A page with rows, of which one is current."""

    def step(self, rows: int) -> None: ...


@runtime_checkable
class Columned(Protocol):
    """A page with several lists of rows beside each other."""

    def move_lane(self, step: int) -> None: ...


class Walk(QObject):
    """Moves within the page where the officer is; `open_case` shows the page of a case."""

    def __init__(
        self,
        windows: Windows,
        board: Board,
        case_page: CasePage,
        outbox: OutboxPage,
        map: MapPlace,
        past: PastPage,
        open_case: Callable[[str], object],
    ) -> None:
        super().__init__(windows)
        self._windows, self._board, self._case_page = windows, board, case_page
        self._outbox, self._map, self._past, self._open = outbox, map, past, open_case

    def step(self, rows: int) -> None:
        """On a page of cases the next one; on a case's page the next of the same lane opens."""
        page = self._windows.page
        if page is self._case_page and self._case_page.view is not None:
            shown = self._case_page.view.case.id
            self._board.choose(shown)
            self._board.step(rows)
            if self._board.current_id() not in ("", shown):
                self._open(self._board.current_id())
        elif isinstance(page, Listed):
            page.step(rows)

    def extend(self, rows: int) -> None:
        """Choose the next card as well, on board and map."""
        if self._windows.page is self._board:
            self._board.together.extend(rows)
        elif self._windows.page is self._map:
            self._map.extend(rows)

    @Slot()
    def select_all(self) -> None:
        """Choose everything in the lane or table in use, or on the map in view."""
        if self._windows.page is self._board:
            self._board.together.take_all()
        elif self._windows.page is self._map:
            self._map.select_all()

    @Slot()
    def go_to_new(self) -> None:
        """The new cases that are out of view, on the board."""
        if self._windows.page is self._board:
            self._board.go_to_new()

    @Slot()
    def choose_columns(self) -> None:
        """Which columns the table has, on the board."""
        if self._windows.page is self._board:
            self._board.choose_columns()

    def move_lane(self, step: int) -> None:
        """The lane, or the column of the outbox, beside the one in use."""
        page = self._windows.page
        if isinstance(page, Columned):
            page.move_lane(step)

    @Slot()
    def toggle_table(self) -> None:
        """Lanes or one dense table, on the board of now or of then."""
        page = self._windows.page
        if page is self._board or page is self._past:
            page.toggle_table()

    @Slot()
    def focus_page(self) -> None:
        """Keys go to what is shown where the officer is."""
        self.focus(self._windows.page)

    @Slot(QWidget)
    def focus(self, page: QWidget) -> None:
        """Keys go to this page once its window has them."""
        if page is self._board:
            self._board.focus_cases()
        elif page is self._outbox:
            self._outbox.focus_first()
        elif page is self._map:
            self._map.begin("")
        else:
            page.setFocus()
