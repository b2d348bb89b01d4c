"""The rows of facts on a case's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.pages.case_facts import fact_rows
from db.domain.boundaries import Boundaries, Neighbour
from db.domain.case import Place
from db.domain.city import City
from db.domain.clocks import ClockRun
from db.domain.polygons import Shape
from tests.console.cases import NOW, case_named

NOW_MS = int(NOW.timestamp() * 1000)


def test_a_point_in_another_city_is_told_by_its_name(city: City) -> None:
    ring = ((106.6, -6.4), (106.8, -6.4), (106.8, -6.3), (106.6, -6.3), (106.6, -6.4))
    beside = Neighbour("36.74", "Kota Tangerang Selatan", Shape(((ring,),)))
    known = replace(city, boundaries=Boundaries({}, (beside,)))
    there = replace(case_named("a"), place=Place(lat=-6.35, lng=106.7))

    assert ("Wilayah", "Di luar kota: Kota Tangerang Selatan") in fact_rows(there, known, NOW_MS)
    assert "Wilayah" not in dict(fact_rows(there, city, NOW_MS))
    here = replace(there, place=Place(lat=-6.2, lng=106.7))
    assert "Wilayah" not in dict(fact_rows(here, known, NOW_MS))


def test_a_clock_is_not_called_by_the_name_of_a_narrower_rule(city: City) -> None:
    due = NOW + timedelta(hours=1)
    runs = tuple(ClockRun(rule, NOW, due, due) for rule in ("acceptance", "completion"))
    told = dict(fact_rows(replace(case_named("a"), clocks=runs), city, NOW_MS))

    assert {"Penerimaan OPD", "Penyelesaian"} <= told.keys()
    assert not {name for name in told if "(" in name}
