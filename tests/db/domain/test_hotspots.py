"""The rule for hotspots: exact chances, what it lists and what it leaves, and its error rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from math import comb, inf

import numpy as np
import pytest

from db.domain.hotspots import DAYS, RULE, Arrivals, look, tail

ABOVE = {f"{n % 3}.{n}": f"{n % 3}" for n in range(12)}


def steady(seed: int, a_week: float, days: int = RULE.reach) -> list[Arrivals]:
    """So many cases of each pair a week on average, by chance alone."""
    every = list(product(("a", "b", "c"), ABOVE, range(days)))
    many = np.random.default_rng(seed).poisson(a_week / DAYS, len(every)).tolist()
    return [Arrivals(*one, n) for one, n in zip(every, many, strict=True) if n]


def planted(many: int, area: str = "1.4", ago: int = 2) -> list[Arrivals]:
    return [*steady(4, 1.0), Arrivals("a", area, ago, many)]


def listed(arrivals: Iterable[Arrivals]) -> set[tuple[str, str]]:
    return {(one.category, one.area) for one in look(arrivals, ABOVE).rising}


# --- chances ---


@pytest.mark.parametrize(("last", "whole", "weeks"), [(3, 8, 4), (1, 5, 8), (7, 7, 5), (4, 20, 8)])
def test_the_chance_is_the_exact_binomial_one(last: int, whole: int, weeks: int) -> None:
    ways = sum(comb(whole, k) * weeks ** (whole - k) for k in range(last, whole + 1))
    assert tail(last, whole, weeks, inf) == pytest.approx(ways / (weeks + 1) ** whole, rel=1e-9)


def test_cases_that_come_one_by_one_are_all_in_one_week_by_an_urn() -> None:
    """Polya's urn with a ball of each week: the beta-binomial of shape 1, worked out by hand."""
    weeks = 4
    assert tail(1, 1, weeks, 1.0) == pytest.approx(1 / 5)
    assert tail(2, 2, weeks, 1.0) == pytest.approx(1 / 5 * 2 / 6)
    assert tail(3, 3, weeks, 1.0) == pytest.approx(1 / 5 * 2 / 6 * 3 / 7)
    assert tail(1, 2, weeks, 1.0) == pytest.approx(1 - 4 / 5 * 5 / 6)


@pytest.mark.parametrize("shape", [0.5, 2.0, 30.0, inf])
def test_chances_add_up_and_fall(shape: float) -> None:
    chances = [tail(last, 12, 6, shape) for last in range(14)]
    assert chances[0] == 1.0
    assert chances[13] == 0.0
    assert chances == sorted(chances, reverse=True)


def test_the_more_evenly_cases_come_the_less_likely_a_rise() -> None:
    chances = [tail(6, 10, 8, shape) for shape in (0.5, 2.0, 10.0, 1e6, inf)]
    assert chances == sorted(chances, reverse=True)
    assert chances[3] == pytest.approx(chances[4], rel=1e-3)


# --- looks ---


def test_a_rise_is_listed_with_its_figures_and_nothing_else() -> None:
    look_now = look(planted(14), ABOVE)
    (one,) = look_now.rising
    assert (one.category, one.area) == ("a", "1.4")
    own = [a for a in planted(14) if (a.category, a.area) == ("a", "1.4")]
    assert one.many == sum(a.many for a in own if a.ago < DAYS)
    baseline = sum(a.many for a in own if DAYS <= a.ago < DAYS * (RULE.weeks + 1))
    assert one.expected == pytest.approx(baseline / RULE.weeks)
    assert one.since == 3  # it came between two and three days ago
    assert one.chance < RULE.rate / look_now.tested
    assert look_now.weeks == RULE.weeks


def test_nothing_rises_where_nothing_is_new() -> None:
    assert listed(steady(4, 1.0)) == set()
    assert listed([]) == set()


def test_what_happened_before_the_last_week_does_not_rise() -> None:
    assert listed(planted(14, ago=DAYS)) == set()


def test_a_rise_of_a_larger_area_is_told_of_it_alone() -> None:
    spread = [Arrivals("a", area, 1, 4) for area in ABOVE if area.startswith("2.")]
    assert listed([*steady(4, 1.0), *spread]) == {("a", "2")}
    assert listed([*steady(4, 1.0), Arrivals("a", "2", 1, 16)]) == {("a", "2")}


def test_what_is_too_little_to_act_on_is_left_out() -> None:
    rule = replace(RULE, rate=0.9, tested_from=1)
    rising = look([*steady(4, 0.3), Arrivals("a", "1.4", 1, 3)], ABOVE, rule).rising
    assert all(one.many >= RULE.least and one.many >= 1.5 * one.expected for one in rising)
    assert ("a", "1.4") not in {(one.category, one.area) for one in rising}


@pytest.mark.parametrize(
    ("days", "weeks"), [(13, 0), (35, 0), (36, 4), (42, 4), (49, 5), (70, 8), (99, 8)]
)
def test_the_baseline_is_as_long_as_it_is_known(days: int, weeks: int) -> None:
    assert look(steady(1, 2.0, days), ABOVE).weeks == weeks


def test_a_gap_ends_the_baseline() -> None:
    with_gap = [one for one in steady(1, 2.0) if not 21 <= one.ago < 28]
    assert look(with_gap, ABOVE).weeks == 0


def test_bursts_of_the_past_are_believed_of_the_present() -> None:
    """A category that always comes in bursts must rise more than one that never does."""
    even, bursty = steady(4, 2.0), steady(4, 2.0)
    for n, area in enumerate(ABOVE):
        for week in range(1, RULE.weeks + 1):
            bursty.append(Arrivals("a", area, week * DAYS + 3, 20 * ((week + n) % 3 == 0)))
    rise = [Arrivals("a", "1.4", 1, 16)]
    assert ("a", "1.4") in listed([*even, *rise])
    assert ("a", "1.4") not in listed([*bursty, *rise])


def test_steady_cities_are_mostly_silent() -> None:
    """The promise: of looks at a city where nothing rises, at most `rate` list anything."""
    loud = sum(bool(listed(steady(seed, 0.7))) for seed in range(150))
    assert loud <= 5  # 1.5 expected at most; more than 5 would happen once in 200
