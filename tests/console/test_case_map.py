"""The small map of the case page: where a case is, and nothing of one that must not be there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.pages.case_map import CaseMap
from console.pages.case_reports import CaseReports
from db.domain.case import Case, Place
from db.domain.city import City
from db.domain.mercator import to_plane
from tests.console.cases import case_named
from tests.plugins.seats import Loop, until
from widgets.map_view import MapView
from widgets.theme import Theme


@pytest.fixture
def place(qtbot: QtBot, loop: Loop, dark: Theme, city: City) -> CaseMap:
    made = CaseMap(dark, city, keys="M")
    qtbot.addWidget(made)
    made.resize(320, 240)
    return made


def at(lat: float, lng: float) -> Case:
    return replace(case_named("a"), place=Place(lat=lat, lng=lng))


def maps(place: CaseMap) -> list[MapView]:
    return place.findChildren(MapView)


def loaded(loop: Loop, place: CaseMap) -> None:
    loop.run(until(lambda: bool(maps(place)), "the map is there"))


def test_it_shows_the_case_in_the_middle_and_then_another(loop: Loop, place: CaseMap) -> None:
    place.show_case(at(-6.18, 106.64))
    loaded(loop, place)
    view = maps(place)[0]
    assert (view.sight.x, view.sight.y) == pytest.approx(to_plane(-6.18, 106.64))
    place.show_case(at(-6.16, 106.66))
    assert (view.sight.x, view.sight.y) == pytest.approx(to_plane(-6.16, 106.66))
    assert len(maps(place)) == 1
    view.resize(300, 150)
    view.grab()
    assert [heap.many for heap in view.heaps()] == [1]


def test_what_is_secret_or_has_no_point_is_not_on_it(loop: Loop, place: CaseMap) -> None:
    place.show_case(case_named("a"))
    assert place.isHidden()
    place.show_case(replace(at(-6.18, 106.64), secret=True))
    assert place.isHidden()
    place.show_case(at(-6.18, 106.64))
    assert not place.isHidden()
    loaded(loop, place)


def test_its_button_asks_for_the_large_map(loop: Loop, place: CaseMap) -> None:
    place.show_case(at(-6.18, 106.64))
    loaded(loop, place)
    place.show()
    asked = QSignalSpy(place.asked)
    button = place.findChild(QPushButton)
    assert button is not None
    button.click()
    assert asked.count() == 1


@pytest.mark.parametrize(("long", "shown"), [(1, True), (60, False)])
def test_what_was_reported_comes_before_the_map(
    qtbot: QtBot, loop: Loop, dark: Theme, city: City, long: int, shown: bool
) -> None:
    case = at(-6.18, 106.64)
    report = replace(case.reports[0], text="Jalan rusak parah. " * 10 * long)
    page, place = QWidget(), CaseMap(dark, city)
    left = CaseReports(dark, city, None, page, place=place)
    qtbot.addWidget(page)
    left.resize(360, 560)
    page.show()
    case = replace(case, reports=(report,))
    left.show_case(case)
    loop.run(until(lambda: place.isVisible() is shown, "there is room, or there is none"))
    if shown:
        loaded(loop, place)
