"""The board: lanes by who owes the next act, or one dense table, with the same filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.case_model import Belongs, CaseBook, Listing
from console.pages.cards import Cards
from console.pages.deeds import with_keys
from console.pages.filter_options import offer_options
from console.pages.lane_words import lane_words, say_why_empty
from console.pages.layout import Layout, read
from console.pages.news import News
from console.pages.saved_filters import SavedFilters
from console.pages.sifter import Find, Mine, Sifter
from console.pages.sum_row import SumRow
from console.pages.together import Together
from console.pages.words import local_time
from db.domain.city import City
from db.domain.states import Lane as LaneKey
from db.domain.states import State
from widgets.card_view import CardView
from widgets.case_row import KEYS
from widgets.case_table import CaseTable
from widgets.filter_bar import FilterBar
from widgets.lane import Lane
from widgets.many_chip import ManyChip
from widgets.news_chip import NewsChip
from widgets.theme import Theme


class Board(QWidget):
    """All open cases. `opened` asks for a case's page, `chosen` says which card is current,
    `selected` which are chosen together.
    """

    opened = Signal(str)
    chosen = Signal(str)
    selected = Signal(object)

    def __init__(
        self,
        theme: Theme,
        book: CaseBook,
        city: City,
        now_ms: Callable[[], int],
        find: Find,
        mine: Mine,
        parent: QWidget | None = None,
        *,
        compact: bool = False,
        keys: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(parent)
        self._compact = compact
        self._theme, self._book, self._city, self._now = theme, book, city, now_ms
        self._keys = keys
        self._figures: dict[LaneKey, tuple[int, int, int]] = {}
        self._awaited = ""
        self.filters = FilterBar(theme, self)
        self.together = Together(self._lists_in_view, self)
        self.together.looked.connect(self._keep_current)
        self.together.changed.connect(self.selected)
        self._build_models(Cards(book, city))
        self._build(theme)
        offer_options(self.filters, city)
        self._sifter = Sifter(book, find, mine, now_ms, self)
        self.filters.changed.connect(self._sifter.ask)
        self._sifter.narrowed.connect(lambda filters: say_why_empty(self._lanes, filters))
        self._sifter.late.connect(self._tell_news)
        book.changed.connect(self._count_soon)
        book.changed.connect(self._choose_awaited)
        book.came.connect(self._tell_news)
        for view in (self._table.view, *(lane.view for lane in self._lanes.values())):
            self.together.watch(view)
        # Changes come in bursts; counting them is told once for each.
        self._soon = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        self._count()

    # --- what the window uses ---

    def pass_time(self) -> None:
        """A second has passed; the map shows what the board's filters leave, too."""
        self._sifter.pass_time()

    @Slot()
    def look_again(self) -> None:
        """More words can be searched for by now."""
        self._sifter.look_again()

    def tick(self) -> None:
        """A second has passed, in sight."""
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

    @property
    def current_left(self) -> bool:
        """Whether a colleague has taken the current case away; only its place is still here."""
        return self._listing_in_use().ghost == self.current_id() != ""

    def step(self, rows: int) -> None:
        """Next or previous case in the lane (or table) in use."""
        at = self.current_id()
        if self.shows_table:
            self._table.step(rows)
        elif (lane := self._active_lane()) is not None:
            lane.step(rows)
            lane.view.setFocus()
        if self.current_left and self.current_id() == at:
            self._listing_in_use().keep("")  # nothing lies further on: back, or out of here

    def selected_ids(self) -> list[str]:
        """The cases that are chosen together."""
        return self.together.ids()

    def _view_in_use(self) -> CardView:
        return self._table.view if self.shows_table else self._lanes[self._active].view

    def _listing_in_use(self) -> Listing:
        return self._all if self.shows_table else self._listings[self._active]

    def _lists_in_view(self) -> list[tuple[CardView, Listing]]:
        """Those that are seen, the one in use first."""
        if self.shows_table:
            return [(self._table.view, self._all)]
        keys = sorted(self._lanes, key=lambda key: key is not self._active)
        return [(self._lanes[key].view, self._listings[key]) for key in keys]

    @Slot()
    def _keep_current(self) -> None:
        """The row of what the officer is at stays until they move on, whoever takes the case."""
        case, used = self.current_id(), self._listing_in_use()
        moved = used.kept != case
        for listing in (*self._listings.values(), self._all):
            listing.keep(case if listing is used else "")
        if moved:
            self._view_in_use().rest()

    def move_lane(self, step: int) -> None:
        """The lane to the right or left becomes the one in use; empty lanes are passed over."""
        keys = [key for key, lane in self._lanes.items() if self._listings[key].rows]
        if not keys or self.shows_table:
            return
        at = keys.index(self._active) if self._active in keys else 0
        self._activate(keys[(at + step) % len(keys)] if self._active in keys else keys[0])

    def choose(self, case: str, *, keys: bool = True) -> None:
        """Make a case current wherever it stands now, or once it comes; `keys` go there, too."""
        self._awaited = "" if self._book.slot(case) is not None else case
        for key, listing in self._listings.items():
            row = listing.row_of(case)
            if row >= 0:
                self._active = key
                self._lanes[key].choose_row(row)
                if keys and self.isVisible():  # hidden, it would take the keys from what is seen
                    self._lanes[key].view.setFocus()
        if (row := self._all.row_of(case)) >= 0:
            self._table.choose_row(row)
        self.together.in_use_only()

    @Slot()
    def go_to_new(self) -> None:
        """To the new case that comes first: in the lane in use, else in the next that has any."""
        if self.shows_table:
            self._table.choose_row(self._table_news.nearest())
            return
        lanes = sorted(self._news, key=lambda key: key is not self._active)
        for key in lanes:
            if self._news[key].nearest() >= 0:
                self._go_to_new_in(key)
                return

    def _go_to_new_in(self, key: LaneKey) -> None:
        row = self._news[key].nearest()
        self._activate(key)
        self._lanes[key].choose_row(row)

    def neighbours(self, case: str) -> tuple[str, ...]:
        """The cases beside a case, so that work goes on in this list after it is sent away.

        None when the case stands elsewhere by now: somebody else has moved it.
        """
        listing = self._listing_in_use()
        row = listing.row_of(case)
        if row < 0 or listing.ghost == case:
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
            self._table.view.setFocus()
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
        self._table_chip.hide()
        for news in (*self._news.values(), self._table_news):
            news.look()
        self.together.look()
        self.focus_cases()

    @Slot()
    def choose_columns(self) -> None:
        """Offer the columns of the table, where it is shown."""
        if self.shows_table:
            self._table.columns_menu().popup(self._table.mapToGlobal(QPoint(0, 0)))

    def save(self) -> str:
        """How the board is set up, for ``restore`` on another day."""
        layout = Layout(
            self.shows_table,
            tuple(self._splitter.sizes()),
            self._table.save(),
            self._sorted,
            self.filters.filters(),
        )
        return layout.text()

    def restore(self, saved: str) -> None:
        """Set it up as it was; what is not of this city, or not known here, stays as at first."""
        layout = read(saved)
        if len(layout.lanes) == len(self._lanes):
            self._splitter.setSizes(list(layout.lanes))
        self._table.restore(layout.columns)
        if layout.order[0] in KEYS and layout.order != self._sorted:
            self._order(*layout.order)
        self.filters.set_filters(self.filters.known(layout.filters))
        if layout.table != self.shows_table:
            self.toggle_table()

    # --- building ---

    def _build_models(self, card: Cards) -> None:
        self._listings = {
            words.key: Listing(self._book, Belongs("lane", words.key.value), card, self)
            for words in lane_words()
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
        self._table_news = News(self._table.view, self._all, self._table_chip)
        column.addWidget(self._views, 1)

    def _top_row(self, theme: Theme) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(theme.space.s)
        self._toggle = QPushButton(self.tr("Tabel"), self)
        self._toggle.setIcon(theme.icons.icon("table", "secondary"))
        tip = self.tr("Lajur atau tabel padat")
        self._toggle.setToolTip(with_keys(tip, self._keys.get("table", "")))
        self._toggle.clicked.connect(self.toggle_table)
        first = QHBoxLayout()
        first.setSpacing(theme.space.s)
        first.addWidget(self.filters, 1)
        self._table_chip = NewsChip(theme, self)
        self._table_chip.clicked.connect(self.go_to_new)
        first.addWidget(self._table_chip, 0, Qt.AlignmentFlag.AlignTop)
        many = ManyChip(theme, self)
        many.clicked.connect(self.together.take_one)
        self.together.looked.connect(many.show_count)
        self.saved = SavedFilters(theme, self, self._keys)
        self.saved.chosen.connect(self.filters.set_filters)
        first.addWidget(self.saved, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(many, 0, Qt.AlignmentFlag.AlignTop)
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
        self._news: dict[LaneKey, News] = {}
        for words in lane_words():
            lane = Lane(
                theme,
                self._now,
                words.word,
                splitter,
                hint=words.hint,
                states=words.states,
                compact=self._compact,
            )
            lane.set_model(self._listings[words.key])
            lane.opened.connect(self.opened)
            lane.chosen.connect(lambda case, key=words.key: self._lane_chosen(key, case))
            lane.view.setMinimumWidth(_NARROWEST)
            self._lanes[words.key] = lane
            if words.key is not LaneKey.DONE:
                self._news[words.key] = News(lane.view, self._listings[words.key], lane.news)
                lane.news.clicked.connect(lambda _=False, key=words.key: self._go_to_new_in(key))
            splitter.addWidget(lane)
        splitter.setSizes([_WIDTHS[key] for key in self._lanes])
        self._splitter = splitter
        return splitter

    def _when(self, ms: int) -> str:
        return local_time(datetime.fromtimestamp(ms / 1000, UTC), self._city)

    # --- following ---

    def _active_lane(self) -> Lane | None:
        return self._lanes.get(self._active)

    def _activate(self, key: LaneKey) -> None:
        other, self._active, self._awaited = key is not self._active, key, ""
        if other:
            self.together.in_use_only()
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
            self.together.in_use_only()
            self.chosen.emit(case)

    @Slot(str)
    def _sort(self, column: str) -> None:
        key, descending = self._sorted
        self._order(column, not descending if column == key else False)

    def _order(self, column: str, descending: bool) -> None:
        self._sorted = (column, descending)
        self._table.set_sorted(column, descending)
        self._all.order_by(self._book.sort_key(column), reverse=descending)

    @Slot()
    def _choose_awaited(self) -> None:
        if self._awaited and self._book.slot(self._awaited) is not None:
            at = QApplication.focusWidget()  # perhaps in the next call, which is being written
            here = at is None or at is self or self.isAncestorOf(at)
            self.choose(self._awaited, keys=here)

    @Slot(object)
    def _tell_news(self, cases: Sequence[str]) -> None:
        for news in (*self._news.values(), self._table_news):
            news.add(cases)

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
