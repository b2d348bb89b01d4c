"""Which area a point lies in, and whether that is known or guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

import resources
from db.domain.boundaries import Boundaries, Neighbour
from db.domain.case import Place
from db.domain.city import City
from db.domain.locating import NEAR_METRES, Found, Locator, located, neighbour_of, smallest
from db.domain.polygons import METRES_A_DEGREE, Shape
from server.city import open_city

METRE = 1 / METRES_A_DEGREE
LAT, LNG = -6.1701, 106.6401


def block(west: float, south: float, east: float, north: float) -> Shape:
    """A rectangle around the town hall, in metres from it."""
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Shape(((tuple((LNG + x * METRE, LAT + y * METRE) for x, y in ring),),))


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(resources.path("cities", "kota-tangerang"), "boundaries")[0]


def at(locator: Locator, east: float, north: float) -> Found:
    return locator.find(LAT + north * METRE, LNG + east * METRE)


def test_every_point_of_the_pack_is_in_its_area_or_that_is_a_guess(city: City) -> None:
    locator = Locator(city)

    for area in smallest(city.areas.values()):
        assert locator.find(area.lat, area.lng) == Found(area.code, approximate=True)


def test_without_boundaries_what_is_too_far_from_all_points_is_nowhere(city: City) -> None:
    locator = Locator(city)

    assert locator.find(-6.9, 107.6) == Found("")
    assert locator.find(-6.27, 106.769) == Found("")  # within the box, 5 km from any kelurahan
    assert Locator(replace(city, areas={})).find(LAT, LNG) == Found("")


def test_boundaries_know_and_a_gap_is_guessed(city: City) -> None:
    areas = {"36.71.01.1001": block(0, 0, 900, 900), "36.71.01.1002": block(950, 0, 1900, 900)}
    beside = Neighbour("36.74", "Kota Tangerang Selatan", block(0, -900, 1900, -1))
    locator = Locator(replace(city, boundaries=Boundaries(areas, (beside,))))

    assert at(locator, 450, 450) == Found("36.71.01.1001")
    assert at(locator, 1000, 10) == Found("36.71.01.1002")
    assert at(locator, 910, 450) == Found("36.71.01.1001", approximate=True)
    assert at(locator, 940, 450) == Found("36.71.01.1002", approximate=True)
    assert at(locator, 450, -450) == Found("", neighbour="Kota Tangerang Selatan")
    assert at(locator, -NEAR_METRES - 5, 450) == Found("")
    assert at(locator, 450, 5000) == Found("")


def test_a_place_keeps_the_area_that_somebody_named(city: City) -> None:
    locator = Locator(city)
    sukarasa = city.areas["36.71.01.1001"]
    point = Place(lat=sukarasa.lat, lng=sukarasa.lng)

    assert located(point, locator) == replace(point, area=sukarasa.code, approximate=True)
    named = replace(point, area="36.71.01.1005")
    assert located(named, locator) is named
    assert located(Place("di pasar"), locator) == Place("di pasar")
    far = Place(lat=-6.9, lng=107.6)
    assert located(far, locator) is far


def test_a_place_outside_names_its_neighbour(city: City) -> None:
    beside = Neighbour("36.74", "Kota Tangerang Selatan", block(0, -900, 1900, -1))
    known = replace(city, boundaries=Boundaries({}, (beside,)))
    there = Place(lat=LAT - 450 * METRE, lng=LNG + 450 * METRE)

    assert neighbour_of(there, known) == "Kota Tangerang Selatan"
    assert neighbour_of(there, city) == ""
    assert neighbour_of(replace(there, area="36.71.01.1001"), known) == ""
    assert neighbour_of(Place(lat=LAT + 450 * METRE, lng=LNG), known) == ""
    assert neighbour_of(Place("di pasar"), known) == ""
