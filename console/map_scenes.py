"""Moments of the map: as it is, with one case, with none, and in a flood."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from random import Random

from PySide6.QtCore import QPointF

from console.app import Program
from console.desk import flags_of
from console.pages.frame import DeskFrame
from console.pages.map import MapPage
from console.pages.map_layers import Layer
from db.domain.brief import brief
from db.domain.locating import smallest
from db.domain.states import State, lane
from widgets.filter_bar import Filters

_FLOOD = 2_000
_SPREAD = 0.0035
"""Degrees around a kelurahan's point within which most of a flood's cases lie."""
_PATIENCE = 15.0
_STATES = (
    State.RECEIVED, State.RECEIVED, State.FORWARDED, State.FORWARDED, State.ACCEPTED,
    State.ON_SITE, State.SCHEDULED, State.AWAITING_VALIDATION, State.RESOLVED, State.RETURNED,
)  # fmt: skip


class MapScenes:
    """Each shows one moment; `over` ends it."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._undo: Callable[[], None] = lambda: None

    async def whole(self) -> None:
        """The city with the cases that are open now, one of them chosen."""
        page = await self._page()
        page.view.show_all()
        page.step(0)
        page.view.show_all()

    async def near(self) -> None:
        """One case in the middle, and what is around it."""
        page = await self._page()
        page.step(2)

    async def chosen(self) -> None:
        """The cases of a kecamatan, chosen together."""
        page = await self._page()
        page.step(0)
        page.selection.take_area()
        page.selection.take_area()
        page.view.show_all()
        self._undo = page.selection.clear

    async def ring(self) -> None:
        """What lies within a distance of a case, and how far it is to the corner of the view."""
        page = await self._page()
        page.step(0)
        page.rulers.resize(1)
        page.rulers.resize(3)
        page.view.look(replace(page.view.sight, zoom=page.view.sight.zoom - 1.5))
        page.rulers.toggle_line()
        page.view.hovered.emit(*page.view.on_plane(QPointF(page.view.width() * 0.8, 120)))
        self._undo = page.rulers.end

    async def empty(self) -> None:
        """Nothing passes the filters."""
        page = await self._page()
        page.filters.set_filters(Filters(text="zzzz"))
        page.view.show_all()
        await asyncio.sleep(0.3)

    async def flood(self) -> None:
        """Two thousand cases, as after a night of rain."""
        page, desk, book = await self._page(), self._program.desk, self._program.book
        rng, areas = Random(7), smallest(desk.city.areas.values())
        view = await desk.view(next(iter(book.columns)))
        if view is None:
            return
        one, made, points = brief(view.case), [], {}
        for n in range(_FLOOD):
            state = rng.choice(_STATES)
            area = areas[int(rng.betavariate(1.2, 2.4) * len(areas))]
            row = one._replace(
                id=f"shown {n}", number=f"TNG-26-{n:06}", state=state.value,
                lane=lane(state).value, area=area.code, placed=True, secret=False,
            )  # fmt: skip
            made.append((row, flags_of(row)))
            points[row.id] = (area.lat + rng.gauss(0, _SPREAD), area.lng + rng.gauss(0, _SPREAD))
        book.put(made)
        page.learn(points)
        self._undo = lambda: book.put((), list(points))
        page.view.show_all()
        await asyncio.sleep(0.5)

    async def heat(self) -> None:
        """How densely the cases lie."""
        await self._layer("heat")

    async def open(self) -> None:
        """How many cases are open in each kelurahan."""
        await self._layer("open")

    async def open_large(self) -> None:
        """The same for each kecamatan, in a flood."""
        await self.flood()
        await self._layer("open")
        (await self._page()).switch_areas()

    async def months(self) -> None:
        """What came in this month against the last one, by kecamatan: there is more to compare."""
        await self._layer("months")
        page, waited = await self._page(), 0.0
        page.layers.choose_level(large=True)
        while not page.layers.told and waited < _PATIENCE:
            await asyncio.sleep(0.05)
            waited += 0.05

    async def rising(self) -> None:
        """What rises, in the list beside the map and outlined on it."""
        page = await self._risen()
        page.view.show_all()
        page.show_rising()

    async def risen(self) -> None:
        """The cases behind one of these."""
        page = await self._risen()
        page.show_rising()
        page.rising.list.row_opened.emit(page.rising.list.currentIndex())
        self._undo = page.behind.left.emit
        await asyncio.sleep(0.5)

    async def _risen(self) -> MapPage:
        page, waited = await self._page(), 0.0
        while not page.rising.rising:
            page.rising.look()
            await asyncio.sleep(0.05)
            waited += 0.05
            if waited > _PATIENCE:
                raise LookupError("nothing rises in this city")
        return page

    async def _layer(self, name: str) -> None:
        """A layer over the whole city, until the moment is over."""
        page, before = await self._page(), self._undo

        def undo() -> None:
            before()
            page.layers.choose_level(large=False)
            page.layers.choose(Layer.CASES)

        self._undo = undo
        page.show_layer(name)
        page.view.show_all()
        await asyncio.sleep(0.3)

    def over(self) -> None:
        """Away with the moment."""
        self._undo()
        self._undo = lambda: None

    @property
    def _frame(self) -> DeskFrame:
        frame = self._program.frame
        if frame is None:
            raise LookupError("nobody has signed in, so there is no desk to draw")
        return frame

    async def _page(self) -> MapPage:
        """The map, as soon as it shows its cases."""
        self._frame.go("map")
        waited = 0.0
        while (page := self._frame.map.page) is None or not page.settled:
            await asyncio.sleep(0.05)
            waited += 0.05
            if waited > _PATIENCE:
                raise LookupError("the map was not ready in time")
        return page
