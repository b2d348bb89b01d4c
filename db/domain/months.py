"""This month against the one before: as many days of both, and no share of too few cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

LEAST = 10
"""Fewer cases in both months together are too few to compare."""

BOUNDS = (0.5, 0.8, 1.25, 2.0)
"""Between much less, less, about as many, more and much more: times as many as before."""


class Months(NamedTuple):
    """The part of this month that has passed, and as long a part of the last; aware instants."""

    begin: datetime
    end: datetime
    begin_before: datetime
    end_before: datetime

    @property
    def days(self) -> int:
        """Days of each that have begun."""
        whole, rest = divmod(_wall(self.end) - _wall(self.begin), timedelta(days=1))
        return whole + bool(rest)


def months(until: datetime) -> Months:
    """The two parts, by the calendar and the clock on the wall of the zone that `until` is in.

    Of a month that is longer than the one before, only as many days count as that one had.
    """
    begin = until.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (begin - timedelta(days=1)).replace(day=1)
    passed = min(_wall(until) - _wall(begin), _wall(begin) - _wall(before))
    return Months(begin, begin + passed, before, before + passed)


def step(now: int, before: int) -> int | None:
    """Which of the five it is, 0 for much less; None where both are too few to tell."""
    if now + before < LEAST:
        return None
    times = now / before if before else float("inf")
    return sum(times > bound if n > 1 else times >= bound for n, bound in enumerate(BOUNDS))


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
