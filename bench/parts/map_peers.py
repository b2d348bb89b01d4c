"""The maps of Qt that an officer could have had instead: they show cases alone."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsScene, QGraphicsView

from bench.parts.map_cases import COLOURS, MIDDLE, SIZE, ZOOM, Floats, States


class Scatter:
    """pyqtgraph's ScatterPlotItem."""

    def __init__(self) -> None:
        self._plot = pyqtgraph.PlotWidget()
        self._plot.resize(*SIZE)
        self._plot.show()
        self._plot.hideAxis("left")
        self._plot.hideAxis("bottom")
        self._item = pyqtgraph.ScatterPlotItem(size=10, pen=None)
        self._plot.addItem(self._item)
        self._box = self._plot.getViewBox()
        self._box.disableAutoRange()
        self._unit = 1 / (256 * 2**ZOOM)
        self._x, self._y = MIDDLE

    def _look(self) -> None:
        wide, high = SIZE[0] * self._unit / 2, SIZE[1] * self._unit / 2
        self._box.setRange(
            xRange=(self._x - wide, self._x + wide), yRange=(self._y - high, self._y + high),
            padding=0,
        )  # fmt: skip
        self._plot.viewport().repaint()

    def load(self, x: Floats, y: Floats, states: States) -> None:
        """Show these."""
        brushes = [QBrush(QColor(colour)) for colour in COLOURS]
        self._item.setData(x=x, y=y, brush=[brushes[n % 4] for n in states.tolist()])
        self._look()

    def pan(self, dx: float, dy: float) -> None:
        """Move the range."""
        self._x -= dx * self._unit
        self._y -= dy * self._unit
        self._look()

    def zoom(self, factor: float) -> None:
        """Another range."""
        self._unit /= factor
        self._look()


class Items:
    """One QGraphicsItem a case."""

    def __init__(self) -> None:
        self._scene = QGraphicsScene()
        self._view = QGraphicsView(self._scene)
        self._view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.resize(*SIZE)
        self._view.show()
        self._scale = 256 * 2**ZOOM

    def load(self, x: Floats, y: Floats, states: States) -> None:
        """Show these."""
        brushes = [QBrush(QColor(colour)) for colour in COLOURS]
        box, none = QRectF(-5, -5, 10, 10), QPen(Qt.PenStyle.NoPen)
        places = zip(x.tolist(), y.tolist(), states.tolist(), strict=True)
        for east, south, state in places:
            item = QGraphicsEllipseItem(box)
            item.setFlag(item.GraphicsItemFlag.ItemIgnoresTransformations)
            item.setPen(none)
            item.setBrush(brushes[state % 4])
            item.setPos((east - MIDDLE[0]) * self._scale, (south - MIDDLE[1]) * self._scale)
            self._scene.addItem(item)
        self._at = QPointF(0, 0)
        self._view.centerOn(self._at)
        self._view.viewport().repaint()

    def pan(self, dx: float, dy: float) -> None:
        """Scroll."""
        self._at -= QPointF(dx, dy)
        self._view.centerOn(self._at)
        self._view.viewport().repaint()

    def zoom(self, factor: float) -> None:
        """Scale."""
        self._view.scale(factor, factor)
        self._view.viewport().repaint()
