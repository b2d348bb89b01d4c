"""Mesin waktu: the board and the map as they were, in a frame of their own; nothing acts here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.desk import CaseView, Desk
from console.pages.board import Board
from console.pages.case import CasePage
from console.pages.map_place import MapPlace
from console.pages.past_bar import PastBar
from console.pages.past_words import banner, why_not
from db.domain.states import Role
from widgets.empty import Empty
from widgets.theme import Theme

FIRST = timedelta(hours=1)
"""So long ago is what is shown first."""


class Showing(Protocol):
    """What a time machine shows: see `console.past.Showing`."""

    @property
    def at(self) -> datetime | None: ...
    @property
    def playing(self) -> bool: ...
    @property
    def speed(self) -> int: ...
    @property
    def loading(self) -> bool: ...
    @property
    def fault(self) -> str: ...


class Machine(Protocol):
    """What the page needs of a time machine: see `console.past.TimeMachine`."""

    book: CaseBook

    @property
    def moved(self) -> SignalInstance: ...
    @property
    def altered(self) -> SignalInstance: ...
    @property
    def hidden(self) -> SignalInstance: ...
    @property
    def showing(self) -> Showing: ...
    async def points(self, ids: Sequence[str]) -> Mapping[str, tuple[float, float]]: ...
    def now(self) -> datetime: ...
    def now_ms(self) -> int: ...
    def go(self, at: datetime) -> None: ...
    def step(self, by: timedelta) -> None: ...
    def toggle(self) -> None: ...
    def pause(self) -> None: ...
    def choose_speed(self, speed: int) -> None: ...
    async def view(self, case: str) -> CaseView | None: ...


class PastPage(QFrame):
    """`said` is a sentence, `left`: back to the present, `call_asked` a facility to be called.

    Its board, map and case are made when somebody first comes here.
    """

    said = Signal(str)
    left = Signal()
    call_asked = Signal(object)

    board: Board
    map: MapPlace
    case: CasePage

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        machine: Machine,
        keys: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._machine, self._keys = theme, desk, machine, keys
        self._made = self._on_map = False
        self._wanted = ""
        self.setProperty("kind", "past")
        self.setAccessibleName(self.tr("Mesin waktu"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme.space.xs] * 4)
        self._column.setSpacing(0)

    # --- what the frame uses ---

    def begin(self) -> None:
        """The place has come to the front: what is shown is asked for anew, as one may see now."""
        self._make()
        self._machine.go(self._machine.showing.at or self._first())
        self.bar.focus_first()

    def pause(self) -> None:
        """Nobody looks: time halts."""
        if self._made:
            self._machine.pause()

    def back(self) -> bool:
        """Out of a case, back to the cases; False where that is where one is."""
        if not self._made or self._pages.currentWidget() is not self.case:
            return False
        self._wanted = ""
        self._show_cases()
        return True

    def current_id(self) -> str:
        """The case that is chosen, "" when none is."""
        return self._cases().current_id() if self._made else ""

    def step(self, rows: int) -> None:
        """The next or previous case."""
        if self._made:
            self._cases().step(rows)

    def move_lane(self, step: int) -> None:
        """The lane beside the one in use."""
        if self._made and self._pages.currentWidget() is self.board:
            self.board.move_lane(step)

    def toggle_table(self) -> None:
        """Lanes or one dense table."""
        if self._made and self._pages.currentWidget() is self.board:
            self.board.toggle_table()

    # --- what its keys do ---

    def play(self) -> None:
        """Let time go on, or halt it."""
        if self._here():
            self._machine.toggle()

    def go_by(self, minutes: int) -> None:
        """Earlier or later."""
        if self._here():
            self._machine.step(timedelta(minutes=minutes))

    def faster(self, by: int) -> None:
        """The next or previous speed."""
        if self._here():
            self.bar.step_speed(by)

    def toggle_map(self) -> None:
        """The board or the map of then."""
        if self._here():
            self._wanted = ""
            self._on_map = not self._on_map
            self._show_cases()

    @property
    def shows_map(self) -> bool:
        """Whether the map of then is shown rather than the board."""
        return self._made and self._on_map

    def _here(self) -> bool:
        if self.isVisible() and self._made:
            return True
        said = self.tr("Buka mesin waktu dulu: {key}.")
        self.said.emit(said.format(key=self._keys.get("go_past", "")))
        return False

    # --- building ---

    def _make(self) -> None:
        if self._made:
            return
        self._made = True
        theme, desk, machine = self._theme, self._desk, self._machine
        self.bar = PastBar(theme, desk.city, self._keys, self)
        self.bar.chosen.connect(machine.go)
        self.bar.stepped.connect(machine.step)
        self.bar.toggled.connect(machine.toggle)
        self.bar.speed_chosen.connect(machine.choose_speed)
        self.bar.map_asked.connect(self.toggle_map)
        self.bar.left.connect(self.left)
        self.bar.typed.connect(machine.pause)
        self._column.addWidget(self.bar)
        self._pages = QStackedWidget(self)
        self._column.addWidget(self._pages, 1)
        ways = desk.find, desk.mine
        now: Callable[[], int] = machine.now_ms
        self.board = Board(theme, machine.book, desk.city, now, *ways, self, keys=self._keys)
        desk.words_known.connect(self.board.look_again)
        filters = self.board.filters
        self.map = MapPlace(
            theme,
            machine.book,
            desk.city,
            now,
            machine.points,
            filters,
            self._keys,
            self,
            past=True,
        )
        self.map.call_asked.connect(self.call_asked)
        # Eyes that may do nothing: what could be done then is nobody's to do now.
        reader = replace(desk.author, role=Role.ADMIN)
        self.case = CasePage(theme, desk.city, reader, now, self, named=machine.book.named)
        self.case.call_asked.connect(self.call_asked)
        self._empty = Empty(theme, self)
        self._empty.acted.connect(lambda: machine.go(machine.showing.at or self._first()))
        for page in (self._empty, self.board, self.map, self.case):
            self._pages.addWidget(page)
        for cases in (self.board, self.map):
            cases.opened.connect(self.open_case)
        self.map.chosen.connect(self.board.choose)
        self.map.said.connect(self.said)
        machine.moved.connect(self._follow)
        machine.altered.connect(self.map.moved)
        machine.hidden.connect(self._hide)
        self._follow()

    def _first(self) -> datetime:
        return (self._machine.now() - FIRST).replace(second=0, microsecond=0)

    # --- showing ---

    @async_slot
    async def open_case(self, case: str) -> None:
        """The page of a case as it was."""
        self._wanted = case
        view = await self._machine.view(case)
        if self._wanted != case:
            return
        if view is None:
            self.said.emit(self.tr("Riwayat kasus ini tidak ada di meja ini."))
            return
        self.case.show_case(view)
        self._pages.setCurrentWidget(self.case)
        self.case.setFocus()

    def _cases(self) -> Board | MapPlace:
        return self.map if self._on_map else self.board

    def _show_cases(self) -> None:
        self.bar.show_map(shown=self._on_map)
        cases = self._cases()
        self._pages.setCurrentWidget(cases)
        if isinstance(cases, MapPlace):
            cases.begin(self.board.current_id())
        else:
            cases.focus_cases()

    @Slot()
    def _follow(self) -> None:
        """The machine shows something else."""
        showing = self._machine.showing
        words = banner(showing, self._desk.city, self._machine.now())
        self.bar.show_moment(showing.at or self._first(), words)
        self.bar.show_state(showing)
        if showing.at is None:
            self._show_none(showing)
        elif self._pages.currentWidget() is self._empty:
            self._show_cases()
        else:
            for cases in (self.board, self.map):
                if cases.isVisible():
                    cases.tick()
        if self._wanted and self._pages.currentWidget() is self.case and not showing.playing:
            self.open_case(self._wanted)

    @Slot(object)
    def _hide(self, cases: frozenset[str]) -> None:
        """What became secret is no longer on its page either."""
        view = self.case.view
        if view is not None and view.case.id in cases:
            self.case.show_gone()

    def _show_none(self, showing: Showing) -> None:
        if showing.fault:
            headline, hint = why_not(showing.fault)
            self._empty.show_error(headline, hint, self.tr("Coba lagi"))
        else:
            self._empty.show_loading(self.tr("Papan lampau diambil dari server …"))
        self._pages.setCurrentWidget(self._empty)
