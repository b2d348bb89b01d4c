"""Distances drawn on a map: a ring around a point, and a line between two."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map_sight import Sight
from widgets.map_sweep import paint_words
from widgets.theme import Theme

Place = tuple[float, float]
"""A point of the plane."""


class Ring(NamedTuple):
    """Around a point, its radius on the plane, what is told of it, whether a case stands there."""

    x: float
    y: float
    radius: float
    told: str
    of_case: bool


class Ruler:
    """An overlay of the map. `told` says how far two points of the plane are apart, in words."""

    def __init__(self, theme: Theme, told: Callable[[Place, Place], str]) -> None:
        self._theme, self._told = theme, told
        self.ring: Ring | None = None
        self.begin: Place | None = None
        self.end: Place | None = None
        """Where the line ends; None for the middle of the view, which keys move."""
        self.aims = False
        """Whether the middle of the view is shown as long as no line begins anywhere."""

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """What there is of both."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.begin is not None:
            self._paint_line(painter, sight, self.begin, self.end or (sight.x, sight.y))
        elif self.aims:
            self._cross(painter, QPointF(sight.width / 2, sight.height / 2))
        if self.ring is not None:
            self._paint_ring(painter, sight, self.ring)

    def _paint_ring(self, painter: QPainter, sight: Sight, ring: Ring) -> None:
        middle, far = _at(sight, (ring.x, ring.y)), ring.radius * sight.scale
        self._outlined(painter, lambda: painter.drawEllipse(middle, far, far))
        if not ring.of_case:
            self._cross(painter, middle)
        top = QPointF(middle.x() + self._theme.space.s, max(middle.y() - far, 0) + 2)
        paint_words(painter, self._theme, _within(top, sight), ring.told)

    def _paint_line(self, painter: QPainter, sight: Sight, begin: Place, end: Place) -> None:
        first, last = _at(sight, begin), _at(sight, end)
        self._outlined(painter, lambda: painter.drawLine(first, last))
        for point in (first, last):
            self._cross(painter, point)
        beside = last + QPointF(self._theme.space.m, -self._theme.space.m)
        paint_words(painter, self._theme, _within(beside, sight), self._told(begin, end))

    def _outlined(self, painter: QPainter, draw: Callable[[], None]) -> None:
        """In the colour of the focus, with a seam of the ground's: it lies on anything."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        seam = QColor(self._theme.surface.window)
        seam.setAlpha(190)
        for pen in (QPen(seam, 5), QPen(self._theme.line.focus, 2)):
            painter.setPen(pen)
            draw()

    def _cross(self, painter: QPainter, at: QPointF) -> None:
        arm = self._theme.px(6)
        across, down = QPointF(arm, 0), QPointF(0, arm)
        self._outlined(painter, lambda: painter.drawLine(at - across, at + across))
        self._outlined(painter, lambda: painter.drawLine(at - down, at + down))


def _at(sight: Sight, place: Place) -> QPointF:
    x, y = place
    return QPointF(x * sight.scale - sight.left, y * sight.scale - sight.top)


def _within(at: QPointF, sight: Sight) -> QPointF:
    """Where words can be read: they are some 160 x 30 px."""
    x = max(4.0, min(at.x(), sight.width - 200.0))
    return QPointF(x, max(28.0, min(at.y(), sight.height - 40.0)))
