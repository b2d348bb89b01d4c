"""Where the areas of a city end, as far as its pack says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.domain.polygons import Shape


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A city or regency beside this one; whose reports these are when they lie in it."""

    code: str
    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Shapes of a city's areas by code: all of its smallest ones, or none.

    `source` says whose work they are, for whoever draws them.
    """

    areas: Mapping[str, Shape] = field(default_factory=dict)
    neighbours: tuple[Neighbour, ...] = ()
    source: str = ""
