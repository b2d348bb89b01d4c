"""Crossings, overlaps and gaps are found where they are, as large as they are."""

from __future__ import annotations

import pytest

from db.domain.boundary_survey import crossings, survey
from db.domain.polygons import METRES_A_DEGREE, Point, Ring, Shape

STEP = 1000 / METRES_A_DEGREE
"""One kilometre at the equator, in degrees."""


def shape(*corners: Point) -> Shape:
    """A ring through these corners, given in kilometres."""
    ring = tuple((x * STEP, y * STEP) for x, y in corners)
    return Shape((((*ring, ring[0]),),))


def block(west: float, south: float, east: float, north: float) -> Shape:
    """A rectangle, in kilometres."""
    return shape((west, south), (east, south), (east, north), (west, north))


def test_what_fits_together_has_nothing_to_tell() -> None:
    found = survey({"a": block(0, 0, 1, 2), "b": block(1, 0, 2, 2)})

    assert found.covered == pytest.approx(4e6, rel=1e-3)
    assert not found.overlaps
    assert found.gaps == ()


def test_ground_in_two_areas_is_measured_once_for_each_pair() -> None:
    found = survey({"a": block(0, 0, 2, 1), "b": block(1.5, 0, 3, 1), "c": block(1.9, 0.5, 4, 1)})

    assert found.covered == pytest.approx(3.5e6, rel=1e-3)
    assert {pair: round(spot.area, -3) for pair, spot in found.overlaps.items()} == {
        ("a", "b"): 500_000,
        ("a", "c"): 50_000,
        ("b", "c"): 550_000,
    }
    lng, lat = found.overlaps["a", "b"].at
    assert 1.5 <= lng / STEP <= 2
    assert 0 <= lat / STEP <= 1


def test_a_gap_is_ground_that_areas_enclose() -> None:
    around = {
        "south": block(0, 0, 4, 1),
        "north": block(0, 2, 4, 3),
        "west": block(0, 1, 1, 2),
        "east": block(3, 1, 4, 2),
    }
    gap = survey(around).gaps

    assert [round(one.area, -4) for one in gap] == [2_000_000]
    assert 1 < gap[0].at[0] / STEP < 3
    del around["north"]
    assert survey(around).gaps == ()  # a bay is not a gap
    around["north"] = block(1.5, 2, 4, 3)
    assert survey(around).gaps == ()  # open at a corner


def test_a_bow_tie_crosses_itself_with_half_of_it() -> None:
    (crossing,) = crossings(shape((0, 0), (2, 2), (2, 0), (0, 2)))

    assert crossing.at == pytest.approx((STEP, STEP))
    assert crossing.lost == pytest.approx(0.5)


def test_a_small_knot_costs_little_and_a_spike_nothing() -> None:
    knot = shape((0, 0), (2, 0), (2, 1), (2.02, 1.02), (2.02, 1), (2, 1.02), (2, 2), (0, 2))
    spike = shape((0, 0), (2, 0), (2, 1), (3, 1), (2, 1), (2, 2), (0, 2))

    assert [round(one.lost, 3) for one in crossings(knot)] == [0.0]
    assert [one.lost for one in crossings(spike)] == [0.0]
    assert crossings(block(0, 0, 1, 1)) == []


def test_a_hole_that_cuts_the_outer_ring_loses_all() -> None:
    outer, hole = block(0, 0, 2, 2), block(1, 0.5, 3, 1)
    both = Shape(((outer.polygons[0][0], hole.polygons[0][0]),))

    assert {one.lost for one in crossings(both)} == {1.0}


def test_sides_that_follow_each_other_do_not_cross() -> None:
    ring: Ring = tuple((n * STEP, (n % 2) * STEP) for n in range(9))
    zigzag = Shape((((*ring, (8 * STEP, 5 * STEP), (0, 5 * STEP), ring[0]),),))

    assert crossings(zigzag) == []
