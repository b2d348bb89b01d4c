"""What lies near a point, by name, how far and in which direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.gazetteer import Kind, Named
from db.domain.neighbourhood import Neighbourhood
from db.domain.polygons import METRES_A_DEGREE, metres_between

LAT, LNG = -6.18, 106.63
METRE = 1 / METRES_A_DEGREE


def thing(name: str, north: float, kind: Kind = Kind.FACILITY) -> Named:
    return Named(name, kind, LAT + north * METRE, LNG)


def test_the_nearest_come_first_with_the_way_from_there() -> None:
    things = [thing("Pasar", 120), thing("Masjid", -300, Kind.STREET), thing("SDN", 500)]
    found = Neighbourhood(things).near(LAT, LNG)
    assert [(one.named.name, round(one.metres), one.eighth) for one in found] == [
        ("Pasar", 120, 4),
        ("Masjid", 300, 0),
    ]


def test_who_stands_there_needs_no_direction() -> None:
    (found,) = Neighbourhood([thing("Pasar", 20)]).near(LAT, LNG)
    assert found.eighth is None


def test_a_kelurahan_stands_in_only_where_nothing_else_is_known() -> None:
    area, far = thing("Sukasari", 400, Kind.AREA), thing("Terminal", 1_500)
    assert [one.named for one in Neighbourhood([area, far]).near(LAT, LNG)] == [area]
    near = thing("Pasar", 700)
    assert [one.named for one in Neighbourhood([area, near]).near(LAT, LNG)] == [near]


def test_what_has_no_point_is_near_nothing() -> None:
    assert Neighbourhood([Named("Gang", Kind.STREET)]).near(LAT, LNG) == []


@pytest.mark.parametrize(("east", "eighth"), [(100, 2), (-100, 6)])
def test_directions_are_as_seen_from_the_thing(east: float, eighth: int) -> None:
    (found,) = Neighbourhood([thing("Pasar", 0)]).near(LAT, LNG + east * METRE)
    assert found.eighth == eighth


@given(st.lists(st.tuples(st.floats(-0.03, 0.03), st.floats(-0.03, 0.03)), max_size=40))
def test_it_is_the_nearest_of_all(steps: list[tuple[float, float]]) -> None:
    things = [
        Named(str(n), Kind.FACILITY, LAT + north, LNG + east)
        for n, (north, east) in enumerate(steps)
    ]
    away = sorted(metres_between((LNG, LAT), (LNG + e, LAT + n)) for n, e in steps)
    within = [one for one in away if one <= 999][:2]
    found = Neighbourhood(things).near(LAT, LNG)
    assert [one.metres for one in found][: len(within)] == pytest.approx(within, rel=1e-3, abs=0.1)
