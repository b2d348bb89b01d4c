"""Moments of facilities: on the map, one of them in hand, found by name, nearest to a case."""

from __future__ import annotations

import asyncio

from console.map_scenes import MapScenes
from console.pages.intake import IntakeSheet
from db.domain.case import Place
from db.domain.nearby import nearby_case
from db.domain.states import Lane

_WAIT = 0.05
_LONGEST = 15.0


class FacilityScenes(MapScenes):
    """Each shows one moment; `over` ends it."""

    async def whole(self) -> None:
        """The city from afar, without a case in hand."""
        page = await self._page()
        page.facilities.leave()
        page.view.show_all()

    async def near(self) -> None:
        """One in hand, so near that names are there."""
        page = await self._page()
        rows = self._program.desk.city.facilities.rows
        page.facilities.show(next(n for n, row in enumerate(rows) if row.kind == "hospital"))

    async def sheet(self) -> None:
        """All of them by name, and the kinds on the map."""
        await self.whole()
        self._frame.facilities.find()

    async def of_case(self) -> None:
        """The page of a case that needs help, with where it is to be had."""
        frame, desk = self._frame, self._program.desk
        best, most = "", 0
        for lane in (Lane.ROOM, Lane.OPD, Lane.WORK):
            for case in frame.board.ids_of(lane):
                view = await desk.view(case)
                many = len(nearby_case(view.case, desk.city).found) if view is not None else 0
                if many > most:
                    best, most = case, many
        if best:
            await self._open(best)

    async def call(self) -> None:
        """A call about a fire, and who is near it."""
        frame, city = self._frame, self._program.desk.city
        frame.take_call()
        sheet = frame.sheet
        if isinstance(sheet, IntakeSheet):
            area = next(area for area in city.areas.values() if area.parent)
            said = "Ada kebakaran di rumah tetangga, api besar, tolong cepat."
            sheet.fill(said, Place("Jl. Daan Mogot", area=area.code))

    async def _open(self, case: str) -> None:
        page, waited = self._frame.case_page, 0.0
        self._frame.open_case(case)
        while (page.view is None or page.view.case.id != case) and waited < _LONGEST:
            await asyncio.sleep(_WAIT)
            waited += _WAIT

    def over(self) -> None:
        """Away with the moment."""
        page = self._frame.map.page
        if page is not None:
            page.facilities.leave()
