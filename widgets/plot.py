"""What all charts share: pyqtgraph in the theme's look, still under the mouse, walked by keys."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from widgets.theme import Theme

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -7,
    Qt.Key.Key_PageDown: 7,
}


class Plot(pg.PlotWidget):  # type: ignore[misc]  # ships no types
    """Places 0 to `many` - 1 from left to right, one of them current.

    `moved` carries the current place, `opened` asks for what is behind it.
    """

    moved = Signal(int)
    opened = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=theme.surface.panel)
        self._theme, self._many, self._at = theme, 0, -1
        self.setAccessibleName(name)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAccessibleName(name)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(theme.line.border))
            axis.setTextPen(pg.mkPen(theme.text.secondary))
            axis.setStyle(tickFont=theme.fonts.secondary, tickLength=-3)
        self.showGrid(y=True, alpha=0.15)
        self._cursor = pg.InfiniteLine(angle=90, movable=False, pen=pen(theme.line.strong))
        self._cursor.setVisible(False)
        self.addItem(self._cursor)

    @property
    def at(self) -> int:
        """The current place, -1 for none."""
        return self._at

    def set_places(self, many: int) -> None:
        """So many places there are; the current one stays where it can."""
        self._many = many
        self.setXRange(-0.7, max(many, 1) - 0.3, padding=0)
        self.setLimits(xMin=-1, xMax=max(many, 1), minXRange=1)
        self.go_to(min(self._at, many - 1))

    def go_to(self, place: int) -> None:
        """Make a place the current one, without telling of it."""
        self._at = place
        self._mark()

    def set_height(self, highest: float) -> None:
        """Room from nothing up to the highest value."""
        self.setYRange(0, max(highest, 1) * 1.08, padding=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, a week with page keys, to the ends, and Enter for what is behind."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.opened.emit(self._at)
        elif key in _STEPS:
            self._move(self._at + _STEPS[key] if self._at >= 0 else self._many - 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(0 if key is Qt.Key.Key_Home else self._many - 1)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Here is the place of interest."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._move(self._place_at(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """What is behind it?"""
        self._move(self._place_at(event))
        if self._at >= 0:
            self.opened.emit(self._at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged here."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nor let go."""
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys have come: show where they are."""
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keys have gone."""
        super().focusOutEvent(event)
        self._mark()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """A frame where keys are."""
        super().drawForeground(painter, rect)
        if self.hasFocus():
            painter.save()
            painter.resetTransform()
            painter.setPen(pen(self._theme.line.focus, 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.restore()

    def _place_at(self, event: QMouseEvent) -> int:
        at: Any = self.getPlotItem().vb.mapSceneToView(self.mapToScene(event.pos()))
        return round(float(at.x()))

    def _move(self, place: int) -> None:
        if self._many:
            self._at = max(0, min(place, self._many - 1))
            self._mark()
            self.moved.emit(self._at)

    def _mark(self) -> None:
        self._cursor.setVisible(self._at >= 0)
        self._cursor.setValue(self._at)
        line = self._theme.line
        self._cursor.setPen(pen(line.focus, 2) if self.hasFocus() else pen(line.strong))
        self.viewport().update()


def pen(colour: QColor, width: float = 1.0, *, dashed: bool = False) -> QPen:
    """A pen of the same width at any zoom."""
    made = QPen(colour)
    made.setCosmetic(True)
    made.setWidthF(width)
    if dashed:
        made.setStyle(Qt.PenStyle.DashLine)
    return made
