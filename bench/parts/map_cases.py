"""What every map of the bench shows: the same cases, the same picture, the same way of moving."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from db.domain.locating import smallest
from db.domain.mercator import to_plane
from resources import path
from server.city import open_city

SIZE = (1920, 1080)
MIDDLE = to_plane(-6.18, 106.65)
ZOOM = 12.0
STEP = 14.0
"""Px that a pan moves in a frame."""
PANS, ZOOMS = 240, 120
"""Frames."""
COLOURS = ("#D8393F", "#F2B824", "#44B582", "#7C8996")

Floats = NDArray[np.float64]
States = NDArray[np.uint8]


class Subject(Protocol):
    """What is measured."""

    def load(self, x: Floats, y: Floats, states: States) -> None: ...
    def pan(self, dx: float, dy: float) -> None: ...
    def zoom(self, factor: float) -> None: ...


def cases(count: int) -> tuple[Floats, Floats, States]:
    """Places on the plane around the points of the city's kelurahan, and states."""
    at = scattered(count, 3)
    return at[:, 0].copy(), at[:, 1].copy(), _states(count)


def scattered(count: int, seed: int) -> Floats:
    """So many places around the points of the city's kelurahan, a row each."""
    city = open_city(path("cities", "kota-tangerang"))[0]
    spots = np.array([to_plane(a.lat, a.lng) for a in smallest(city.areas.values())])
    dice = np.random.default_rng(seed)
    return spots[dice.integers(0, len(spots), count)] + dice.normal(0, 9e-6, (count, 2))


def _states(count: int) -> States:
    return np.random.default_rng(5).integers(0, 9, count).astype(np.uint8)
