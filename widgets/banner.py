"""A notice in the page: what happened, why, and what to do about it."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.labels import label, restyle
from widgets.theme import Theme

Tone = Literal["info", "success", "warning", "error"]

_ICONS: dict[str, str] = {
    "info": "information-outline",
    "success": "check",
    "warning": "alert-outline",
    "error": "close-octagon-outline",
}


class Banner(QFrame):
    """Hidden until there is something to say. Tones differ by icon and weight, never by a status
    colour: red, yellow and green belong to cases."""

    acted = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "banner")
        self._picture = QLabel(self)
        self._text = label("", theme.fonts.strong, self, wrap=True)
        self._detail = label("", theme.fonts.text, self, wrap=True)
        self._action = QPushButton(self)
        self._close = QToolButton(self)
        self._action.clicked.connect(self.acted)
        self._close.clicked.connect(self._dismiss)
        self._lay_out()
        self.hide()

    def show_notice(self, tone: Tone, text: str, action: str = "", detail: str = "") -> None:
        """Say this until it is cleared, dismissed or replaced."""
        restyle(self, "tone", tone)
        for child in self.findChildren(QWidget):
            child.style().polish(child)
        role = {"error": "on_plate", "warning": "main"}.get(tone, "accent")
        icons = self._theme.icons
        self._picture.setPixmap(icons.icon(_ICONS[tone], role).pixmap(20, 20))
        self._close.setIcon(icons.icon("close", "on_plate" if tone == "error" else "secondary"))
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{text}. {detail}" if detail else text)
        self.show()

    def clear(self) -> None:
        """Nothing to say any more."""
        self.hide()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _lay_out(self) -> None:
        space = self._theme.space
        row, words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(space.m, space.s, space.s, space.s)
        row.setSpacing(space.m)
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._close.setAccessibleName(self.tr("Tutup pemberitahuan"))
        self._close.setToolTip(self.tr("Tutup pemberitahuan"))
