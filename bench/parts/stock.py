"""Peers: what one writes first, a table view over a sorting proxy over a model."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from bench.parts.cases import NOW
from db.domain.brief import Brief

Index = QModelIndex | QPersistentModelIndex
_FIELDS = ("number", "title", "category", "area", "channel", "opds", "state")
_CATEGORY, _STATE = 1 + _FIELDS.index("category"), 1 + _FIELDS.index("state")


class _Table:
    """QTableView over QSortFilterProxyModel; a subclass makes the model."""

    model: QAbstractItemModel

    def __init__(self) -> None:
        self.view, self._sorted = QTableView(), QSortFilterProxyModel()
        self.view.resize(1920, 1080)
        self._at: dict[str, int] = {}

    def resize(self, width: int, height: int) -> None:
        """Size of the window."""
        self.view.resize(width, height)

    def fill(self, cases: list[Brief]) -> None:
        """Take the cases."""
        self._at = {case.id: n for n, case in enumerate(cases)}
        self._sorted.setDynamicSortFilter(True)
        self._sorted.setFilterKeyColumn(_CATEGORY)

    def show_all(self) -> None:
        """Sort and show."""
        self._sorted.setSourceModel(self.model)
        self._sorted.sort(0)
        self.view.setModel(self._sorted)
        self.view.show()

    def jump(self, turn: int, part: float) -> None:
        """To another place in the list."""
        bar = self.view.verticalScrollBar()
        bar.setValue(int(part * bar.maximum()))

    def wheel(self, turn: int) -> None:
        """Three rows down."""
        self.view.verticalScrollBar().setValue(self.view.verticalScrollBar().value() + 3)

    def narrow(self, category: str) -> None:
        """Show one category, "" for all."""
        self._sorted.setFilterFixedString(category)


class _Model(QAbstractTableModel):
    """A list of rows."""

    def __init__(self, cases: list[Brief]) -> None:
        super().__init__()
        self.cases, self.now = cases, NOW

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.cases)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1 + len(_FIELDS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        case = self.cases[index.row()]
        column = index.column()
        return getattr(case, _FIELDS[column - 1]) if column else case.due - self.now


class Proxy(_Table):
    """Over a model of one's own; the tick says that all times have changed."""

    def fill(self, cases: list[Brief]) -> None:
        super().fill(cases)
        self._own = self.model = _Model(cases)

    def tick(self) -> None:
        """A second has passed."""
        self._own.now += 1000
        last = self._own.index(len(self._own.cases) - 1, 0)
        self._own.dataChanged.emit(self._own.index(0, 0), last)

    def change(self, cases: list[Brief]) -> None:
        """These are new."""
        for case in cases:
            at = self._at[case.id]
            self._own.cases[at] = case
            self._own.dataChanged.emit(self._own.index(at, 0), self._own.index(at, len(_FIELDS)))


class Items(_Table):
    """Over a QStandardItemModel; the tick writes the times of the rows on screen only."""

    def fill(self, cases: list[Brief]) -> None:
        super().fill(cases)
        self._items = self.model = QStandardItemModel(0, 1 + len(_FIELDS))
        for case in cases:
            self._items.appendRow([_left(case), *_texts(case)])

    def tick(self) -> None:
        """A second has passed."""
        top = self.view.rowAt(0)
        for row in range(top, top + self.view.height() // 30):
            source = self._sorted.mapToSource(self._sorted.index(row, 0))
            item = self._items.itemFromIndex(source)
            if item is not None:
                due = item.data(Qt.ItemDataRole.DisplayRole)
                item.setData(due - 1000, Qt.ItemDataRole.DisplayRole)

    def change(self, cases: list[Brief]) -> None:
        """These are new."""
        role = Qt.ItemDataRole.DisplayRole
        for case in cases:
            row = self._at[case.id]
            self._items.item(row, _STATE).setData(case.state, role)
            self._items.item(row, 0).setData(float(case.due - NOW), role)


def _left(case: Brief) -> QStandardItem:
    item = QStandardItem()
    item.setData(float(case.due - NOW), Qt.ItemDataRole.DisplayRole)
    return item


def _texts(case: Brief) -> list[QStandardItem]:
    return [QStandardItem(getattr(case, name)) for name in _FIELDS]
