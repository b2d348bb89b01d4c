"""Rows that we paint ourselves, as screen readers meet them: a list whose items say what is shown.

Qt knows the lists it draws; of a view of our own it would tell a reader that something is there.
Its stubs do not say that most of these methods may answer None, so the types here differ from them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleObject,
    QWindow,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

_Role, _Text, _Event = QAccessible.Role, QAccessible.Text, QAccessible.Event


class Spoken(Protocol):
    """A view of rows that can put each of them in words."""

    def count(self) -> int: ...
    def words(self, row: int) -> str: ...


@cache
def hear_rows() -> None:
    """From now on readers are given our lists; once for a process."""
    QAccessible.installFactory(_list_of)


def tell_current(view: QAbstractItemView, row: int) -> None:
    """Another row is current: a reader says it, with the time it has left by now."""
    if QAccessible.isActive() and row >= 0:
        for kind in (_Event.NameChanged, _Event.Focus):
            event = QAccessibleEvent(view, kind)
            event.setChild(row)
            QAccessible.updateAccessibility(event)


def _list_of(_kind: str, made: QObject) -> QAccessibleInterface | None:
    own = isinstance(made, QAbstractItemView) and hasattr(made, "words")
    return _Rows(made) if own else None


class _Rows(QAccessibleObject):
    """The list. One item stands for each place in it, whichever row is there at the moment."""

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self._view: Any = view
        self._items: dict[int, _Row] = {}

    def role(self) -> QAccessible.Role:
        return _Role.List

    def text(self, kind: QAccessible.Text) -> str:
        if kind is _Text.Name:
            return str(self._view.accessibleName())
        return str(self._view.accessibleDescription()) if kind is _Text.Description else ""

    def state(self) -> QAccessible.State:
        view, state = self._view, QAccessible.State()
        state.focusable = state.multiSelectable = state.extSelectable = 1
        state.focused = int(view.hasFocus())
        state.disabled = int(not view.isEnabled())
        state.invisible = int(not view.isVisible())
        return state

    def rect(self) -> QRect:
        view = self._view
        return QRect(view.mapToGlobal(QPoint()), view.size())

    def window(self) -> QWindow | None:  # type: ignore[override]
        window: QWindow | None = self._view.window().windowHandle()
        return window

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        above: QWidget | None = self._view.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def childCount(self) -> int:
        return int(self._view.count())

    def child(self, row: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= row < self.childCount():
            return None
        if row not in self._items:
            self._items[row] = _Row(self._view, row)
        return self._items[row]

    def indexOfChild(self, item: QAccessibleInterface) -> int:
        return item.row if isinstance(item, _Row) and item.view is self._view else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        port = self._view.viewport()
        at = port.mapFromGlobal(QPoint(x, y))
        return self.child(self._view.indexAt(at).row()) if port.rect().contains(at) else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        view = self._view
        return self.child(view.currentIndex().row()) if view.hasFocus() else None


class _Row(QAccessibleInterface):
    """The row at one place of the list."""

    def __init__(self, view: Any, row: int) -> None:
        super().__init__()
        self.view: Any = view
        self.row = row

    def isValid(self) -> bool:
        try:
            rows: int = self.view.model().rowCount()
        except RuntimeError:  # the view is no more; who reads may still hold its items
            return False
        return self.row < rows

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def role(self) -> QAccessible.Role:
        return _Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        return str(self.view.words(self.row)) if kind is _Text.Name and self.isValid() else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nobody may."""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = 1
            return state
        model: QAbstractItemModel = self.view.model()
        selection: QItemSelectionModel = self.view.selectionModel()
        index = model.index(self.row, 0)
        current = self.view.currentIndex().row() == self.row
        state.selectable = state.focusable = 1
        state.selected = int(selection.isSelected(index))
        state.focused = int(current and self.view.hasFocus())
        state.offscreen = int(not self.view.viewport().rect().intersects(self._place()))
        return state

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        place = self._place()
        return QRect(self.view.viewport().mapToGlobal(place.topLeft()), place.size())

    def _place(self) -> QRect:
        found: QRect = self.view.visualRect(self.view.model().index(self.row, 0))
        return found

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return QAccessible.queryAccessibleInterface(self.view) if self.isValid() else None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, item: QAccessibleInterface) -> int:
        return -1
