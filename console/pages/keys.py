"""The keys of the desk: letters are commands, and words while somebody writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import NamedTuple, Self

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
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


class TypeAhead(QObject):
    """Keys typed while a sheet is being prepared wait for it: F and Enter may come in one breath.

    Within the `with`, keys are held back; `release` gives them to what has the focus then. Without
    it they are dropped, since what they were meant for has not come.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: list[QKeyEvent] = []

    def __enter__(self) -> Self:
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._let_go()

    def release(self) -> None:
        """What the keys were meant for is here."""
        self._let_go()
        for event in self._held:
            target = QApplication.focusWidget()
            if target is not None:
                QCoreApplication.sendEvent(target, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold key presses back, in order."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        text, repeated = event.text(), event.isAutoRepeat()
        self._held.append(
            QKeyEvent(event.type(), event.key(), event.modifiers(), text, repeated, event.count())
        )
        return True

    def _let_go(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
