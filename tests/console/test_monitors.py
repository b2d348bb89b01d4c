"""Where windows stand: remembered for a monitor, found again on it, or not at all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize

from console.pages.monitors import Monitor, Spot, first_spot, place_of, spot_from, spot_of, these

LEFT = Monitor("A", QSize(1366, 768), QRect(0, 0, 1366, 738))
RIGHT = Monitor("B", QSize(1920, 1080), QRect(1366, 0, 1920, 1050))
MAIN = QRect(0, 0, 1366, 738)


def test_a_set_of_monitors_has_one_name_however_they_stand() -> None:
    assert these([LEFT, RIGHT]) == these([RIGHT, LEFT]) == "A 1366x768, B 1920x1080"
    assert these([LEFT]) != these([RIGHT])


@pytest.mark.parametrize("window", [QRect(1400, 30, 800, 600), QRect(0, 0, 640, 420)])
def test_a_window_is_found_where_it_stood(window: QRect) -> None:
    spot = spot_of(window, [LEFT, RIGHT])
    assert place_of(spot, [LEFT, RIGHT]) == window


def test_the_monitor_that_shows_most_of_it_counts() -> None:
    assert spot_of(QRect(1200, 0, 900, 600), [LEFT, RIGHT]).monitor == "B"
    assert spot_of(QRect(700, 0, 900, 600), [LEFT, RIGHT]).monitor == "A"


def test_it_goes_with_its_monitor_when_that_stands_elsewhere() -> None:
    spot = spot_of(QRect(1466, 50, 800, 600), [LEFT, RIGHT])
    above = RIGHT._replace(area=QRect(0, -1080, 1920, 1050))
    assert place_of(spot, [LEFT, above]) == QRect(100, -1030, 800, 600)


def test_without_its_monitor_it_has_no_place() -> None:
    assert place_of(spot_of(QRect(1466, 50, 800, 600), [LEFT, RIGHT]), [LEFT]) is None


@pytest.mark.parametrize(
    "spot",
    [
        Spot("A", 1300, 700, 800, 600), Spot("A", -500, -40, 800, 600),
        Spot("A", 10, 10, 3000, 2000),
    ],
)  # fmt: skip
def test_all_of_it_is_in_sight_on_a_smaller_monitor(spot: Spot) -> None:
    place = place_of(spot, [LEFT])
    assert place is not None
    assert LEFT.area.contains(place)


def test_the_first_time_it_fills_a_monitor_that_nothing_is_on() -> None:
    assert first_spot(MAIN, [], [LEFT, RIGHT]) == Spot("B", 0, 0, 1920, 1050, full=True)
    third = Monitor("C", QSize(1024, 768), QRect(0, 800, 1024, 738))
    assert first_spot(MAIN, ["B"], [LEFT, RIGHT, third]).monitor == "C"


@pytest.mark.parametrize("monitors", [[LEFT], [LEFT, RIGHT]])
def test_where_none_is_left_it_stands_beside_the_main_window(monitors: list[Monitor]) -> None:
    spot = first_spot(MAIN, ["B"], monitors)
    place = place_of(spot, monitors)
    assert place is not None
    assert not spot.full
    assert MAIN.intersects(place)
    assert place != MAIN


@pytest.mark.parametrize(
    "given", [None, [], ["A", 1, 2, 3, 4], ["A", 1, 2, 0, 4, True], ["A", "1", 2, 3, 4, False], {}]
)
def test_what_is_no_spot_is_none(given: object) -> None:
    assert spot_from(given) is None
    assert spot_from(["A", 1, 2, 3, 4, True]) == Spot("A", 1, 2, 3, 4, full=True)
