"""Working time of a city: how much of it lies between two instants, and when a span of it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

SEARCH_DAYS = 400
"""How many days in a row may pass without working time before the search gives up."""

_NONE = timedelta(0)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_MIDNIGHT = time(0)


class NoWorkingTime(ValueError):
    """The calendar never works: no deadline can be found."""


@dataclass(frozen=True, slots=True)
class Span:
    """Working time from `start` to `end` of one local day (start < end, whole seconds).

    An `end` of 00:00 is the midnight that ends the day, so that night work can be written down
    as two spans of two days.
    """

    start: time
    end: time


class WorkingDay(NamedTuple):
    """One day's working time as UTC instants, and their sum."""

    periods: tuple[tuple[datetime, datetime], ...]
    total: timedelta


@dataclass(frozen=True, slots=True)
class Season:
    """Days with other working hours, both ends included (Ramadan, say).

    A weekday that `week` does not name is not worked while the season lasts.
    """

    name: str
    first: date
    last: date
    week: Mapping[int, tuple[Span, ...]]
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working hours of a city: `week` maps 0 (Monday) to 6 to the spans worked that day.

    The spans of a day are in order and do not overlap. `extra_days` win over `holidays`, these
    over `seasons` (the first listed that covers the day), these over `week`.
    """

    zone: tzinfo
    week: Mapping[int, tuple[Span, ...]]
    holidays: frozenset[date] = frozenset()
    extra_days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    # Zone arithmetic is 20 times the cost of looking a day up again; nothing here changes.
    _known: dict[date, WorkingDay] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )


def utc(instant: datetime, name: str) -> datetime:
    """The instant in UTC; ValueError naming the argument when it has no zone."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError(f"{name} needs a time zone, {instant.isoformat()} has none; give UTC")
    return instant.astimezone(UTC)


def local_day(calendar: Calendar, instant: datetime) -> date:
    """The city's date at an aware instant."""
    return instant.astimezone(calendar.zone).date()


def spans(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """Working hours of a local day; empty when it is not worked."""
    if day in calendar.extra_days:
        return calendar.extra_days[day]
    if day in calendar.holidays:
        return ()
    for season in calendar.seasons:
        if season.first <= day <= season.last:
            return season.week.get(day.weekday(), ())
    return calendar.week.get(day.weekday(), ())


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether any time of that local day is working time."""
    return bool(spans(calendar, day))


def working_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time between two aware instants, to the microsecond; none when end <= start."""
    begin, finish = utc(start, "start"), utc(end, "end")
    if finish <= begin:
        return _NONE
    first, last = local_day(calendar, begin), local_day(calendar, finish)
    total = _NONE
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        worked = _working_day(calendar, day)
        if first < day < last:
            total += worked.total
            continue
        for opens, shuts in worked.periods:
            total += max(_NONE, min(shuts, finish) - max(opens, begin))
    return total


def working_seconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Whole seconds of working time between two aware instants; 0 when end <= start."""
    return working_time(calendar, start, end) // _SECOND


def add_working_time(calendar: Calendar, start: datetime, amount: timedelta) -> datetime:
    """Earliest instant (UTC) by which that much working time has passed since `start`.

    Raises ValueError for a negative amount, `NoWorkingTime` when the calendar stops working.
    """
    if amount < _NONE:
        raise ValueError(f"working time to add must not be negative: {amount}")
    begin, left = utc(start, "start"), amount
    if left == _NONE:
        return begin
    first = local_day(calendar, begin)
    day = next_working_day(calendar, first)
    while True:
        worked = _working_day(calendar, day)
        if day > first and worked.total < left:
            left -= worked.total
        else:
            for opens, shuts in worked.periods:
                opens = max(opens, begin)
                if shuts - opens >= left:
                    return opens + left
                left -= max(_NONE, shuts - opens)
        day = next_working_day(calendar, day + _DAY)


def add_working_seconds(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """Earliest instant (UTC) by which so many working seconds have passed since `start`."""
    return add_working_time(calendar, start, timedelta(seconds=seconds))


def add_working_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """End (UTC) of working hours of the `days`-th working day after the local day of `start`.

    The day of the act does not count, whatever its hour; days without working time do not
    count either (docs/decisions/0010-working-days.md). Raises ValueError for days < 1,
    `NoWorkingTime` when the calendar stops working.
    """
    if days < 1:
        raise ValueError(f"a limit in working days is 1 or more, not {days}")
    day = local_day(calendar, utc(start, "start"))
    for _ in range(days):
        day = next_working_day(calendar, day + _DAY)
    return end_of_day(calendar, day)


def end_of_day(calendar: Calendar, day: date) -> datetime:
    """When work ends (UTC) on a local day; ValueError when the day is not worked."""
    periods = _working_day(calendar, day).periods
    if not periods:
        raise ValueError(f"{day} is no working day")
    return periods[-1][1]


def next_working_day(calendar: Calendar, day: date) -> date:
    """That day if it is worked, else the next that is; `NoWorkingTime` when none follows soon."""
    for number in range(SEARCH_DAYS):
        candidate = day + number * _DAY
        if is_working_day(calendar, candidate):
            return candidate
    raise NoWorkingTime(
        f"the calendar has no working time in the {SEARCH_DAYS} days from {day} on;"
        " give its week working hours, or shorten its holidays and seasons"
    )


def working_days(calendar: Calendar, after: date, until: date) -> int:
    """How many working days lie after the day `after`, up to and including `until`."""
    count = (until - after).days
    return sum(is_working_day(calendar, after + n * _DAY) for n in range(1, count + 1))


def _working_day(calendar: Calendar, day: date) -> WorkingDay:
    known = calendar._known.get(day)
    if known is None:
        known = calendar._known[day] = _worked_out(calendar, day)
    return known


def _worked_out(calendar: Calendar, day: date) -> WorkingDay:
    zone = calendar.zone
    periods = tuple(
        (_reached(zone, day, span.start), _reached(zone, *_ending(day, span)))
        for span in spans(calendar, day)
    )
    return WorkingDay(periods, sum((shuts - opens for opens, shuts in periods), _NONE))


def _ending(day: date, span: Span) -> tuple[date, time]:
    return (day + _DAY if span.end == _MIDNIGHT else day, span.end)


def _reached(zone: tzinfo, day: date, wall: time) -> datetime:
    """First instant (UTC) at which the clocks on the wall show that time of that day or more."""
    local = datetime.combine(day, wall, zone)
    reached = local.astimezone(UTC)
    jump = _offset(local.replace(fold=1)) - _offset(local)
    if jump <= _NONE:
        return reached
    # Clocks were put forward over this time: the instant of the jump is when it was reached.
    low, high = 0, jump // _SECOND
    while low < high:
        middle = (low + high) // 2
        before = reached - middle * _SECOND
        if _offset(before.astimezone(zone)) > _offset(local):
            low = middle + 1
        else:
            high = middle
    return reached - (low - 1) * _SECOND


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or _NONE
