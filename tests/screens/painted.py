"""Every word that a window paints: in which ink it is asked for, and upon which pixels it stands.

The window is painted twice. Once on a device that writes down each piece of text with its pen, so
labels, buttons, fields and our own delegates are treated alike; once into a picture, of which the
ground under each piece is the colour that most of its pixels have. What it cannot tell: a picture
under words (none is painted here), and what the pen's edge loses where thin strokes are smoothed.
"""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QImage, QPaintDevice, QPaintEngine, QTextItem
from PySide6.QtWidgets import QAbstractItemView, QWidget

from tests.screens.colours import AA_LARGE, AA_TEXT, contrast

_LARGE, _LARGE_BOLD = 24, 18.66
"""px of large text, and of large bold text (18 pt and 14 pt)."""
_BOLD = 700
_SLIVER = 3
"""px of a word that is cut off at the edge of a list: nobody reads it, and its ground is ink."""


class Run(NamedTuple):
    """Some words on a window."""

    text: str
    ink: QColor
    ground: QColor
    size: float
    weight: int
    widget: str

    @property
    def contrast(self) -> float:
        """Of ink and ground."""
        return contrast(self.ink, self.ground)

    @property
    def least(self) -> float:
        """The contrast it must have."""
        large = self.size >= (_LARGE_BOLD if self.weight >= _BOLD else _LARGE)
        return AA_LARGE if large else AA_TEXT

    def __str__(self) -> str:
        inks = f"{self.ink.name()} on {self.ground.name()}"
        return f"{self.contrast:.2f} of {self.least}: {inks}, {self.text!r} ({self.widget})"


def runs(window: QWidget) -> list[Run]:
    """All words of a window that can be read now and are not those of a disabled control."""
    window.grab(QRect(0, 0, 1, 1))  # whatever waits to be laid out is, before anything is looked at
    paper = _Paper(window.size())
    window.render(paper, QPoint())
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    found = []
    for text, ink, where, font, widget in paper.pen.written:
        part = widget.visibleRegion().boundingRect().translated(widget.mapTo(window, QPoint()))
        box = where.intersected(image.rect()).intersected(part)  # a lane may lie half out of sight
        sliver = box.width() < _SLIVER or box.height() < font.pixelSize() / 2
        if sliver or not _readable(window, widget, box):
            continue
        under = pixels[box.top() : box.bottom() + 1, box.left() : box.right() + 1]
        values, counts = np.unique(under, return_counts=True)
        ground = QColor.fromRgb(int(values[counts.argmax()]))
        kind = type(widget).__name__
        found.append(Run(text, ink, ground, font.pixelSize(), font.weight(), kind))
    return found


def _readable(window: QWidget, widget: QWidget, box: QRect) -> bool:
    """Whether nothing lies over the words, and they are not greyed out on purpose."""
    if box.isEmpty() or not widget.isEnabled():
        return False
    across, down = (box.left(), box.center().x(), box.right()), (box.top(), box.bottom())
    for x, y in product(across, (*down, box.center().y())):  # a sheet may lie over a part of it
        above = window.childAt(x, y) or window
        if not (above is widget or above.isAncestorOf(widget) or widget.isAncestorOf(above)):
            return False
    view = widget.parent()
    if isinstance(view, QAbstractItemView) and view.viewport() is widget:
        index = view.indexAt(widget.mapFrom(window, box.center()))
        return not index.isValid() or index.flags() != index.flags().NoItemFlags
    return True


class _Pen(QPaintEngine):
    """Writes down text, and draws nothing."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.written: list[tuple[str, QColor, QRect, QFont, QWidget]] = []

    def begin(self, _device: QPaintDevice) -> bool:
        self.setActive(True)
        return True

    def end(self) -> bool:
        self.setActive(False)
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def drawTextItem(self, at: Any, item: QTextItem) -> None:
        painter, text = self.painter(), item.text().strip()
        device = painter.device()
        ink = painter.pen().color()
        if not text or not isinstance(device, QWidget) or ink.alpha() == 0:
            return
        where = QRectF(at.x(), at.y() - item.ascent(), item.width(), item.ascent() + item.descent())
        if painter.hasClipping():
            where = where.intersected(painter.clipBoundingRect())
        box = painter.deviceTransform().mapRect(where).toRect()
        self.written.append((text, ink, box, item.font(), device))

    def _nothing(self, *_what: Any, **_how: Any) -> None:
        """Only words matter."""

    updateState = drawPixmap = drawImage = drawTiledPixmap = _nothing
    drawPath = drawPolygon = drawRects = drawLines = drawEllipse = drawPoints = _nothing


class _Paper(QPaintDevice):
    """As large as the window."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._size = size
        self.pen = _Pen()

    def paintEngine(self) -> QPaintEngine:
        return self.pen

    def metric(self, which: QPaintDevice.PaintDeviceMetric) -> int:
        kind = QPaintDevice.PaintDeviceMetric
        known = {
            kind.PdmWidth: self._size.width(),
            kind.PdmHeight: self._size.height(),
            kind.PdmDepth: 32,
            kind.PdmDevicePixelRatio: 1,
            kind.PdmDevicePixelRatioScaled: int(self.devicePixelRatioFScale()),
        }
        return known.get(which, 96)
