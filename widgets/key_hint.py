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
        self._metrics = QFontMetricsF(theme.fonts.secondary)
        self._height = theme.px(18)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_keys(self, keys: str) -> None:
        """Show other keys."""
        self._keys = keys
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        caps = self._caps()
        width = sum(self._width(cap) for cap in caps) + _GAP * max(0, len(caps) - 1)
        return QSize(round(width) + 1, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, x = self._theme, 0.5
        ink = theme.accent.on if self._on_accent else theme.text.secondary
        painter.setFont(theme.fonts.secondary)
        baseline = (self._height + self._metrics.capHeight()) / 2
        for cap in self._caps():
            width = self._width(cap)
            edge = ink if self._on_accent else theme.line.strong
            painter.setPen(QPen(edge, 1))
            box = QRectF(x, 0.5, width - 1, self._height - 1)
            painter.drawRoundedRect(box, theme.radius.small, theme.radius.small)
            painter.setPen(ink)
            text_at = x + (width - 1 - self._metrics.horizontalAdvance(cap)) / 2
            painter.drawText(QPointF(text_at, baseline), cap)
            x += width + _GAP

    def _caps(self) -> list[str]:
        return [cap for cap in self._keys.replace("+", " ").split(" ") if cap]

    def _width(self, cap: str) -> float:
        natural = self._metrics.horizontalAdvance(cap) + 2 * _PAD
        return max(float(self._height), float(round(natural)))
