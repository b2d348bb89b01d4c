"""What this desk knows of the city's places by name, with no server: areas, streets, facilities.

Streets are learned from the cases in the cache, a little at a time and beside everything else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from console.async_slot import async_slot
from console.cache import CacheLost
from db.domain.city import City
from db.domain.coordinates import Reading, read_point
from db.domain.gazetteer import Gazetteer, Kind, Match, Named
from db.domain.locating import Found, Locator, smallest
from db.domain.neighbourhood import Near, Neighbourhood
from db.domain.streets import Streets
from db.store import Conn, StoreFault
from db.told_places import NEWEST, Page, told_places

Asked = Callable[[Callable[[Conn], Page]], Awaitable[Page]]
"""Puts a question to the cache, on the thread that reads it."""

_FRESH_S = 300.0
"""For so long what was learned is taken as it is."""
_MOST_CASES = 20_000
_AT_ONCE = 250


class Places(QObject):
    """Answers for one desk; `learned` says that more is known. Main thread only.

    `city` and `person` say whose desk it is now: what was learned is forgotten when another person
    sits down, who may see fewer cases.
    """

    learned = Signal()

    def __init__(self, city: Callable[[], City], person: Callable[[], str], ask: Asked) -> None:
        super().__init__()
        self._city, self._person, self._ask = city, person, ask
        self._learning = asyncio.Lock()
        self._for, self._at = "", float("-inf")
        self._made_of: City | None = None

    # --- answers ---

    def find(self, text: str, most: int = 6) -> list[Match]:
        """Names that somebody may mean who types this, the likeliest first."""
        self._look_up()
        return self._gazetteer.find(text, most)

    def read(self, text: str) -> Reading | None:
        """The point that a text spells, None for what is no coordinates. Raises Misread."""
        city = self._city()
        return read_point(text, (city.lat, city.lng))

    def locate(self, lat: float, lng: float) -> Found:
        """Which area a point lies in, or whose neighbour's."""
        self._look_up()
        return self._locator.find(lat, lng)

    def near(self, lat: float, lng: float) -> list[Near]:
        """What is known near a point, the nearest first."""
        self._look_up()
        return self._neighbourhood.near(lat, lng)

    # --- learning ---

    @async_slot
    async def freshen(self) -> None:
        """Learn beside everything else, when it is time."""
        await self.learn()

    async def learn(self) -> None:
        """Read the streets that the cases of this desk name, unless that was done just now. Whoever
        asks while they are being read waits for it.
        """
        async with self._learning:
            self._look_up()
            if time.monotonic() - self._at >= _FRESH_S:
                await self._learn()

    async def _learn(self) -> None:
        city, person = self._city(), self._person()
        try:
            streets = await self._read_streets()
            loop = asyncio.get_running_loop()
            names = [*known_names(city), *streets.names(city)]
            made = await loop.run_in_executor(None, _made_with_facilities, names, city)
        except (StoreFault, CacheLost):  # told already by the cache itself; areas stay known
            return
        if self._made_of is city and self._person() == person:
            self._gazetteer, self._neighbourhood = made
            self._at = time.monotonic()
            self.learned.emit()

    async def _read_streets(self) -> Streets:
        streets, before, seen = Streets(), NEWEST, 0
        loop = asyncio.get_running_loop()
        while before and seen < _MOST_CASES:
            page = await self._ask(partial(_page, before))
            await loop.run_in_executor(None, streets.take_all, page.told)
            before, seen = page.before, seen + len(page.told)
        return streets

    def _look_up(self) -> None:
        """What is known without any case, as soon as somebody asks, for this city and person."""
        city, person = self._city(), self._person()
        if self._made_of is city and self._for == person:
            return
        self._made_of, self._for, self._at = city, person, float("-inf")
        self._locator = Locator(city)
        self._gazetteer, self._neighbourhood = _made(known_names(city))


def _page(before: int, conn: Conn) -> Page:
    return told_places(conn, before, _AT_ONCE)


def known_names(city: City) -> list[Named]:
    """The names that come with the city pack."""
    own = {area.code for area in smallest(city.areas.values())}
    found = []
    for area in city.areas.values():
        above = city.areas.get(area.parent or "")
        kind = Kind.AREA if area.code in own else Kind.DISTRICT
        within = above.name if above is not None else ""
        found.append(Named(area.name, kind, area.lat, area.lng, area.code, within))
    return found


def _facilities(city: City, locator: Locator) -> list[Named]:
    found = []
    for one in city.facilities.rows:
        area = city.areas.get(locator.find(one.lat, one.lng).area)
        code, within = (area.code, area.name) if area is not None else ("", "")
        found.append(Named(one.name, Kind.FACILITY, one.lat, one.lng, code, within, group=one.kind))
    return found


def _made_with_facilities(names: list[Named], city: City) -> tuple[Gazetteer, Neighbourhood]:
    """Facilities are many, and read when somebody first asks: not on the main thread."""
    return _made([*names, *_facilities(city, Locator(city))])


def _made(names: Iterable[Named]) -> tuple[Gazetteer, Neighbourhood]:
    every = list(names)
    return Gazetteer(every), Neighbourhood(every)
