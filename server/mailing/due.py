"""When the report of a period is due: at a time of the city's day, once the period is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from db.domain.mailings import Mailing
from db.domain.periods import Kind, Period, period_of


def due_at(period: Period, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which its report is due: that time of the day after its last.

    A time that a clock skips comes when it has skipped it, one that it shows twice the first time.
    """
    return datetime.combine(period.after.first, at, zone).astimezone(UTC)


def newest_due(kind: Kind, at: time, zone: ZoneInfo, now: datetime) -> Period:
    """The last period whose report is due by now."""
    period = period_of(kind, now.astimezone(zone).date())
    while due_at(period, at, zone) > now:
        period = period.before
    return period


def newest_whole(kind: Kind, zone: ZoneInfo, now: datetime) -> Period:
    """The last period that is over."""
    return period_of(kind, now.astimezone(zone).date()).before


def next_due(mailing: Mailing, zone: ZoneInfo, now: datetime) -> datetime:
    """When the report that comes next is due."""
    kind, at = Kind(mailing.terms.kind), mailing.terms.time
    return due_at(newest_due(kind, at, zone, now).after, at, zone)


def outstanding(mailing: Mailing, zone: ZoneInfo, now: datetime) -> tuple[Period, int] | None:
    """The newest period whose report is due and was not dealt with, and how many came before it.

    None while there is none, and while the schedule is paused.
    """
    kind = Kind(mailing.terms.kind)
    newest = newest_due(kind, mailing.terms.time, zone, now)
    reached = period_of(kind, date.fromisoformat(mailing.reached))
    if mailing.terms.paused or newest.first <= reached.first:
        return None
    missed, one = 0, newest.before
    while one.first > reached.first:
        missed, one = missed + 1, one.before
    return newest, missed
