"""What lies near a point, by name: how far, and in which direction from there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import cos, floor, hypot, radians
from typing import NamedTuple

from db.domain.facilities import eighth_of
from db.domain.gazetteer import Kind, Named
from db.domain.polygons import METRES_A_DEGREE

_CELL = 0.01
_HERE_M = 25.0
"""Nearer than this to a facility nobody asks in which direction."""
_REACH_M = {Kind.FACILITY: 1_000.0, Kind.STREET: 700.0, Kind.AREA: 3_000.0, Kind.DISTRICT: 0.0}
"""From farther off a name helps nobody to find the place."""
_RANK = {Kind.FACILITY: 0, Kind.STREET: 0, Kind.AREA: 1, Kind.DISTRICT: 2}


class Near(NamedTuple):
    """A named thing, how many metres away it is, and where the point lies as seen from it: eighths
    of a turn clockwise, 0 for the north, None for right there.
    """

    named: Named
    metres: float
    eighth: int | None


class Neighbourhood:
    """Made once of named things; a question looks at what is around and at nothing else."""

    def __init__(self, names: Iterable[Named]) -> None:
        self._cells: dict[tuple[int, int], list[Named]] = defaultdict(list)
        for named in names:
            if named.lat is not None and named.lng is not None:
                self._cells[_cell(named.lat, named.lng)].append(named)

    def near(self, lat: float, lng: float, most: int = 2) -> list[Near]:
        """The nearest first; areas' middles only where nothing better is known."""
        found = [
            Near(named, metres, eighth_of(*_apart(named, lat, lng)) if metres > _HERE_M else None)
            for named in self._around(lat, lng)
            if (metres := _metres(named, lat, lng)) <= _REACH_M[named.kind]
        ]
        found.sort(key=lambda one: (_RANK[one.named.kind], one.metres))
        best = [one for one in found if _RANK[one.named.kind] == 0] or found[:1]
        return best[:most]

    def _around(self, lat: float, lng: float) -> Iterable[Named]:
        reach = max(_REACH_M.values()) / METRES_A_DEGREE
        wide = reach / max(cos(radians(lat)), 0.01)
        low, high = _cell(lat - reach, lng - wide), _cell(lat + reach, lng + wide)
        for row in range(low[0], high[0] + 1):
            for column in range(low[1], high[1] + 1):
                yield from self._cells.get((row, column), ())


def _cell(lat: float, lng: float) -> tuple[int, int]:
    return floor(lat / _CELL), floor(lng / _CELL)


def _apart(named: Named, lat: float, lng: float) -> tuple[float, float]:
    """Degrees of latitude to the north and to the east, from the named thing to the point."""
    assert named.lat is not None
    assert named.lng is not None
    return lat - named.lat, (lng - named.lng) * cos(radians(lat))


def _metres(named: Named, lat: float, lng: float) -> float:
    return hypot(*_apart(named, lat, lng)) * METRES_A_DEGREE
