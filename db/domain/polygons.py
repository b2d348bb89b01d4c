"""Shapes on the map: polygons with holes, what lies inside them, and how large they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, radians

Point = tuple[float, float]
"""Longitude and latitude in degrees, in the order of GeoJSON."""
Ring = tuple[Point, ...]
"""Closed: the last point is the first."""
Box = tuple[float, float, float, float]
"""West, south, east, north."""
Edge = tuple[float, float, float, float]

METRES_A_DEGREE = 111_319.49
_EDGES_A_BAND = 6
_MOST_BANDS = 512


@dataclass(frozen=True)
class Shape:
    """One or more polygons, each an outer ring and then its holes."""

    polygons: tuple[tuple[Ring, ...], ...]

    def rings(self) -> Iterator[Ring]:
        """Every ring, outer ones and holes alike."""
        for polygon in self.polygons:
            yield from polygon

    def edges(self) -> Iterator[Edge]:
        """Every side as (x1, y1, x2, y2)."""
        for ring in self.rings():
            for (x1, y1), (x2, y2) in itertools.pairwise(ring):
                yield x1, y1, x2, y2

    @cached_property
    def box(self) -> Box:
        """The box around it."""
        xs = [x for ring in self.rings() for x, _ in ring]
        ys = [y for ring in self.rings() for _, y in ring]
        return min(xs), min(ys), max(xs), max(ys)

    def holds(self, lng: float, lat: float) -> bool:
        """Whether a point lies inside and in no hole: how many sides lie east of it says so."""
        west, south, east, north = self.box
        if not (west <= lng <= east and south <= lat <= north):
            return False
        inside = False
        bands = self._bands
        band = int((lat - south) / (north - south) * len(bands)) if north > south else 0
        for x1, y1, x2, y2 in bands[min(band, len(bands) - 1)]:
            if (y1 > lat) != (y2 > lat) and lng < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
        return inside

    @cached_property
    def _bands(self) -> list[list[Edge]]:
        """Its sides by the latitudes they cross, so that a question meets only a few of them."""
        edges = list(self.edges())
        _, south, _, north = self.box
        count = max(1, min(_MOST_BANDS, len(edges) // _EDGES_A_BAND))
        scale = count / (north - south) if north > south else 0.0
        bands: list[list[Edge]] = [[] for _ in range(count)]
        for edge in edges:
            first, last = sorted((edge[1], edge[3]))
            # One band to either side: a point at the border of a band may be counted to the next.
            low = max(0, int((first - south) * scale) - 1)
            high = min(count - 1, int((last - south) * scale) + 1)
            for band in range(low, high + 1):
                bands[band].append(edge)
        return bands

    def area(self) -> float:
        """Square metres, holes left out."""
        total = 0.0
        for outer, *holes in self.polygons:
            total += abs(ring_area(outer)) - sum(abs(ring_area(hole)) for hole in holes)
        return total

    def distance(self, lng: float, lat: float) -> float:
        """Metres from a point to the nearest side."""
        aside = cos(radians(lat))
        nearest = float("inf")
        for x1, y1, x2, y2 in self.edges():
            ax, ay = (x1 - lng) * aside, y1 - lat
            dx, dy = (x2 - x1) * aside, y2 - y1
            long = dx * dx + dy * dy
            along = max(0.0, min(1.0, -(ax * dx + ay * dy) / long)) if long else 0.0
            nearest = min(nearest, hypot(ax + along * dx, ay + along * dy))
        return nearest * METRES_A_DEGREE


def ring_area(ring: Ring) -> float:
    """Square metres inside a ring, negative where it runs clockwise."""
    if not ring:
        return 0.0
    x0, y0 = ring[0]  # from its own corner: far from zero the products would lose their last digits
    doubled = sum(
        (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        for (x1, y1), (x2, y2) in itertools.pairwise(ring)
    )
    return doubled / 2 * METRES_A_DEGREE**2 * cos(radians(y0))


def metres_between(one: Point, other: Point) -> float:
    """Metres between two points of one city."""
    east = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(east, one[1] - other[1]) * METRES_A_DEGREE
