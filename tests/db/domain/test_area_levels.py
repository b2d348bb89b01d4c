"""Cases by area, at both levels: the figures and what lies nowhere add up to all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from db.domain.area_levels import Level, classes
from db.domain.city import City
from resources import path
from server.city import open_city


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(path("cities", "kota-tangerang"))[0]


@pytest.mark.parametrize("large", [False, True])
def test_areas_and_the_rest_add_up(city: City, large: bool) -> None:
    dice, level = Random(3), Level(city, large=large)
    codes = [*city.areas, "", "99.99", "elsewhere"]
    for _ in range(50):
        by_code = {code: dice.randrange(9) for code in dice.sample(codes, 40)}
        counted = level.count(by_code)
        assert counted.total == sum(by_code.values())
        assert set(counted.by_area) == set(level.areas)


def test_a_kecamatan_has_what_its_kelurahan_have(city: City) -> None:
    small, large = Level(city, large=False), Level(city, large=True)
    inside = next(iter(small.areas.values()))
    assert inside.parent is not None
    by_code = {inside.code: 3, inside.parent: 2, "": 1}
    assert small.count(by_code).by_area[inside.code] == 3
    assert small.count(by_code).without == 3  # the kecamatan alone says no kelurahan
    assert large.count(by_code).by_area[inside.parent] == 5
    assert large.count(by_code).without == 1
    assert inside.code in large.parts[inside.parent]
    assert sorted(code for of in large.parts.values() for code in of) == sorted(small.areas)


def test_a_city_of_one_level_has_it_twice(city: City) -> None:
    flat = {c: replace(a, parent=None) for c, a in city.areas.items() if a.parent is not None}
    flat_city = replace(city, areas=flat)
    assert Level(flat_city, large=True).parts == Level(flat_city, large=False).parts


@pytest.mark.parametrize(
    ("most", "found"),
    [
        (0, []),
        (1, [(1, 1)]),
        (5, [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]),
        (7, [(1, 2), (3, 4), (5, 6), (7, 8)]),
        (334, [(1, 80), (81, 160), (161, 240), (241, 320), (321, 400)]),
    ],
)
def test_classes_are_round(most: int, found: list[tuple[int, int]]) -> None:
    assert classes(most) == found


@pytest.mark.parametrize("most", [*range(1, 300), 999, 1000, 1001, 123_456])
def test_classes_hold_every_number(most: int) -> None:
    ranges = classes(most)
    assert len(ranges) <= 5
    assert ranges[0][0] == 1
    assert ranges[-1][0] <= most <= ranges[-1][1]
    assert all(high + 1 == low for (_, high), (low, _) in pairwise(ranges))
