"""A basemap from an address: what is kept of it, what is fetched, and the city fetched ahead."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QGuiApplication

from console.pages.basemaps import Choice, Plan, Stock, Trouble
from console.tile_address import check_address
from console.tile_fetching import Fetching, Line
from console.tile_files import NotTiles, Square
from console.tile_shelf import MOST, TileShelf, open_shelf
from console.web_tiles import WebTiles
from console.worker import Worker

if TYPE_CHECKING:  # what counts with arrays is loaded with the map
    from widgets.map_index import Window

MOST_AHEAD = 6_000
"""Tiles of a city that may be fetched at a time: more is for those who own a map, not for us."""
LOWEST_AHEAD = 9
_USUAL_SIZE = 18_000
_DENSE = 1.5


class Ahead(NamedTuple):
    """What fetching a city takes, and the tiles that are missing."""

    plan: Plan
    missing: list[Square]


class Web:
    """Main thread; `thread` reads and writes what is kept. `open` it before anything else."""

    fetching: Fetching

    def __init__(
        self,
        choice: Choice,
        folder: Path,
        thread: Worker,
        line: Callable[[], Line],
        came: Callable[[Square], None],
        told: Callable[[], None],
    ) -> None:
        self._choice, self._path, self._thread = choice, folder / "tiles.db", thread
        self._line, self._came, self._told = line, came, told
        self._shelf: TileShelf
        self._tiles: WebTiles

    async def open(self) -> WebTiles:
        """The tiles that are kept. Raises NotTiles: something is wrong with address or disk."""
        choice = self._choice
        check_address(choice.address)
        if not choice.attribution.strip():
            raise NotTiles("no_attribution")
        try:
            self._shelf = await self._thread.do(open_shelf, self._path)
        except (OSError, sqlite3.Error) as fault:
            raise NotTiles("no_shelf", file=str(self._path)) from fault
        await self._thread.do(self._shelf.sweep, time.time())
        dense = _density() >= _DENSE
        self._tiles = WebTiles(
            choice.address, choice.attribution.strip(), choice.highest, self._shelf, dense=dense
        )
        self.fetching = Fetching(self._tiles, self._thread, self._line, self._came, self._told)
        return self._tiles

    @property
    def trouble(self) -> Trouble | None:
        """Why tiles are missing, but for a web out of reach."""
        if self.fetching.refused is not None:
            return Trouble(self.fetching.refused.key, self.fetching.refused.facts)
        return Trouble("unkept", {"file": str(self._path)}) if self.fetching.unkept else None

    async def want(self, squares: Sequence[Square]) -> None:
        """These are in view."""
        self.fetching.want(await self._thread.do(self._tiles.due, squares))

    async def stock(self) -> Stock:
        """What is kept."""
        return Stock(*await self._thread.do(self._tiles.stock), MOST)

    async def clear(self) -> None:
        """Away with it."""
        self.fetching.stop_ahead()
        await self._thread.do(self._tiles.clear)

    async def ahead(self, city: Window, highest: int) -> Ahead:
        """What it takes to fetch a piece of the plane up to a zoom."""
        highest = min(highest, self._tiles.facts.highest)
        many = sum(_many(city, zoom) for zoom in range(LOWEST_AHEAD, highest + 1))
        if many > MOST_AHEAD:
            facts: dict[str, str | int] = {"many": many, "most": MOST_AHEAD}
            return Ahead(Plan(many, 0, 0, Trouble("too_many", facts)), [])
        stock = await self.stock()
        each = stock.size / stock.many if stock.many >= 20 else _USUAL_SIZE
        missing = await self._thread.do(self._tiles.due, _inside(city, highest))
        size = round(len(missing) * each)
        room = Trouble("no_room", {"most": MOST // 2**20}) if many * each > MOST else None
        trouble = self.trouble if self.fetching.refused is not None else room
        return Ahead(Plan(many, many - len(missing), size, trouble), missing)

    async def end(self) -> None:
        """Ask nobody any more, and let the file go."""
        await self.fetching.end()
        self._thread.do(self._shelf.close)


def _inside(city: Window, highest: int) -> list[Square]:
    """The tiles of a piece of the plane, the coarse ones first."""
    return [
        Square(zoom, x, y)
        for zoom in range(LOWEST_AHEAD, highest + 1)
        for x in _run(city.left, city.right, zoom)
        for y in _run(city.top, city.bottom, zoom)
    ]


def _many(city: Window, zoom: int) -> int:
    return len(_run(city.left, city.right, zoom)) * len(_run(city.top, city.bottom, zoom))


def _run(first: float, last: float, zoom: int) -> range:
    many = 2**zoom
    return range(max(0, floor(first * many)), min(many - 1, floor(last * many)) + 1)


def _density() -> float:
    """Of the densest screen."""
    return max((one.devicePixelRatio() for one in QGuiApplication.screens()), default=1.0)
