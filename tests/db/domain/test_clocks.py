"""The promises of the city read like its rules: given, when, then; and how a clock stands."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db.domain.advance import advance
from db.domain.clocks import (
    ClockRule,
    ClockRun,
    ClockState,
    Limit,
    Subject,
    Unit,
    due,
    soonest,
    state_of,
    warn_at,
)
from tests.db.domain.tangerang import (
    CALENDAR,
    COMPLAINT,
    EMERGENCY,
    NATIONAL,
    RULES,
    WIB,
    rule,
    wib,
)

INFORMATION = Subject("laksa", "information")
SUPERVISION = Subject("laksa", "supervision")


def runs_after(kind: str, at: str, subject: Subject = COMPLAINT) -> dict[str, ClockRun]:
    return {run.rule: run for run in advance((), kind, wib(at), subject, RULES, CALENDAR)}


# Each clock of the table: what it promises.

PROMISES = [
    # The room is manned day and night: 24 hours, also over Nyepi and Idul Fitri.
    ("room", "received", COMPLAINT, "2026-03-18 23:10", "2026-03-19 23:10"),
    ("response", "received", COMPLAINT, "2026-03-18 23:10", "2026-03-20 23:10"),
    ("acceptance", "forwarded", COMPLAINT, "2026-04-06 23:45", "2026-04-07 00:45"),
    ("acceptance", "forwarded", EMERGENCY, "2026-04-06 23:58", "2026-04-07 00:03"),
    # Three working days from a Thursday: Friday, Monday, Tuesday.
    ("verification", "received", NATIONAL, "2026-04-09 09:00", "2026-04-14 16:00"),
    # The hour of the arrival makes no difference, and a Saturday counts to no one's harm.
    ("verification", "received", NATIONAL, "2026-04-09 23:59", "2026-04-14 16:00"),
    ("verification", "received", NATIONAL, "2026-04-11 08:00", "2026-04-15 16:00"),
    # Over cuti bersama and Idul Fitri: 17 March (Ramadan hours), then 25 and 26 March.
    ("verification", "received", NATIONAL, "2026-03-16 10:00", "2026-03-26 16:00"),
    ("follow_up", "forwarded", NATIONAL, "2026-04-06 10:00", "2026-04-13 16:00"),
    # The fifth day is a Friday, when work ends half an hour later; in Ramadan at 15:30.
    ("follow_up", "forwarded", NATIONAL, "2026-04-10 10:00", "2026-04-17 16:30"),
    ("follow_up", "forwarded", NATIONAL, "2026-02-20 10:00", "2026-02-27 15:30"),
    ("completion", "forwarded", INFORMATION, "2026-04-06 10:00", "2026-04-13 16:00"),
    ("completion", "forwarded", COMPLAINT, "2026-04-06 10:00", "2026-04-24 16:30"),
    ("completion", "forwarded", SUPERVISION, "2026-04-06 10:00", "2026-07-08 16:00"),
    ("validation", "finished", COMPLAINT, "2026-04-10 17:00", "2026-04-11 17:00"),
    ("objection", "validated", COMPLAINT, "2026-12-21 10:00", "2027-01-08 16:30"),
]


@pytest.mark.parametrize(("clock", "kind", "subject", "at", "until"), PROMISES)
def test_what_the_city_promises(
    clock: str, kind: str, subject: Subject, at: str, until: str
) -> None:
    run = runs_after(kind, at, subject)[clock]
    assert run.due == wib(until)
    assert run.started == wib(at)


def test_the_clocks_of_the_national_channel_run_there_alone() -> None:
    assert set(runs_after("received", "2026-04-06 10:00", NATIONAL)) == {
        "room",
        "response",
        "verification",
    }
    assert set(runs_after("received", "2026-04-06 10:00")) == {"room", "response"}


STOPS = [
    ("room", "received", "forwarded"),
    ("response", "received", "answered"),
    ("acceptance", "forwarded", "accepted"),
    ("verification", "received", "forwarded"),
    ("follow_up", "forwarded", "scheduled"),
    ("completion", "forwarded", "validated"),
    ("validation", "finished", "refused_work"),
    ("objection", "validated", "closed"),
]


@pytest.mark.parametrize(("clock", "starts", "stops"), STOPS)
def test_what_ends_each_clock(clock: str, starts: str, stops: str) -> None:
    running = advance((), starts, wib("2026-04-06 10:00"), NATIONAL, RULES, CALENDAR)
    later = advance(running, stops, wib("2026-04-06 10:20"), NATIONAL, RULES, CALENDAR)
    ended = next(run for run in later if run.rule == clock)
    assert ended.ended == wib("2026-04-06 10:20")
    assert state_of(ended, wib("2026-05-06 10:00")) is ClockState.KEPT


# Warnings.


def test_a_clock_warns_when_four_fifths_of_the_time_are_used() -> None:
    run = runs_after("received", "2026-04-06 10:00")["room"]
    assert run.warn_at == wib("2026-04-07 05:12")


def test_a_clock_of_working_days_warns_after_four_fifths_of_the_working_time() -> None:
    """Monday 13:00 to Thursday 16:00 are 3 + 3 x 7.5 hours of work; four fifths are 20:24."""
    promise = rule("x", Limit(days=3), "received", "closed")
    start = wib("2026-04-06 13:00")
    end = due(promise, start, CALENDAR)
    assert end == wib("2026-04-09 16:00")
    assert warn_at(promise, start, end, CALENDAR) == wib("2026-04-09 09:54")


def test_working_seconds_are_counted_over_the_break() -> None:
    promise = rule("x", Limit(seconds=4 * 3600), "received", "closed")
    assert promise.unit is Unit.WORKING_SECONDS
    assert due(promise, wib("2026-04-10 10:00"), CALENDAR) == wib("2026-04-10 15:30")
    end = wib("2026-04-10 15:30")
    assert warn_at(promise, wib("2026-04-10 10:00"), end, CALENDAR) == wib("2026-04-10 14:42")


def test_days_of_an_elapsed_clock_are_24_hours_each() -> None:
    promise = rule("x", Limit(days=2), "received", "closed", calendar="elapsed")
    assert due(promise, wib("2026-03-18 23:10"), CALENDAR) == wib("2026-03-20 23:10")


def test_a_given_deadline_without_working_time_before_it_warns_by_elapsed_time() -> None:
    promise = rule("x", Limit(days=3), "received", "closed")
    saturday, sunday = wib("2026-04-11 10:00"), wib("2026-04-12 10:00")
    assert warn_at(promise, saturday, sunday, CALENDAR) == wib("2026-04-12 05:12")
    assert warn_at(promise, sunday, saturday, CALENDAR) == saturday


# How a clock stands.

RUN = ClockRun("x", wib("2026-04-06 10:00"), wib("2026-04-06 20:00"), wib("2026-04-06 18:00"))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (RUN.warn_at - SECOND, ClockState.RUNNING),
        (RUN.warn_at, ClockState.WARNING),
        (RUN.due, ClockState.WARNING),
        (RUN.due + SECOND, ClockState.BREACHED),
    ],
)
def test_a_running_clock_is_in_time_up_to_its_deadline(now: datetime, state: ClockState) -> None:
    assert state_of(RUN, now) is state


def _with(*, paused: datetime | None = None, ended: datetime | None = None) -> ClockRun:
    return replace(RUN, paused=paused, ended=ended)


@pytest.mark.parametrize(
    ("run", "state"),
    [
        (_with(ended=RUN.due), ClockState.KEPT),
        (_with(ended=RUN.due + SECOND), ClockState.MISSED),
        (_with(paused=RUN.due), ClockState.PAUSED),
        (_with(paused=RUN.due + SECOND), ClockState.BREACHED),
    ],
)
def test_ended_and_paused_clocks_no_longer_depend_on_the_hour(
    run: ClockRun, state: ClockState
) -> None:
    assert state_of(run, RUN.started) is state
    assert state_of(run, RUN.due + timedelta(days=900)) is state


def test_the_board_counts_down_to_the_soonest_running_clock() -> None:
    runs = runs_after("received", "2026-04-06 10:00", NATIONAL)
    first = soonest(runs.values())
    assert first is not None
    assert first.rule == "room"


def test_paused_and_ended_clocks_are_no_countdown() -> None:
    assert soonest([_with(paused=RUN.started), _with(ended=RUN.started)]) is None
    assert soonest([]) is None


def test_of_two_clocks_due_at_once_the_name_decides() -> None:
    other = ClockRun("a", RUN.started, RUN.due, RUN.warn_at)
    assert soonest([RUN, other]) is other


# Instants.


def test_instants_without_zone_are_refused_by_name() -> None:
    naive = datetime(2026, 4, 6, 10)  # noqa: DTZ001
    with pytest.raises(ValueError, match=r"^at needs a time zone"):
        advance((), "received", naive, COMPLAINT, RULES, CALENDAR)
    with pytest.raises(ValueError, match=r"^now needs a time zone"):
        state_of(RUN, naive)
    with pytest.raises(ValueError, match=r"^start needs a time zone"):
        due(RULES[0], naive, CALENDAR)
    with pytest.raises(ValueError, match=r"^given\['room'\] needs a time zone"):
        advance((), "received", RUN.started, COMPLAINT, RULES, CALENDAR, {"room": naive})


def test_instants_of_any_zone_become_utc() -> None:
    local = datetime(2026, 4, 6, 10, tzinfo=WIB)
    for run in advance((), "received", local, NATIONAL, RULES, CALENDAR, {"room": local}):
        assert {run.started.tzinfo, run.due.tzinfo, run.warn_at.tzinfo} == {UTC}


def test_a_local_day_decides_which_rule_is_valid() -> None:
    """21:00 UTC on 31 December is the new year in Tangerang already."""
    new = rule("room", Limit(days=1), "received", "closed", valid_from=date(2027, 1, 1))
    at = datetime(2026, 12, 31, 21, tzinfo=UTC)
    assert len(advance((), "received", at, COMPLAINT, [new], CALENDAR)) == 1
    assert not advance((), "received", at, COMPLAINT, [new], replace(CALENDAR, zone=UTC))


def _limits(rules: list[ClockRule], subject: Subject, at: datetime) -> list[timedelta]:
    runs = advance((), "received", at, subject, rules, CALENDAR)
    return [run.due - run.started for run in runs]


def test_of_rules_with_one_id_the_first_that_applies_and_is_valid_wins() -> None:
    at = wib("2026-04-06 10:00")
    hour, day = Limit(seconds=3600), Limit(seconds=86400)
    future = rule("x", hour, "received", "closed", valid_from=date(2027, 1, 1), calendar="elapsed")
    narrow = rule("x", hour, "received", "closed", channels="sp4n", calendar="elapsed")
    wide = rule("x", day, "received", "closed", calendar="elapsed")
    assert _limits([future, narrow, wide], COMPLAINT, at) == [timedelta(days=1)]
    assert _limits([future, narrow, wide], NATIONAL, at) == [timedelta(hours=1)]
    assert _limits([wide, narrow], NATIONAL, at) == [timedelta(days=1)]
    assert _limits([future, wide], COMPLAINT, wib("2027-01-01 00:00")) == [timedelta(hours=1)]
