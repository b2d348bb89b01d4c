"""The cards of the board that are chosen together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.case_model import Listing
from widgets.card_view import CardView

_Shown = Callable[[], Sequence[tuple[CardView, Listing]]]


class Together(QObject):
    """`shown` are the lists that are seen, the one in use first. Its cards alone count, but for
    those that were chosen on the map, which may stand in all of them. `changed` carries the cases
    where it was not the map that has chosen them; `looked`: so many are chosen now.
    """

    changed = Signal(object)
    looked = Signal(int)

    def __init__(self, shown: _Shown, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = shown
        self._across, self._told = frozenset[str](), frozenset[str]()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)

    def watch(self, view: CardView) -> None:
        """Another choice in it is told, once for each turn."""
        view.selectionModel().selectionChanged.connect(self.look)

    @Slot()
    def look(self) -> None:
        """It may be another one by now."""
        self._soon.start()

    def ids(self) -> list[str]:
        """The cases, list by list from the top."""
        (view, listing), *others = self._shown()
        found = _selected(view, listing)
        if self._across:
            for view, listing in others:
                found += _selected(view, listing)
            found = [case for case in found if case in self._across]
        return found

    def choose(self, cases: Sequence[str]) -> None:
        """These were chosen on the map; of one alone, or none, the board knows itself."""
        if len(cases) < 2:
            self.take_one()
            return
        self._across = self._told = frozenset(cases)
        for view, listing in self._shown():
            rows = (listing.row_of(case) for case in cases)
            view.select_rows([row for row in rows if row >= 0])

    def in_use_only(self) -> None:
        """One card looks chosen: the one that keys act on."""
        self._across = frozenset()
        for view, _ in self._shown()[1:]:
            view.clearSelection()

    def extend(self, rows: int) -> None:
        """Choose so many cards further as well."""
        self.in_use_only()
        self._shown()[0][0].extend(rows)

    @Slot()
    def take_all(self) -> None:
        """All of the list in use, as far as one act may go."""
        self.in_use_only()
        self._shown()[0][0].selectAll()

    @Slot()
    def take_one(self) -> None:
        """Only the current card, or none when it is gone."""
        self.in_use_only()
        view = self._shown()[0][0]
        view.clearSelection()
        view.choose_row(view.currentIndex().row())

    @Slot()
    def _tell(self) -> None:
        cases = self.ids()
        self.looked.emit(len(cases))
        if self._told != frozenset(cases):
            self._told = frozenset(cases)
            self.changed.emit(cases)


def _selected(view: CardView, listing: Listing) -> list[str]:
    found = (listing.id_at(row) for row in view.selected_rows())
    return [case for case in found if case is not None]
