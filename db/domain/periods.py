"""The periods reports are about: a day, a week from Monday on, a month; days of the city."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

_DAY = timedelta(days=1)
YEARS = range(1970, 2200)
"""Whose days can be asked for."""


class Kind(StrEnum):
    """How long a report looks back."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Period(NamedTuple):
    """Local days, `first` and `last` within."""

    kind: Kind
    first: date
    last: date

    @property
    def before(self) -> Period:
        """The day, week or month just before."""
        return period_of(self.kind, self.first - _DAY)

    @property
    def after(self) -> Period:
        """The day, week or month that follows."""
        return period_of(self.kind, self.last + _DAY)

    @property
    def name(self) -> str:
        """In the name of a file: 2026-11-25, 2026-W48, 2026-11."""
        if self.kind is Kind.DAILY:
            return self.first.isoformat()
        if self.kind is Kind.WEEKLY:
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02}"
        return f"{self.first:%Y-%m}"


def day_of(text: str) -> date:
    """A day, YYYY-MM-DD. Raises ValueError for none, and for one of another age."""
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(f"{day.year} is not from {YEARS[0]} to {YEARS[-1]}")
    return day


def period_of(kind: Kind, day: date) -> Period:
    """The period that holds a day."""
    if kind is Kind.DAILY:
        return Period(kind, day, day)
    if kind is Kind.WEEKLY:
        first = day - day.weekday() * _DAY
        return Period(kind, first, first + 6 * _DAY)
    first = day.replace(day=1)
    return Period(kind, first, (first + 31 * _DAY).replace(day=1) - _DAY)
