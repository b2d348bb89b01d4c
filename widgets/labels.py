"""Labels in the theme's text styles, and lines that part things."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def label(
    text: str, font: QFont, parent: QWidget | None = None, kind: str = "", wrap: bool = False
) -> QLabel:
    """A plain-text label; ``kind`` is "", "secondary" or "accent"."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    return made


def rule(parent: QWidget | None = None, vertical: bool = False) -> QFrame:
    """A hairline between two things."""
    line = QFrame(parent)
    line.setProperty("kind", "rule")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


class Elided(QLabel):
    """A one-line label that gives way: cut with an ellipsis, whole in its tooltip."""

    def __init__(
        self, text: str, font: QFont, parent: QWidget | None = None, kind: str = ""
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font)
        self.setMinimumWidth(24)
        if kind:
            self.setProperty("kind", kind)
        self._whole = ""
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.updateGeometry()
        self.setAccessibleName(text)
        self._cut()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(width + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._whole, mode, max(self.width(), 24))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet selects on, and have it looked at again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
