"""A sketch of areas of which only one point each is known: who is nearest, not too far away."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, hypot, pi, sin

Spot = tuple[float, float]
"""A point of the plane (db/domain/mercator.py)."""

_CORNERS = 40
_NEIGHBOURS = 24
_ALONE = 1e-4
_NEAR = 3
_WIDEST = 1.7
"""How far a cell goes where no other ends it: as far as its fourth nearest point is, but no more
than so many times what is usual.
"""


def cells(spots: Mapping[str, Spot]) -> dict[str, tuple[Spot, ...]]:
    """A polygon around each point: what is nearer to it than to any other, within a disc.

    The outline is not a border anybody drew; whoever shows it has to say so.
    """
    around = {name: _around(name, spots) for name in spots}
    far = sorted(_far(others) for others in around.values())
    most = _WIDEST * far[len(far) // 2] if far else 0.0
    return {
        name: _cell(spots[name], others, min(_far(others), most)) for name, others in around.items()
    }


def _around(name: str, spots: Mapping[str, Spot]) -> list[tuple[float, float, float]]:
    """The nearest other points, each after how far it is."""
    x, y = spots[name]
    apart = ((hypot(px - x, py - y), px, py) for other, (px, py) in spots.items() if other != name)
    return sorted(apart)[:_NEIGHBOURS]


def _far(others: list[tuple[float, float, float]]) -> float:
    return others[min(_NEAR, len(others) - 1)][0] if others else _ALONE


def _cell(spot: Spot, others: list[tuple[float, float, float]], reach: float) -> tuple[Spot, ...]:
    ring = [
        (
            spot[0] + reach * cos(2 * pi * n / _CORNERS),
            spot[1] + reach * sin(2 * pi * n / _CORNERS),
        )
        for n in range(_CORNERS)
    ]
    for far, x, y in others:
        if 0 < far < 2 * reach:
            ring = _nearer(ring, spot, (x, y))
    return tuple(ring)


def _nearer(ring: list[Spot], one: Spot, other: Spot) -> list[Spot]:
    """What of a convex ring is nearer to the one point than to the other."""
    ax, ay = other[0] - one[0], other[1] - one[1]
    half = (ax * (one[0] + other[0]) + ay * (one[1] + other[1])) / 2
    kept: list[Spot] = []
    beyond = [ax * x + ay * y - half for x, y in ring]
    for n, here in enumerate(ring):
        after = ring[(n + 1) % len(ring)]
        d, e = beyond[n], beyond[(n + 1) % len(ring)]
        if d <= 0:
            kept.append(here)
        if (d < 0 < e) or (e < 0 < d):
            along = d / (d - e)
            kept.append(
                (here[0] + along * (after[0] - here[0]), here[1] + along * (after[1] - here[1]))
            )
    return kept
