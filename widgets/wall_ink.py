"""Letters, marks and plates of a wall: nothing smaller than what can be read from afar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from widgets.fonts import MEDIUM, REGULAR, SEMIBOLD, face
from widgets.theme import Theme

CAPITAL = 0.727
"""Height of capitals in em, as Qt measures Inter (1490 of 2048)."""

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


class Ink:
    """Paints in a theme. `unit` is the size in px (an em) of the smallest letters there are."""

    def __init__(self, theme: Theme, unit: float) -> None:
        self.theme, self.unit = theme, unit

    def width(self, text: str, size: float, weight: int = REGULAR) -> float:
        """Px that a text takes."""
        return _width(text, round(size), weight)

    def fitting(
        self, texts: Sequence[str], width: float, height: float, weight: int = SEMIBOLD
    ) -> float:
        """The size in which the widest of these fits into a box, never below the smallest."""
        size = height / 1.05
        widest = max((self.width(text, 100, weight) for text in texts), default=1.0)
        # Whole sizes are not always as wide as the sum says.
        return max(self.unit, floor(min(size, 98 * width / max(widest, 1.0))))

    def lines(self, text: str, width: float, size: float = 0.0) -> list[str]:
        """A sentence in lines that fit into a width, broken between words."""
        found = [""]
        for word in text.split():
            longer = f"{found[-1]} {word}".strip()
            if found[-1] and self.width(longer, max(size, self.unit)) > width:
                found.append(word)
            else:
                found[-1] = longer
        return found

    def longest(self, texts: Sequence[str], width: float, size: float = 0.0) -> str:
        """The first of these that fits into a width, the last where none does."""
        size = max(size, self.unit)
        return next((text for text in texts if self.width(text, size) <= width), texts[-1])

    def text(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        size: float = 0.0,
        *,
        weight: int = REGULAR,
        colour: QColor | None = None,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        """One line in the middle of a box's height; cut with an ellipsis where it is too wide."""
        font = face(round(max(size, self.unit)), weight)
        metrics = QFontMetricsF(font)
        if metrics.horizontalAdvance(text) > box.width() + 0.5:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(colour or self.theme.text.main)
        wide = metrics.horizontalAdvance(text)
        x = {LEFT: box.left(), RIGHT: box.right() - wide}.get(align, box.center().x() - wide / 2)
        # Capitals and numerals stand in the middle, not the line with its tails.
        painter.drawText(QPointF(x, box.center().y() + metrics.capHeight() / 2), text)

    def credit(self, painter: QPainter, box: QRectF, text: str) -> None:
        """Whose work something is: for who steps near, as small as it must be to stand whole."""
        size = min(0.5 * self.unit, 0.97 * self.unit * box.width() / self.width(text, self.unit))
        font = face(max(9, floor(size)), REGULAR)
        painter.setFont(font)
        painter.setPen(self.theme.text.secondary)
        painter.drawText(box, int(LEFT | Qt.AlignmentFlag.AlignVCenter), text)

    def mark(self, painter: QPainter, x: float, y: float, size: float, state: str) -> None:
        """A status mark, its left upper corner at a point."""
        pixels = round(size)
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(QPointF(x, y), self.theme.marks.pixmap(state, pixels, ratio))

    def plate(
        self, painter: QPainter, box: QRectF, fill: QColor, edge: QColor | None = None
    ) -> None:
        """A surface with round corners."""
        painter.setBrush(fill)
        painter.setPen(QPen(edge, max(2.0, self.unit / 16)) if edge else Qt.PenStyle.NoPen)
        radius = self.unit / 4
        painter.drawRoundedRect(box, radius, radius)

    def line(
        self, painter: QPainter, points: Sequence[QPointF], colour: QColor, wide: float,
        dashed: bool = False,
    ) -> None:  # fmt: skip
        """A line through points."""
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        pen = QPen(colour, wide)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setDashPattern([3, 2])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)


@lru_cache(maxsize=4096)
def _width(text: str, size: int, weight: int) -> float:
    return QFontMetricsF(face(size, weight)).horizontalAdvance(text)


__all__ = ["CAPITAL", "CENTRE", "LEFT", "MEDIUM", "REGULAR", "RIGHT", "SEMIBOLD", "Ink"]
