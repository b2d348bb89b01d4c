"""Parts of two months that are equally long, and what is said of the cases in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.domain.months import Months, months, step

JAKARTA, BOSTON = ZoneInfo("Asia/Jakarta"), ZoneInfo("America/New_York")


def at(text: str, zone: ZoneInfo = JAKARTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("until", "begin", "before", "end_before", "days"),
    [
        ("2026-11-26 18:30", "2026-11-01", "2026-10-01", "2026-10-26 18:30", 26),
        ("2026-11-01 00:30", "2026-11-01", "2026-10-01", "2026-10-01 00:30", 1),
        ("2026-11-01 00:00", "2026-11-01", "2026-10-01", "2026-10-01 00:00", 0),
        ("2026-01-02 00:00", "2026-01-01", "2025-12-01", "2025-12-02 00:00", 1),
        ("2026-03-31 12:00", "2026-03-01", "2026-02-01", "2026-03-01 00:00", 28),
    ],
)
def test_as_much_of_both_months(
    until: str, begin: str, before: str, end_before: str, days: int
) -> None:
    found = months(at(until))
    assert (found.begin, found.begin_before) == (at(begin), at(before))
    assert found.end_before == at(end_before)
    assert found.days == days
    assert found.end - found.begin == found.end_before - found.begin_before


def test_of_a_longer_month_only_as_many_days_count_as_the_last_one_had() -> None:
    assert months(at("2026-03-31 12:00")).end == at("2026-03-29 00:00")


def test_the_clock_on_the_wall_counts_where_it_was_put_back() -> None:
    found: Months = months(at("2026-11-02 09:00", BOSTON))
    assert found.end_before == at("2026-10-02 09:00", BOSTON)
    passed = found.end.astimezone(UTC) - found.begin.astimezone(UTC)
    assert passed == timedelta(hours=34)  # a day of 25 hours among them


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (4, 5, None), (9, 0, None), (0, 0, None),
        (10, 0, 4), (0, 10, 0), (4, 10, 0), (5, 10, 1), (7, 10, 1), (8, 10, 2), (10, 10, 2),
        (10, 8, 2), (13, 10, 3), (20, 10, 3), (21, 10, 4),
    ],
)  # fmt: skip
def test_too_few_are_not_compared(now: int, before: int, found: int | None) -> None:
    assert step(now, before) == found


def test_less_is_the_mirror_of_more() -> None:
    for now in range(60):
        for before in range(60):
            one, other = step(now, before), step(before, now)
            assert (one is None) == (other is None)
            if one is not None and other is not None:
                assert one + other == 4
