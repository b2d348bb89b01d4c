"""Days, weeks and months: every day is in exactly one of each, and they follow each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.periods import Kind, day_of, period_of

DAYS = st.dates(date(2000, 1, 3), date(2099, 12, 1))


@given(DAYS, st.sampled_from(Kind))
def test_a_day_lies_in_its_period_and_the_next_begins_right_after(day: date, kind: Kind) -> None:
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    assert period.after.first - period.last == timedelta(days=1)
    assert period.after.before == period == period_of(kind, period.last)
    assert period.name != period.after.name


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    week = period_of(Kind.WEEKLY, date(2027, 1, 1))
    assert (week.first, week.last, week.name) == (date(2026, 12, 28), date(2027, 1, 3), "2026-W53")
    month = period_of(Kind.MONTHLY, date(2028, 2, 29))
    assert (month.first, month.last, month.name) == (date(2028, 2, 1), date(2028, 2, 29), "2028-02")


@pytest.mark.parametrize("text", ["", "kemarin", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_days_that_nobody_can_mean_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_of(text)
