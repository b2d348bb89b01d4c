"""Any sequence of pauses, and any new law, against plain bookkeeping over the oracle's minutes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from db.domain.advance import advance, pause, resume
from db.domain.clocks import ClockRule, ClockRun, ClockState, Limit, Unit, state_of
from tests.db.domain import working_minutes
from tests.db.domain.tangerang import CALENDAR, COMPLAINT, WIB, rule, wib

oracle = cache(working_minutes.tangerang)
SECOND = timedelta(seconds=1)
START = wib("2026-01-01 00:00")


def step(
    runs: tuple[ClockRun, ...], kind: str, at: datetime, rules: tuple[ClockRule, ...]
) -> tuple[ClockRun, ...]:
    return advance(runs, kind, at, COMPLAINT, rules, CALENDAR)


def one(limit: Limit, calendar: str) -> tuple[ClockRule, ...]:
    return (rule("x", limit, "received", "answered", calendar=calendar),)


def moments() -> st.SearchStrategy[datetime]:
    """Any second of the first 500 days of the table, so that the longest deadline fits."""
    return st.integers(0, 500 * 86400).map(lambda second: START + second * SECOND)


def limits() -> st.SearchStrategy[tuple[Limit, str]]:
    seconds = st.integers(1, 200_000).map(lambda n: Limit(seconds=n))
    days = st.integers(1, 20).map(lambda n: Limit(days=n))
    return st.tuples(st.one_of(seconds, days), st.sampled_from(["elapsed", "working_hours"]))


KINDS = ("noted", "returned", "completed", "edited", "answered")


@given(limits(), limits(), moments(), st.lists(st.sampled_from(KINDS), max_size=8), st.data())
def test_a_new_law_never_moves_a_deadline_given(
    before: tuple[Limit, str],
    after: tuple[Limit, str],
    start: datetime,
    kinds: list[str],
    data: st.DataObject,
) -> None:
    """Whatever happens to the case, its clock runs on as if the law had not changed."""
    new_start = start.astimezone(WIB).date() + timedelta(days=data.draw(st.integers(1, 5)))
    changed = replace(one(*after)[0], valid_from=new_start)
    old_law = new_law = step((), "received", start, one(*before))
    at = start
    for kind in kinds:
        at += data.draw(st.integers(0, 3 * 86400)) * SECOND
        old_law = step(old_law, kind, at, one(*before))
        new_law = step(new_law, kind, at, (changed, *one(*before)))
        assert new_law == old_law


@dataclass
class Expected:
    """A deadline kept by plain bookkeeping: what was used while running is gone, no more."""

    limit: Limit
    unit: Unit
    start: datetime
    due: datetime
    used: int = 0

    def resumed(self, since: datetime, paused: datetime, resumed: datetime) -> None:
        """Ran from `since` to `paused`, goes on at `resumed`."""
        if self.unit is Unit.ELAPSED:
            self.due += resumed - paused
        elif self.unit is Unit.WORKING_SECONDS:
            self.used += oracle().between(since, paused)
            found = oracle().after(resumed, self.limit.seconds - self.used)
            assert found is not None
            self.due = max(self.due, found)
        else:
            self._moved_days(paused, resumed)

    def _moved_days(self, paused: datetime, resumed: datetime) -> None:
        first, last = (instant.astimezone(WIB).date() for instant in (paused, resumed))
        ends = oracle().day_ends
        stood = sum(first < end.astimezone(WIB).date() <= last for end in ends)
        place = ends.index(self.due) + stood
        self.due = ends[place] if ends[place] >= resumed else ends[place + 1]


# (share of the time to the deadline after which the clock is paused, seconds it then stands)
pauses = st.tuples(
    st.fractions(0, 1, max_denominator=999).filter(lambda share: share < 1),
    st.one_of(st.integers(0, 7200), st.integers(0, 1_000_000)),
)


def within(run: ClockRun, since: datetime, share: Fraction) -> datetime:
    """The whole second at which this share of the time up to the deadline is over."""
    return since + int((run.due - since).total_seconds() * share) * SECOND


@given(limits(), moments(), st.lists(pauses, min_size=1, max_size=8))
def test_no_sequence_of_pauses_makes_a_clock_late(
    limit: tuple[Limit, str], start: datetime, breaks: list[tuple[Fraction, int]]
) -> None:
    (run,) = step((), "received", start, one(*limit))
    expected = Expected(limit[0], run.unit, start, run.due)
    since = at = start
    for share, standing in breaks:
        old, paused = run, within(run, at, share)
        at = paused + standing * SECOND
        (run,) = step(step((run,), "returned", paused, one(*limit)), "completed", at, one(*limit))
        expected.resumed(since, paused, at)
        since = at
        assert run.due == expected.due
        assert state_of(run, at + SECOND / 2) is not ClockState.BREACHED
        assert at < run.due
        assert run.due >= old.due
        assert old.warn_at <= run.warn_at <= run.due
        assert state_of(run, at) is state_of(old, paused)
        assert (run.started, run.ended) == (old.started, None)


@given(limits(), moments(), st.fractions(0, 1, max_denominator=999))
def test_a_pause_of_no_time_changes_nothing(
    limit: tuple[Limit, str], start: datetime, share: Fraction
) -> None:
    (run,) = step((), "received", start, one(*limit))
    at = within(run, start, share)
    resumed = resume(pause(run, at, CALENDAR), at, CALENDAR)
    assert resumed.due == run.due
    assert abs(resumed.warn_at - run.warn_at) <= timedelta(microseconds=1)


@given(limits(), moments(), st.floats(0, 1), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_fractions_of_seconds_never_make_a_clock_late(
    limit: tuple[Limit, str], start: datetime, share: float, stood: timedelta
) -> None:
    (run,) = step((), "received", start, one(*limit))
    paused = min(start + (run.due - start) * share, run.due - timedelta(microseconds=1))
    resumed = resume(pause(run, paused, CALENDAR), paused + stood, CALENDAR)
    assert resumed.due > paused + stood
    assert resumed.due >= run.due
