"""Keycaps: which key does this."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import Theme

_PAD = 5
_GAP = 3


class KeyHint(QWidget):
    """Paints "F", "Ctrl+K" or "G B" as keycaps; keys held together are joined by "+"."""

    def __init__(
        self, theme: Theme, keys: str, parent: QWidget | None = None, *, on_accent: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme, self._keys, self._on_accent = theme, keys, on_accent
        self._height = theme.px(18)
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_keys(self, keys: str) -> None:
        """Show other keys."""
        self._keys = keys
        self.setAccessibleName(keys)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(_width_of(self._theme, self._keys)) + 1, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint(painter, self._theme, self._keys, QPointF(0.5, 0.5), on_accent=self._on_accent)
        painter.end()


def paint_caps(painter: QPainter, theme: Theme, keys: str, right: int, middle: int) -> int:
    """Paint keycaps that end at `right` around the height `middle`; the width taken, in px."""
    if not keys:
        return 0
    width = _width_of(theme, keys)
    _paint(painter, theme, keys, QPointF(right - width + 0.5, middle - theme.px(18) / 2 + 0.5))
    return round(width)


def _paint(
    painter: QPainter, theme: Theme, keys: str, at: QPointF, *, on_accent: bool = False
) -> None:
    metrics, height, x = QFontMetricsF(theme.fonts.secondary), theme.px(18), at.x()
    ink = theme.accent.on if on_accent else theme.text.secondary
    painter.setFont(theme.fonts.secondary)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    baseline = at.y() - 0.5 + (height + metrics.capHeight()) / 2
    for cap in _caps(keys):
        width = _cap_width(theme, metrics, cap)
        painter.setPen(QPen(ink if on_accent else theme.line.strong, 1))
        box = QRectF(x, at.y(), width - 1, height - 1)
        painter.drawRoundedRect(box, theme.radius.small, theme.radius.small)
        painter.setPen(ink)
        text_at = x + (width - 1 - metrics.horizontalAdvance(cap)) / 2
        painter.drawText(QPointF(text_at, baseline), cap)
        x += width + _GAP


def _caps(keys: str) -> list[str]:
    return [cap for cap in keys.replace("+", " ").split(" ") if cap]


def _width_of(theme: Theme, keys: str) -> float:
    metrics, caps = QFontMetricsF(theme.fonts.secondary), _caps(keys)
    return sum(_cap_width(theme, metrics, cap) for cap in caps) + _GAP * max(0, len(caps) - 1)


def _cap_width(theme: Theme, metrics: QFontMetricsF, cap: str) -> float:
    natural = metrics.horizontalAdvance(cap) + 2 * _PAD
    return max(float(theme.px(18)), float(round(natural)))
