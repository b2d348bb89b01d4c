"""The areas of a city at one of its levels, and how many cases each of them has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from db.domain.city import Area, City
from db.domain.locating import smallest


class Counted(NamedTuple):
    """Cases by code of an area of the level, and how many have no area of it."""

    by_area: Mapping[str, int]
    without: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_area.values()) + self.without


class Level:
    """The smallest areas (kelurahan), or, `large`, those that they lie in (kecamatan).

    Where a city has one level only, both are the same.
    """

    def __init__(self, city: City, *, large: bool) -> None:
        self.large = large
        parts: dict[str, list[str]] = {}
        self._of: dict[str, str] = {}
        for area in smallest(city.areas.values()):
            own = area.parent if large and area.parent in city.areas else area.code
            parts.setdefault(own or area.code, []).append(area.code)
            self._of[area.code] = own or area.code
        self.parts: Mapping[str, tuple[str, ...]] = {own: tuple(of) for own, of in parts.items()}
        """The smallest areas that each area of this level is made of."""
        self.areas: Mapping[str, Area] = {code: city.areas[code] for code in parts}
        if large:
            self._of |= {code: code for code in parts}

    def of(self, code: str) -> str:
        """The area of this level that an area is or lies in, "" where nobody knows."""
        return self._of.get(code, "")

    def count(self, by_code: Mapping[str, int]) -> Counted:
        """Cases by the code they carry, as cases by area of this level."""
        found = dict.fromkeys(self.areas, 0)
        without = 0
        for code, many in by_code.items():
            own = self.of(code)
            if own:
                found[own] += many
            else:
                without += many
        return Counted(found, without)


def classes(most: int, steps: int = 5) -> list[tuple[int, int]]:
    """Ranges of whole numbers from 1 to `most`, all equally wide, a round width; `steps` at most.

    >>> classes(23)
    [(1, 5), (6, 10), (11, 15), (16, 20), (21, 25)]
    """
    if most <= 0:
        return []
    least = -(-most // steps)
    ten = 10 ** max(0, len(str(least)) - 1)
    width = next(w for step in (1, 2, 3, 4, 5, 6, 8, 10) if (w := step * ten) >= least)
    return [(n * width + 1, (n + 1) * width) for n in range(-(-most // width))]
