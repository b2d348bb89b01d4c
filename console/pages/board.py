"""The board: lanes by who owes the next act, or one dense table, with the same filters."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.async_slot import begin
from console.case_model import Belongs, CaseBook, Listing, Wanted
from console.pages.cards import Cards
from console.pages.sum_row import SumRow
from console.pages.words import category_name, local_time
from db.domain.city import City
from db.domain.states import Lane as LaneKey
from db.domain.states import State, colour
from widgets.case_table import CaseTable
from widgets.filter_bar import FilterBar, Filters, Option
from widgets.lane import Lane
from widgets.theme import Theme

Find = Callable[[str], Awaitable[frozenset[str]]]
Mine = Callable[[], Awaitable[frozenset[str]]]


class LaneWords(NamedTuple):
    """What a lane is called and what it means when it is empty."""

    key: LaneKey
    word: str
    hint: str
    states: tuple[str, ...]


class Board(QWidget):
    """All open cases. `opened` asks for a case's page, `chosen` says which card is current."""

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        book: CaseBook,
        city: City,
        now_ms: Callable[[], int],
        find: Find,
        mine: Mine,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._book, self._city, self._now = theme, book, city, now_ms
        self._find, self._mine = find, mine
        self._searching: asyncio.Task[None] | None = None
        self._figures: dict[LaneKey, tuple[int, int, int]] = {}
        self._awaited = ""
        self.filters = FilterBar(theme, self)
        self._build_models(Cards(book, city))
        self._build(theme)
        self._offer_options()
        self.filters.changed.connect(self._filters_changed)
        book.changed.connect(self._count_soon)
        book.changed.connect(self._choose_awaited)
        # Changes come in bursts; counting them is told once for each.
        self._soon = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        self._count()

    # --- what the window uses ---

    def tick(self) -> None:
        """A second has passed."""
        if self.shows_table:
            self._table.tick()
            return
        now = self._now()
        for key, lane in self._lanes.items():
            lane.tick()
            self._show_figures(key, lane, now)

    def current_id(self) -> str:
        """The case that keys act on, "" when none is chosen."""
        if self.shows_table:
            return self._table.current_id()
        lane = self._active_lane()
        return lane.current_id() if lane is not None else ""

    def step(self, rows: int) -> None:
        """Next or previous case in the lane (or table) in use."""
        if self.shows_table:
            self._table.step(rows)
        elif (lane := self._active_lane()) is not None:
            lane.step(rows)
            lane.view.setFocus()

    def move_lane(self, step: int) -> None:
        """The lane to the right or left becomes the one in use; empty lanes are passed over."""
        keys = [key for key, lane in self._lanes.items() if self._listings[key].rows]
        if not keys or self.shows_table:
            return
        at = keys.index(self._active) if self._active in keys else 0
        self._activate(keys[(at + step) % len(keys)] if self._active in keys else keys[0])

    def choose(self, case: str) -> None:
        """Make a case current wherever it stands now, or once it comes."""
        self._awaited = "" if self._book.slot(case) is not None else case
        for key, listing in self._listings.items():
            row = listing.row_of(case)
            if row >= 0:
                self._active = key
                self._lanes[key].choose_row(row)
                self._lanes[key].view.setFocus()
        row = self._all.row_of(case)
        if row >= 0:
            self._table.choose_row(row)

    def neighbours(self, case: str) -> tuple[str, ...]:
        """The cases beside a case, so that work goes on in this list after it is sent away.

        None when the case stands elsewhere by now: somebody else has moved it.
        """
        listing = self._all if self.shows_table else self._listings[self._active]
        row = listing.row_of(case)
        if row < 0:
            return ()
        return tuple(i for i in (listing.id_at(row + 1), listing.id_at(row - 1)) if i is not None)

    @property
    def shows_table(self) -> bool:
        """Whether the dense table is shown rather than the lanes."""
        return self._views.currentWidget() is self._table

    def ids_of(self, lane: LaneKey) -> list[str]:
        """The cases shown in a lane, the soonest deadline first."""
        listing = self._listings[lane]
        return [case for row in range(len(listing.rows)) if (case := listing.id_at(row))]

    def focus_cases(self) -> None:
        """Keys go to the cases; the first card is chosen when none is."""
        if self.shows_table:
            if not self._table.current_id():
                self._table.choose_row(0)
            self._table.setFocus()
            return
        if not self._listings[self._active].rows:
            self.move_lane(1)
        if self._listings[self._active].rows:
            self._activate(self._active)
        else:
            self.setFocus()  # an empty lane takes no keys, and the search must not keep them

    def set_loading(self, loading: bool) -> None:
        """Whether the cache is still being read."""
        for lane in self._lanes.values():
            lane.set_loading(loading)

    @Slot()
    def toggle_table(self) -> None:
        """Lanes or one dense table; the chosen case stays chosen."""
        case = self.current_id()
        table = not self.shows_table
        self._views.setCurrentIndex(int(table))
        self._toggle.setText(self.tr("Lajur") if table else self.tr("Tabel"))
        self._toggle.setIcon(
            self._theme.icons.icon("view-column" if table else "table", "secondary")
        )
        if case:
            self.choose(case)
        self.focus_cases()

    # --- building ---

    def _build_models(self, card: Cards) -> None:
        self._listings = {
            words.key: Listing(self._book, Belongs("lane", words.key.value), card, self)
            for words in self._lane_words()
        }
        merged = State.MERGED.value
        self._all = Listing(self._book, Belongs("state", merged, but=True), card, self)
        self._active = LaneKey.ROOM

    def _build(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.m)
        column.setSpacing(theme.space.s)
        column.addLayout(self._top_row(theme))
        self._views = QStackedWidget(self)
        self._views.addWidget(self._lane_row(theme))
        self._table = CaseTable(theme, self._now, self, when_text=self._when)
        self._table.set_model(self._all)
        self._table.set_sorted("left", False)
        self._table.opened.connect(self.opened)
        self._table.chosen.connect(self.chosen)
        self._table.sort_asked.connect(self._sort)
        self._sorted = ("left", False)
        self._views.addWidget(self._table)
        column.addWidget(self._views, 1)

    def _top_row(self, theme: Theme) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(theme.space.s)
        self._toggle = QPushButton(self.tr("Tabel"), self)
        self._toggle.setIcon(theme.icons.icon("table", "secondary"))
        self._toggle.setToolTip(self.tr("Lajur atau tabel padat (T)"))
        self._toggle.clicked.connect(self.toggle_table)
        first = QHBoxLayout()
        first.setSpacing(theme.space.s)
        first.addWidget(self.filters, 1)
        first.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(first)
        self._sums = SumRow(theme, self)
        rows.addWidget(self._sums)
        return rows

    def _lane_row(self, theme: Theme) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.space.s)
        self._lanes: dict[LaneKey, Lane] = {}
        for words in self._lane_words():
            lane = Lane(
                theme, self._now, words.word, splitter, hint=words.hint, states=words.states
            )
            lane.set_model(self._listings[words.key])
            lane.opened.connect(self.opened)
            lane.chosen.connect(lambda case, key=words.key: self._lane_chosen(key, case))
            lane.view.setMinimumWidth(_NARROWEST)
            self._lanes[words.key] = lane
            splitter.addWidget(lane)
        splitter.setSizes([_WIDTHS[key] for key in self._lanes])
        return splitter

    def _lane_words(self) -> Sequence[LaneWords]:
        return (
            LaneWords(
                LaneKey.ROOM,
                self.tr("Ruang"),
                self.tr("Laporan baru muncul di sini"),
                ("received",),
            ),
            LaneWords(
                LaneKey.OPD,
                self.tr("OPD belum menerima"),
                self.tr("Semua OPD sudah menerima"),
                ("forwarded",),
            ),
            LaneWords(
                LaneKey.WORK,
                self.tr("Dikerjakan"),
                self.tr("Tidak ada pekerjaan berjalan"),
                ("accepted",),
            ),
            LaneWords(
                LaneKey.VALIDATION,
                self.tr("Menunggu validasi"),
                self.tr("Tidak ada yang perlu dilihat"),
                ("awaiting_validation",),
            ),
            LaneWords(
                LaneKey.RETURNED,
                self.tr("Dikembalikan"),
                self.tr("Tidak ada yang menunggu pelapor"),
                ("returned",),
            ),
            LaneWords(
                LaneKey.DONE,
                self.tr("Selesai hari ini"),
                self.tr("Belum ada yang selesai hari ini"),
                ("closed",),
            ),
        )

    def _offer_options(self) -> None:
        city = self._city
        self.filters.set_options(
            "category",
            [Option(c.id, category_name(c), c.icon) for c in city.categories.values()],
        )
        areas = [a for a in city.areas.values() if a.parent is not None] or city.areas.values()
        self.filters.set_options("area", [Option(a.code, a.name) for a in areas])
        self.filters.set_options("agency", [Option(a.id, a.short) for a in city.agencies.values()])
        self.filters.set_options("channel", [Option(*item) for item in city.channels.items()])
        self.filters.set_options("kind", [Option(*item) for item in city.classes.items()])

    def _when(self, ms: int) -> str:
        return local_time(datetime.fromtimestamp(ms / 1000, UTC), self._city)

    # --- following ---

    def _active_lane(self) -> Lane | None:
        return self._lanes.get(self._active)

    def _activate(self, key: LaneKey) -> None:
        self._active, self._awaited = key, ""
        self._rest_other_lanes()
        lane = self._lanes[key]
        if not lane.current_id() and self._listings[key].rows:
            lane.choose_row(0)
        lane.view.setFocus()
        if lane.current_id():
            self.chosen.emit(lane.current_id())

    def _lane_chosen(self, key: LaneKey, case: str) -> None:
        # A lane may choose a row by itself when one above it leaves; only the lane in use counts.
        if self._lanes[key].view.hasFocus():
            self._active = key
            self._rest_other_lanes()
            self.chosen.emit(case)

    def _rest_other_lanes(self) -> None:
        """One card looks chosen: the one that keys act on."""
        for key, lane in self._lanes.items():
            if key is not self._active:
                lane.view.clearSelection()

    @Slot(str)
    def _sort(self, column: str) -> None:
        key, descending = self._sorted
        self._sorted = (column, not descending if column == key else False)
        self._table.set_sorted(*self._sorted)
        self._all.order_by(self._book.sort_key(column), reverse=self._sorted[1])

    @Slot()
    def _choose_awaited(self) -> None:
        if self._awaited and self._book.slot(self._awaited) is not None:
            self.choose(self._awaited)

    @Slot()
    def _count_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _count(self) -> None:
        now = self._now()
        for key, lane in self._lanes.items():
            self._show_figures(key, lane, now)
        self._sums.add_up(self._all.reports())
        if self.hasFocus():
            self.focus_cases()  # the first cases have come

    def _show_figures(self, key: LaneKey, lane: Lane, now: int) -> None:
        listing = self._listings[key]
        late = 0 if key is LaneKey.DONE else listing.breached(now)
        figures = (len(listing.rows), late, listing.oldest())
        if self._figures.get(key) != figures:
            self._figures[key] = figures
            lane.set_figures(*figures)
            if key is LaneKey.RETURNED:
                lane.setVisible(figures[0] > 0)  # the one lane that is shown only when needed

    @Slot(object)
    def _filters_changed(self, filters: Filters) -> None:
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        if filters.text.strip() or filters.mine:
            self._searching = begin(self._search(filters))
        else:
            self._narrow(filters, None)

    async def _search(self, filters: Filters) -> None:
        cases: frozenset[str] | None = None
        if filters.text.strip():
            cases = await self._find(filters.text)
        if filters.mine:
            mine = await self._mine()
            cases = mine if cases is None else cases & mine
        self._narrow(filters, cases)

    def _narrow(self, filters: Filters, cases: frozenset[str] | None) -> None:
        self._book.narrow(self._wanted(filters, cases))
        for words in self._lane_words():
            lane = self._lanes[words.key]
            if filters.active:
                hint = self.tr("Hapus saringan untuk melihat semuanya.")
                lane.set_empty(self.tr("Tidak ada yang cocok"), hint, "filter-outline")
            else:
                lane.set_empty(self.tr("Tidak ada yang menunggu"), words.hint)

    def _wanted(self, filters: Filters, cases: frozenset[str] | None) -> Wanted:
        colours = set(filters.colour)
        states = tuple(
            s.value for s in State if s is not State.MERGED and colour(s).value in colours
        )
        return Wanted(
            categories=filters.category,
            areas=filters.area,
            opds=filters.agency,
            channels=filters.channel,
            classes=filters.kind,
            states=states,
            cases=cases,
            due_before=self._now() if filters.breached else 0,
        )


_COUNT_AFTER_MS = 120
_NARROWEST = 150
"""Of a lane (px), whatever the size of the text: six of them fit on a screen of 1366."""

# What the room itself must act on gets the most room; the shares are of the board's width.
_WIDTHS = {
    LaneKey.ROOM: 1400,
    LaneKey.OPD: 1200,
    LaneKey.WORK: 1200,
    LaneKey.VALIDATION: 1100,
    LaneKey.RETURNED: 1000,
    LaneKey.DONE: 1000,
}
