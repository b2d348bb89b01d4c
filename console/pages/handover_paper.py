"""A handover as a file, PDF, XLSX or CSV: asks where to, and has it written."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from console.async_slot import async_slot
from console.desk import Changeover, StoreFault
from console.pages import handover_tables, links
from console.pages import handover_words as told
from console.pages.chooser import file_chooser
from db.domain.city import City
from db.domain.logbook import Entry, Kept

_NAMES = "PDF (*.pdf);;XLSX (*.xlsx);;CSV (*.csv)"


class Paper(QObject):
    """`said` what became of it."""

    said = Signal(str)

    def __init__(self, page: QWidget, city: City, changeover: Changeover) -> None:
        super().__init__(page)
        self._page, self._city, self._changeover = page, city, changeover

    def ask(self, entry: Entry, receipt: Kept | None) -> None:
        """Ask where a signed handover is to be saved, then save it."""
        title, accept = self.tr("Simpan serah terima"), self.tr("Simpan")
        dialog = file_chooser(self._page, title, _NAMES, accept)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.filterSelected.connect(
            lambda name: dialog.setDefaultSuffix(name[:4].strip().lower())
        )
        dialog.selectFile(self.tr("serah-terima-{at}").format(at=f"{entry.at:%Y%m%d-%H%M}"))
        dialog.fileSelected.connect(lambda path: self._write(entry, receipt, path))
        dialog.open()

    @async_slot
    async def _write(self, entry: Entry, receipt: Kept | None, path: str) -> None:
        try:
            if path.lower().endswith((".xlsx", ".csv")):
                rows = handover_tables.tables(entry, receipt, self._city)
                await self._changeover.write(rows, path)
            else:
                await self._print(entry, receipt, path)
        except StoreFault as fault:
            self.said.emit(links.store_fault(fault))
            return
        self.said.emit(self.tr("Tersimpan: {path}").format(path=path))

    async def _print(self, entry: Entry, receipt: Kept | None, path: str) -> None:
        assert entry.handover is not None, "an entry that is a handover"
        html = told.paper(entry, receipt, self._city)
        title, foot = told.title(entry.handover, self._city), told.foot(entry, self._city)
        await self._changeover.print(html, title, foot, path)
