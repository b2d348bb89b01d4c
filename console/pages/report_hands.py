"""Reports of a day, a week or a month: asks which and where to, and has the server make it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Denied, Desk, Fault, Offline, StoreFault
from console.pages import links
from console.pages.chooser import file_chooser
from console.pages.figures_source import Source
from console.pages.report_sheet import FORMS, ReportSheet
from console.pages.sheet import SheetPlace
from db.domain.periods import Period
from db.domain.states import Role
from widgets.theme import Theme

READERS = (Role.SUPERVISOR, Role.AGENCY_HEAD, Role.MAYOR, Role.ADMIN)
"""For whom the server makes reports."""


class ReportHands(QObject):
    """Between the sheet and whoever asks the server; `say` tells that a file is there."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        source: Source,
        sheets: SheetPlace,
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._source = theme, desk, source
        self._sheets, self._say = sheets, say

    def ask(self) -> None:
        """Ask which report."""
        role = self._desk.author.role
        if role not in READERS:
            self._say(
                self.tr("Laporan berkala dibuat oleh kepala regu, kepala OPD, atau wali kota.")
            )
            return
        self.show(role)

    def show(self, role: Role) -> ReportSheet:
        """The sheet as it is for a role."""
        today = self._desk.now().astimezone(ZoneInfo(self._desk.city.zone)).date()
        sheet = ReportSheet(self._theme, today, role, self._sheets.page)
        sheet.asked.connect(lambda period, form: self._where(sheet, period, form))
        self._sheets.show(sheet)
        return sheet

    def _where(self, sheet: ReportSheet, period: Period, form: str) -> None:
        title, accept = self.tr("Simpan laporan"), self.tr("Simpan")
        dialog = file_chooser(sheet, title, dict(FORMS)[form], accept)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        name = self.tr("laporan-{city}-{period}").format(
            city=self._desk.city.id, period=period.name
        )
        dialog.selectFile(f"{name}.{form}")
        dialog.fileSelected.connect(lambda path: self.make(sheet, period, form, path))
        dialog.open()

    @async_slot
    async def make(self, sheet: ReportSheet, period: Period, form: str, path: str) -> None:
        """Have it made and written; why it fails is said in the sheet, or without it."""
        sheet.work(True)
        query = {"date": period.first.isoformat(), "form": form}
        try:
            await self._source.report(period.kind, query, Path(path))
        except (Fault, StoreFault) as fault:
            if sheet is self._sheets.current:
                sheet.work(False)
                sheet.refuse(self._why(fault))
            elif isValid(self):  # the whole desk may have gone meanwhile
                self._say(self._why(fault))
            return
        if sheet is self._sheets.current:
            self._sheets.close()
        self._say(self.tr("Tersimpan: {path}").format(path=path))

    def _why(self, fault: Fault | StoreFault) -> str:
        match fault:
            case StoreFault():
                return links.store_fault(fault)
            case Denied():
                return self.tr("Server tidak memberi laporan ini. Masuk lagi, lalu coba lagi.")
            case Offline():
                return self.tr(
                    "Server tidak terjangkau atau masih menghitung, jadi belum ada berkas. "
                    "Coba lagi nanti; angka yang pernah dibuka tetap ada di halaman Angka."
                )
        return self.tr("Jawaban server tidak dapat dibaca. Belum ada berkas.")
