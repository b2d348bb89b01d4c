"""A sheet at the right edge of the desk: one act at a time, beside what it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.banner import Banner
from widgets.key_hint import KeyHint
from widgets.labels import Elided, label
from widgets.theme import Theme

WIDTH = 440


class Sheet(QFrame):
    """Title, a place for what went wrong, a body and a row of buttons. Esc closes it."""

    closed = Signal()
    done = Signal()

    def __init__(
        self, theme: Theme, title: str, subtitle: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "panel")
        self.setAccessibleName(title)
        self.setFixedWidth(theme.px(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        column.addLayout(self._head(title, subtitle))
        self.banner = Banner(theme, self)
        self.banner.clear()
        column.addWidget(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space.s)
        column.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.space.s)
        column.addLayout(self.buttons)

    def add_send(self, word: str, keys: str) -> QPushButton:
        """The one button that acts, with its key shown; at the bottom right."""
        button = QPushButton(word, self)
        button.setProperty("kind", "primary")
        button.setMinimumHeight(self._theme.px(36))
        self.buttons.addStretch(1)
        self.buttons.addWidget(KeyHint(self._theme, keys, self))
        self.buttons.addWidget(button)
        return button

    def refuse(self, sentence: str) -> None:
        """Say why the act did not happen; what was typed stays."""
        self.banner.show_notice("error", sentence)

    def begin(self) -> None:
        """Put the keys where work begins; a sheet says where."""
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, whatever inside has not used it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _head(self, title: str, subtitle: str) -> QVBoxLayout:
        theme = self._theme
        row = QHBoxLayout()
        row.addWidget(Elided(title, theme.fonts.heading, self), 1)
        close = QPushButton(self)
        close.setProperty("kind", "quiet")
        close.setIcon(theme.icons.icon("close", "secondary"))
        close.setAccessibleName(self.tr("Tutup"))
        close.setToolTip(self.tr("Tutup (Esc)"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.closed)
        row.addWidget(close)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(label(subtitle, theme.fonts.secondary, self, "secondary", wrap=True))
        return column
