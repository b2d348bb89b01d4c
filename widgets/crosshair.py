"""A crosshair over a point of a map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.theme import Theme

_ARM, _GAP = 22.0, 5.0


def paint_crosshair(painter: QPainter, theme: Theme, at: QPointF) -> None:
    """Four arms and a ring that leave the point itself in sight, on any ground."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, wide in ((theme.surface.window, 5.0), (theme.line.focus, 2.0)):
        painter.setPen(QPen(ink, wide, c=Qt.PenCapStyle.RoundCap))
        painter.drawEllipse(at, 12.0, 12.0)
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            arm = QPointF(x, y)
            painter.drawLine(at + arm * _GAP, at + arm * _ARM)
