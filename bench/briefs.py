"""How often a policy brief claims anything in a city where nothing rises, and what it finds.

Each brief is of a city of its own, from the same law that desk and server count by:
`python bench/briefs.py --cities 200`. What rises and what is calm is as in `bench/hotspots.py`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from bench.hotspots import ABOVE, CODES, City, steady
from db.domain.brief import milliseconds
from db.domain.case import Case, Report
from db.domain.city import Area
from db.domain.policy import SPANS, Facts, Period, Row, facts, rule_of
from db.domain.states import State
from resources import path
from server.city import open_city

UNTIL = datetime(2026, 11, 22, 17, tzinfo=UTC)
LEAST = 5
TOWN = replace(
    open_city(path("cities", "kota-tangerang"))[0],
    areas={
        code: Area(code, code, 0.0, 0.0, above)
        for code, above in [*ABOVE.items(), *((large, None) for large in set(ABOVE.values()))]
    },
)
REPORT = Report("r", "c", "laksa", UNTIL, "")
CASE = Case("c", "n", 1, State.RECEIVED, UNTIL, UNTIL, (REPORT,), "complaint")


def counted(city: City, weeks: int) -> Facts:
    """The brief of the last weeks of a city."""
    end = milliseconds(UNTIL)
    last = (city.at.max() // 168 + 1) * 168
    at = (end - (last - city.at) * 3_600_000).astype(np.int64).tolist()
    rows = (
        Row(str(n), str(n), "received", pair[0], pair[1], 1, first)
        for n, (pair, first) in enumerate(
            zip([city.pairs[of] for of in city.of.tolist()], at, strict=True)
        )
    )

    def cases_of(ids: Iterable[str]) -> dict[str, Case]:
        return dict.fromkeys(ids, CASE)

    return facts(rows, Period(UNTIL, weeks), UNTIL + timedelta(hours=8), TOWN, LEAST, cases_of)


def history(weeks: int) -> int:
    """Weeks of a history that reaches back as far as the rule asks."""
    rule = rule_of(weeks, LEAST)
    return rule.weeks + rule.span + 1


def calm(weeks: int, kind: str, a_day: float, cities: int) -> tuple[float, float]:
    """The part of the briefs of calm cities that claim anything, and seconds for one."""
    some, begun = 0, time.process_time()
    for seed in range(cities):
        dice = np.random.default_rng(seed)
        some += bool(counted(steady(dice, a_day, history(weeks), kind), weeks).claims)
    return some / cities, (time.process_time() - begun) / cities


def planted(weeks: int, times: float, usual: float, cities: int) -> float:
    """The part of the rises in one kelurahan that are claimed: `times` what is `usual` a week."""
    found = 0
    for seed in range(cities):
        dice = np.random.default_rng(1000 + seed)
        long = history(weeks)
        city = steady(dice, 40, long, "even")
        name = ("c05", CODES[seed % len(CODES)])
        pair = city.pairs.index(name)
        begin = (long - weeks) * 168.0
        own = dice.uniform(0, begin, dice.poisson(usual * (long - weeks)))
        new = dice.uniform(begin, long * 168.0, dice.poisson(usual * weeks * times))
        kept = city.of != pair
        at = np.concatenate([city.at[kept], own, new])
        of = np.concatenate([city.of[kept], np.full(len(own) + len(new), pair)])
        claims = counted(City(city.pairs, at, of), weeks).claims
        found += name in {one.pair for one in claims}
    return found / cities


def main() -> None:
    """Print both; exit code 1 where more than a rule's rate and its noise are false."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--cities", type=int, default=100)
    many = ask.parse_args().cities
    worst = 0.0
    for weeks in SPANS:
        for kind in ("even", "weekly", "restless"):
            part, seconds = calm(weeks, kind, 40, many)
            worst = max(worst, part if kind != "restless" else 0.0)
            print(f"{weeks:2} weeks, {kind:8}: {part:6.1%} claim anything, {seconds:.3f} s each")
        parts = ", ".join(f"x{t}: {planted(weeks, t, 2.0, many // 2):4.0%}" for t in (2, 3, 5))
        print(f"{weeks:2} weeks, a rise over 2 a week: {parts} claimed")
    noise = 3 * (0.01 * 0.99 / many) ** 0.5
    raise SystemExit(worst > 0.01 + noise)


if __name__ == "__main__":
    main()
