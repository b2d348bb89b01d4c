"""A picture of the map for paper and files: title, filters, the map, and what its marks mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from widgets.map_marks import states_of_groups
from widgets.marks import word_of
from widgets.theme import Theme

_MARK = 14


class Caption(NamedTuple):
    """What is written over the map."""

    title: str
    lines: tuple[str, ...]


class MapPrint:
    """Paints around a map of so many px. A picture is `ratio` px for each of them."""

    def __init__(self, theme: Theme, caption: Caption, size: QSize, ratio: int) -> None:
        self._theme, self._caption, self._size, self._ratio = theme, caption, size, ratio
        self._line = QFontMetricsF(theme.fonts.secondary).height() + theme.space.xs
        title = QFontMetricsF(theme.fonts.heading).height() + theme.space.s
        lines = [line for text in caption.lines for line in self._wrapped(text)]
        self._lines = lines
        self._above = round(2 * theme.space.m + title + len(lines) * self._line)
        self._rows = self._legend_rows()
        self._below = round(2 * theme.space.s + len(self._rows) * self._line)

    def picture(self, paint_map: Callable[[QPainter], object]) -> QImage:
        """All of it; `paint_map` paints within (0, 0) and the size of the map."""
        size = self._size + QSize(0, self._above + self._below)
        image = QImage(size * self._ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._ratio)
        per_metre = round(96 * self._ratio / 0.0254)
        image.setDotsPerMeterX(per_metre)
        image.setDotsPerMeterY(per_metre)
        image.fill(self._theme.surface.panel)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_caption(painter)
        self._paint_legend(painter)
        painter.translate(0, self._above)
        painter.setClipRect(QRectF(0, 0, self._size.width(), self._size.height()))
        paint_map(painter)
        painter.end()
        return image

    def _wrapped(self, text: str) -> list[str]:
        """The text in lines that fit."""
        wide = QFontMetricsF(self._theme.fonts.secondary).horizontalAdvance
        room, lines = self._size.width() - 2 * self._theme.space.l, [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if wide(longer) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _paint_caption(self, painter: QPainter) -> None:
        theme, y = self._theme, float(self._theme.space.m)
        painter.setPen(theme.text.main)
        painter.setFont(theme.fonts.heading)
        metrics = QFontMetricsF(theme.fonts.heading)
        painter.drawText(QPointF(theme.space.l, y + metrics.ascent()), self._caption.title)
        y += metrics.height() + theme.space.s
        painter.setFont(theme.fonts.secondary)
        painter.setPen(theme.text.secondary)
        for line in self._lines:
            base = y + QFontMetricsF(theme.fonts.secondary).ascent()
            painter.drawText(QPointF(theme.space.l, base), line)
            y += self._line

    def _legend_rows(self) -> list[list[str]]:
        """States side by side, as many rows as they take."""
        room, rows, x = self._size.width() - 2 * self._theme.space.l, list[list[str]]([[]]), 0.0
        for state in states_of_groups():
            wide = self._wide(state)
            if rows[-1] and x + wide > room:
                rows.append([])
                x = 0.0
            rows[-1].append(state)
            x += wide
        return rows

    def _wide(self, state: str) -> float:
        metrics = QFontMetricsF(self._theme.fonts.secondary)
        mark = self._theme.px(_MARK) + self._theme.space.s
        return mark + metrics.horizontalAdvance(word_of(state)) + 2 * self._theme.space.l

    def _paint_legend(self, painter: QPainter) -> None:
        y = float(self._above + self._size.height() + self._theme.space.s)
        for row in self._rows:
            self._paint_states(painter, row, y)
            y += self._line

    def _paint_states(self, painter: QPainter, states: Sequence[str], y: float) -> None:
        theme, x, side = self._theme, float(self._theme.space.l), self._theme.px(_MARK)
        painter.setFont(theme.fonts.secondary)
        painter.setPen(theme.text.main)
        for state in states:
            mark = theme.marks.pixmap(state, side, float(self._ratio))
            painter.drawPixmap(QPointF(x, y + (self._line - side) / 2 - 1), mark)
            box = QRectF(x + side + theme.space.s, y, self._wide(state), self._line)
            middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(middle), word_of(state))
            x += self._wide(state)
