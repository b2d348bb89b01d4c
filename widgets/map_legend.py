"""What the colours of a layer mean, on a plate at the edge of the map."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from widgets.map_dress import paint_hatch
from widgets.theme import Theme

_PAD = 8
_SWATCH = 22
_GAP = 3


class Step(NamedTuple):
    """A colour and the numbers it stands for; `hatched`: with lines over it."""

    colour: QColor
    text: str
    hatched: bool = False


class Legend(NamedTuple):
    """A title, its steps from the top, and notes below."""

    title: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of it as a sentence, for who hears it."""
        return ". ".join((self.title, *(step.text for step in self.steps), *self.notes))


def plate_of(theme: Theme, legend: Legend, ratio: float) -> QPixmap:
    """The plate; `ratio` px of the device for one."""
    strong, plain = theme.fonts.strong, theme.fonts.text
    wide, high = QFontMetricsF(strong), QFontMetricsF(plain).height() + _GAP
    plain_wide = QFontMetricsF(plain).horizontalAdvance
    swatch = theme.px(_SWATCH)
    across = max(
        wide.horizontalAdvance(legend.title),
        *(swatch + _PAD + plain_wide(step.text) for step in legend.steps),
        *map(plain_wide, legend.notes),
    )
    lines = 1 + len(legend.steps) + len(legend.notes)
    size = QRectF(0, 0, across + 2 * _PAD, lines * high + 2 * _PAD - _GAP)
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.line.border, 1))
    painter.setBrush(theme.surface.panel)
    painter.drawRoundedRect(size.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    y = float(_PAD)
    painter.setFont(strong)
    painter.setPen(theme.text.main)
    base = wide.ascent()
    painter.drawText(QPointF(_PAD, y + base), legend.title)
    painter.setFont(plain)
    for step in legend.steps:
        y += high
        painter.setPen(QPen(theme.line.strong, 1))
        painter.setBrush(step.colour)
        box = QRectF(_PAD + 0.5, y + 1.5, swatch, high - 2 * _GAP)
        painter.drawRect(box)
        if step.hatched:
            path = QPainterPath()
            path.addRect(box)
            paint_hatch(painter, theme, path)
        painter.setPen(theme.text.main)
        painter.drawText(QPointF(2 * _PAD + swatch, y + base), step.text)
    painter.setPen(theme.text.secondary)
    for note in legend.notes:
        y += high
        painter.drawText(QPointF(_PAD, y + base), note)
    painter.end()
    return pixmap
