"""Buku jaga: the handovers and notes of a day, in order, and how far each has come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from PySide6.QtCore import QDate, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Changeover, Day, StoreFault
from console.pages import handover_words as told
from console.pages import links, words
from console.pages.handover_paper import Paper
from console.pages.log_search import LogSearch
from db.domain.city import City
from db.domain.logbook import LONGEST_REMARK, Entry, Kept
from db.domain.refused import Refused
from widgets.banner import Banner
from widgets.empty import Empty
from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.theme import Theme

_ID = Qt.ItemDataRole.UserRole
_AT_ONCE = 20
_ICONS = {"handover": "swap-horizontal", "receipt": "check", "note": "note-text"}


class LogPage(QWidget):
    """The shift log. `taken_up`: a handover that waits for its receipt; `said` a short message."""

    taken_up = Signal(object)
    said = Signal(str)

    def __init__(
        self, theme: Theme, city: City, changeover: Changeover, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._changeover = theme, city, changeover
        self._shown: dict[str, Kept] = {}
        self._written, self._sought, self._whole = "", "", False
        self._texts: dict[str, str] = {}
        self._paper = Paper(self, city, changeover)
        self._paper.said.connect(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.m)
        column.addLayout(self._head(theme))
        self.banner = Banner(theme, self)
        column.addWidget(self.banner)
        column.addWidget(self._body(theme), 1)
        column.addLayout(self._foot(theme))
        changeover.moved.connect(self._moved)

    def begin(self) -> None:
        """The page has come to the front."""
        today = self._changeover.today()
        self._date.setMaximumDate(QDate(today.year, today.month, today.day))
        self.read()

    def focus_first(self) -> None:
        """Keys go to the entries, or on a day without any to where others are; the date itself
        would take letters for months.
        """
        first = self.entries if self.entries.count() else self._today
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def step(self, rows: int) -> None:
        """To another entry."""
        at = self.entries.currentRow() + rows
        self.entries.setCurrentRow(min(max(at, 0), self.entries.count() - 1))

    @property
    def day(self) -> date:
        """The day that is shown."""
        shown = self._date.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: Day) -> None:
        """Show a day, as far as it is known."""
        self._list(day.entries)
        self._empty.show_empty(
            "book-open-variant",
            self.tr("Belum ada catatan pada hari ini"),
            self.tr("Serah terima yang ditandatangani dan catatan jaga tersimpan di sini."),
        )
        if day.whole:
            self.banner.clear()
        else:
            said = self.tr("Server tidak terjangkau: yang tampak hanya yang ada di meja ini.")
            self.banner.show_notice("warning", said)

    def _list(self, entries: Sequence[Kept], known: Sequence[Kept] = ()) -> None:
        """List entries; a receipt stands with its handover, which may be among those `known`."""
        at, self._written = self._written or self._current_id(), ""
        self._shown = {one.entry.id: one for one in (*known, *entries)}
        self.entries.clear()
        for one in entries:
            if one.entry.receipt is None or one.entry.receipt.handover not in self._shown:
                self.entries.addItem(self._item(one))
        self._pages.setCurrentIndex(1 if self.entries.count() else 0)
        rows = range(self.entries.count())
        found = [row for row in rows if self.entries.item(row).data(_ID) == at]
        self.entries.setCurrentRow(found[0] if found else self.entries.count() - 1)

    @async_slot
    async def read(self) -> None:
        """Ask for the day once more, or look once more for the words that are sought."""
        if self._sought:
            await self._show_found()
            return
        day = self.day
        found = await self._changeover.day(day)
        if day == self.day and not self._sought:
            self.show_day(found)

    # --- looking for words ---

    @async_slot
    async def seek(self, words: str) -> None:
        """List what holds all of these words, of all days; "" for the day again."""
        began, self._sought = not self._sought, words
        self._days.setEnabled(not words)
        self.read()
        if words and began:
            self._whole = await self._changeover.gather()
            if isValid(self) and self._sought:
                await self._show_found()

    async def _show_found(self) -> None:
        log, sought = self._changeover.log(), self._sought
        for n, one in enumerate(log):
            if one.entry.id not in self._texts:
                self._texts[one.entry.id] = told.searchable(one.entry, self._city)
                if n % _AT_ONCE == 0:
                    await asyncio.sleep(0)  # a log of weeks takes longer than a key may wait
        if isValid(self) and sought == self._sought:
            self._tell_found(log, sought.casefold().split())

    def _tell_found(self, log: Sequence[Kept], wanted: Sequence[str]) -> None:
        takers = {one.entry.receipt.handover: one for one in log if one.entry.receipt is not None}
        found = []
        for one in log:
            both = (one, takers.get(one.entry.id))
            text = "\n".join(self._texts[each.entry.id] for each in both if each is not None)
            if all(word in text for word in wanted):
                found.append(one)
        self._list(found, log)
        self._empty.show_empty(
            "magnify",
            self.tr("Tidak ada catatan dengan kata-kata itu"),
            self.tr("Esc menghapus kata-kata dan kembali ke harinya."),
        )
        said = self.tr("{n} dari {many} isi buku jaga · 35 hari terakhir")
        if not self._whole:
            said = self.tr("{n} dari {many} isi buku jaga yang ada di meja ini")
        said = said.format(n=self.entries.count(), many=_own(log))
        self.banner.show_notice("info" if self._whole else "warning", said)

    @async_slot
    async def _write(self) -> None:
        text = self.note.text()
        try:
            self._written = (await self._changeover.note(text)).entry.id
        except Refused as no:
            self.said.emit(words.refusal(no.key, no.facts, self._city))
            return
        except StoreFault as fault:
            self.said.emit(links.store_fault(fault))
            return
        self.note.clear()
        self.search.clear()
        self.today()

    @Slot()
    def today(self) -> None:
        """Back to the day it is."""
        self._go(self._changeover.today())

    def _go(self, day: date) -> None:
        shown = QDate(day.year, day.month, day.day)
        if shown == self._date.date():
            self.read()
        else:
            self._date.setDate(shown)

    @Slot()
    def _moved(self) -> None:
        if self.isVisible():
            self.read()

    # --- one entry ---

    def _item(self, one: Kept) -> QListWidgetItem:
        entry, receipt = one.entry, self._receipt(one)
        parts = [f"{told.local(entry.at, self._city)}  {entry.by.name}"]
        if entry.handover is not None:
            parts.append(told.title(entry.handover, self._city))
            took = self.tr("Diterima oleh {who}")
            waits = self.tr("Belum diterima")
            parts.append(took.format(who=receipt.entry.by.name) if receipt else waits)
        elif entry.receipt is not None:
            parts.append(self.tr("Menerima serah terima"))
        else:
            parts.append(entry.note)
        parts.append(told.standing(one))
        item = QListWidgetItem("\n".join(filter(None, parts)))
        item.setIcon(self._theme.icons.icon(_ICONS[entry.kind], "accent"))
        item.setData(_ID, entry.id)
        return item

    def _receipt(self, one: Kept) -> Kept | None:
        """The receipt of a handover, if somebody has signed it."""
        for other in self._shown.values():
            signed = other.entry.receipt
            if signed is not None and signed.handover == one.entry.id and not other.refused:
                return other
        return None

    def _current(self) -> Kept | None:
        return self._shown.get(self._current_id())

    def _current_id(self) -> str:
        item = self.entries.currentItem()
        return str(item.data(_ID)) if self.entries.currentRow() >= 0 else ""

    @Slot()
    def _show_entry(self) -> None:
        one = self._current()
        handover = one is not None and one.entry.handover is not None
        receipt = self._receipt(one) if one is not None else None
        self._print.setVisible(handover)
        self._take.setVisible(handover and receipt is None)
        if one is None:
            self.text.clear()
        elif one.entry.handover is not None:
            self.text.setHtml(told.paper(one.entry, receipt, self._city))
        else:
            self.text.setHtml(self._note_html(one.entry))

    def _note_html(self, entry: Entry) -> str:
        said = entry.note or (entry.receipt.remark if entry.receipt is not None else "")
        head = f"{told.signer(entry.by)}, {told.local(entry.at, self._city)}"
        body = escape(said).replace("\n", "<br>")
        return f"<p><b>{escape(head)}</b></p><p>{body}</p>"

    @Slot()
    def _ask_print(self) -> None:
        one = self._current()
        if one is not None and one.entry.handover is not None:
            self._paper.ask(one.entry, self._receipt(one))

    @Slot()
    def _take_up(self) -> None:
        one = self._current()
        if one is not None:
            self.taken_up.emit(one.entry)

    # --- building ---

    def _head(self, theme: Theme) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.space.s)
        self._days = QWidget(self)
        row = QHBoxLayout(self._days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s)
        for icon, name, days in (
            ("chevron-left", self.tr("Hari sebelumnya"), -1),
            ("chevron-right", self.tr("Hari berikutnya"), 1),
        ):
            button = QToolButton(self)
            button.setIcon(theme.icons.icon(icon, "main"))
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda _=False, days=days: self._turn(days))
            row.addWidget(button)
        today = self._changeover.today()
        self._date = QDateEdit(QDate(today.year, today.month, today.day), self)
        self._date.setDisplayFormat("ddd d MMM yyyy")
        self._date.setLocale(QLocale())
        self._date.setAccessibleName(self.tr("Hari buku jaga"))
        self._date.dateChanged.connect(self.read)
        row.insertWidget(1, self._date)
        self._today = QPushButton(self.tr("Hari ini"), self)
        self._today.clicked.connect(self.today)
        row.addWidget(self._today)
        head.addWidget(self._days)
        self.search = LogSearch(theme, self)
        self.search.sought.connect(self.seek)
        self.search.left.connect(self.focus_first)
        head.addWidget(self.search)
        head.addWidget(KeyHint(theme, "/", self))
        head.addStretch(1)
        self._take = QPushButton(self.tr("Terima serah terima ini"), self)
        self._take.setProperty("kind", "primary")
        self._take.clicked.connect(self._take_up)
        self._print = QPushButton(self.tr("Simpan PDF …"), self)
        self._print.setIcon(theme.icons.icon("file-pdf-box", "main"))
        self._print.clicked.connect(self._ask_print)
        head.addWidget(self._print)
        head.addWidget(self._take)
        return head

    def _turn(self, days: int) -> None:
        day = self.day + timedelta(days=days)
        if day <= self._changeover.today():
            self._go(day)

    def _body(self, theme: Theme) -> QStackedWidget:
        self._pages = QStackedWidget(self)
        self._empty = Empty(theme, self)
        self._pages.addWidget(self._empty)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        self.entries = QListWidget(both)
        self.entries.setAccessibleName(self.tr("Isi buku jaga"))
        self.entries.setWordWrap(True)
        self.entries.setSpacing(2)
        self.entries.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entries.currentRowChanged.connect(self._show_entry)
        self.text = QTextBrowser(both)
        self.text.setAccessibleName(self.tr("Catatan terpilih"))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(theme.space.l)
        both.setSizes([theme.px(360), theme.px(800)])
        both.setStretchFactor(1, 1)
        self._pages.addWidget(both)
        return self._pages

    def _foot(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        row.addWidget(label(self.tr("Catatan jaga"), theme.fonts.text, self, "secondary"))
        self.note = QLineEdit(self)
        self.note.setMaxLength(LONGEST_REMARK)
        self.note.setPlaceholderText(self.tr("Apa yang perlu diketahui giliran ini dan berikutnya"))
        self.note.setAccessibleName(self.tr("Catatan jaga"))
        self.note.returnPressed.connect(self._write)
        row.addWidget(self.note, 1)
        keep = QPushButton(self.tr("Catat"), self)
        keep.clicked.connect(self._write)
        row.addWidget(keep)
        return row


def _own(log: Sequence[Kept]) -> int:
    """Entries that stand for themselves: a receipt is told with its handover."""
    ids = {one.entry.id for one in log}
    return sum(one.entry.receipt is None or one.entry.receipt.handover not in ids for one in log)
