"""Where more cases of a category come in than chance explains: a rule with a stated error rate.

The last week of a category in an area is held against the weeks before it. Were nothing new, each
case of all these weeks might as well have come in any of them, so that how many fell into the last
one follows from how many there were alone: no rate has to be guessed, however few there are. Whole
weeks have every weekday once. That cases come in bursts (rain, holidays) is measured for each
category in the weeks before and taken into account: the share of the last week is then
beta-binomial, as it is for counts that are negative binomial with a shape in common (Johnson,
Kotz & Balakrishnan, Discrete Multivariate Distributions, 1997). Of all pairs tested in one look,
Benjamini and Hochberg's procedure (J. R. Stat. Soc. B 57, 1995) lists those whose chance it bounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p
from typing import NamedTuple

DAYS = 7
"""A week: the last one is held against those before it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`rate`: of the looks at a city where nothing rises, so many at most may list anything.

    A baseline has `weeks`, fewer where the city is younger, but no fewer than `least_weeks`; only
    a week before which cases came in, too, is whole. Pairs with fewer than `tested_from` cases in
    all these weeks cannot tell. Of what stands out, what is less than `least` cases or `times` what
    was expected is not worth an officer's time. `span`: so many weeks are held against those before
    them, all together; their bursts are taken as independent of each other.
    """

    rate: float = 0.01
    weeks: int = 8
    least_weeks: int = 4
    tested_from: int = 6
    least: int = 4
    times: float = 1.5
    span: int = 1

    @property
    def reach(self) -> int:
        """Days back from now of which arrivals are asked for."""
        return (self.weeks + self.span + 1) * DAYS


RULE = Rule()

Pair = tuple[str, str]
"""A category and an area."""


class Arrivals(NamedTuple):
    """So many cases of a category came into an area so many whole days ago (0: the last 24 h)."""

    category: str
    area: str
    ago: int
    many: int


class Rising(NamedTuple):
    """More than chance explains: `many` in the last week where `expected` would be usual.

    `chance` is the p-value; it began some `since` days ago (1: within the last 24 h).
    """

    category: str
    area: str
    many: int
    expected: float
    chance: float
    since: int


class Look(NamedTuple):
    """What one look found, the least likely first; `weeks` of baseline it had (0: too few)."""

    rising: tuple[Rising, ...]
    tested: int
    weeks: int


def look(arrivals: Iterable[Arrivals], above: Mapping[str, str], rule: Rule = RULE) -> Look:
    """What rises now, of all that came in within `rule.reach` days.

    `above` names for each of the smallest areas the one it lies in, or "". Areas are tested at both
    levels; a larger one is listed where none within it is, of the same category.
    """
    known = tuple(arrivals)
    weeks = baseline({one.ago // DAYS for one in known if one.many}, rule)
    if not weeks:
        return Look((), 0, 0)
    found, tested = standing_out(_series(known, above, (weeks + 1) * DAYS), weeks, rule)
    told = {(one.category, above.get(one.area, "")) for one in found}
    smallest = tuple(one for one in found if (one.category, one.area) not in told)
    return Look(smallest, tested, weeks)


def standing_out(
    levels: Iterable[Mapping[Pair, list[int]]], weeks: int, rule: Rule
) -> tuple[list[Rising], int]:
    """What the rule lists, the least likely first, and how many pairs were tested.

    Each level holds its pairs' cases by days ago, over the span and `weeks` before it.
    """
    tested: list[tuple[float, Pair, list[int]]] = []
    span = rule.span * DAYS
    for series in levels:
        shapes = _shapes(series, span)
        for pair, days_ago in series.items():
            last, whole = sum(days_ago[:span]), sum(days_ago)
            if whole >= rule.tested_from:
                chance = tail(last, whole, weeks, shapes[pair[0]], rule.span)
                tested.append((chance, pair, days_ago))
    tested.sort()
    found = [
        rising
        for chance, pair, days_ago in tested[: _passing([one[0] for one in tested], rule.rate)]
        if (rising := _rising(chance, pair, days_ago, weeks, rule.span)).many >= rule.least
        and rising.many >= rule.times * rising.expected
    ]
    return found, len(tested)


def baseline(some: Container[int], rule: Rule) -> int:
    """How many whole weeks before the span can be held against it, 0 for too few.

    `some` are the weeks ago (0: the last) in which anything came in.
    """
    furthest = rule.weeks + rule.span + 1
    known = next(n for n in range(rule.span, furthest + 1) if n not in some or n == furthest)
    weeks = min(rule.weeks, known - rule.span - 1)
    return weeks if weeks >= rule.least_weeks else 0


def tail(last: int, whole: int, weeks: int, shape: float, span: int = 1) -> float:
    """The chance that of `whole` cases in `weeks` + `span` weeks `last` or more fall into the span.

    `shape` says how evenly they come: inf as by chance alone (binomial), else beta-binomial.

    >>> round(tail(2, 2, 1, inf), 3), round(tail(1, 1, 4, 2.0), 3)
    (0.25, 0.2)
    """
    if last <= 0:
        return 1.0
    if shape == inf:
        in_it, beside = -log1p(weeks / span), -log1p(span / weeks)
        logs = [
            _choose(whole, k) + k * in_it + (whole - k) * beside for k in range(last, whole + 1)
        ]
    else:
        own, other = span * shape, weeks * shape
        none = _beta(own, other)
        logs = [
            _choose(whole, k) + _beta(k + own, whole - k + other) - none
            for k in range(last, whole + 1)
        ]
    return min(1.0, sum(map(exp, logs)))


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _passing(chances: Sequence[float], rate: float) -> int:
    """How many of these, in order, Benjamini and Hochberg's procedure lets pass."""
    passing = [n for n, chance in enumerate(chances, 1) if chance <= rate * n / len(chances)]
    return passing[-1] if passing else 0


def _series(
    arrivals: Iterable[Arrivals], above: Mapping[str, str], days: int
) -> tuple[dict[Pair, list[int]], dict[Pair, list[int]]]:
    """Cases by days ago, of the smallest areas and of those they lie in."""
    small: dict[Pair, list[int]] = defaultdict(lambda: [0] * days)
    large: dict[Pair, list[int]] = defaultdict(lambda: [0] * days)
    larger = set(above.values()) - {""}
    for category, area, ago, many in arrivals:
        if not 0 <= ago < days or not category:
            continue
        if area in above:
            small[category, area][ago] += many
        own = above.get(area, area)
        if own in larger:
            large[category, own][ago] += many
    return small, large


_BELIEVED = 200
"""Of so many pairs of cases is believed that they fall as chance has it, before any is seen; and of
those of one category that they fall as those of all."""


def _shapes(series: Mapping[Pair, Sequence[int]], span: int) -> dict[str, float]:
    """How evenly each category comes in, from the weeks of its baseline: the shape of a gamma.

    Of the pairs of cases of one baseline, the part that share a week tells it: with counts that are
    negative binomial of shape r in k weeks it is (r + 1) / (kr + 1), whatever their rates.
    """
    same: dict[str, int] = defaultdict(int)
    pairs: dict[str, int] = defaultdict(int)
    weeks = 1
    for (category, _), days_ago in series.items():
        counts = [sum(days_ago[n : n + DAYS]) for n in range(span, len(days_ago), DAYS)]
        weeks, whole = len(counts), sum(counts)
        same[category] += sum(n * (n - 1) for n in counts)
        pairs[category] += whole * (whole - 1)
    of_all = _share(sum(same.values()), sum(pairs.values()), 1 / weeks)
    shares = {category: _share(same[category], many, of_all) for category, many in pairs.items()}
    return {category: _shape(share, weeks) for category, share in shares.items()}


def _share(same: int, pairs: int, believed: float) -> float:
    return (same + _BELIEVED * believed) / (pairs + _BELIEVED)


def _shape(share: float, weeks: int) -> float:
    return (1 - share) / (weeks * share - 1) if weeks * share > 1 else inf


def _rising(chance: float, pair: Pair, days_ago: Sequence[int], weeks: int, span: int) -> Rising:
    last = days_ago[: span * DAYS]
    expected = sum(days_ago[span * DAYS :]) / weeks * span
    return Rising(*pair, sum(last), expected, chance, _since(last, expected / len(last)))


def _since(last: Sequence[int], usual: float) -> int:
    """Days ago from which on these days differ most from what is usual a day."""

    def apart(days: int) -> float:
        count, expected = sum(last[:days]), max(usual, 0.02) * days
        return count * log(count / expected) - (count - expected) if count > expected else 0.0

    return max(range(1, len(last) + 1), key=apart)


def within(area: str, above: Mapping[str, str]) -> Iterator[str]:
    """The codes that a case of an area may carry: its own, and those that lie in it."""
    yield area
    yield from (code for code, own in above.items() if own == area)
