"""Working time against an oracle that judges each minute of 2026 and 2027 by itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from db.domain.calendar import (
    Calendar,
    NoWorkingTime,
    Season,
    Span,
    add_working_days,
    add_working_seconds,
    add_working_time,
    end_of_day,
    is_working_day,
    next_working_day,
    spans,
    working_days,
    working_seconds,
    working_time,
)
from tests.db.domain import working_minutes
from tests.db.domain.tangerang import CALENDAR, WIB, wib

NEW_YORK = ZoneInfo("America/New_York")
oracle = cache(working_minutes.tangerang)
nights = cache(lambda: working_minutes.new_york_nights(2026))
EDGES = [0, 450, 480, 690, 720, 750, 780, 900, 930, 960, 990, 1439]
SECOND = timedelta(seconds=1)


def anywhere() -> st.SearchStrategy[datetime]:
    """Any second of the two years, half of them next to where work begins or ends."""
    seconds = 730 * 86400 - 1
    near = st.builds(
        lambda day, minute, offset: day * 86400 + minute * 60 + offset,
        st.integers(1, 728),
        st.sampled_from(EDGES),
        st.integers(-61, 61),
    )
    first = wib("2026-01-01 00:00")
    return st.one_of(st.integers(0, seconds), near).map(lambda n: first + n * SECOND)


def amounts() -> st.SearchStrategy[int]:
    return st.one_of(st.integers(0, 30_000), st.integers(0, 3_000_000))


@given(anywhere(), anywhere())
@example(wib("2026-03-17 11:59:59"), wib("2026-03-25 07:30:01"))
@example(wib("2027-02-05 16:29:59"), wib("2027-02-08 08:00:01"))
@example(wib("2026-01-01 00:00"), wib("2027-12-31 23:59:59"))
def test_time_between_two_instants_is_what_the_minutes_say(start: datetime, end: datetime) -> None:
    assert working_seconds(CALENDAR, start, end) == oracle().between(start, end)


@given(anywhere(), amounts())
@example(wib("2026-03-17 15:00"), 0)
@example(wib("2026-03-17 14:59:59"), 1)
@example(wib("2026-03-17 14:59:59"), 2)
def test_adding_reaches_the_first_second_the_minutes_allow(start: datetime, seconds: int) -> None:
    expected = oracle().after(start, seconds)
    assume(expected is not None)
    assert add_working_seconds(CALENDAR, start, seconds) == expected


@given(anywhere(), st.integers(1, 120))
def test_working_days_end_where_the_minutes_of_that_day_end(start: datetime, days: int) -> None:
    midnight = datetime.combine(start.astimezone(WIB).date(), time(23, 59, 59), WIB)
    later = [end for end in oracle().day_ends if end > midnight]
    assume(len(later) >= days)
    assert add_working_days(CALENDAR, start, days) == later[days - 1]


@given(anywhere(), amounts())
def test_what_was_added_lies_between(start: datetime, seconds: int) -> None:
    assume(oracle().after(start, seconds) is not None)
    end = add_working_seconds(CALENDAR, start, seconds)
    assert working_seconds(CALENDAR, start, end) == seconds


@given(anywhere(), anywhere())
def test_adding_what_lies_between_never_overshoots(one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    reached = add_working_seconds(CALENDAR, start, working_seconds(CALENDAR, start, end))
    assert reached <= end
    assert working_seconds(CALENDAR, reached, end) == 0


@given(anywhere(), anywhere(), amounts())
def test_who_starts_later_is_done_later(one: datetime, other: datetime, seconds: int) -> None:
    early, late = sorted((one, other))
    assume(oracle().after(late, seconds + 1) is not None)
    assert add_working_seconds(CALENDAR, early, seconds) <= add_working_seconds(
        CALENDAR, late, seconds
    )
    assert add_working_seconds(CALENDAR, early, seconds) < add_working_seconds(
        CALENDAR, early, seconds + 1
    )


@given(st.lists(anywhere(), min_size=3, max_size=3).map(sorted))
def test_time_adds_up_over_any_instant_in_between(instants: list[datetime]) -> None:
    first, middle, last = instants
    assert working_seconds(CALENDAR, first, last) == working_seconds(
        CALENDAR, first, middle
    ) + working_seconds(CALENDAR, middle, last)


@given(anywhere(), st.timedeltas(timedelta(0), timedelta(hours=90)))
def test_fractions_of_a_second_are_kept_in_addition(start: datetime, amount: timedelta) -> None:
    assume(oracle().after(start, 90 * 3600) is not None)
    end = add_working_time(CALENDAR, start, amount)
    assert working_time(CALENDAR, start, end) == amount


def test_the_end_before_the_start_holds_no_time() -> None:
    assert working_seconds(CALENDAR, wib("2026-04-07 10:00"), wib("2026-04-06 10:00")) == 0


# Hours at night, so that every change of the clocks in New York falls into or beside them.


def _night(start: int, end: int) -> Span:
    return Span(time(*divmod(start, 60)), time(*divmod(end % 1440, 60)))


NIGHTS = Calendar(
    NEW_YORK, {day: tuple(_night(*h) for h in working_minutes.NIGHT_HOURS) for day in range(7)}
)


def a_night() -> st.SearchStrategy[datetime]:
    first = datetime(2026, 1, 1, 12, tzinfo=UTC)
    changes = [datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)]
    near = st.builds(
        lambda change, n: change + n * SECOND, st.sampled_from(changes), st.integers(-9000, 9000)
    )
    return st.one_of(near, st.integers(0, 359 * 86400).map(lambda n: first + n * SECOND))


@given(a_night(), a_night())
def test_clock_changes_neither_add_nor_lose_time(start: datetime, end: datetime) -> None:
    assert working_seconds(NIGHTS, start, end) == nights().between(start, end)


@given(a_night(), st.integers(0, 200_000))
def test_adding_across_clock_changes(start: datetime, seconds: int) -> None:
    expected = nights().after(start, seconds)
    assume(expected is not None)
    assert add_working_seconds(NIGHTS, start, seconds) == expected


OFFICE = Calendar(NEW_YORK, {day: (Span(time(8), time(17)),) for day in range(5)})


@pytest.mark.parametrize(
    ("friday", "monday"),
    [("2026-03-06T21:00Z", "2026-03-09T13:00Z"), ("2026-10-30T20:00Z", "2026-11-02T14:00Z")],
)
def test_an_office_in_boston_opens_at_eight_on_the_wall(friday: str, monday: str) -> None:
    """16:00 on a Friday and two hours of work: 09:00 on Monday, also if the clocks changed."""
    start, end = datetime.fromisoformat(friday), datetime.fromisoformat(monday)
    assert add_working_seconds(OFFICE, start, 2 * 3600) == end


# Which hours a day has.

HOLIDAY = date(2026, 5, 1)
WEEKEND_WORK = (Span(time(9), time(12)),)


def test_an_extra_day_wins_over_holiday_season_and_week() -> None:
    calendar = Calendar(
        WIB,
        {4: (Span(time(8), time(16)),)},
        frozenset({HOLIDAY}),
        {HOLIDAY: WEEKEND_WORK},
        (Season("s", HOLIDAY, HOLIDAY, {4: (Span(time(8), time(15)),)}),),
    )
    assert spans(calendar, HOLIDAY) == WEEKEND_WORK


def test_a_holiday_wins_over_season_and_week() -> None:
    assert spans(CALENDAR, date(2026, 3, 18)) == ()
    assert not is_working_day(CALENDAR, date(2026, 3, 18))


def test_a_season_wins_over_the_week_on_both_its_ends() -> None:
    assert spans(CALENDAR, date(2026, 2, 18))[0].start == time(7, 30)
    assert spans(CALENDAR, date(2026, 2, 19))[0].start == time(8)
    assert spans(CALENDAR, date(2026, 3, 17))[-1].end == time(15)
    assert spans(CALENDAR, date(2026, 3, 25))[-1].end == time(16)


def test_of_two_seasons_the_first_listed_counts() -> None:
    long = Season("long", date(2026, 6, 1), date(2026, 6, 30), {2: (Span(time(9), time(10)),)})
    short = Season("short", date(2026, 6, 3), date(2026, 6, 3), {2: WEEKEND_WORK})
    assert spans(Calendar(WIB, {}, seasons=(short, long)), date(2026, 6, 3)) == WEEKEND_WORK


def test_a_weekday_that_a_season_leaves_out_is_free() -> None:
    season = Season("s", date(2026, 6, 1), date(2026, 6, 7), {0: WEEKEND_WORK})
    calendar = Calendar(WIB, {1: WEEKEND_WORK}, seasons=(season,))
    assert not is_working_day(calendar, date(2026, 6, 2))


def test_an_extra_day_without_hours_is_a_day_off() -> None:
    calendar = Calendar(WIB, {1: WEEKEND_WORK}, extra_days={date(2026, 6, 2): ()})
    assert next_working_day(calendar, date(2026, 6, 2)) == date(2026, 6, 9)


def test_working_days_are_counted_after_the_first_day_up_to_the_last() -> None:
    friday, next_friday = date(2026, 4, 10), date(2026, 4, 17)
    assert working_days(CALENDAR, friday, next_friday) == 5
    assert working_days(CALENDAR, friday, friday) == 0
    assert working_days(CALENDAR, next_friday, friday) == 0


def test_the_25_days_of_the_joint_decree_for_2026_are_free() -> None:
    """SKB 3 Menteri 1497/2025, 2/2025, 5/2025: 17 holidays and 8 days of cuti bersama."""
    free = "0101 0116 0216 0217 0318 0319 0320 0321 0322 0323 0324 0403 0405 0501 0514 0515 0527"
    free += " 0528 0531 0601 0616 0817 0825 1224 1225"
    days = {date(2026, int(day[:2]), int(day[2:])) for day in free.split()}
    assert {day for day in CALENDAR.holidays if day.year == 2026} == days


# What is refused.

DEAD = Calendar(WIB, {}, extra_days={date(2026, 1, 5): WEEKEND_WORK})


@pytest.mark.parametrize(
    "search",
    [
        lambda: add_working_seconds(DEAD, wib("2026-01-05 10:00"), 7201),
        lambda: add_working_days(DEAD, wib("2026-01-05 10:00"), 1),
        lambda: next_working_day(DEAD, date(2026, 1, 6)),
    ],
)
def test_a_calendar_that_never_works_says_so(search: Callable[[], object]) -> None:
    with pytest.raises(NoWorkingTime, match="no working time in the 400 days from 2026-01-06"):
        search()


def test_a_dead_calendar_still_counts_the_time_it_had() -> None:
    assert add_working_seconds(DEAD, wib("2026-01-05 10:00"), 7200) == wib("2026-01-05 12:00")
    assert working_seconds(DEAD, wib("2025-01-01 00:00"), wib("2026-12-01 00:00")) == 3 * 3600


@pytest.mark.parametrize("name", ["start", "end"])
def test_an_instant_without_zone_is_refused_by_name(name: str) -> None:
    instants = {"start": wib("2026-04-06 08:00"), "end": wib("2026-04-06 09:00")}
    instants[name] = instants[name].replace(tzinfo=None)
    with pytest.raises(ValueError, match=f"^{name} needs a time zone"):
        working_seconds(CALENDAR, instants["start"], instants["end"])


def test_amounts_that_make_no_sense_are_refused() -> None:
    start = wib("2026-04-06 08:00")
    with pytest.raises(ValueError, match="must not be negative"):
        add_working_seconds(CALENDAR, start, -1)
    with pytest.raises(ValueError, match="1 or more, not 0"):
        add_working_days(CALENDAR, start, 0)
    with pytest.raises(ValueError, match="2026-04-05 is no working day"):
        end_of_day(CALENDAR, date(2026, 4, 5))
