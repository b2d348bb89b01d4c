"""What a hand draws around cases on a map: a line that closes by itself, or a box."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from widgets.theme import Theme

_LEAST = 6.0
"""A line shorter than this was a click."""
_STEP = 3.0
"""Px between two points of a line."""


class Sweep:
    """Begins where the hand is put down; px of the view."""

    def __init__(self, theme: Theme, at: QPointF, *, box: bool) -> None:
        self._theme, self._box = theme, box
        self._points = [at]

    def go_on(self, at: QPointF) -> None:
        """The hand has moved here."""
        if self._box:
            self._points[1:] = [at]
        elif (at - self._points[-1]).manhattanLength() >= _STEP:
            self._points.append(at)

    @property
    def drawn(self) -> bool:
        """Whether anything can lie within; else it was a click."""
        box = self.path().boundingRect()
        return max(box.width(), box.height()) > _LEAST

    def path(self) -> QPainterPath:
        """What it goes around."""
        path = QPainterPath(self._points[0])
        if self._box:
            path.addRect(QRectF(self._points[0], self._points[-1]).normalized())
            return path
        path.setFillRule(Qt.FillRule.WindingFill)  # a line that crosses itself leaves no hole
        for point in self._points[1:]:
            path.lineTo(point)
        path.closeSubpath()
        return path

    def paint(self, painter: QPainter, told: str) -> None:
        """The line, and beside the hand how many cases lie within."""
        theme, at = self._theme, self._points[-1]
        inside = QColor(theme.accent.fill)
        inside.setAlpha(40)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.line.focus, 2))
        painter.setBrush(inside)
        painter.drawPath(self.path())
        paint_words(painter, theme, at + QPointF(theme.space.l, -theme.space.l), told)


def within(path: QPainterPath, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of many points lie within, wherever the line turns around them; px."""
    box = path.boundingRect()
    found = (x >= box.left()) & (x <= box.right()) & (y >= box.top()) & (y <= box.bottom())
    near = np.flatnonzero(found)
    corners = [(corner.x(), corner.y()) for corner in path.toFillPolygon().toList()]
    turns, x, y = np.zeros(len(near), np.int64), x[near], y[near]
    for (left, top), (right, bottom) in pairwise([*corners, *corners[:1]]):
        if top != bottom:
            crosses = (top > y) != (bottom > y)
            beyond = x < left + (right - left) * (y - top) / (bottom - top)
            turns += np.where(crosses & beyond, 1 if bottom > top else -1, 0)
    found[near] = turns != 0
    return found


def paint_words(painter: QPainter, theme: Theme, at: QPointF, told: str) -> None:
    """Some words on a plate, their lower left corner at a point."""
    if not told:
        return
    metrics, pad = QFontMetricsF(theme.fonts.strong), theme.space.xs
    size = metrics.size(0, told)
    plate = QRectF(at.x(), at.y() - size.height(), size.width() + 4 * pad, size.height() + 2 * pad)
    painter.setPen(QPen(theme.line.strong, 1))
    painter.setBrush(theme.surface.overlay)
    painter.drawRoundedRect(plate, theme.radius.small, theme.radius.small)
    painter.setFont(theme.fonts.strong)
    painter.setPen(theme.text.main)
    painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), told)
