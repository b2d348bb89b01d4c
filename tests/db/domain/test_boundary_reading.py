"""GeoJSON is read whole, or everything that is wrong with it is told."""

from __future__ import annotations

from typing import Any

import pytest

from db.domain.boundaries import Boundaries
from db.domain.boundary_reading import dotted, plain, read_pack
from db.domain.city import Area
from db.domain.plain_table import Fault

BOUNDS = (-6.3, 106.5, -6.0, 106.8)
AREAS = {
    "36.71.01": Area("36.71.01", "Tangerang", -6.2, 106.6, None),
    "36.71.01.1001": Area("36.71.01.1001", "Suka Rasa", -6.2, 106.6, "36.71.01"),
    "36.71.01.1002": Area("36.71.01.1002", "Babakan", -6.2, 106.61, "36.71.01"),
}
ONE = [[106.6, -6.2], [106.61, -6.2], [106.61, -6.19], [106.6, -6.2]]
TWO = [[106.61, -6.2], [106.62, -6.2], [106.62, -6.19], [106.61, -6.2]]
FAR = [[105.0, -6.2], [105.1, -6.2], [105.1, -6.1], [105.0, -6.2]]


def feature(code: str, name: str, *rings: Any, **said: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    properties = {"kode": code, "nama": name, **said}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


GOOD = (feature("3671011001", "SUKARASA", ONE), feature("36.71.01.1002", "Babakan", TWO))


def read(data: object) -> tuple[Boundaries, str]:
    """The boundaries, and all faults as one text."""
    faults: list[Fault] = []
    found = read_pack(data, AREAS, BOUNDS, faults)
    return found, "\n".join(map(str, faults))


def test_codes_may_have_dots_and_names_another_spelling() -> None:
    found, faults = read(collection(*GOOD, source="BIG", license="CC BY"))

    assert faults == ""
    assert list(found.areas) == ["36.71.01.1001", "36.71.01.1002"]
    assert found.areas["36.71.01.1001"].holds(106.605, -6.198)
    assert found.source == "BIG · CC BY"
    assert (dotted("3671011001"), dotted("367101"), dotted("3671"), dotted("JKT-1")) == (
        "36.71.01.1001", "36.71.01", "36.71", "JKT-1",
    )  # fmt: skip
    assert plain("Suka-Rasa ") == plain("SUKARASA")


@pytest.mark.parametrize("half", ["\ud800", "BI\udfffG"])
def test_half_a_character_is_told_with_its_place(half: str) -> None:
    named = {"wadmkk": half}
    bad = feature("36.71.01.1001", half, ONE, **named), feature("36.71.01.1002", "Babakan", TWO)
    _, faults = read(collection(*bad, source=half, license=half))
    assert [line.removeprefix("boundaries.geojson: ") for line in faults.splitlines()] == [
        "source: holds half a character; write it again",
        "license: holds half a character; write it again",
        "features[1].name: holds half a character; write it again",
        "features[1].city: holds half a character; write it again",
    ]
    for broken in (feature(half, "Babakan", TWO), feature("36.71.01.1002", "Babakan", half)):
        told = read(collection(GOOD[0], broken))[1]
        assert told.startswith("boundaries.geojson: features[2]")
        assert told.encode().isascii()
    kind = {**GOOD[1], "geometry": {"type": half, "coordinates": TWO}}
    assert "MultiPolygon, has " in read(collection(GOOD[0], kind))[1].encode().decode()
    assert read(collection(*GOOD, source="BIG \U0001f600", other=half))[1] == ""


def test_codes_of_a_column_of_numbers_are_read() -> None:
    numbers = [feature("", name, ring, kode=kode) for kode, name, ring in (
        (3671011001.0, "Suka Rasa", ONE), ("3671011002.0", "Babakan", TWO),
    )]  # fmt: skip

    found, faults = read(collection(*numbers))

    assert faults == ""
    assert list(found.areas) == ["36.71.01.1001", "36.71.01.1002"]
    assert (dotted("3671.0"), dotted("12.0")) == ("36.71", "12.0")


def test_a_pack_without_boundaries_is_whole() -> None:
    assert read(None) == (Boundaries(), "")


def test_neighbours_are_kept_apart() -> None:
    beside = feature("36.74", "Tangsel", TWO, neighbour=True)
    desa = feature("36.03.01.1001", "Balaraja", TWO, neighbour=True, kabkota="Kab. Tangerang")

    found, faults = read(collection(*GOOD, beside, desa))

    assert faults == ""
    assert [one.name for one in found.neighbours] == ["Tangsel", "Balaraja, Kab. Tangerang"]
    _, faults = read(collection(*GOOD, feature("36.71", "Kota", TWO, neighbour=True)))
    assert "36.71 Kota is of this city, no neighbour" in faults
    _, faults = read(collection(*GOOD, feature("36.03", "Kab", [[0, 0], *FAR[1:3], [0, 0]],
                                               neighbour=True)))  # fmt: skip
    assert "36.03: lies outside the city's bounds" in faults


def test_larger_areas_are_passed_over() -> None:
    found, faults = read(collection(*GOOD, feature("367101", "Tangerang", ONE)))

    assert faults == ""
    assert len(found.areas) == 2


SWAPPED = [[y, x] for x, y in ONE]
METRES = [[x * 111_000, y * 111_000] for x, y in ONE]
OPEN = [*ONE[:-1], [106.6, -6.21]]
HOLLOW = {
    "type": "Feature",
    "properties": {"kode": "3671011001"},
    "geometry": {"type": "MultiPolygon", "coordinates": [[ONE], []]},
}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([], "is no GeoJSON FeatureCollection"),
        ({"type": "Feature"}, "is no GeoJSON FeatureCollection"),
        (collection(), "features: holds no features"),
        (collection(*GOOD[:1]), "1 of 2 areas are missing: 36.71.01.1002 Babakan"),
        (collection(*GOOD, GOOD[0]), "features[3]: 36.71.01.1001 is there twice"),
        (collection(*GOOD, feature("36.03.01.1001", "Tobat", ONE)), "1 features are no areas of "),
        (collection(*GOOD, feature("", "Tobat", ONE)), "features[3]: has no code"),
        (collection(*GOOD, 7), "features[3]: is no feature with properties"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", SWAPPED)), "axes look swapped"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", METRES)), "are no degrees"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", FAR)), "outside the city's bounds"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", OPEN)), "a ring is not closed"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", ONE[:2])), "three corners at least"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", [[1]])), "not lists of [lng, lat]"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", [["a", 1]])), "not lists of"),
        (
            collection(GOOD[1], feature("3671011001", "Sukarasa", [[float("nan"), 1], *ONE])),
            "a coordinate is no number",
        ),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", [[10**400, 1]])), "not lists of"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa", [{"lng": 1}])), "not lists of"),
        (collection(GOOD[1], HOLLOW), "36.71.01.1001: a polygon has no ring"),
        (collection(GOOD[1], feature("3671011001", "Sukarasa")), "needs a Polygon or MultiPolygon"),
        (collection(GOOD[1], feature("3671011001", "Babakan", ONE)), "but is named Babakan"),
        (
            collection(*GOOD, crs={"properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}),
            "crs: needs degrees of WGS 84",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(data: object, told: str) -> None:
    _, faults = read(data)

    assert told in faults
    assert all(line.startswith("boundaries.geojson: ") for line in faults.splitlines())


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326",
                                  "urn:ogc:def:crs:EPSG::4326"])  # fmt: skip
def test_degrees_may_be_named(name: str) -> None:
    assert read(collection(*GOOD, crs={"properties": {"name": name}}))[1] == ""
