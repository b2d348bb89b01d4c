"""The clock that stands while the process does."""

from __future__ import annotations

import pytest

from db.awake import READ_EVERY, AwakeClock


class Machine:
    """Its two clocks, in the test's hands."""

    def __init__(self) -> None:
        self.steady, self.worked = 1000.0, 3.0
        self.awake = AwakeClock(lambda: self.steady, lambda: self.worked)
        self.begun = self.awake()

    def passes(self, seconds: float, worked: float = 0.0) -> float:
        """So many seconds later, of which it worked so many; what the clock shows since begun."""
        self.steady += seconds
        self.worked += worked
        return self.awake() - self.begun


def test_it_goes_with_the_steady_clock_while_somebody_reads_it() -> None:
    machine = Machine()
    for n in range(1, 20):
        assert machine.passes(READ_EVERY) == pytest.approx(n * READ_EVERY)


def test_a_time_in_which_nothing_ran_is_left_out() -> None:
    machine = Machine()
    assert machine.passes(3600.0, worked=0.2) == pytest.approx(READ_EVERY)
    assert machine.passes(0.5) == pytest.approx(READ_EVERY + 0.5)


def test_a_thread_that_works_without_a_pause_is_no_sleep() -> None:
    machine = Machine()
    assert machine.passes(8.0, worked=7.5) == pytest.approx(8.0)


def test_a_reader_that_is_a_little_late_is_no_sleep() -> None:
    machine = Machine()
    assert machine.passes(READ_EVERY + 0.9) == pytest.approx(READ_EVERY + 0.9)
