"""Opens the sheets of reports by e-mail, and does what is asked there."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Denied, Desk, Fault, Offline
from console.pages import words
from console.pages.mailing_new import NewMailingSheet
from console.pages.mailing_sheet import MailingSheet
from console.pages.sheet import Sheet, SheetPlace
from db.domain.mailings import Mailing, Mailings, Terms
from db.domain.refused import Refused
from widgets.theme import Theme

_AGAIN_MS = 5_000
"""While the sheet is open: what became of what was just asked for."""


class Office(Protocol):
    """Who has the schedules. What asks the server raises Refused and Fault."""

    @property
    def may(self) -> bool: ...
    async def all(self) -> Mailings: ...
    async def keep(self, id: str, terms: Terms) -> None: ...
    async def remove(self, id: str) -> None: ...
    async def run(self, id: str) -> int: ...


class MailingHands(QObject):
    """`say` tells in a word what came of it."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        office: Office,
        sheets: SheetPlace,
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._office = theme, desk, office
        self._sheets, self._say = sheets, say
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self._look)
        sheets.closed.connect(self._again.stop)

    @Slot()
    def show(self) -> None:
        """The schedules, and what was sent of late."""
        if not self._office.may:
            self._say(words.refusal("not_allowed", {}, self._desk.city))
            return
        self._open()
        self._look()

    def show_as(self, shown: Mailings) -> None:
        """The sheet with these, as the server might have them."""
        self._open().show_mailings(shown)
        self._again.stop()

    @Slot()
    def ask_new(self) -> None:
        """What one more is to be."""
        sheet = NewMailingSheet(self._theme, self._desk.city, self._sheets.page)
        sheet.made.connect(self._keep)
        self._sheets.show(sheet)

    def _open(self) -> MailingSheet:
        sheet = MailingSheet(self._theme, self._desk.city, self._sheets.page)
        sheet.new_asked.connect(self.ask_new)
        sheet.pause_asked.connect(self._pause)
        sheet.run_asked.connect(self._run)
        sheet.remove_asked.connect(self._remove)
        self._sheets.show(sheet)
        self._again.start()
        return sheet

    @property
    def _sheet(self) -> MailingSheet | None:
        sheet = self._sheets.current
        return sheet if isinstance(sheet, MailingSheet) else None

    @async_slot
    async def _look(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        try:
            found = await self._office.all()
        except (Refused, Fault) as no:
            if sheet is self._sheet:
                sheet.show_fault(self._sentence(no))
            return
        if sheet is self._sheet:
            sheet.show_mailings(found)

    @async_slot
    async def _keep(self, terms: Terms) -> None:
        sheet = self._sheets.current
        if sheet is None:
            return
        sheet.setEnabled(False)  # the same key twice
        try:
            await self._office.keep(str(uuid.uuid4()), terms)
        except (Refused, Fault) as no:
            here = sheet if sheet is self._sheets.current else None
            self._tell(no, here)
            if here is not None:
                here.setEnabled(True)
                here.begin()
            return
        self._say(self.tr("Laporan dijadwalkan"))
        if sheet is self._sheets.current:
            self.show()

    @async_slot
    async def _pause(self, one: Mailing) -> None:
        terms = replace(one.terms, paused=not one.terms.paused)
        done = self.tr("Jadwal dijeda") if terms.paused else self.tr("Jadwal dilanjutkan")
        await self._do(self._office.keep(one.id, terms), done)

    @async_slot
    async def _run(self, one: Mailing) -> None:
        try:
            many = await self._office.run(one.id)
        except (Refused, Fault) as no:
            self._tell(no, self._sheet)
            return
        sent = self.tr("{n} surat dikirim; hasilnya tampil di bawah").format(n=many)
        self._say(sent if many else self.tr("Semua penerima sudah menerimanya"))
        self._look()

    @async_slot
    async def _remove(self, one: Mailing) -> None:
        await self._do(self._office.remove(one.id), self.tr("Jadwal dihapus"))

    async def _do(self, work: Awaitable[None], done: str) -> None:
        try:
            await work
        except (Refused, Fault) as no:
            self._tell(no, self._sheet)
            return
        self._say(done)
        self._look()

    def _tell(self, no: Refused | Fault, sheet: Sheet | None) -> None:
        """In its sheet, or without it where that was closed meanwhile."""
        if sheet is not None:
            sheet.refuse(self._sentence(no))
        elif isValid(self):  # the whole desk may have gone, too
            self._say(self._sentence(no))

    def _sentence(self, no: Refused | Fault) -> str:
        """Why it did not happen, and what to do."""
        if isinstance(no, Refused):
            return words.refusal(no.key, no.facts, self._desk.city)
        if isinstance(no, Denied):
            return words.refusal("not_allowed", {}, self._desk.city)
        if isinstance(no, Offline):
            return self.tr("Server tidak terjangkau. Jadwal ada di server; coba lagi nanti.")
        return self.tr("Server ini belum mengirim laporan. Perbarui servernya.")
