"""The map as a picture to keep or to print: asks where to, and has it written."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFileDialog

from console.async_slot import async_slot
from console.desk import StoreFault
from console.pages import links
from console.pages.chooser import file_chooser
from db.domain.city import City

if TYPE_CHECKING:
    from console.pages.map import MapPage

SavePicture = Callable[[str, QImage, str], Awaitable[None]]
"""Writes a picture with this title to a path, as what its name ends with. Raises StoreFault."""

_TURNS, _TURN_S = 120, 0.02
"""So long parts of the ground are waited for that come from elsewhere."""
_ON_PAPER = 3


class MapPaper(QObject):
    """`said` what became of it."""

    said = Signal(str)

    def __init__(self, city: City, now_ms: Callable[[], int], save: SavePicture) -> None:
        super().__init__()
        self._city, self._now, self._save = city, now_ms, save

    def ask(self, page: MapPage) -> None:
        """Ask where the map is to be saved and as what, then save it."""
        kinds = self._kinds()
        dialog = file_chooser(page, self.tr("Simpan peta"), ";;".join(kinds), self.tr("Simpan"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        at = self._local()
        dialog.selectFile(self.tr("peta-{at}").format(at=f"{at:%Y%m%d-%H%M}"))
        dialog.setDefaultSuffix("pdf")
        dialog.filterSelected.connect(
            lambda kind: dialog.setDefaultSuffix("pdf" if "pdf" in kind else "png")
        )
        dialog.fileSelected.connect(
            lambda path: self._write(page, path, kinds.get(dialog.selectedNameFilter(), 1))
        )
        dialog.open()

    def _kinds(self) -> dict[str, int]:
        """How many px stand for one of the screen's, by the word for a kind of file."""
        png = self.tr("PNG, {n} kali ukuran layar (*.png)")
        return {
            self.tr("PDF, A4 (*.pdf)"): _ON_PAPER,
            self.tr("PNG, seperti di layar (*.png)"): 1,
            **{png.format(n=times): times for times in (2, 4)},
        }

    @async_slot
    async def _write(self, page: MapPage, path: str, ratio: int) -> None:
        title = self.tr("{city} · peta kasus").format(city=self._city.name)
        image = await self._picture(page, title, ratio)
        try:
            await self._save(path, image, title)
        except StoreFault as fault:
            self.said.emit(links.store_fault(fault))
            return
        self.said.emit(self.tr("Tersimpan: {path}").format(path=path))

    async def _picture(self, page: MapPage, title: str, ratio: int) -> QImage:
        view = page.view
        aside = QImage(1, 1, QImage.Format.Format_RGB32)
        for _ in range(_TURNS):
            painter = QPainter(aside)
            ready = view.paint_on(painter, ratio)
            painter.end()
            if ready and view.base_ready:
                break
            await asyncio.sleep(_TURN_S)
        return page.printed(title, self._lines(page), ratio)

    def _lines(self, page: MapPage) -> tuple[str, str]:
        """When this was, what is left out, and how many cases are where."""
        when = self.tr("Pada {when}").format(when=f"{self._local():%d/%m/%Y %H.%M %Z}")
        filters = page.filters.in_words() or self.tr("semua kasus terbuka")
        number = QLocale().toString
        said = self.tr("{n} kasus di peta, {astray} tanpa titik. Kasus rahasia tidak ditampilkan.")
        on_map, astray = page.counts()
        counts = said.format(n=number(on_map), astray=number(astray))
        which = self.tr("Saringan: {filters}").format(filters=filters)
        return f"{when} · {which}", counts

    def _local(self) -> datetime:
        now = datetime.fromtimestamp(self._now() / 1000, UTC)
        return now.astimezone(ZoneInfo(self._city.zone))
