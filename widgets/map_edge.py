"""What stands at the edge of a map: its scale, whose work the ground is, what its colours mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from widgets.map_legend import Legend, plate_of
from widgets.map_sight import Sight, bar_of
from widgets.theme import Theme

_WRAPPED = int(Qt.AlignmentFlag.AlignRight) | int(Qt.TextFlag.TextWordWrap)


class MapEdge:
    """On plates: cases may lie beneath."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._legend: tuple[Legend, float, QPixmap] | None = None

    def paint(
        self, painter: QPainter, sight: Sight, ratio: float, legend: Legend | None, whose: str
    ) -> None:
        """All of it; `ratio` px of the device for one, "" for nobody's work."""
        theme = self._theme
        margin, font = theme.space.m, theme.fonts.secondary
        metrics = QFontMetricsF(font)
        metres, long = bar_of(sight.metres_a_px, theme.px(120))
        word = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
        y = sight.height - margin
        tall = metrics.height() + 10
        plate = QColor(theme.surface.window)
        plate.setAlpha(215)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRect(QRectF(margin - 6, y - tall + 5, long + 12, tall))
        painter.setFont(font)
        if whose:
            self._paint_whose(painter, sight, whose, sight.width - long - 3 * margin - 12)
        painter.setPen(QPen(theme.text.secondary, 2))
        painter.drawPolyline(
            [
                QPointF(margin, y - 6), QPointF(margin, y),
                QPointF(margin + long, y), QPointF(margin + long, y - 6),
            ]
        )  # fmt: skip
        painter.drawText(QPointF(margin + 6, y - 6), word)
        if legend is not None:
            explained = self._legend_of(legend, ratio)
            down = y - tall - explained.height() / ratio
            painter.drawPixmap(QPointF(margin - 6, down), explained)

    def _paint_whose(self, painter: QPainter, sight: Sight, whose: str, room: float) -> None:
        """All of it, in as many lines as that takes."""
        margin, metrics = self._theme.space.m, QFontMetricsF(painter.font())
        box = metrics.boundingRect(QRectF(0, 0, max(room, 120), 10_000), _WRAPPED, whose)
        right, bottom = sight.width - margin, sight.height - margin + 3
        box = QRectF(right - box.width(), bottom - box.height(), box.width(), box.height())
        painter.drawRect(box.adjusted(-6, -3, 6, 3))
        painter.setPen(self._theme.text.secondary)
        painter.drawText(box, _WRAPPED, whose)

    def _legend_of(self, legend: Legend, ratio: float) -> QPixmap:
        """Its picture, painted once."""
        if self._legend is None or self._legend[:2] != (legend, ratio):
            self._legend = legend, ratio, plate_of(self._theme, legend, ratio)
        return self._legend[2]
