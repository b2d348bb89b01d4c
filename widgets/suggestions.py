"""Suggestions under a field while somebody writes: Down and Up point, Enter takes, Esc closes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from widgets.picker import Choice, Choices, choice_list
from widgets.theme import Theme

_ROW = 46


class Suggestions(QFrame):
    """Lies over what is below the field, in the same window. `taken` carries the choice's key.

    The first one is pointed at, so that Enter takes it; whoever goes on writes as if it were not
    there. Moving on with Tab takes nothing.
    """

    taken = Signal(str)

    def __init__(self, theme: Theme, field: QLineEdit, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._field, self._over = theme, field, over
        self.setProperty("kind", "popup")
        self._choices = Choices(self, quick=False)
        self._list = choice_list(theme, self._choices, self)
        self._list.clicked.connect(lambda index: self._take(index.row()))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space.xs,) * 4)
        column.addWidget(self._list)
        self.hide()
        field.installEventFilter(self)
        over.installEventFilter(self)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show these, the likeliest first; none puts it away."""
        self._choices.offer(choices)
        self._choices.narrow("")
        if not choices or not self._field.hasFocus():
            self.hide()
            return
        self._place(len(choices))
        self._list.setCurrentIndex(self._choices.index(0, 0))
        self.show()
        self.raise_()
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that are meant for the list; it follows the field and goes with it."""
        if watched is self._over:
            if event.type() is QEvent.Type.Resize and self.isVisible():
                self._place(self._choices.rowCount())
        elif event.type() is QEvent.Type.FocusOut:
            self.hide()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.isVisible() and self._key(event)
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.isVisible():
            event.accept()  # asked whether it is a shortcut: Esc would close what the field is in
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row = self._list.currentIndex().row()
        if event.key() in _STEPS and not event.modifiers() & _HELD:
            self._point(row + _STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self._take(row)
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _point(self, row: int) -> None:
        last = self._choices.rowCount() - 1
        self._list.setCurrentIndex(self._choices.index(min(max(row, 0), last), 0))
        self._say()

    def _say(self) -> None:
        """The field has the keys, so it is what a screen reader hears."""
        choice = self._choices.at(self._list.currentIndex().row())
        parts = (choice.title, choice.detail, choice.trailing) if choice else ()
        self._field.setAccessibleDescription(", ".join(filter(None, parts)))

    def _take(self, row: int) -> None:
        choice = self._choices.at(row)
        self.hide()
        if choice is not None:
            self.taken.emit(choice.key)

    def hideEvent(self, event: QHideEvent) -> None:
        self._field.setAccessibleDescription("")

    def _place(self, many: int) -> None:
        """Below the field; above it where there is more room."""
        tall = many * self._theme.px(_ROW) + 2 * self._theme.space.xs + 2
        top = self._field.mapTo(self._over, QPoint(0, 0))
        below = top.y() + self._field.height() + 2
        room = self._over.height() - below
        if tall > room and top.y() > room:
            tall = min(tall, top.y() - 2)
            below = top.y() - tall - 2
        self.setGeometry(
            top.x(), below, self._field.width(), min(tall, self._over.height() - below)
        )


_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
