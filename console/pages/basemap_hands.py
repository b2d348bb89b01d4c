"""Opens the sheet of basemaps, and does what is chosen there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from console.async_slot import async_slot
from console.pages import basemap_words as words
from console.pages.basemap_sheet import BasemapSheet
from console.pages.basemaps import Basemaps, Choice
from console.pages.map_place import MapPlace
from console.pages.sheet import SheetPlace
from widgets.theme import Theme

if TYPE_CHECKING:  # what counts with arrays is loaded with the map
    from widgets.map_index import Window

_SOON_MS = 400


class BasemapHands(QObject):
    """Between the map, the sheet, and whoever has the basemaps."""

    def __init__(
        self, theme: Theme, basemaps: Basemaps, place: MapPlace, sheets: SheetPlace
    ) -> None:
        super().__init__(place)
        self._theme, self._basemaps, self._place, self._sheets = theme, basemaps, place, sheets
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._count)
        place.base_asked.connect(self.show)
        place.loaded.connect(self._give)
        basemaps.told.connect(self._tell)

    @Slot()
    def show(self) -> None:
        """Ask what is to lie beneath the cases."""
        sheet = BasemapSheet(self._theme, self._basemaps.shown, self._sheets.page)
        sheet.chosen.connect(self._choose)
        sheet.web.cleared.connect(self._clear)
        sheet.web.planned.connect(self._plan)
        sheet.web.fetch_asked.connect(self._fetch)
        sheet.web.stop_asked.connect(self._basemaps.stop)
        self._sheets.show(sheet)
        self._count()

    @Slot()
    def _give(self) -> None:
        if self._place.page is not None:
            self._place.page.view.set_base(self._basemaps)

    @Slot()
    def _tell(self) -> None:
        if isinstance(self._sheets.current, BasemapSheet):
            self._sheets.current.show_shown(self._basemaps.shown)
            self._soon.start()

    @property
    def _city(self) -> Window | None:
        return self._place.page.view.city if self._place.page is not None else None

    @property
    def _sheet(self) -> BasemapSheet | None:
        sheet = self._sheets.current
        return sheet if isinstance(sheet, BasemapSheet) else None

    @async_slot
    async def _count(self) -> None:
        """What is kept, and what the city takes, as far as anybody looks at it."""
        if self._sheet is None or self._basemaps.shown.choice.kind != "web":
            return
        stock = await self._basemaps.stock()
        if self._sheet is not None:
            self._sheet.web.show_stock(stock)
            self._plan(self._sheet.web.zoom)

    @async_slot
    async def _plan(self, zoom: int) -> None:
        if self._city is not None:
            plan = await self._basemaps.plan(self._city, zoom)
            if self._sheet is not None and self._sheet.web.zoom == zoom:
                self._sheet.web.show_plan(plan)

    @async_slot
    async def _fetch(self, zoom: int) -> None:
        if self._city is not None:
            await self._basemaps.fetch(self._city, zoom)

    @async_slot
    async def _clear(self) -> None:
        await self._basemaps.clear()

    @async_slot
    async def _choose(self, choice: Choice) -> None:
        trouble = await self._basemaps.choose(choice)
        sheet = self._sheet
        if sheet is None:
            return
        if trouble is None:
            sheet.banner.clear()
            sheet.show_shown(self._basemaps.shown)
        else:
            sheet.show_shown(self._basemaps.shown)
            sheet.refuse(words.trouble(trouble))
