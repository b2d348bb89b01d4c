"""A sketch gives every area a cell of its own, and none more than is likely."""

from __future__ import annotations

from itertools import combinations

import pytest
from shapely.geometry import Point, Polygon

import resources
from db.domain.locating import smallest
from db.domain.mercator import to_plane
from db.domain.sketch import cells
from server.city import open_city


@pytest.fixture(scope="module")
def spots() -> dict[str, tuple[float, float]]:
    city = open_city(resources.path("cities", "kota-tangerang"))[0]
    return {area.code: to_plane(area.lat, area.lng) for area in smallest(city.areas.values())}


def test_each_cell_holds_its_point_and_no_other_cell(spots: dict[str, tuple[float, float]]) -> None:
    made = {code: Polygon(ring) for code, ring in cells(spots).items()}

    assert made.keys() == spots.keys()
    for code, cell in made.items():
        assert cell.is_valid
        assert [other for other, spot in spots.items() if cell.contains(Point(spot))] == [code]
    # Neighbours share a side, not ground.
    smallest_cell = min(cell.area for cell in made.values())
    for one, other in combinations(made.values(), 2):
        assert one.intersection(other).area < smallest_cell / 1000


def test_an_area_alone_goes_no_farther_than_others(spots: dict[str, tuple[float, float]]) -> None:
    x, y = spots["36.71.04.1003"]
    with_far = {**spots, "far": (x + 0.01, y - 0.01)}

    sizes = {code: Polygon(ring).area for code, ring in cells(with_far).items()}

    assert sizes["far"] < 3 * sorted(sizes.values())[-2]


def test_few_points_are_sketched_too() -> None:
    assert cells({}) == {}
    (alone,) = cells({"a": (0.5, 0.5)}).values()
    assert Polygon(alone).contains(Point(0.5, 0.5))
    two = cells({"a": (0.5, 0.5), "b": (0.501, 0.5)})
    assert max(x for x, _ in two["a"]) == pytest.approx(0.5005)
