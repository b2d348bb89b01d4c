"""Places in the city: a kelurahan, a point inside it, the streets and landmarks of that corner."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from db.domain.city import Area, City

JITTER = 300.0
"""Metres from a kelurahan's inside point at most."""

_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One corner of the city, with words for it. `lat`, `lng` are WGS 84 degrees."""

    area: Area
    district: str
    lat: float
    lng: float
    street: str
    lane: str
    landmark: str
    block: str

    @property
    def where(self) -> str:
        """A line as a person would write it into an address field."""
        return f"{self.lane} {self.block}, {self.area.name}" if self.block else self.area.name


class Spots:
    """Draws places of a city; `places` names streets, landmarks and low ground."""

    def __init__(self, city: City, places: Mapping[str, Any]) -> None:
        self._areas = city.areas
        parents = {area.parent for area in city.areas.values()}
        self._leaves = [area for area in city.areas.values() if area.code not in parents]
        self._lanes = tuple(places.get("gangs", ()))
        self._any_landmark = tuple(places.get("landmarks", ()))
        self._streets = self._by_area(places.get("street", ()))
        self._landmarks = self._by_area(places.get("landmark", ()))
        wanted = set(places.get("low", ()))
        self._low = [a for a in self._leaves if a.name in wanted] or self._leaves[:8]

    def anywhere(self, rng: Random) -> Spot:
        """A corner of any kelurahan."""
        return self.within(rng.choice(self._leaves), rng)

    def low(self, rng: Random) -> Spot:
        """A corner where water stands after rain."""
        return self.within(rng.choice(self._low), rng)

    def within(self, area: Area, rng: Random, metres: float = JITTER) -> Spot:
        """A corner of this kelurahan."""
        lat, lng = self._point(area, area.lat, area.lng, metres, rng)
        parent = self._areas.get(area.parent or "")
        lane = rng.choice(self._lanes) if self._lanes else area.name
        marks = self._landmarks.get(area.code, ())
        common = self._any_landmark or (area.name,)
        return Spot(
            area,
            parent.name if parent else area.name,
            lat,
            lng,
            rng.choice(self._streets.get(area.code) or (lane,)),
            lane,
            rng.choice(marks if marks and rng.random() < 0.5 else common),
            _block(rng) if self._lanes else "",
        )

    def near(self, spot: Spot, rng: Random) -> Spot:
        """The same corner as somebody else sees it: some 60 m off, the same street."""
        lat, lng = self._point(spot.area, spot.lat, spot.lng, 60.0, rng)
        return replace(spot, lat=lat, lng=lng)

    def _point(
        self, area: Area, lat: float, lng: float, metres: float, rng: Random
    ) -> tuple[float, float]:
        """A point at most so far away whose nearest kelurahan is still this one."""
        reach, turn = metres * math.sqrt(rng.random()), rng.uniform(0, 2 * math.pi)
        for _ in range(5):
            north = reach * math.cos(turn) / _METRES_PER_DEGREE
            east = reach * math.sin(turn) / (_METRES_PER_DEGREE * math.cos(math.radians(lat)))
            found = round(lat + north, 6), round(lng + east, 6)
            if self._nearest(*found) is area:
                return found
            reach /= 2
        return area.lat, area.lng

    def _nearest(self, lat: float, lng: float) -> Area:
        squeeze = math.cos(math.radians(lat)) ** 2
        return min(self._leaves, key=lambda a: (a.lat - lat) ** 2 + (a.lng - lng) ** 2 * squeeze)

    def _by_area(self, table: Any) -> dict[str, tuple[str, ...]]:
        """Names by kelurahan code; "Kec. X" stands for every kelurahan of X."""
        found: dict[str, list[str]] = {}
        for area in self._leaves:
            parent = self._areas.get(area.parent or "")
            ways = {area.name, f"Kec. {parent.name}" if parent else ""}
            found[area.code] = [row["name"] for row in table if ways & set(row["in"])]
        return {code: tuple(names) for code, names in found.items()}


def _block(rng: Random) -> str:
    """A neighbourhood within a kelurahan, as every address here names it."""
    return f"RT {rng.randint(1, 9):02d} RW {rng.randint(1, 12):02d}"
