"""The limit: paints the visible rows of a table and keeps a sorted list of keys; nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea

from bench.parts.cases import NOW
from db.domain.brief import Brief

_HIGH = 22
_BITS = 20
_LEFT = (1700, 200)
_TEXTS = ((8, 110), (120, 600), (730, 150), (890, 200), (1100, 150), (1260, 200), (1470, 200))


class Limit(QAbstractScrollArea):
    """Eight texts a row, as many as the dense table paints; the last is the time left."""

    def fill(self, cases: list[Brief]) -> None:
        """Take the cases and show them. Keys are given sorted, as ours gets its columns."""
        self._cases = cases
        self._key = [case.due << _BITS | n for n, case in enumerate(cases)]
        self._at = {case.id: n for n, case in enumerate(cases)}
        self._all = self._shown = list(self._key)
        self._now = NOW

    def show_all(self) -> None:
        """Show the window."""
        self.verticalScrollBar().setRange(0, max(0, len(self._shown) - self.height() // _HIGH))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, first = QPainter(self.viewport()), self.verticalScrollBar().value()
        area = event.rect()
        last = min(len(self._shown), first + area.bottom() // _HIGH + 1)
        whole = area.left() < _LEFT[0]
        for row in range(first + area.top() // _HIGH, last):
            case = self._cases[self._shown[row] & (1 << _BITS) - 1]
            y = (row - first) * _HIGH + 16
            if whole:
                self._paint(painter, case, y)
            painter.drawText(_LEFT[0], y, _clock((case.due - self._now) // 1000))

    def _paint(self, painter: QPainter, case: Brief, y: int) -> None:
        texts = (case.number, case.title, case.category, case.area, case.channel, case.opds)
        for (x, _width), text in zip(_TEXTS, (*texts, case.state), strict=True):
            painter.drawText(x, y, text)

    def jump(self, turn: int, part: float) -> None:
        """To another place in the list."""
        self.verticalScrollBar().setValue(int(part * self.verticalScrollBar().maximum()))

    def wheel(self, turn: int) -> None:
        """Three rows down."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + 3)

    def tick(self) -> None:
        """A second has passed: only the column of times is painted."""
        self._now += 1000
        self.viewport().update(QRect(_LEFT[0], 0, _LEFT[1], self.height()))

    def change(self, cases: list[Brief]) -> None:
        """Take the old keys out by bisection, put the new ones in."""
        numbers = [self._at[case.id] for case in cases]
        places = sorted(bisect_left(self._all, self._key[n]) for n in numbers)
        kept = list(_between(self._all, places))
        for n, case in zip(numbers, cases, strict=True):
            self._cases[n], self._key[n] = case, case.due << _BITS | n
        kept.extend(self._key[n] for n in numbers)
        kept.sort()  # two sorted runs: this merges them
        self._all = self._shown = kept
        self.viewport().update()

    def narrow(self, category: str) -> None:
        """Show one category, "" for all."""
        mask, cases = (1 << _BITS) - 1, self._cases
        if category:
            self._shown = [key for key in self._all if cases[key & mask].category == category]
        else:
            self._shown = self._all
        self.viewport().update()


def _between(keys: list[int], places: list[int]) -> Iterable[int]:
    start = 0
    for place in places:
        yield from keys[start:place]
        start = place + 1
    yield from keys[start:]


def _clock(seconds: int) -> str:
    minutes, second = divmod(abs(seconds), 60)
    return f"{minutes // 60:02}.{minutes % 60:02}.{second:02}"
