"""The heaviest minutes of a rain on a real server and a real desk; bench/rain.py does the hour."""

from __future__ import annotations

import pytest

from bench.rain import Hour

REPORTS = 40


@pytest.fixture(scope="module")
def rain(tmp_path_factory: pytest.TempPathFactory) -> Hour:
    """Four minutes of it within some seconds, with the city's officers at work."""
    return Hour(tmp_path_factory.mktemp("rain"), 1, 40.0, 0.0, reports=REPORTS, pause=1)


def test_no_case_is_missed(rain: Hour) -> None:
    assert rain.came >= REPORTS
    assert rain.missed == []
    assert rain.differs == 0


def test_the_sums_add_up_every_second_and_are_the_journals(rain: Hour) -> None:
    assert rain.looks
    assert rain.unequal == []
    assert rain.stray == 0
    assert rain.end_true


def test_the_case_an_officer_is_at_stays_that_case_in_its_place(rain: Hour) -> None:
    assert rain.held > 0
    assert rain.taken > 0, "no colleague took it away"
    assert (rain.jumps, rain.slides) == (0, 0)
