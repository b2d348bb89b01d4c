"""The table of figures by group: every row its counts, shares with what they are of, and times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from console.pages import figures_words as told
from db.domain.city import City
from widgets.theme import Theme

Row = Mapping[str, Any]
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_VALUE = int(Qt.ItemDataRole.UserRole)


class League(QTableWidget):
    """Sorted by any column; `opened` carries the key of a group whose cases are asked for."""

    opened = Signal(str)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city = city
        self._keys: list[str] = []
        self.setAccessibleName(self.tr("Angka menurut kelompok"))
        self.setFont(theme.fonts.secondary)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(26))
        self.horizontalHeader().setHighlightSections(False)
        self.cellActivated.connect(self._activated)

    def columns(self) -> list[str]:
        """What stands above each column."""
        return [
            self.tr("Nama"),
            self.tr("Masuk"),
            self.tr("Terbuka"),
            self.tr("Selesai"),
            self.tr("Tepat waktu"),
            self.tr("Med. teruskan"),
            self.tr("Med. terima"),
            self.tr("Med. selesai"),
            self.tr("p90 selesai"),
            self.tr("Dikembalikan"),
            self.tr("Dibuka lagi"),
        ]

    def show_groups(self, by: str, groups: Sequence[Row]) -> None:
        """Show these, in the order the officer chose."""
        chosen, at = self.current_key(), self.horizontalHeader().sortIndicatorSection()
        order = self.horizontalHeader().sortIndicatorOrder()
        self.setSortingEnabled(False)
        names = self.columns()
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels(names)
        self.setRowCount(len(groups))
        for row, group in enumerate(groups):
            self._fill(row, by, group)
        self._explain()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        if at <= 0:
            at, order = 1, Qt.SortOrder.DescendingOrder
        self.setSortingEnabled(True)
        self.sortByColumn(at, order)
        self._choose(chosen)

    def _explain(self) -> None:
        """What a short head stands for, for who hovers or listens."""
        for column, text in (
            (5, self.tr("Median dari masuk sampai diteruskan")),
            (6, self.tr("Median dari diteruskan sampai diterima OPD")),
            (7, self.tr("Median dari masuk sampai selesai")),
            (8, self.tr("Sembilan dari sepuluh selesai dalam waktu ini")),
            (9, self.tr("Penugasan yang dikembalikan OPD")),
        ):
            item = self.horizontalHeaderItem(column)
            if item is not None:
                item.setToolTip(text)

    def current_key(self) -> str | None:
        """The group that is chosen."""
        item = self.item(self.currentRow(), 0) if self.currentRow() >= 0 else None
        return None if item is None else str(item.data(_VALUE))

    def _choose(self, key: str | None) -> None:
        items = [self.item(row, 0) for row in range(self.rowCount())]
        rows = {item.data(_VALUE): row for row, item in enumerate(items) if item is not None}
        if rows:
            self.setCurrentCell(rows.get(key, 0), 0)

    def _fill(self, row: int, by: str, group: Row) -> None:
        name = QTableWidgetItem(told.group_name(by, group["key"], self._city))
        name.setData(_VALUE, group["key"])
        self.setItem(row, 0, name)
        heads = self.columns()
        for column, (text, value) in enumerate(cells(group), 1):
            cell = _Number(text, value)
            cell.setData(Qt.ItemDataRole.AccessibleTextRole, f"{heads[column]}: {text}")
            self.setItem(row, column, cell)

    @Slot(int, int)
    def _activated(self, _row: int, _column: int) -> None:
        key = self.current_key()
        if key is not None:
            self.opened.emit(key)


def cells(group: Row) -> list[tuple[str, float]]:
    """(text, value to sort by) of each column behind the name."""
    counted = group["received"] - group["out"]
    still_open = group["received"] - group["green"] - group["out"]
    times = [
        group["forward"]["median"],
        group["accept"]["median"],
        group["resolve"]["median"],
        group["resolve"]["p90"],
    ]
    shares = [
        (group["green"], counted),
        (group["on_time"], group["promised"]),
        (group["bounced"], group["sent"]),
        (group["reopened"], group["problems"]),
    ]
    said = [(told.share(part, of), part / of if of else -1.0) for part, of in shares]
    took = [(told.duration(one), -1.0 if one is None else float(one)) for one in times]
    counts = [(told.number(one), float(one)) for one in (group["received"], still_open)]
    return [*counts, *said[:2], *took, *said[2:]]


class _Number(QTableWidgetItem):
    """Sorted by what it means, not by its letters."""

    def __init__(self, text: str, value: float) -> None:
        super().__init__(text)
        self.setData(_VALUE, value)
        self.setTextAlignment(_RIGHT)

    def __lt__(self, other: QTableWidgetItem) -> bool:
        return float(self.data(_VALUE)) < float(other.data(_VALUE))
