"""What rows showed before they changed, so that only what differs is painted."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from PySide6.QtCore import QRect

from widgets.roles import Card

Shown: TypeAlias = Iterable[tuple[QRect, Card | None]]
"""Where each row stands in the viewport, and its card."""


class RowsShown:
    """The rows that were on screen at a scroll offset (px)."""

    def __init__(self, rows: Shown, offset: int) -> None:
        self._rows, self._offset = list(rows), offset

    def stale(self, rows: Shown, offset: int) -> Iterator[QRect]:
        """Where these rows, at this offset, look otherwise, or rows stood and stand no more.

        What is chosen or hovered is not looked at: that follows its case.
        """
        slid = self._offset - offset
        before = {rect.top() + slid: (rect, card) for rect, card in self._rows}
        for rect, card in rows:
            was = before.pop(rect.top(), None)
            if was is None or was[1] != card:
                yield rect
        for rect, _ in before.values():
            yield rect.translated(0, slid)
