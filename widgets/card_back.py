"""The background of a card, painted once for each look and then copied."""

from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from widgets.marks import mark_of
from widgets.theme import Theme

EDGE: Final = 4
"""Width in px of the striped or solid edge on the left."""


class Look(NamedTuple):
    """All that a card's background depends on besides its size."""

    state: str
    selected: bool
    hovered: bool
    focused: bool
    unsent: bool
    left: bool = False
    """An empty place: nothing lies here any more."""


class CardBacks:
    """Backgrounds upon a lane's panel, status on the left edge."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.pixmap = lru_cache(maxsize=96)(self._paint)
        """pixmap(width, height, device pixel ratio, look): cached and opaque."""

    def _paint(self, width: int, height: int, ratio: float, look: Look) -> QPixmap:
        theme = self._theme
        surface = theme.surface
        pixmap = QPixmap(round(width * ratio), round(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(surface.panel)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = surface.hover if look.hovered else surface.raised
        if look.selected:
            fill = surface.selected
        if look.left:
            fill = surface.panel
        body = QPainterPath()
        radius = theme.radius.normal
        body.addRoundedRect(QRectF(0, 0, width, height), radius, radius)
        painter.fillPath(body, fill)
        painter.setClipPath(body)
        if look.state:
            self._paint_edge(painter, look.state, height)
        painter.setClipping(False)
        if look.focused or look.unsent or look.left or theme.name == "light":
            painter.setPen(self._outline(look))
            inset = 1.0 if look.focused and not look.left else 0.5
            painter.drawRoundedRect(
                QRectF(inset, inset, width - 2 * inset, height - 2 * inset), radius, radius
            )
        painter.end()
        return pixmap

    def _outline(self, look: Look) -> QPen:
        line = self._theme.line
        if look.left:
            return QPen(line.focus if look.focused else line.border, 1, Qt.PenStyle.DashLine)
        if look.focused:
            return QPen(line.focus, 2)
        if look.unsent:
            return QPen(self._theme.accent.text, 1, Qt.PenStyle.DashLine)
        return QPen(line.border, 1)

    def _paint_edge(self, painter: QPainter, state: str, height: int) -> None:
        mark = mark_of(state)
        ink = self._theme.status[mark.colour]
        if mark.shape != "striped":
            painter.fillRect(QRectF(0, 0, EDGE, height), ink.fill)
            return
        painter.save()
        painter.setClipRect(QRectF(0, 0, EDGE, height), Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(ink.fill, 3.2))
        for y in range(-2, height + 8, 7):
            painter.drawLine(QPointF(-2, y + 3), QPointF(EDGE + 2, y - 3))
        painter.restore()
