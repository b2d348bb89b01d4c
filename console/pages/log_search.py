"""The field that looks for words in the shift log."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.theme import Theme

_PAUSE_MS = 150


class LogSearch(QLineEdit):
    """`sought`: other words, once the keys rest ("" for none); `left`: keys go to what was found.

    Enter and Down leave, Esc takes the words away.
    """

    sought = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Cari di buku jaga"))
        self.setAccessibleName(self.tr("Cari di buku jaga"))
        picture = theme.icons.icon("magnify", "secondary")
        self.addAction(picture, QLineEdit.ActionPosition.LeadingPosition).setText(self.tr("Cari"))
        self.setFixedWidth(theme.px(240))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(lambda: self.sought.emit(self.text().strip()))
        self.textChanged.connect(lambda: self._timer.start())

    def event(self, event: QEvent) -> bool:
        """While there are words, Esc is the field's own."""
        if event.type() is QEvent.Type.ShortcutOverride and self._clears(event):
            event.accept()
            return True
        return super().event(event)

    def _clears(self, event: QEvent) -> bool:
        return (
            isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and bool(self.text())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that lead out of it."""
        if self._clears(event):
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)
