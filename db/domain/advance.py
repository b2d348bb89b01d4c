"""What a change does to the clocks of a case: start, pause, resume, end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from db.domain.calendar import (
    Calendar,
    add_working_days,
    add_working_seconds,
    add_working_time,
    end_of_day,
    local_day,
    next_working_day,
    utc,
    working_days,
    working_seconds,
    working_time,
)
from db.domain.clocks import ClockRule, ClockRun, Subject, Unit, due, warn_at

FINAL = frozenset({"archived", "closed", "declined"})
"""Kinds of change after which nobody in the city owes an act: they end every clock, listed in
its rule or not. For a clock whose rule was deleted since, nothing else does."""

NOTHING_GIVEN: Mapping[str, datetime] = MappingProxyType({})

_SECOND = timedelta(seconds=1)
_MICROSECOND = timedelta(microseconds=1)


def advance(
    runs: tuple[ClockRun, ...],
    kind: str,
    at: datetime,
    subject: Subject,
    rules: Iterable[ClockRule],
    calendar: Calendar,
    given: Mapping[str, datetime] = NOTHING_GIVEN,
) -> tuple[ClockRun, ...]:
    """The clocks of a case after a change of `kind` at the aware instant `at`.

    Running clocks end, pause or resume as their rule says; then every rule in force that starts
    on `kind` and is not running yet starts a clock. `subject` is the case after the change.
    `given` holds deadlines by rule id that another system has set; a clock that starts now
    takes it instead of the computed one. Raises ValueError for an instant without zone,
    `NoWorkingTime` when a deadline cannot be found.
    """
    moment, known = utc(at, "at"), tuple(rules)
    after = tuple(
        _moved_on(run, kind, moment, governing(run, known, subject, calendar), calendar)
        for run in runs
    )
    busy = {run.rule for run in after if run.ended is None}
    started = (
        _start(rule, moment, calendar, given.get(rule.id))
        for rule in in_force(known, subject, local_day(calendar, moment))
        if kind in rule.starts and rule.id not in busy
    )
    return (*after, *started)


def in_force(rules: Iterable[ClockRule], subject: Subject, day: date) -> tuple[ClockRule, ...]:
    """The rule of each id that holds for this subject on this local day, in the order listed."""
    winners: dict[str, ClockRule] = {}
    for rule in rules:
        if rule.valid_from <= day and _applies(rule, subject):
            winners.setdefault(rule.id, rule)
    return tuple(winners.values())


def pause(run: ClockRun, at: datetime, calendar: Calendar) -> ClockRun:
    """The running clock standing still from `at`; `left` is 0 when it was already late."""
    moment = utc(at, "at")
    if run.unit == Unit.WORKING_DAYS:
        last = local_day(calendar, run.due - _MICROSECOND)  # work may end with the day, at 00:00
        left = working_days(calendar, local_day(calendar, moment), last)
    elif run.unit == Unit.WORKING_SECONDS:
        left = working_seconds(calendar, moment, run.due)
    else:
        left = max(0, (run.due - moment) // _SECOND)
    return replace(run, paused=moment, left=left)


def resume(run: ClockRun, at: datetime, calendar: Calendar) -> ClockRun:
    """The paused clock running again from `at`, with what was left of its time.

    A clock that was in time when paused is in time now, and never due earlier than before. One
    that was late stays late. Raises ValueError when the clock is not paused.
    """
    if run.paused is None:
        raise ValueError(f"clock {run.rule!r} is not paused, so it cannot resume")
    moment = max(utc(at, "at"), run.paused)
    running = replace(run, paused=None, left=0)
    if run.due < run.paused:
        return running
    deadline = max(run.due, _moved_due(run, run.paused, moment, calendar))
    warning = _moved_warning(run, run.paused, moment, deadline, calendar)
    return replace(running, due=deadline, warn_at=warning)


def _moved_on(
    run: ClockRun, kind: str, at: datetime, rule: ClockRule | None, calendar: Calendar
) -> ClockRun:
    if run.ended is not None:
        return run
    if kind in FINAL or (rule is not None and kind in rule.stops):
        # Time stood still up to this instant, so the deadline of a paused clock has moved too.
        running = run if run.paused is None else resume(run, at, calendar)
        return replace(running, ended=at)
    if rule is None:
        return run
    if run.paused is None:
        return pause(run, at, calendar) if kind in rule.pauses else run
    return resume(run, at, calendar) if kind in rule.resumes else run


def _start(rule: ClockRule, at: datetime, calendar: Calendar, given: datetime | None) -> ClockRun:
    deadline = due(rule, at, calendar) if given is None else utc(given, f"given[{rule.id!r}]")
    warning = warn_at(rule, at, deadline, calendar)
    return ClockRun(rule.id, started=at, due=deadline, warn_at=warning, unit=rule.unit)


def _applies(rule: ClockRule, subject: Subject) -> bool:
    return (
        (not rule.channels or subject.channel in rule.channels)
        and (not rule.classes or subject.report_class in rule.classes)
        and (not rule.priorities or subject.priority in rule.priorities)
    )


def governing(
    run: ClockRun, rules: tuple[ClockRule, ...], subject: Subject, calendar: Calendar
) -> ClockRule | None:
    """The rule by which a clock was started, as near as the rules of today can tell.

    A case may have got another class since, and a rule a later version: valid on the day of
    the start comes before fitting the case of today. None when the id is gone.
    """
    own = [rule for rule in rules if rule.id == run.rule]
    if len(own) > 1:
        day = local_day(calendar, run.started)
        own = [rule for rule in own if rule.valid_from <= day] or own
        own = [rule for rule in own if _applies(rule, subject)] or own
    return own[0] if own else None


def _moved_due(run: ClockRun, paused: datetime, at: datetime, calendar: Calendar) -> datetime:
    if run.unit == Unit.WORKING_DAYS:
        return _moved_days(run, paused, at, calendar)
    if run.unit == Unit.WORKING_SECONDS and run.left:
        return add_working_seconds(calendar, at, run.left)
    # Also for a deadline set by others with no working time before it: nothing else remains.
    return run.due + (at - paused)


def _moved_days(run: ClockRun, paused: datetime, at: datetime, calendar: Calendar) -> datetime:
    today = local_day(calendar, at)
    if at <= run.due and not working_days(calendar, local_day(calendar, paused), today):
        return run.due
    if run.left:
        return add_working_days(calendar, at, run.left)
    # Paused on the very last day: that day again, or the next one whose work has not ended.
    ending = end_of_day(calendar, next_working_day(calendar, today))
    return ending if ending > at else add_working_days(calendar, at, 1)


def _moved_warning(
    run: ClockRun, paused: datetime, at: datetime, deadline: datetime, calendar: Calendar
) -> datetime:
    """The warning keeps its place: the same share of what was left when the clock was paused."""
    if run.warn_at <= paused:
        return run.warn_at
    if run.unit != Unit.ELAPSED:
        whole = working_time(calendar, paused, run.due)
        ahead = working_time(calendar, at, deadline)
        if whole and ahead:
            used = working_time(calendar, paused, run.warn_at)
            share = _share(ahead, used, whole)
            return min(deadline, add_working_time(calendar, at, share))
    return at + _share(deadline - at, run.warn_at - paused, run.due - paused)


def _share(amount: timedelta, part: timedelta, whole: timedelta) -> timedelta:
    """amount * part / whole, down to the microsecond; whole must be above 0."""
    shared = (amount // _MICROSECOND) * (part // _MICROSECOND)
    return shared // (whole // _MICROSECOND) * _MICROSECOND
