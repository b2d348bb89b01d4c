"""The keys of the desk: letters are commands, and words while somebody writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from types import TracebackType
from typing import Self

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from console.pages.deed import Deed
from console.pages.deeds import FILTERS

_HELD = ("Ctrl+", "Meta+")


FIXED = frozenset({"back", *FILTERS})
"""Deeds whose keys sheets and menus rely on: they cannot be chosen."""

_EDITING = (
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)

RESERVED = ("Return", "Enter", "Esc", "Tab", "Backtab", "Backspace", "Space")
"""Keys that controls need themselves."""


def clashes(keys: Mapping[str, str]) -> dict[str, str]:
    """Deeds that cannot have their keys, each with the deed in its way; "" where no deed may.

    Of two keys neither may begin the other: Qt would call none of both.
    """
    taken = {deed: _chords(wanted) for deed, wanted in keys.items() if wanted}
    reserved = {QKeySequence(key).toString() for key in RESERVED}
    found: dict[str, str] = {}
    for deed, sequence in taken.items():
        if deed not in FIXED and any(part in reserved for part in sequence):
            found[deed] = ""
    for (one, first), (other, second) in combinations(taken.items(), 2):
        short = min(len(first), len(second))
        if first[:short] == second[:short]:
            found.setdefault(one, other)
            found.setdefault(other, one)
    return found


def _chords(keys: str) -> tuple[str, ...]:
    """The keys one after the other, each as Qt writes it."""
    return tuple(part for part in QKeySequence(keys).toString().split(", ") if part)


def press_focused(event: QKeyEvent) -> bool:
    """Whether Enter has pressed the button in focus; of itself Qt lets only Space do so."""
    at = QApplication.focusWidget()
    entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if entered and isinstance(at, QAbstractButton):
        at.click()
        return True
    return False


class Keys(QObject):
    """Binds keys to a window. Plain ones rest while somebody writes or `busy` says so."""

    def __init__(
        self, window: QWidget, deeds: Sequence[Deed], busy: Callable[[QWidget | None], bool]
    ) -> None:
        super().__init__(window)
        self._busy = busy
        self._plain: list[QShortcut] = []
        self._held: set[str] = set()
        self._field: QWidget | None = None
        for deed in deeds:
            if not deed.keys:
                continue
            shortcut = QShortcut(QKeySequence(deed.keys), window)
            shortcut.activated.connect(deed.act)
            if deed.keys.startswith(_HELD):
                self._held.add(_chords(deed.keys)[0])
            else:
                self._plain.append(shortcut)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        writing = isinstance(new, QLineEdit | QAbstractSpinBox) or (
            isinstance(new, QPlainTextEdit) and not new.isReadOnly()
        )
        self._mind(new if writing else None)
        busy = self._busy(new)
        for shortcut in self._plain:
            leaves = shortcut.key() == QKeySequence("Esc")
            shortcut.setEnabled((leaves or not writing) and not busy)

    def _mind(self, field: QWidget | None) -> None:
        """Fields take keys such as Ctrl+K for themselves; but for editing, the desk goes before."""
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = field
        if field is not None:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether a field must not have a key."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        ours = QKeySequence(event.keyCombination()).toString() in self._held
        ours = ours and not any(event.matches(each) for each in _EDITING)
        if ours:
            event.ignore()
        return ours


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
