"""The keys of the desk: letters are commands, and words while somebody writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


class Key(NamedTuple):
    """A key of the desk: what it does in words, for the help page, and what it calls."""

    keys: str
    word: str
    act: Callable[[], object]


class Keys(QObject):
    """Binds keys to a window. Those without Ctrl rest while somebody writes or `busy` says so."""

    def __init__(
        self, window: QWidget, keys: Sequence[Key], busy: Callable[[QWidget | None], bool]
    ) -> None:
        super().__init__(window)
        self._busy = busy
        self._plain: list[QShortcut] = []
        for key in keys:
            shortcut = QShortcut(QKeySequence(key.keys), window)
            shortcut.activated.connect(key.act)
            if "+" not in key.keys:
                self._plain.append(shortcut)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        writing = isinstance(new, QLineEdit) or (
            isinstance(new, QPlainTextEdit) and not new.isReadOnly()
        )
        busy = self._busy(new)
        for shortcut in self._plain:
            leaves = shortcut.key() == QKeySequence("Esc")
            shortcut.setEnabled((leaves or not writing) and not busy)
