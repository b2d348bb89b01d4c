"""Moments of the map with streets beneath the cases, and of the sheet that chooses them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from console.app import Program
from console.async_slot import begin
from console.drawn_map import write_drawn_map
from console.map_scenes import MapScenes
from console.pages.basemap_sheet import BasemapSheet
from console.pages.basemaps import Choice, Plan, Shown, Stock

_PATIENCE = 15.0
_CLOSE = 15.5
_ADDRESS = "https://ubin.contoh.go.id/{z}/{x}/{y}.png"


class BasemapScenes(MapScenes):
    """Each shows one moment; `over` ends it. The town of the pictures is an invented one."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._folder = Path(mkdtemp(prefix="liveroom-"))
        finalize(self, rmtree, self._folder, ignore_errors=True)
        self._shown = False

    async def whole(self) -> None:
        """The city over its streets."""
        await super().whole()
        await self._streets()

    async def near(self) -> None:
        """One case among streets and houses."""
        await super().near()
        view = (await self._page()).view
        view.look(replace(view.sight, zoom=_CLOSE))
        await self._streets()

    async def sheet(self) -> None:
        """A file is in force."""
        await self.whole()
        self._frame.basemaps.show()

    async def address(self) -> None:
        """An address is in force, and the city on its way; composed, since that needs a network."""
        await super().whole()
        self._frame.basemaps.show()
        sheet = self._frame.sheet
        if isinstance(sheet, BasemapSheet):
            choice = Choice("web", address=_ADDRESS, attribution="© Kota Contoh")
            sheet.show_shown(Shown(choice, left=912))
            sheet.show_shown(Shown(choice, left=388))
            sheet.web.show_stock(Stock(1_846, 31 * 2**20, 1_790_000_000.0, 256 * 2**20))
            sheet.web.show_plan(Plan(1_300, 912, 7 * 2**20))

    def over(self) -> None:
        """Away with the moment."""
        super().over()
        if self._shown:
            self._shown = False
            begin(self._areas())

    async def _areas(self) -> None:
        await self._program.basemaps.choose(Choice())

    async def _streets(self) -> None:
        """Until they are painted wherever the map looks."""
        self._shown = True
        file, view = self._folder / "kota-contoh.mbtiles", (await self._page()).view
        city = view.city
        if city is not None and not file.exists():
            edges = city.left, city.top, city.right, city.bottom
            await asyncio.get_running_loop().run_in_executor(None, write_drawn_map, file, *edges)
        await self._program.basemaps.choose(Choice("file", file=str(file)))
        waited = 0.0
        while waited < _PATIENCE:
            view.repaint()
            await asyncio.sleep(0.05)
            waited += 0.05
            if view.base_ready:
                return
