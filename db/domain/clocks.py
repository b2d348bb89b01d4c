"""Clocks: the promises of a city, when each falls due, and how a running one stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from db.domain.calendar import (
    Calendar,
    Season,
    Span,
    add_working_days,
    add_working_seconds,
    add_working_time,
    utc,
    working_time,
)

__all__ = [
    "Calendar",
    "ClockRule",
    "ClockRun",
    "ClockState",
    "Limit",
    "Season",
    "Span",
    "Subject",
    "Unit",
    "due",
    "soonest",
    "state_of",
    "warn_at",
]


class Unit(StrEnum):
    """What a running clock is measured in; fixed when it starts."""

    ELAPSED = "elapsed"
    WORKING_SECONDS = "working_seconds"
    WORKING_DAYS = "working_days"


class ClockState(StrEnum):
    """How one clock of a case stands at an instant; the last two have ended."""

    RUNNING = "running"
    WARNING = "warning"
    BREACHED = "breached"
    PAUSED = "paused"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long: exactly one of `seconds` and `days` is set, and above 0.

    In working hours `days` are working days (see `add_working_days`), elapsed they are 24 hours.
    """

    seconds: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A promise of the city: what starts, stops, pauses and resumes it, and how long it may take.

    `starts`, `stops`, `pauses`, `resumes` hold kinds of change. `channels`, `classes`,
    `priorities`, when not empty, narrow the cases it applies to. Rules are read from top to
    bottom: the first of an `id` that applies and is valid wins, so narrower and newer ones stand
    before wider and older ones. `calendar` is `elapsed` or `working_hours`; `warn` is the share
    of the time, above 0 and up to 1, after which the clock warns.
    """

    id: str
    name: str
    limit: Limit
    calendar: str
    starts: frozenset[str]
    stops: frozenset[str]
    pauses: frozenset[str] = frozenset()
    resumes: frozenset[str] = frozenset()
    warn: float = 0.8
    channels: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    priorities: frozenset[str] = frozenset()
    citation: str = ""
    valid_from: date = date(2000, 1, 1)
    steps: tuple[str, ...] = ()

    @property
    def unit(self) -> Unit:
        """What the limit is measured in."""
        if self.calendar == "elapsed":
            return Unit.ELAPSED
        return Unit.WORKING_DAYS if self.limit.days else Unit.WORKING_SECONDS


@dataclass(frozen=True, slots=True)
class ClockRun:
    """One clock of one case. Never reset: paused, resumed (the deadline moves) or ended.

    `due` and `warn_at` are server instants (UTC). While paused, `left` is what remains, in
    `unit` (whole seconds, or working days after the day of the pause). An ended clock was kept
    when `ended <= due`, also one that ended while paused.
    """

    rule: str
    started: datetime
    due: datetime
    warn_at: datetime
    paused: datetime | None = None
    left: int = 0
    ended: datetime | None = None
    unit: Unit = Unit.ELAPSED


@dataclass(frozen=True, slots=True)
class Subject:
    """What about a case decides which rules apply to it."""

    channel: str
    report_class: str
    priority: str = "normal"


def due(rule: ClockRule, start: datetime, calendar: Calendar) -> datetime:
    """When the promise falls due (UTC) if its clock starts at the aware instant `start`.

    Raises `NoWorkingTime` when the rule counts working time and the calendar has none.
    """
    begin = utc(start, "start")
    if rule.unit is Unit.WORKING_DAYS:
        return add_working_days(calendar, begin, rule.limit.days)
    if rule.unit is Unit.WORKING_SECONDS:
        return add_working_seconds(calendar, begin, rule.limit.seconds)
    return begin + timedelta(days=rule.limit.days, seconds=rule.limit.seconds)


def warn_at(rule: ClockRule, start: datetime, deadline: datetime, calendar: Calendar) -> datetime:
    """Instant (UTC) by which the share `rule.warn` of the time up to `deadline` is used.

    Working time where the rule counts it, unless none lies in between (a deadline given by
    another system may fall on a Sunday); elapsed time otherwise.
    """
    begin, end = utc(start, "start"), utc(deadline, "deadline")
    if end <= begin:
        return end
    if rule.unit is not Unit.ELAPSED:
        worked = working_time(calendar, begin, end)
        if worked:
            return min(end, add_working_time(calendar, begin, worked * rule.warn))
    return begin + (end - begin) * rule.warn


def soonest(runs: Iterable[ClockRun]) -> ClockRun | None:
    """The running clock that falls due first (ties by rule id); None when none is running."""
    running = (run for run in runs if run.paused is None and run.ended is None)
    return min(running, key=lambda run: (run.due, run.rule), default=None)


def state_of(run: ClockRun, now: datetime) -> ClockState:
    """How the clock stands at the aware instant `now`. The deadline itself is still in time.

    A pause heals nothing: a clock that was late when it was paused shows as breached.
    """
    instant = utc(now, "now")
    if run.ended is not None:
        return ClockState.KEPT if run.ended <= run.due else ClockState.MISSED
    if run.paused is not None:
        return ClockState.BREACHED if run.paused > run.due else ClockState.PAUSED
    if instant > run.due:
        return ClockState.BREACHED
    return ClockState.WARNING if instant >= run.warn_at else ClockState.RUNNING
