"""The lines of a handover under their reasons, as a tree that keys walk through."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from console.pages import handover_words as told
from db.domain.city import City
from db.domain.handover import Handover, Line, Waiting, Why
from widgets.theme import Theme

_LINE = Qt.ItemDataRole.UserRole
_WIDTHS = (190, 300)
"""Pixels of the first columns at 100 %; the reason takes the rest."""


class HandoverLines(QTreeWidget):
    """`chosen` when another line is current (its case, or ""), `looked` when one is opened."""

    chosen = Signal(str)
    looked = Signal(str)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._city = theme, city
        self._items: dict[str, QTreeWidgetItem] = {}
        self._ticks = False
        self.setAccessibleName(self.tr("Baris serah terima"))
        self.setProperty("kind", "bare")
        self.setHeaderLabels([self.tr("Kasus"), self.tr("Perihal"), self.tr("Alasan dan catatan")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionsMovable(False)
        for at, width in enumerate(_WIDTHS):
            self.header().resizeSection(at, theme.px(width))
        self.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(self._moved)
        self.itemActivated.connect(self._activated)

    def show_handover(self, given: Handover, opened: Collection[str], *, ticks: bool) -> None:
        """All lines; with `ticks`, critical ones say whether they have been opened."""
        at = self.current()
        self._ticks = ticks
        self.blockSignals(True)
        self.clear()
        self._items.clear()
        for why in Why:
            self._group(why, [line for line in given.lines if line.why is why])
        self._outbox(given.waiting)
        for line in given.lines:
            self.mark(line, line.case in opened)
        self.blockSignals(False)
        self.choose(at if at in self._items else next(iter(self._items), ""))

    def mark(self, line: Line, opened: bool) -> None:
        """Whether a line has been opened, and what was remarked on it."""
        item = self._items[line.case]
        reasons = "\n".join(told.reason(one, self._city) for one in line.reasons)
        if line.secret:
            reasons = self.tr("Rincian hanya bagi yang berhak")
        remark = f"\n“{line.remark}”" if line.remark else ""
        item.setText(2, reasons + remark)
        icon, role, word = self._picture(line, opened)
        if icon:
            item.setIcon(0, self._theme.icons.icon(icon, role))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{line.number}, {word}")

    def current(self) -> str:
        """Id of the case on whose line the officer is, or ""."""
        item = self.currentItem()
        return str(item.data(0, _LINE) or "") if item is not None else ""

    def choose(self, case: str) -> None:
        """Make a line current; "" for none."""
        item = self._items.get(case)
        if item is not None:
            self.setCurrentItem(item)
        self.chosen.emit(self.current())

    def step(self, rows: int) -> None:
        """To another line, over the headings."""
        cases = list(self._items)
        if cases:
            at = cases.index(self.current()) if self.current() in cases else -1
            self.choose(cases[min(max(at + rows, 0), len(cases) - 1)])

    def _picture(self, line: Line, opened: bool) -> tuple[str, str, str]:
        if not line.critical:
            return "circle-small", "secondary", self.tr("tidak kritis")
        if self._ticks and opened:
            return "check-circle-outline", "accent", self.tr("kritis, sudah dibuka")
        return "alert-outline", "main", self.tr("kritis")

    def _group(self, why: Why, lines: list[Line]) -> None:
        if not lines:
            return
        self._heading(f"{told.section(why)} · {len(lines)}")
        for line in lines:
            item = QTreeWidgetItem([line.number, told.about(line, self._city)])
            item.setData(0, _LINE, line.case)
            item.setFont(0, self._theme.fonts.figure)
            for at in range(3):
                item.setTextAlignment(at, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self.addTopLevelItem(item)
            self._items[line.case] = item

    def _outbox(self, items: tuple[Waiting, ...]) -> None:
        if not items:
            return
        self._heading(self.tr("Kotak keluar belum kosong · {n}").format(n=len(items)))
        for one in items:
            item = QTreeWidgetItem([told.waiting(one, self._city)])
            item.setIcon(0, self._theme.icons.icon("tray-arrow-up", "secondary"))
            self._across(item)

    def _heading(self, text: str) -> None:
        item = QTreeWidgetItem([text])
        item.setFont(0, self._theme.fonts.strong)
        self._across(item)

    def _across(self, item: QTreeWidgetItem) -> None:
        """A row that is read and not chosen, in one piece."""
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        for at in range(1, self.columnCount()):  # readers go through cells that nobody sees
            item.setData(at, Qt.ItemDataRole.AccessibleTextRole, item.text(0))

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _moved(self, *_items: QTreeWidgetItem) -> None:
        self.chosen.emit(self.current())

    @Slot(QTreeWidgetItem, int)
    def _activated(self, item: QTreeWidgetItem, _column: int) -> None:
        case = str(item.data(0, _LINE) or "")
        if case:
            self.looked.emit(case)
