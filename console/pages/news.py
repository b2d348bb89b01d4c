"""New cases that came in out of view: counted until they have been on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Slot

from console.case_model import Listing
from widgets.card_view import CardView
from widgets.news_chip import NewsChip

_LOOK_AFTER_MS = 100


class News(QObject):
    """The new cases of one view that nobody has seen; its chip says how many there are."""

    def __init__(self, view: CardView, listing: Listing, chip: NewsChip) -> None:
        super().__init__(view)
        self._view, self._listing, self._chip = view, listing, chip
        self._unseen: dict[str, None] = {}
        # Scrolling and changes come in bursts; what is seen is looked at once for each.
        self._soon = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._soon.timeout.connect(self.look)
        view.settled.connect(self._look_soon)
        view.verticalScrollBar().valueChanged.connect(self._look_soon)

    def add(self, cases: Iterable[str]) -> None:
        """Cases that are new; those that this view does not show are passed over."""
        self._unseen.update(dict.fromkeys(case for case in cases if self._row(case) >= 0))
        self._look_soon()

    def nearest(self) -> int:
        """The row of the unseen case with the soonest place in the list, -1 when there is none."""
        return min((row for case in self._unseen if (row := self._row(case)) >= 0), default=-1)

    @Slot()
    def look(self) -> None:
        """Whatever is on the screen has been seen, and what has left is news no more."""
        if not self._view.isVisible():
            return
        seen = self._view.rows_on_screen()
        rows = {case: row for case in self._unseen if (row := self._row(case)) >= 0}
        self._unseen = {case: None for case, row in rows.items() if row not in seen}
        above = sum(rows[case] < seen.start for case in self._unseen)
        self._chip.show_count(above, len(self._unseen) - above)

    @Slot()
    def _look_soon(self) -> None:
        if self._unseen and not self._soon.isActive():
            self._soon.start()

    def _row(self, case: str) -> int:
        return self._listing.row_of(case)
