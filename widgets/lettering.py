"""One line of plain text, shaped and elided once and then painted many times."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTransform

_SEEN = 8192


class Line(NamedTuple):
    """A laid out line and its width in px."""

    text: QStaticText
    width: float


class Lettering:
    """Lines in one font. Shaping is most of what painting a card costs, so it is kept."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        metrics = QFontMetricsF(font)
        self._metrics = metrics
        self.height = metrics.height()
        self.ascent = metrics.ascent()
        self.line = lru_cache(maxsize=_SEEN)(self._line)
        """line(text, width in px): the text, cut with an ellipsis where it is wider."""
        self.width = lru_cache(maxsize=_SEEN)(self._metrics.horizontalAdvance)
        """width(text) in px, uncut."""

    def _line(self, text: str, width: int) -> Line:
        plain = " ".join(text.split())
        if self.width(plain) > width:
            plain = self._metrics.elidedText(plain, Qt.TextElideMode.ElideRight, width)
        static = QStaticText(plain)
        static.setTextFormat(Qt.TextFormat.PlainText)  # a citizen's text is never markup
        static.prepare(QTransform(), self.font)
        return Line(static, self.width(plain))
