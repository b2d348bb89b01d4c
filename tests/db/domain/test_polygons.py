"""What lies inside a shape, how large it is, and where it is on the map."""

from __future__ import annotations

import math
from random import Random

import pytest
import shapely
from shapely.geometry import Polygon

from db.domain.mercator import AROUND, metres_across, to_earth, to_plane
from db.domain.polygons import METRES_A_DEGREE, Ring, Shape, metres_between, ring_area


def square(west: float, south: float, side: float) -> Ring:
    """A ring with its corners counter-clockwise."""
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def star(rng: Random, corners: int) -> Ring:
    """A jagged ring around 106.6, -6.2 that never crosses itself."""
    ring = []
    for n in range(corners):
        turn, far = n * math.tau / corners, rng.uniform(0.01, 0.05)
        ring.append((106.6 + far * math.cos(turn), -6.2 + far * math.sin(turn)))
    return (*ring, ring[0])


def test_a_hole_is_outside_and_every_part_inside() -> None:
    shape = Shape(((square(0, 0, 3), square(1, 1, 1)), (square(5, 0, 1),)))

    assert shape.holds(0.5, 0.5)
    assert not shape.holds(1.5, 1.5)
    assert shape.holds(5.5, 0.5)
    assert not shape.holds(4, 0.5)
    assert not shape.holds(-1, 0.5)
    assert shape.box == (0, 0, 6, 3)


@pytest.mark.parametrize("seed", range(5))
def test_what_lies_inside_is_what_another_library_says(seed: int) -> None:
    rng = Random(seed)
    ring = star(rng, rng.choice([3, 5, 40, 700]))
    shape, other = Shape(((ring,),)), Polygon(ring)
    points = [(rng.uniform(106.54, 106.66), rng.uniform(-6.26, -6.14)) for _ in range(1500)]

    ours = [shape.holds(*point) for point in points]

    assert ours == shapely.contains_xy(other, *zip(*points, strict=True)).tolist()
    assert any(ours)


def test_area_and_distance_are_in_metres() -> None:
    side = 1000 / METRES_A_DEGREE
    shape = Shape(((square(10, 0, side), square(10 + side / 4, side / 4, side / 2)),))

    assert shape.area() == pytest.approx(750_000, rel=1e-4)
    assert ring_area(square(10, 0, side)) > 0 > ring_area(square(10, 0, side)[::-1])
    assert shape.distance(10 - side, side / 2) == pytest.approx(1000, rel=1e-4)
    assert shape.distance(10 + side / 2, side / 2) == pytest.approx(250, rel=1e-4)
    assert metres_between((10, 0), (10 + side, 0)) == pytest.approx(1000, rel=1e-4)


def test_the_map_is_web_mercator() -> None:
    # EPSG:3857 has 45 degrees north at 5,621,521.486 m.
    assert to_plane(45, 90) == pytest.approx((0.75, 0.5 - 5_621_521.486 / AROUND))
    assert to_plane(0, 0) == (0.5, 0.5)
    assert to_plane(85.051128779806, -180) == pytest.approx((0, 0), abs=1e-9)
    assert to_plane(90, 180) == pytest.approx((1, 0), abs=1e-9)
    assert to_earth(*to_plane(-6.17, 106.64)) == pytest.approx((-6.17, 106.64))
    assert metres_across(60) == pytest.approx(metres_across(0) / 2)
