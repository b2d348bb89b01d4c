"""Days as a calendar: a column a week, Monday on top, each day as strong as what came in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.plot import pen
from widgets.theme import Theme

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -7,
    Qt.Key.Key_Right: 7,
}
_WIDEST, _HIGHEST = 64, 32
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CalendarMap(QWidget):
    """`moved` carries the current day's place, `opened` asks for what is behind it."""

    moved = Signal(int)
    opened = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._values, self._weekday, self._at = theme, list[int](), 0, -1
        self._words: Sequence[str] = ()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_days(self, values: Sequence[int], weekday: int, words: Sequence[str]) -> None:
        """A value a day; the first is on this weekday (0 Monday). `words` name the weekdays."""
        self._values, self._weekday, self._words = list(values), weekday, words
        self.go_to(min(self._at, len(values) - 1))

    def go_to(self, place: int) -> None:
        """Make a day the current one, without telling of it."""
        self._at = place
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(7 * 16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A day up and down, a week left and right, Enter for what is behind."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.opened.emit(self._at)
        elif key in _STEPS:
            self._move(self._at + _STEPS[key] if self._at >= 0 else len(self._values) - 1)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """This day."""
        place = self._place_at(event.position())
        if place >= 0:
            self._move(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """What is behind it?"""
        place = self._place_at(event.position())
        if place >= 0:
            self._move(place)
            self.opened.emit(self._at)

    def _place_at(self, point: QPointF) -> int:
        """The day that lies there, -1 where none does."""
        left, top, wide, high = self._grid()
        week, day = (point.x() - left) // wide, (point.y() - top) // high
        place = int(week * 7 + day) - self._weekday
        return place if 0 <= day < 7 and 0 <= place < len(self._values) else -1

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        left, top, wide, high = self._grid()
        painter.setFont(theme.fonts.secondary)
        painter.setPen(theme.text.secondary)
        fits = painter.fontMetrics().height() <= 2 * high
        for n, word in enumerate(self._words if fits else ()):
            if n % 2 == 0:
                box = QRectF(0, top + n * high - high / 2, left - theme.space.xs, 2 * high)
                painter.drawText(box, _RIGHT, word)
        if self.hasFocus() and self._at < 0:
            painter.setPen(pen(theme.line.focus, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        highest = max([1, *self._values])
        for place, value in enumerate(self._values):
            week, day = divmod(place + self._weekday, 7)
            box = QRectF(left + week * wide + 1, top + day * high + 1, wide - 2, high - 2)
            painter.fillRect(box, self._ink(value, highest))
            if place == self._at:
                painter.setPen(pen(theme.line.focus if self.hasFocus() else theme.text.main, 2))
                painter.drawRect(box)
        painter.end()

    def _ink(self, value: int, highest: int) -> QColor:
        steps = self._theme.layer.steps
        if not value:
            return self._theme.surface.raised
        return steps[min(len(steps) - 1, value * len(steps) // (highest + 1))]

    def _grid(self) -> tuple[float, float, float, float]:
        """Left and top of the first cell, its width and its height."""
        metrics = self.fontMetrics()
        left = max((metrics.horizontalAdvance(word) for word in self._words), default=0)
        left += self._theme.space.s
        weeks = max(1, -(-(len(self._values) + self._weekday) // 7))
        wide = min((self.width() - left) / weeks, self._theme.px(_WIDEST))
        high = min(self.height() / 7, self._theme.px(_HIGHEST))
        return left, (self.height() - 7 * high) / 2, max(wide, 3.0), high

    def _move(self, place: int) -> None:
        if self._values:
            self._at = max(0, min(place, len(self._values) - 1))
            self.update()
            self.moved.emit(self._at)
