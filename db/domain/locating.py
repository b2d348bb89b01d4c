"""Which area a point lies in: by its boundary where that is known, else the nearest by guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import cos, radians
from typing import NamedTuple

from db.domain.case import Place
from db.domain.city import Area, City
from db.domain.polygons import METRES_A_DEGREE, Shape, metres_between

NEAR_METRES = 150.0
"""A point in a gap between boundaries, or just off the city, still is of the area beside it."""

_CELLS = 48
_REACH = 3.0
_FARTHEST_METRES = 5_000.0


class Found(NamedTuple):
    """The area of a point ("" when it lies outside the city) and whether that is only a guess.

    `neighbour` is the city or regency it lies in instead, "" when nobody knows.
    """

    area: str
    approximate: bool = False
    neighbour: str = ""


class Locator:
    """Answers for one city; make it once, a question costs some microseconds."""

    def __init__(self, city: City) -> None:
        self._bounds = city.bounds
        self._shapes = _Grid(city.boundaries.areas.items())
        self._beside = _Grid((n.name, n.shape) for n in city.boundaries.neighbours)
        self._areas = smallest(city.areas.values())
        self._reach: dict[str, float] = {}

    def find(self, lat: float, lng: float) -> Found:
        """Where a point (degrees, WGS 84) lies."""
        area = self._shapes.at(lng, lat)
        if area:
            return Found(area)
        neighbour = self._beside.at(lng, lat)
        if neighbour:
            return Found("", neighbour=neighbour)
        if not self._shapes.empty:
            area = self._shapes.nearest(lng, lat, NEAR_METRES)
            return Found(area, approximate=bool(area))
        return self._guess(lat, lng)

    def within(self, lat: float, lng: float, metres: float) -> bool:
        """Whether a point is in the city, or not farther from it; without boundaries its box."""
        if not self._shapes.empty:
            return bool(self._shapes.at(lng, lat) or self._shapes.nearest(lng, lat, metres))
        south, west, north, east = self._bounds
        on_box = (max(west, min(east, lng)), max(south, min(north, lat)))
        return metres_between((lng, lat), on_box) <= metres

    def _guess(self, lat: float, lng: float) -> Found:
        """By the areas' points alone; none where even the nearest is too far to be meant."""
        south, west, north, east = self._bounds
        if not self._areas or not (south <= lat <= north and west <= lng <= east):
            return Found("")
        nearest = min(self._areas, key=lambda area: _apart(area, lat, lng))
        if _apart(nearest, lat, lng) > self._reach_of(nearest):
            return Found("")
        return Found(nearest.code, approximate=True)

    def _reach_of(self, area: Area) -> float:
        """How far from its point an area may still go: some times as far as to the next point."""
        if area.code not in self._reach:
            others = (_apart(o, area.lat, area.lng) for o in self._areas if o is not area)
            self._reach[area.code] = min(_FARTHEST_METRES, _REACH * min(others, default=1e9))
        return self._reach[area.code]


def located(place: Place, locator: Locator) -> Place:
    """The place with the area its point lies in, where nobody named one."""
    if place.area or place.lat is None or place.lng is None:
        return place
    found = locator.find(place.lat, place.lng)
    if not found.area:
        return place
    return replace(place, area=found.area, approximate=found.approximate)


def neighbour_of(place: Place, city: City) -> str:
    """The city or regency beside this one that a place lies in, "" when it is not known to."""
    if place.area or place.lat is None or place.lng is None:
        return ""
    lng, lat = place.lng, place.lat
    beside = city.boundaries.neighbours
    return next((one.name for one in beside if one.shape.holds(lng, lat)), "")


def smallest(areas: Iterable[Area]) -> tuple[Area, ...]:
    """The areas that have no areas of their own: a city's kelurahan."""
    every = tuple(areas)
    parents = {area.parent for area in every}
    return tuple(area for area in every if area.code not in parents)


def _apart(area: Area, lat: float, lng: float) -> float:
    return metres_between((area.lng, area.lat), (lng, lat))


class _Grid:
    """Shapes by the cells that their boxes touch."""

    def __init__(self, shapes: Iterable[tuple[str, Shape]]) -> None:
        self._shapes = list(shapes)
        self._cells: dict[tuple[int, int], list[tuple[str, Shape]]] = {}
        self.empty = not self._shapes
        if self.empty:
            return
        boxes = [shape.box for _, shape in self._shapes]
        self._west, self._south = (min(box[i] for box in boxes) for i in (0, 1))
        east, north = (max(box[i] for box in boxes) for i in (2, 3))
        self._across = _CELLS / max(east - self._west, 1e-9)
        self._up = _CELLS / max(north - self._south, 1e-9)
        for one, (left, low, right, high) in zip(self._shapes, boxes, strict=True):
            first, last = self._cell(left, low), self._cell(right, high)
            for x in range(first[0], last[0] + 1):
                for y in range(first[1], last[1] + 1):
                    self._cells.setdefault((x, y), []).append(one)

    def _cell(self, lng: float, lat: float) -> tuple[int, int]:
        return int((lng - self._west) * self._across), int((lat - self._south) * self._up)

    def at(self, lng: float, lat: float) -> str:
        """The shape that holds a point, "" for none. Of two that overlap, the first."""
        if self.empty or lng < self._west or lat < self._south:
            return ""
        for name, shape in self._cells.get(self._cell(lng, lat), ()):
            if shape.holds(lng, lat):
                return name
        return ""

    def nearest(self, lng: float, lat: float, metres: float) -> str:
        """The shape whose side is nearest, "" when none is within so many metres."""
        up = metres / METRES_A_DEGREE
        aside = up / max(cos(radians(lat)), 0.01)
        found = [
            (shape.distance(lng, lat), name)
            for name, shape in self._shapes
            if shape.box[0] - aside <= lng <= shape.box[2] + aside
            and shape.box[1] - up <= lat <= shape.box[3] + up
        ]
        away, name = min(found, default=(metres + 1.0, ""))
        return name if away <= metres else ""
