"""What rows showed and where they stood before they changed: what differs is painted, and what is
looked at goes back to its place.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtWidgets import QStyle

from widgets.roles import Card


class Row(NamedTuple):
    """One on screen: its card, whether it is chosen, hovered and in focus, and where it stands in
    the viewport.
    """

    at: QModelIndex
    rect: QRect
    card: Card | None
    state: QStyle.StateFlag


class RowsShown:
    """The rows that were on screen at a scroll offset (px), and which of them is chosen.

    `flows`: they stood at the very top, and new ones may push them down; the chosen one never.
    """

    def __init__(
        self, rows: Iterable[Row], offset: int, chosen: QModelIndex, *, flows: bool
    ) -> None:
        self._offset = offset
        self._looks = {row.rect.top(): row for row in rows}
        self._stood = [(QPersistentModelIndex(row.at), row.rect.top()) for row in rows]
        self._chosen = QPersistentModelIndex()
        if any(index == chosen for index, _ in self._stood):
            self._chosen = QPersistentModelIndex(chosen)
        self._flows = flows and not self._chosen.isValid()

    @property
    def chosen(self) -> bool:
        """Whether the chosen row was on screen and is still there."""
        return self._chosen.isValid()

    def alter(self, first: int, last: int) -> None:
        """These rows, as they are numbered now, hold something else than is painted, even where
        they stood as here: their card was new already when they were looked at.
        """
        for index, top in self._stood:
            if index.isValid() and first <= index.row() <= last:
                self._looks[top] = self._looks[top]._replace(card=None)

    def place(self, height: int) -> int | None:
        """The offset at which most of them stand as before, rows being so high; some may have gone
        elsewhere, and the chosen one outweighs the others. None: they are to stay nowhere.
        """
        if self._flows:
            return None
        places = Counter[int]()
        for index, top in self._stood:
            if index.isValid():
                weight = len(self._stood) if index == self._chosen else 1
                places[index.row() * height - top] += weight
        return places.most_common(1)[0][0] if places else None

    def stale(self, rows: Iterable[Row], offset: int) -> Iterator[QRect]:
        """Where these rows, at this offset, look otherwise, or rows stood and stand no more.

        What is chosen meanwhile Qt paints where it takes it to be, before it is in place again.
        """
        slid = self._offset - offset
        before = {top + slid: looks for top, looks in self._looks.items()}
        for row in rows:
            was = before.pop(row.rect.top(), None)
            if was is None or was.card is None or was[2:] != row[2:]:
                yield row.rect
        for was in before.values():
            yield was.rect.translated(0, slid)
