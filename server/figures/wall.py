"""The city's wall: the local day and the shift that many instants fall into, in any time zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from db.domain.brief import milliseconds
from db.domain.city import City
from db.domain.shifts import Shift

Ints = NDArray[np.int64]
Days = NDArray[np.int32]

FIRST_DAY = date(1970, 1, 1)
_DAY = timedelta(days=1)


def number_of(day: date) -> int:
    """A local day as a whole number."""
    return (day - FIRST_DAY).days


def day_of(number: int) -> date:
    """The local day of a number."""
    return FIRST_DAY + number * _DAY


class Wall:
    """The days and shifts of one city; instants are ms since the epoch (UTC)."""

    def __init__(self, city: City) -> None:
        self._zone = ZoneInfo(city.zone)
        self._shifts: Sequence[Shift] = city.shifts

    def begins(self, day: date) -> int:
        """When a local day begins."""
        return self._instant(day, time(0))

    def today(self, now: datetime) -> date:
        """The local day of an aware instant."""
        return now.astimezone(self._zone).date()

    def days(self, instants: Ints) -> Days:
        """The number of the local day of each instant."""
        if not len(instants):
            return np.empty(0, np.int32)
        first, many = self._span(instants)
        marks = np.array([self.begins(first + n * _DAY) for n in range(many)], np.int64)
        found = np.searchsorted(marks, instants, "right") - 1
        return (found + number_of(first)).astype(np.int32)

    def shifts(self, instants: Ints) -> NDArray[np.int8]:
        """The place in the city's list of the shift of each instant."""
        if not len(instants):
            return np.empty(0, np.int8)
        first, many = self._span(instants)
        marks = np.array(
            [
                self._instant(first + n * _DAY, shift.begins)
                for n in range(-1, many)
                for shift in self._shifts
            ],
            np.int64,
        )
        found = np.searchsorted(marks, instants, "right") - 1
        return (found % len(self._shifts)).astype(np.int8)

    def _span(self, instants: Ints) -> tuple[date, int]:
        """The first local day, and how many there are to the last, one more on either side."""
        ends = [
            datetime.fromtimestamp(int(end) / 1000, UTC).astimezone(self._zone).date()
            for end in (instants.min(), instants.max())
        ]
        return ends[0] - _DAY, (ends[1] - ends[0]).days + 3

    def _instant(self, day: date, wall: time) -> int:
        return milliseconds(datetime.combine(day, wall, self._zone))
