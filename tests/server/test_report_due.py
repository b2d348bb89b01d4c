"""When reports are due: whole past periods only, each dealt with once, whatever clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from db.domain.mailings import Mailing, Recipient, Terms
from db.domain.periods import Kind, period_of
from server.mailing.due import due_at, newest_due, next_due, outstanding

JAKARTA = ZoneInfo("Asia/Jakarta")
ZONES = [JAKARTA, *map(ZoneInfo, ("America/New_York", "Pacific/Apia", "Australia/Lord_Howe"))]

zones = some.sampled_from(ZONES)
kinds = some.sampled_from(Kind)
times = some.times().map(lambda at: at.replace(second=0, microsecond=0))
BEGIN = datetime(2011, 1, 1, tzinfo=UTC)
instants = some.integers(0, 21 * 366 * 86_400).map(lambda n: BEGIN + timedelta(seconds=n))
HOURS = timedelta(hours=1)


def mailing(kind: Kind, at: time, reached: date, *, paused: bool = False) -> Mailing:
    terms = Terms(kind, ("pdf",), f"{at:%H:%M}", (Recipient("a@kota.test"),), paused)
    return Mailing("m", terms, reached.isoformat(), "Budi", datetime(2026, 1, 1, tzinfo=UTC))


@given(kinds, times, zones, instants)
def test_the_newest_due_is_over_and_the_next_is_not_due(
    kind: Kind, at: time, zone: ZoneInfo, now: datetime
) -> None:
    newest = newest_due(kind, at, zone, now)
    assert due_at(newest, at, zone) <= now < due_at(newest.after, at, zone)
    assert newest.last < now.astimezone(zone).date()
    assert newest == period_of(kind, newest.first) == period_of(kind, newest.last)


@given(kinds, times, zones, instants, some.lists(some.integers(0, 24 * 400), max_size=25))
def test_every_period_is_sent_once_or_told_of_as_left_out(
    kind: Kind, at: time, zone: ZoneInfo, now: datetime, gaps: list[int]
) -> None:
    """A server that runs now and then, for an hour or for years."""
    begun = newest_due(kind, at, zone, now)
    held, sent, missed = mailing(kind, at, begun.first), list[date](), 0
    for gap in gaps:
        now += gap * HOURS
        found = outstanding(held, zone, now)
        if found is not None:
            period, left_out = found
            sent.append(period.first)
            missed += left_out
            held = replace(held, reached=period.first.isoformat())
        assert outstanding(held, zone, now) is None  # a restart at once sends nothing again
    assert sent == sorted(set(sent))
    dealt, one = 0, newest_due(kind, at, zone, now)
    while one.first > begun.first:
        dealt, one = dealt + 1, one.before
    assert len(sent) + missed == dealt


@given(kinds, times, zones, instants, some.integers(1, 24 * 40))
def test_a_clock_that_goes_back_sends_nothing_twice(
    kind: Kind, at: time, zone: ZoneInfo, now: datetime, hours: int
) -> None:
    held = mailing(kind, at, newest_due(kind, at, zone, now).first)
    assert outstanding(held, zone, now - hours * HOURS) is None
    assert next_due(held, zone, now) > now


def test_what_is_paused_is_never_due() -> None:
    held = mailing(Kind.DAILY, time(7), date(2026, 1, 1), paused=True)
    assert outstanding(held, JAKARTA, datetime(2026, 11, 26, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("kind", "at", "now", "first", "last"),
    [
        # 07.00 in Jakarta is midnight of UTC.
        (Kind.DAILY, "07:00", "2026-11-25T23:59:59", "2026-11-24", "2026-11-24"),
        (Kind.DAILY, "07:00", "2026-11-26T00:00:00", "2026-11-25", "2026-11-25"),
        (Kind.DAILY, "00:00", "2026-11-25T16:59:59", "2026-11-24", "2026-11-24"),
        (Kind.DAILY, "00:00", "2026-11-25T17:00:00", "2026-11-25", "2026-11-25"),
        (Kind.DAILY, "06:00", "2028-02-28T23:00:00", "2028-02-28", "2028-02-28"),
        (Kind.DAILY, "06:00", "2028-02-29T23:00:00", "2028-02-29", "2028-02-29"),
        (Kind.DAILY, "06:00", "2026-12-31T23:00:00", "2026-12-31", "2026-12-31"),
        (Kind.MONTHLY, "06:00", "2028-02-29T22:59:59", "2028-01-01", "2028-01-31"),
        (Kind.MONTHLY, "06:00", "2028-02-29T23:00:00", "2028-02-01", "2028-02-29"),
        (Kind.MONTHLY, "06:00", "2027-02-28T23:00:00", "2027-02-01", "2027-02-28"),
        (Kind.MONTHLY, "06:00", "2026-12-31T23:00:00", "2026-12-01", "2026-12-31"),
        (Kind.WEEKLY, "06:00", "2026-11-22T22:59:59", "2026-11-09", "2026-11-15"),
        (Kind.WEEKLY, "06:00", "2026-11-22T23:00:00", "2026-11-16", "2026-11-22"),
        (Kind.WEEKLY, "06:00", "2027-01-03T23:00:00", "2026-12-28", "2027-01-03"),
    ],
)
def test_midnights_month_ends_and_leap_years(
    kind: Kind, at: str, now: str, first: str, last: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = newest_due(kind, time.fromisoformat(at), JAKARTA, moment)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_a_time_that_the_clock_skips_comes_when_it_has_skipped_it() -> None:
    zone = ZoneInfo("America/New_York")
    period = period_of(Kind.DAILY, date(2026, 3, 7))
    assert due_at(period, time(2, 30), zone) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert due_at(period, time(2, 30), zone).astimezone(zone).time() == time(3, 30)


def test_after_a_week_without_a_server_the_newest_is_sent_and_six_are_told_of() -> None:
    held = mailing(Kind.DAILY, time(7), date(2026, 11, 18))
    found = outstanding(held, JAKARTA, datetime(2026, 11, 26, 3, tzinfo=UTC))
    assert found is not None
    assert (found[0].first, found[1]) == (date(2026, 11, 25), 6)
