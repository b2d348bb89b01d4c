"""Which shift an instant falls into, and which one takes over."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.shifts import USUAL, Shift, taking_over, turn_at
from tests.db.domain.tangerang import WIB, wib

SHIFTS = (
    Shift("pagi", "Pagi", time(7)),
    Shift("siang", "Siang", time(15)),
    Shift("malam", "Malam", time(23)),
)


@pytest.mark.parametrize(
    ("now", "shift", "begins", "ends"),
    [
        ("2026-11-26 07:00", "pagi", "2026-11-26 07:00", "2026-11-26 15:00"),
        ("2026-11-26 14:59", "pagi", "2026-11-26 07:00", "2026-11-26 15:00"),
        ("2026-11-26 23:30", "malam", "2026-11-26 23:00", "2026-11-27 07:00"),
        ("2026-11-27 03:00", "malam", "2026-11-26 23:00", "2026-11-27 07:00"),
    ],
)
def test_an_instant_is_of_one_turn(now: str, shift: str, begins: str, ends: str) -> None:
    turn = turn_at(SHIFTS, WIB, wib(now))
    assert (turn.shift, turn.begins, turn.ends) == (shift, wib(begins), wib(ends))


@pytest.mark.parametrize(
    ("now", "shift"),
    [
        ("2026-11-26 06:40", "pagi"),
        ("2026-11-26 07:20", "pagi"),
        ("2026-11-26 08:00", "siang"),
        ("2026-11-26 22:50", "malam"),
        ("2026-11-27 00:10", "pagi"),
    ],
)
def test_the_next_shift_takes_over_or_the_one_just_begun(now: str, shift: str) -> None:
    assert taking_over(SHIFTS, WIB, wib(now)).shift == shift


@given(st.integers(0, 400 * 24 * 60), st.sampled_from([SHIFTS, USUAL, SHIFTS[:1]]))
def test_turns_follow_one_another_without_a_gap(minutes: int, shifts: tuple[Shift, ...]) -> None:
    now = wib("2026-01-01 00:00") + timedelta(minutes=minutes)
    turn = turn_at(shifts, WIB, now)
    assert turn.begins <= now < turn.ends
    assert turn_at(shifts, WIB, turn.ends).begins == turn.ends
    assert turn_at(shifts, WIB, turn.ends - timedelta(microseconds=1)) == turn
