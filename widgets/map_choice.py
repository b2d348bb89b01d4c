"""The cases that are chosen on a map, and how they are told from the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.map_index import MapIndex
from widgets.map_names import Heap, Standing
from widgets.theme import Theme

_WIDE = 2.5


class Choice:
    """One case that keys act on, -1 for none, and those that are chosen together."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._index: MapIndex | None = None
        self.current = -1
        self.many: tuple[int, ...] = ()
        self._places = np.zeros(0, np.uint64)

    def keep(self, index: MapIndex, current: int, many: Sequence[int]) -> None:
        """Choose these, as far as they are still there."""
        self._index = index
        self.current = current if index.has(current) else -1
        self.many = tuple(number for number in many if index.has(number))
        self._places = np.sort(index.places(self.many))

    def counts(self, heaps: Sequence[Heap], long: int) -> list[int]:
        """How many of each heap are chosen; a heap is a stretch so long of the index's curve."""
        first = Standing.of(heaps).first
        start = np.searchsorted(self._places, first, "left")
        counts: list[int] = np.subtract(
            np.searchsorted(self._places, first + np.uint64(long), "left"), start
        ).tolist()
        return counts

    def paint(self, painter: QPainter, heaps: Sequence[Heap], long: int) -> bool:
        """A line around each mark and ring that holds any, broken where not all of it is chosen;
        whether the current case is within a ring, and so has been told.
        """
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for n, count in enumerate(self.counts(heaps, long) if self.many else ()):
            if count:
                self._around(painter, heaps[n], whole=count == heaps[n].many)
        if self.current < 0 or self._index is None:
            return True
        place, first = np.uint64(self._index.place(self.current)), Standing.of(heaps).first
        within = np.flatnonzero((first <= place) & (place - first < np.uint64(long)))
        here = heaps[int(within[0])] if len(within) else None
        if here is None or here.many == 1:
            return False
        self._around(painter, here, whole=not self.many)
        return True

    def _around(self, painter: QPainter, heap: Heap, *, whole: bool) -> None:
        pen = QPen(self._theme.line.focus, _WIDE)
        if not whole:
            pen.setDashPattern([2.0, 1.4])
        painter.setPen(pen)
        far = heap.reach + (4 if heap.many > 1 else 2)
        painter.drawEllipse(QPointF(heap.x, heap.y), far, far)
