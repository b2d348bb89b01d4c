"""What the rule for hotspots finds: nothing in steady cities, rises where they are, and in Boston.

    python bench/hotspots.py [--weeks 40] [--every 3] [--trials 40] [--boston FILE] [--quick]

Steady cities are made of 32 categories and 104 areas in 13 larger ones, uneven as real ones are
(rates fall as 1 / rank). `even` cities have cases by chance alone; in `weekly` ones Sundays have a
quarter of a Monday's cases. For these the promise is made. In `restless` ones the rate of a
category moves by half from week to week everywhere at once, and that of each pair by a third by
itself: something does rise there, and it is shown how often that is told. Looks are taken every so
many hours, as the desk takes them every hour. A false alarm is a pair that comes to be listed;
while it stays listed, or is again within a week, it is the same alarm.

Planted rises: in an even city of 40 cases a day so many more cases than usual come within seven
days in one pair; told is how often the pair is listed by then, and how many days after the first.

Boston: the reports of May and June 2015 by type and neighbourhood, looked at each midnight. Beside
it the same reports, each moved to another of the weeks at random, weekday and hour kept: in those
nothing rises, so what is listed is false.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray

from db.domain.hotspots import DAYS, RULE, Arrivals, Pair, look

CATEGORIES, LARGER, AREAS = 32, 13, 104
WEEK = 24.0 * DAYS
PROMISED = 0.1
"""False alarms a week in a steady city, at most."""

ABOVE = {f"{n % LARGER:02}.{n:03}": f"{n % LARGER:02}" for n in range(AREAS)}
CODES = sorted(ABOVE)


class City(NamedTuple):
    """Cases in order of time: hours from the first, and which of `pairs` each is of."""

    pairs: Sequence[Pair]
    at: NDArray[np.float64]
    of: NDArray[np.int64]


def steady(dice: np.random.Generator, a_day: float, weeks: int, kind: str) -> City:
    """A city where nothing rises for good, see above."""
    pairs = [(f"c{c:02}", area) for c in range(CATEGORIES) for area in CODES]
    by_category = 1 / (1 + dice.permutation(CATEGORIES))
    by_area = 1 / (3 + dice.permutation(AREAS))
    shares = np.outer(by_category, by_area)
    rates = np.repeat(shares[None] / shares.sum() * a_day * DAYS, weeks, axis=0)
    if kind == "restless":
        rates *= dice.gamma(4, 1 / 4, (weeks, CATEGORIES, 1))
        rates *= dice.gamma(8, 1 / 8, (weeks, CATEGORIES, AREAS))
    counts = dice.poisson(rates).reshape(weeks, -1)
    week, of = np.nonzero(counts)
    many = counts[week, of]
    week, of = np.repeat(week, many), np.repeat(of, many)
    chances = np.array([1.0] * 5 + [0.5, 0.25]) if kind == "weekly" else np.ones(DAYS)
    day = dice.choice(DAYS, len(week), p=chances / chances.sum())
    at = week * WEEK + day * 24 + dice.uniform(0, 24, len(week))
    order = np.argsort(at)
    return City(pairs, at[order], of[order])


def arrivals(city: City, now: float) -> Iterator[Arrivals]:
    """What is known at an hour."""
    first, last = np.searchsorted(city.at, (now - RULE.reach * 24.0, now))
    ago = ((now - city.at[first:last]) // 24).astype(np.int64)
    kinds, many = np.unique(city.of[first:last] * 1000 + ago, return_counts=True)
    for kind, count in zip(kinds.tolist(), many.tolist(), strict=True):
        category, area = city.pairs[kind // 1000]
        yield Arrivals(category, area, kind % 1000, count)


def listed(city: City, now: float, above: Mapping[str, str] = ABOVE) -> frozenset[Pair]:
    """The pairs that a look at an hour lists."""
    found = look(arrivals(city, now), above)
    return frozenset((one.category, one.area) for one in found.rising)


class Alarms:
    """Counts pairs that come to be listed, each once while it is."""

    def __init__(self) -> None:
        self.count = 0
        self._last: dict[Pair, float] = {}

    def see(self, now: float, pairs: frozenset[Pair]) -> None:
        """What a look listed."""
        for pair in pairs:
            self.count += now - self._last.get(pair, -1e9) > WEEK
            self._last[pair] = now


def false_alarms(kind: str, a_day: float, weeks: int, every: int, seed: int) -> tuple[float, float]:
    """A week, and the part of the looks that listed anything."""
    city = steady(np.random.default_rng(seed), a_day, weeks + RULE.reach // DAYS, kind)
    begin, alarms, any_listed = RULE.reach * 24.0, Alarms(), 0
    looks = np.arange(begin, begin + weeks * WEEK, every)
    for now in looks:
        pairs = listed(city, now)
        alarms.see(now, pairs)
        any_listed += bool(pairs)
    return alarms.count / weeks, any_listed / len(looks)


def found_planted(usual: float, more: int, trials: int) -> tuple[float, float]:
    """Part of the rises that are listed within their week, and days until then (median)."""
    delays: list[float] = []
    for trial in range(trials):
        dice = np.random.default_rng(1000 + trial)
        weeks = RULE.reach // DAYS
        city = steady(dice, 40, weeks, "even")
        begin = (weeks - 1) * WEEK
        pair = next(n for n, one in enumerate(city.pairs) if one == ("c05", CODES[trial % AREAS]))
        kept = city.of != pair
        own = dice.uniform(0, begin + WEEK, dice.poisson(usual * weeks))
        new = begin + dice.uniform(0, WEEK, more)
        at = np.concatenate([city.at[kept], own, new])
        of = np.concatenate([city.of[kept], np.full(len(own) + more, pair)])
        order = np.argsort(at)
        city = City(city.pairs, at[order], of[order])
        name = city.pairs[pair]
        hours = np.arange(np.ceil(new.min()), begin + WEEK + 1, 3)
        hits = (h for h in hours if name in listed(city, h))
        delay = next(hits, None)
        if delay is not None:
            delays.append(float(delay - new.min()) / 24)
    median = float(np.median(delays)) if delays else float("nan")
    return len(delays) / trials, median


def boston(file: Path) -> City:
    """The reports by type and neighbourhood, whole weeks up to the end of June."""
    rows = []
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["neighborhood"] and row["TYPE"]:
                moment = datetime.strptime(row["OPEN_DT"], "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007
                rows.append((moment, row["TYPE"], row["neighborhood"]))
    end = datetime(2015, 7, 1)  # noqa: DTZ001  the file has local times
    whole = 8 * WEEK
    pairs = sorted({(kind, area) for _, kind, area in rows})
    number = {pair: n for n, pair in enumerate(pairs)}
    hours = np.array([whole - (end - at).total_seconds() / 3600 for at, *_ in rows])
    of = np.array([number[kind, area] for _, kind, area in rows])
    order = np.argsort(hours)
    order = order[hours[order] >= 0]
    return City(pairs, hours[order], of[order])


def weeks_shuffled(city: City, dice: np.random.Generator) -> City:
    """Each case in another week, its weekday and hour as they were."""
    weeks = round(float(city.at.max()) / WEEK + 0.5)
    at = city.at % WEEK + dice.integers(0, weeks, len(city.at)) * WEEK
    order = np.argsort(at)
    return City(city.pairs, at[order], city.of[order])


def nightly(city: City) -> tuple[Alarms, dict[Pair, tuple[int, Any]], int]:
    """Alarms of a look each midnight once there is a baseline, their first, and how many looks."""
    above = {area: "" for _, area in city.pairs}
    alarms, first, looks = Alarms(), dict[Pair, tuple[int, Any]](), 0
    for day in range((RULE.least_weeks + 2) * DAYS, 8 * DAYS + 1):
        found = look(arrivals(city, day * 24.0), above)
        alarms.see(day * 24.0, frozenset((one.category, one.area) for one in found.rising))
        for one in found.rising:
            first.setdefault((one.category, one.area), (day, one))
        looks += 1
    return alarms, first, looks


def show_steady(weeks: int, every: int) -> bool:
    """Print the false alarms of steady cities; whether the promise is kept."""
    print(f"\nSteady cities, {weeks} weeks each, a look every {every} h")
    print(f"{'city':26}{'false alarms a week':>22}{'looks that list any':>22}")
    kept = True
    for kind in ("even", "weekly", "restless"):
        for a_day in (40.0, 400.0):
            a_week, looks = false_alarms(kind, a_day, weeks, every, seed=round(a_day))
            kept &= a_week <= PROMISED or kind == "restless"
            print(f"{kind:9}{a_day:5.0f} cases a day{a_week:>20.3f}{looks:>21.2%}")
    met = "met    " if kept else "NOT met"
    print(f"  {met}  at most {PROMISED} false alarms a week where nothing moves")
    return kept


def show_planted(trials: int) -> None:
    """Print what is found of planted rises."""
    print(f"\nPlanted rises, {trials} trials each, 40 cases a day in the city")
    print(f"{'usual a week':>14}{'more cases':>12}{'listed':>10}{'days until':>12}")
    for usual in (0.3, 1.0, 3.0):
        for more in (4, 6, 8, 12, 20):
            part, days = found_planted(usual, more, trials)
            print(f"{usual:>14}{more:>12}{part:>10.0%}{days:>12.1f}")


def show_boston(file: Path, shuffles: int) -> None:
    """Print what is found in Boston, and in the same with weeks shuffled."""
    city = boston(file)
    alarms, first, looks = nightly(city)
    weeks = looks / DAYS
    print(
        f"\nBoston, {len(city.at):,} reports in 8 weeks, {len(city.pairs):,} pairs, {looks} looks"
    )
    for (kind, area), (day, one) in sorted(first.items(), key=lambda item: item[1][0]):
        print(f"  day {day}: {one.many:3} where {one.expected:5.1f}  {kind}, {area}")
    false = [
        nightly(weeks_shuffled(city, np.random.default_rng(n)))[0].count for n in range(shuffles)
    ]
    print(f"  real: {alarms.count / weeks:.2f} alarms a week")
    print(f"  weeks shuffled, {shuffles} times: {np.mean(false) / weeks:.3f} a week")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weeks", type=int, default=40)
    parser.add_argument("--every", type=int, default=3, help="hours between looks")
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--boston", type=Path, help="the file of reports (see the text above)")
    parser.add_argument("--quick", action="store_true", help="a fifth of it")
    args = parser.parse_args()
    part = 5 if args.quick else 1
    show_steady(args.weeks // part, args.every)
    show_planted(args.trials // part)
    if args.boston is not None:
        show_boston(args.boston, 40 // part)


if __name__ == "__main__":
    main()
