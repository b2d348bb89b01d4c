"""Clocks are paused, resumed and ended, never reset; and nothing moves a deadline once given."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from db.domain.advance import advance, in_force, pause, resume
from db.domain.clocks import Calendar, ClockRule, ClockRun, ClockState, Limit, Span, state_of
from tests.db.domain.tangerang import CALENDAR, COMPLAINT, EMERGENCY, RULES, rule, wib

SECOND = timedelta(seconds=1)


def step(
    runs: tuple[ClockRun, ...], kind: str, at: datetime | str, rules: tuple[ClockRule, ...] = RULES
) -> tuple[ClockRun, ...]:
    instant = wib(at) if isinstance(at, str) else at
    return advance(runs, kind, instant, COMPLAINT, rules, CALENDAR)


def one(limit: Limit, calendar: str = "working_hours") -> tuple[ClockRule, ...]:
    return (rule("x", limit, "received", "answered", calendar=calendar),)


def history(rules: tuple[ClockRule, ...], *steps: tuple[str, str]) -> ClockRun:
    runs: tuple[ClockRun, ...] = ()
    for kind, at in steps:
        runs = step(runs, kind, at, rules)
    return runs[0]


# A report that went back to its reporter, told step by step.

DAY_ELAPSED = one(Limit(seconds=86400), "elapsed")
FOUR_HOURS = one(Limit(seconds=4 * 3600))
FIVE_DAYS = one(Limit(days=5))


def test_while_paused_a_clock_keeps_what_was_left() -> None:
    run = history(DAY_ELAPSED, ("received", "2026-04-06 10:00"), ("returned", "2026-04-06 16:00"))
    assert (run.paused, run.left) == (wib("2026-04-06 16:00"), 18 * 3600)
    assert state_of(run, wib("2027-01-01 00:00")) is ClockState.PAUSED


def test_on_resume_deadline_and_warning_move_by_the_paused_time() -> None:
    run = history(
        DAY_ELAPSED,
        ("received", "2026-04-06 10:00"),
        ("returned", "2026-04-06 16:00"),
        ("completed", "2026-04-09 16:30"),
    )
    assert (run.paused, run.left) == (None, 0)
    assert run.due == wib("2026-04-10 10:30")
    assert run.warn_at == wib("2026-04-10 05:42")


def test_working_time_stands_still_over_night_and_break() -> None:
    """Monday 14:00, four hours: two are used by 16:00; the rest is Wednesday 11:00 to 14:00."""
    run = history(
        FOUR_HOURS,
        ("received", "2026-04-06 14:00"),
        ("returned", "2026-04-06 18:00"),
        ("completed", "2026-04-08 11:00"),
    )
    assert run.due == wib("2026-04-08 14:00")
    assert run.warn_at == wib("2026-04-08 13:12")


def test_working_days_move_by_the_working_days_of_the_pause() -> None:
    """Due on Monday the 13th; from Tuesday to Thursday two working days stood still."""
    run = history(FIVE_DAYS, ("received", "2026-04-06 10:00"), ("returned", "2026-04-07 09:00"))
    assert (run.due, run.left) == (wib("2026-04-13 16:00"), 4)
    (later,) = step((run,), "completed", "2026-04-09 15:00", FIVE_DAYS)
    assert later.due == wib("2026-04-15 16:00")


def test_a_day_whose_work_ends_at_midnight_is_one_day_that_is_left() -> None:
    late = Calendar(CALENDAR.zone, dict.fromkeys(range(7), (Span(time(8), time(0)),)))
    (run,) = advance((), "received", wib("2026-04-06 10:00"), COMPLAINT, FIVE_DAYS, late)
    assert run.due == wib("2026-04-12 00:00")
    paused = pause(run, wib("2026-04-07 09:00"), late)
    assert paused.left == 4
    assert resume(paused, wib("2026-04-08 09:00"), late).due == wib("2026-04-13 00:00")


def test_a_pause_within_a_day_moves_no_working_day() -> None:
    run = history(
        FIVE_DAYS,
        ("received", "2026-04-06 10:00"),
        ("returned", "2026-04-07 09:00"),
        ("completed", "2026-04-07 23:00"),
    )
    assert run.due == wib("2026-04-13 16:00")


@pytest.mark.parametrize(
    ("resumed", "until"),
    [
        ("2026-04-13 15:59:59", "2026-04-13 16:00"),
        ("2026-04-13 16:00:01", "2026-04-14 16:00"),
        ("2026-04-15 08:00", "2026-04-15 16:00"),
        ("2026-04-15 17:00", "2026-04-16 16:00"),
        ("2026-04-18 12:00", "2026-04-20 16:00"),
    ],
)
def test_paused_on_its_last_day_a_clock_ends_with_the_next_work(resumed: str, until: str) -> None:
    run = history(
        FIVE_DAYS,
        ("received", "2026-04-06 10:00"),
        ("returned", "2026-04-13 09:00"),
        ("completed", resumed),
    )
    assert run.due == wib(until)


def test_a_deadline_on_a_sunday_moves_by_the_pause_as_well() -> None:
    given = {"x": wib("2026-04-12 12:00")}
    (run,) = advance(
        (), "received", wib("2026-04-10 18:00"), COMPLAINT, FOUR_HOURS, CALENDAR, given
    )
    paused = pause(run, wib("2026-04-11 12:00"), CALENDAR)
    assert resume(paused, wib("2026-04-13 09:00"), CALENDAR).due == wib("2026-04-14 09:00")


def test_paused_on_the_very_instant_it_is_not_late_when_it_resumes() -> None:
    run = history(DAY_ELAPSED, ("received", "2026-04-06 10:00"), ("returned", "2026-04-07 10:00"))
    at = wib("2026-04-09 12:00")
    assert run.left == 0
    assert state_of(resume(run, at, CALENDAR), at) is ClockState.WARNING


@pytest.mark.parametrize("rules", [FOUR_HOURS, FIVE_DAYS])
def test_more_work_during_a_pause_brings_no_deadline_nearer(rules: tuple[ClockRule, ...]) -> None:
    """Wednesday was free when the case was returned; then the city worked all the night."""
    free = replace(CALENDAR, holidays=CALENDAR.holidays | {date(2026, 4, 8)})
    given = {"x": wib("2026-04-09 10:00")}
    (run,) = advance((), "received", wib("2026-04-07 15:00"), COMPLAINT, rules, free, given)
    paused = pause(run, wib("2026-04-07 15:30"), free)
    busy = replace(CALENDAR, extra_days={date(2026, 4, 7): (Span(time(8), time(0)),)})
    assert resume(paused, wib("2026-04-07 16:00"), busy).due >= run.due


@pytest.mark.parametrize("rules", [DAY_ELAPSED, FOUR_HOURS, FIVE_DAYS])
def test_what_was_late_before_the_pause_stays_late(rules: tuple[ClockRule, ...]) -> None:
    run = history(rules, ("received", "2026-04-06 10:00"))
    paused = pause(run, run.due + SECOND, CALENDAR)
    assert paused.left == 0
    assert state_of(paused, run.due + SECOND) is ClockState.BREACHED
    assert resume(paused, run.due + timedelta(days=9), CALENDAR) == run


def test_a_warning_given_before_the_pause_is_not_taken_back() -> None:
    run = history(
        DAY_ELAPSED,
        ("received", "2026-04-06 10:00"),
        ("returned", "2026-04-07 08:00"),
        ("completed", "2026-04-09 08:00"),
    )
    assert run.due == wib("2026-04-09 10:00")
    assert run.warn_at == wib("2026-04-07 05:12")


def test_a_clock_stopped_while_paused_was_kept() -> None:
    run = history(
        DAY_ELAPSED,
        ("received", "2026-04-06 10:00"),
        ("returned", "2026-04-06 16:00"),
        ("archived", "2026-05-06 16:00"),
    )
    assert run.ended == wib("2026-05-06 16:00")
    assert run.due == wib("2026-05-07 10:00")
    assert state_of(run, wib("2026-06-01 00:00")) is ClockState.KEPT


def test_only_a_paused_clock_resumes() -> None:
    run = history(DAY_ELAPSED, ("received", "2026-04-06 10:00"))
    assert step((run,), "completed", "2026-04-06 11:00", DAY_ELAPSED) == (run,)
    with pytest.raises(ValueError, match="'x' is not paused"):
        resume(run, wib("2026-04-06 11:00"), CALENDAR)


def test_a_resume_dated_before_its_pause_takes_no_time_away() -> None:
    run = history(DAY_ELAPSED, ("received", "2026-04-06 10:00"), ("returned", "2026-04-06 16:00"))
    (resumed,) = step((run,), "completed", "2026-04-06 15:00", DAY_ELAPSED)
    assert (resumed.due, resumed.warn_at, resumed.paused) == (run.due, run.warn_at, None)


def test_a_second_pause_changes_nothing() -> None:
    run = history(DAY_ELAPSED, ("received", "2026-04-06 10:00"), ("returned", "2026-04-06 16:00"))
    assert step((run,), "returned", "2026-04-06 18:00", DAY_ELAPSED) == (run,)


# Starting.


def test_a_running_clock_is_not_started_again() -> None:
    runs = step((), "received", "2026-04-06 10:00")
    assert step(runs, "received", "2026-04-06 11:00") == runs


def test_a_clock_that_ended_starts_as_a_new_one() -> None:
    runs = step((), "received", "2026-04-06 10:00")
    runs = step(runs, "forwarded", "2026-04-06 10:05")
    runs = step(runs, "reopened", "2026-04-09 10:00")
    rooms = [run for run in runs if run.rule == "room"]
    assert [run.ended for run in rooms] == [wib("2026-04-06 10:05"), None]
    assert rooms[1].due == wib("2026-04-10 10:00")


def test_a_change_that_stops_and_starts_a_clock_hands_it_over() -> None:
    """Another OPD has its own hour to accept, and the first one's clock is over."""
    runs = step((), "forwarded", "2026-04-06 10:00")
    runs = step(runs, "reassigned", "2026-04-06 10:30")
    acceptances = [run for run in runs if run.rule == "acceptance"]
    assert [run.due for run in acceptances] == [wib("2026-04-06 11:00"), wib("2026-04-06 11:30")]
    assert [run.ended for run in acceptances] == [wib("2026-04-06 10:30"), None]


def test_a_given_deadline_is_taken_for_the_clock_that_starts() -> None:
    given = {"room": wib("2026-04-06 10:10"), "completion": wib("2026-04-06 10:20")}
    runs = advance((), "received", wib("2026-04-06 10:00"), COMPLAINT, RULES, CALENDAR, given)
    room, response = runs
    assert (room.due, room.warn_at) == (wib("2026-04-06 10:10"), wib("2026-04-06 10:08"))
    assert response.due == wib("2026-04-08 10:00")


def test_the_rules_in_force_are_one_of_each_id() -> None:
    rules = in_force(RULES, EMERGENCY, date(2026, 4, 6))
    assert [found.id for found in rules] == [
        "room", "response", "acceptance", "completion", "validation", "objection",
    ]  # fmt: skip
    assert rules[2].limit == Limit(seconds=300)


# Laws change.


def test_a_case_that_changed_its_class_keeps_its_clock() -> None:
    """The emergency was none: the five minutes still run and still end with the acceptance."""
    at = wib("2026-04-06 10:00")
    runs = advance((), "forwarded", at, EMERGENCY, RULES, CALENDAR)
    later = advance(runs, "accepted", at + 60 * SECOND, COMPLAINT, RULES, CALENDAR)
    assert (later[0].due, later[0].ended) == (at + 300 * SECOND, at + 60 * SECOND)


def test_a_clock_still_ends_when_no_rule_fits_the_case_any_more() -> None:
    only = tuple(
        rule("x", Limit(days=3), "received", "answered", classes=narrow)
        for narrow in ("emergency", "information")
    )
    at = wib("2026-04-06 10:00")
    runs = advance((), "received", at, EMERGENCY, only, CALENDAR)
    (ended,) = step(runs, "answered", "2026-04-06 11:00", only)
    assert ended.ended == wib("2026-04-06 11:00")


def test_the_law_of_the_start_says_what_stops_a_clock() -> None:
    old = rule("x", Limit(days=3), "received", "answered")
    new = rule("x", Limit(days=1), "received", "validated", valid_from=date(2026, 5, 1))
    runs = step((), "received", "2026-04-29 10:00", (old,))
    assert step(runs, "validated", "2026-05-04 10:00", (new, old)) == runs
    (ended,) = step(runs, "answered", "2026-05-04 10:00", (new, old))
    assert ended.ended == wib("2026-05-04 10:00")


def test_a_clock_whose_rule_is_gone_ends_with_its_case_alone() -> None:
    runs = step((), "received", "2026-04-06 10:00", DAY_ELAPSED)
    for kind in ("answered", "returned", "completed", "validated", "forwarded"):
        assert step(runs, kind, "2026-04-06 11:00", ()) == runs
    for kind in ("archived", "closed", "declined"):
        assert step(runs, kind, "2026-04-06 11:00", ())[0].ended == wib("2026-04-06 11:00")
