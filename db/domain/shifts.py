"""The shifts of the room: when one begins, and which one an instant falls into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from db.domain.calendar import utc

_DAY = timedelta(days=1)

LATE = timedelta(hours=1)
"""So long after a shift has begun it may still be handed to."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A part of the day, from `begins` on the city's wall until the next shift begins."""

    id: str
    name: str
    begins: time


USUAL = tuple(Shift(str(n), "", time(hour)) for n, hour in enumerate((7, 15, 23), 1))
"""Three of eight hours, for a city that names none."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift on one day; instants (UTC), `ends` no longer belongs to it."""

    shift: str
    name: str
    begins: datetime
    ends: datetime


def turn_at(shifts: Sequence[Shift], zone: tzinfo, now: datetime) -> Turn:
    """The turn that the aware instant `now` falls into. `shifts` are in the order of the day."""
    instant = utc(now, "now")
    today = instant.astimezone(zone).date()
    marks = [
        (_at(today + day * _DAY, shift, zone), shift) for day in (-1, 0, 1, 2) for shift in shifts
    ]
    place = max(n for n, (begins, _) in enumerate(marks) if begins <= instant)
    begins, shift = marks[place]
    return Turn(shift.id, shift.name, begins, marks[place + 1][0])


def taking_over(shifts: Sequence[Shift], zone: tzinfo, now: datetime) -> Turn:
    """The turn that takes over at `now`: the next one, or the one that has only just begun."""
    current = turn_at(shifts, zone, now)
    return current if now - current.begins < LATE else turn_at(shifts, zone, current.ends)


def _at(day: date, shift: Shift, zone: tzinfo) -> datetime:
    return utc(datetime.combine(day, shift.begins, zone), "begins")
