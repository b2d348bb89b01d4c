"""How well shapes fit together: sides that cross, ground in two areas, ground in none.

Ground is measured along lines from west to east, exactly on each and close enough between them.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, floor, radians
from typing import NamedTuple

from db.domain.polygons import METRES_A_DEGREE, Edge, Point, Ring, Shape, ring_area

_LINES = 3000
_SLIVER = 1e-9  # degrees: a tenth of a millimetre, what rounding leaves between two neighbours
_SMALLEST_GAP = 100.0


class Spot(NamedTuple):
    """A piece of ground: square metres, and a point of it."""

    area: float
    at: Point


class Crossing(NamedTuple):
    """Two sides of a shape cross. `lost` is the share of the ring that hangs on the crossing;
    nothing where a ring only touches itself.
    """

    at: Point
    lost: float


@dataclass(frozen=True, slots=True)
class Survey:
    """Square metres that all shapes cover together, in two of them, and enclosed in none."""

    covered: float
    overlaps: Mapping[tuple[str, str], Spot]
    gaps: tuple[Spot, ...]


def crossings(shape: Shape) -> list[Crossing]:
    """Where rings of a shape cross or touch themselves; or cross each other, which loses all."""
    found = [Crossing(at, 0.0) for ring in shape.rings() for at in _twice_at(ring)]
    sides = [
        (min(a[0], b[0]), max(a[0], b[0]), ring, at)
        for ring in shape.rings()
        for at, (a, b) in enumerate(itertools.pairwise(ring))
    ]
    sides.sort(key=lambda side: side[0])
    for n, (_, right, ring, at) in enumerate(sides):
        for m in range(n + 1, len(sides)):
            left, _, other, at_other = sides[m]
            if left > right:
                break
            point = _cross(ring[at], ring[at + 1], other[at_other], other[at_other + 1])
            if point is not None:
                first, last = sorted((at, at_other))
                lost = _hanging(ring, first, last, point) if ring is other else 1.0
                found.append(Crossing(point, lost))
    return found


def _twice_at(ring: Ring) -> Iterator[Point]:
    """Corners where a ring comes by a second time."""
    seen: set[Point] = set()
    for corner in ring[1:]:
        if corner in seen:
            yield corner
        seen.add(corner)


def _cross(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where two sides cross; touching is not crossing."""
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return None
    of_c, of_d, of_a, of_b = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if of_c * of_d >= 0 or of_a * of_b >= 0:
        return None
    along = of_a / (of_a - of_b)
    return a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _hanging(ring: Ring, first: int, last: int, point: Point) -> float:
    """The smaller of the two loops that a crossing parts a ring into, as a share of both."""
    one = abs(ring_area((point, *ring[first + 1 : last + 1], point)))
    other = abs(ring_area((point, *ring[last + 1 : -1], *ring[: first + 1], point)))
    return min(one, other) / (one + other) if one + other else 1.0


def survey(shapes: Mapping[str, Shape], lines: int = _LINES) -> Survey:
    """Measure the ground of all shapes together."""
    if not shapes:
        return Survey(0.0, {}, ())
    boxes = [shape.box for shape in shapes.values()]
    south, north = min(box[1] for box in boxes), max(box[3] for box in boxes)
    step = (north - south) / lines
    overlaps: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    gaps = _Gaps()
    covered = 0.0
    for line, met in enumerate(_met(shapes, south, step, lines)):
        lat = south + (line + 0.5) * step
        square = step * METRES_A_DEGREE**2 * cos(radians(lat))
        ground = _Ground()
        ground.walk(met)
        covered += square * sum(right - left for left, right in ground.covered)
        for pair, left, right in ground.twice:
            overlaps[pair].append(Spot((right - left) * square, ((left + right) / 2, lat)))
        gaps.line(ground.covered, lat, square)
    return Survey(covered, {pair: _joined(spots) for pair, spots in overlaps.items()}, gaps.found())


def _met(
    shapes: Mapping[str, Shape], south: float, step: float, lines: int
) -> Iterator[list[tuple[float, str]]]:
    """For each line the longitudes where it meets a side, with whose side it is."""
    met: list[list[tuple[float, str]]] = [[] for _ in range(lines)]
    for code, shape in shapes.items():
        for edge in shape.edges():
            for line, lng in _on_lines(edge, south, step):
                if 0 <= line < lines:
                    met[line].append((lng, code))
    for sides in met:
        sides.sort()
        yield sides


def _on_lines(edge: Edge, south: float, step: float) -> Iterator[tuple[int, float]]:
    x1, y1, x2, y2 = edge
    low, high = sorted((y1, y2))
    first, last = floor((low - south) / step + 0.5), floor((high - south) / step + 0.5)
    for line in range(first, last):
        lat = south + (line + 0.5) * step
        yield line, x1 + (lat - y1) * (x2 - x1) / (y2 - y1)


class _Ground:
    """One line: the stretches that are covered, and those in two shapes."""

    def __init__(self) -> None:
        self.covered: list[tuple[float, float]] = []
        self.twice: list[tuple[tuple[str, str], float, float]] = []

    def walk(self, met: Sequence[tuple[float, str]]) -> None:
        inside: set[str] = set()
        began = last = 0.0
        for lng, code in met:
            if len(inside) > 1 and lng - last > _SLIVER:
                named = sorted(inside)
                for n, one in enumerate(named):
                    self.twice += [((one, other), last, lng) for other in named[n + 1 :]]
            if not inside:
                began = lng
            inside ^= {code}
            if not inside:
                self._cover(began, lng)
            last = lng

    def _cover(self, left: float, right: float) -> None:
        if self.covered and left - self.covered[-1][1] <= _SLIVER:
            self.covered[-1] = (self.covered[-1][0], right)
        else:
            self.covered.append((left, right))


class _Gaps:
    """Uncovered stretches that lie above each other are one gap, unless it opens to the outside."""

    def __init__(self) -> None:
        self._parents = [0]  # 0 is the outside
        self._spots: list[Spot] = [Spot(0.0, (0.0, 0.0))]
        self._above: list[tuple[float, float, int]] = [(float("-inf"), float("inf"), 0)]

    def line(self, covered: Sequence[tuple[float, float]], lat: float, square: float) -> None:
        """The next line to the north."""
        edges = [float("-inf"), *(edge for both in covered for edge in both), float("inf")]
        here: list[tuple[float, float, int]] = []
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            if left == float("-inf") or right == float("inf"):
                here.append((left, right, 0))
            else:
                self._parents.append(len(self._parents))
                self._spots.append(Spot((right - left) * square, ((left + right) / 2, lat)))
                here.append((left, right, len(self._parents) - 1))
        self._join(here)
        self._above = here

    def _join(self, here: Sequence[tuple[float, float, int]]) -> None:
        n = m = 0
        while n < len(self._above) and m < len(here):
            one, other = self._above[n], here[m]
            if one[0] < other[1] and other[0] < one[1]:
                low, high = sorted((self._root(one[2]), self._root(other[2])))
                self._parents[high] = low
            if one[1] < other[1]:
                n += 1
            else:
                m += 1

    def _root(self, at: int) -> int:
        while self._parents[at] != at:
            self._parents[at] = self._parents[self._parents[at]]
            at = self._parents[at]
        return at

    def found(self) -> tuple[Spot, ...]:
        """The gaps that are worth a word, the largest first."""
        self._join([(float("-inf"), float("inf"), 0)])  # what the last line leaves open
        outside = self._root(0)
        parts: dict[int, list[Spot]] = defaultdict(list)
        for at, spot in enumerate(self._spots):
            if self._root(at) != outside:
                parts[self._root(at)].append(spot)
        joined = sorted(map(_joined, parts.values()), reverse=True)
        return tuple(gap for gap in joined if gap.area >= _SMALLEST_GAP)


def _joined(spots: Sequence[Spot]) -> Spot:
    """All of these as one, at the widest of them."""
    return Spot(sum(spot.area for spot in spots), max(spots).at)
