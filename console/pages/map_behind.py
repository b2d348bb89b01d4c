"""The cases behind a figure of the map, open or over: as many as the figure says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.async_slot import async_slot
from console.case_model import Belongs, CaseBook, Listing, Wanted
from console.desk import flags_of
from console.pages.cards import Cards
from console.pages.map_trends import Trends
from db.domain.brief import Brief
from db.domain.city import City
from db.domain.states import State
from widgets.lane import Lane
from widgets.theme import Theme


class Behind(QWidget):
    """A list of its own: it also has cases that the board no longer shows. `opened` asks for the
    page of a case, `left` is said when the list is no longer wanted.
    """

    opened = Signal(str)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        now_ms: Callable[[], int],
        trends: Trends,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._trends = trends
        self._theme, self._city, self._now = theme, city, now_ms
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.s)
        self._book = CaseBook(self)
        everything = Belongs("state", State.MERGED.value, but=True)
        self._rows = Listing(self._book, everything, Cards(self._book, city), self)
        self._rows.order_by(lambda slot: self._book.columns.first_at[slot], reverse=True)
        self._lane: Lane | None = None
        back = QPushButton(self.tr("Tutup daftar ini"), self)
        back.clicked.connect(self.left)
        self._column.addWidget(back)

    @async_slot
    async def ask(self, title: str, since: int, until: int, wanted: Wanted) -> None:
        """List what came in within a span (ms) and passes a filter."""
        self._show(title, await self._trends.cases(since, until, wanted))

    def _show(self, title: str, rows: Sequence[Brief]) -> None:
        self._book.load(rows, [flags_of(row) for row in rows])
        if self._lane is not None:
            self._lane.hide()
            self._lane.deleteLater()
        self._lane = Lane(self._theme, self._now, title, self, compact=True)
        self._lane.set_model(self._rows)
        self._lane.set_figures(len(rows), 0, min((row.first_at for row in rows), default=0))
        self._lane.opened.connect(self.opened)
        self._column.insertWidget(0, self._lane, 1)
        self._lane.choose_row(0)
        self._lane.view.setFocus()

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        if self._lane is not None:
            self._lane.tick()
