"""A small still map with one place in its middle, and below it whose work it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.crosshair import paint_crosshair
from widgets.labels import label
from widgets.map_areas import Ground
from widgets.map_base import Basemap
from widgets.map_marks import STATES
from widgets.map_sight import Sight
from widgets.map_view import MapView
from widgets.theme import Theme

_ZOOM = 14.0
"""About three kilometres across: the kelurahan with what is around it."""


class SmallMap(QWidget):
    """Hand and keys go to what it stands in. What lies beneath the large map lies beneath it too.

    Where there is little room, words about whose work it is would cover the very place.
    """

    def __init__(self, theme: Theme, ground: Ground, whose: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = _Still(theme, self)
        self.view.set_ground(ground, whose)
        self._credit = label(whose, theme.fonts.secondary, self, "secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.xs)
        column.addWidget(self.view, 1)
        column.addWidget(self._credit)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Titik di peta"))

    def set_base(self, base: Basemap) -> None:
        """The basemap that was chosen, or will be."""
        self.view.set_base(base)
        base.came.connect(self._say)
        base.changed.connect(self._say)
        self._say()

    def show_case(self, at: tuple[float, float], state: str) -> None:
        """A case at this point of the plane (0 to 1), in the middle."""
        states: Sequence[int] = [STATES.index(state)]
        self.view.set_cases(np.array(at[:1]), np.array(at[1:]), states)
        self.view.select(0)
        self.show_at(at, _ZOOM)

    def show_at(self, at: tuple[float, float], zoom: float, *, marked: bool = False) -> None:
        """This place of the plane in the middle; `marked`: it is a point that somebody gave."""
        self.view.marked = marked
        self.view.look(Sight(*at, zoom, self.view.width(), self.view.height()))

    @Slot()
    def _say(self) -> None:
        if self._credit.text() != self.view.whose:
            self._credit.setText(self.view.whose)


class _Still(MapView):
    """`marked`: a crosshair stands in its middle."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, still=True)
        self.marked = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(theme.px(64))

    def paint_over(self, painter: QPainter) -> None:
        if self.marked:
            middle = QPointF(self.width() / 2, self.height() / 2)
            paint_crosshair(painter, self._theme, middle)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.line.strong, 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
