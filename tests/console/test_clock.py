"""The server's time at a desk: never late, whatever the network, the drift and the reboots."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from console.clock import ServerClock, Ticker, boot_seconds

TRUE_START = 1_795_000_000_000.0


@dataclass
class Machine:
    """A desk whose clock drifts, and a server whose time is true."""

    now: float = 0.0
    drift: float = 0.0
    booted: float = -1000.0
    run: str = "boot 1"
    wall: float = 0.0

    def boot(self) -> float:
        return (self.now - self.booted) * (1 + self.drift)

    def true_ms(self) -> float:
        return TRUE_START + self.now * 1000

    def clock(self, memory: str = "") -> ServerClock:
        return ServerClock(memory, boot=self.boot, wall=lambda: self.wall, boot_id=lambda: self.run)

    def ask(self, clock: ServerClock, out: float, back: float) -> None:
        """One request: so long to the server, so long back."""
        sent = self.boot()
        self.now += out
        stamp = self.true_ms()
        self.now += back
        clock.heard(stamp, sent, self.boot())


delays = st.floats(0.0, 30.0, allow_nan=False)
waits = st.floats(0.0, 100_000.0, allow_nan=False)
steps = st.lists(st.tuples(delays, delays, waits), min_size=1, max_size=20)
drifts = st.floats(-100e-6, 100e-6, allow_nan=False)


@given(steps, drifts)
def test_it_is_never_behind_the_server(
    steps: list[tuple[float, float, float]], drift: float
) -> None:
    machine = Machine(drift=drift)
    clock = machine.clock()
    for out, back, wait in steps:
        machine.ask(clock, out, back)
        assert clock.now_ms() >= machine.true_ms() - 0.01
        machine.now += wait
        assert clock.now_ms() >= machine.true_ms() - 0.01


@given(steps, drifts)
def test_it_is_ahead_by_no_more_than_the_way_there_and_the_drift(
    steps: list[tuple[float, float, float]], drift: float
) -> None:
    machine = Machine(drift=drift)
    clock = machine.clock()
    for out, back, wait in steps:
        machine.ask(clock, out, back)
        machine.now += wait
        # 1 s: within so much, the shown time waits instead of going back.
        most = out * 1000 + (back + wait) * 1000 * 202e-6 + 1001.5
        assert clock.now_ms() - machine.true_ms() <= most


@given(steps, drifts, waits)
def test_after_a_restart_of_the_program_it_is_still_never_behind(
    steps: list[tuple[float, float, float]], drift: float, off: float
) -> None:
    machine = Machine(drift=drift)
    clock = machine.clock()
    for out, back, wait in steps:
        machine.ask(clock, out, back)
        machine.now += wait
    memory = clock.memory()
    machine.now += off
    again = machine.clock(memory)
    assert again.verified
    assert again.now_ms() >= machine.true_ms() - 0.01


def test_three_days_alone_cost_less_than_a_minute() -> None:
    machine = Machine(drift=100e-6)
    clock = machine.clock()
    machine.ask(clock, 0.02, 0.02)
    machine.now += 3 * 86_400
    assert 0 <= clock.now_ms() - machine.true_ms() < 60_000


def test_after_a_reboot_it_is_the_last_known_time_until_the_server_is_heard() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.ask(clock, 0.1, 0.1)
    machine.now += 60
    memory, known = clock.memory(), clock.now_ms()
    machine.now += 3600
    machine.booted, machine.run = machine.now, "boot 2"
    machine.now += 5
    machine.wall = TRUE_START + 1e10  # four months ahead: it decides nothing
    again = machine.clock(memory)
    unsure = [again.verified]
    assert abs(again.now_ms() - known - 5000) <= 1
    machine.now += 10
    third = machine.clock(memory)  # the program was started once more in the same run
    unsure.append(third.verified)
    assert third.now_ms() - known >= 14_999, "what was shown does not go back"
    machine.ask(third, 0.1, 0.1)
    assert [*unsure, third.verified] == [False, False, True]
    assert 0 <= third.now_ms() - machine.true_ms() <= 102


def test_without_names_of_runs_a_jump_of_the_wall_clock_is_no_reboot() -> None:
    machine = Machine(run="")
    clock = machine.clock()
    machine.ask(clock, 0.1, 0.1)
    memory = clock.memory()
    machine.now += 60
    machine.wall = 9e12
    again = machine.clock(memory)
    assert not again.verified  # it may have been one
    assert 0 <= again.now_ms() - machine.true_ms() <= 1102


def test_a_new_desk_has_nothing_but_its_own_clock_and_says_so() -> None:
    machine = Machine(wall=1_700_000_000_000.0)
    clock = machine.clock()
    assert (clock.verified, clock.now_ms()) == (False, 1_700_000_000_000)


lives = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), delays, delays),
        st.tuples(st.just("wait"), waits, waits),
        st.tuples(st.just("restart"), delays, delays),
        st.tuples(st.just("reboot"), waits, delays),
        st.tuples(st.just("wall"), st.floats(-1e12, 1e12, allow_nan=False), delays),
    ),
    max_size=40,
)


@given(lives, drifts)
def test_whatever_a_desk_goes_through_a_verified_clock_is_never_late(
    life: list[tuple[str, float, float]], drift: float
) -> None:
    machine = Machine(drift=drift, wall=TRUE_START)
    clock, memory, known, boots = machine.clock(), "", 0.0, 0
    for what, one, two in life:
        if what == "ask":
            machine.ask(clock, one, two)
        elif what == "wait":  # asleep or awake: the boot clock counts both
            machine.now += one
        elif what == "wall":
            before = clock.now_ms()
            machine.wall += one
            assert clock.now_ms() == before or not (clock.verified or memory)
        else:
            if clock.verified:
                memory, known = clock.memory(), clock.now_ms()
            if what == "reboot":
                machine.now += one
                boots += 1
                machine.booted, machine.run = machine.now, f"boot {boots + 1}"
            clock = machine.clock(memory)
            assert not (what == "reboot" and clock.verified)
        if clock.verified:
            assert clock.now_ms() >= machine.true_ms() - 0.02
        elif memory:
            assert clock.now_ms() >= known - 1001  # what is shown waits for up to a second


def test_a_wrong_wall_clock_changes_nothing_once_the_server_is_heard() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.ask(clock, 0.1, 0.1)
    before = clock.now_ms()
    machine.wall = 9e12
    assert clock.now_ms() == before


def test_a_server_clock_set_forward_is_followed_at_once() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.ask(clock, 0.1, 0.1)
    clock.overheard(machine.true_ms() + 60_000, machine.boot())
    assert clock.now_ms() >= machine.true_ms() + 60_000


@pytest.mark.parametrize("memory", ["", "{", "[]", '{"boot": 1}', '{"at": null}'])
def test_a_damaged_memory_counts_as_none(memory: str) -> None:
    assert not Machine().clock(memory).verified


def test_the_boot_clock_goes_on() -> None:
    assert boot_seconds() <= boot_seconds()


def test_the_ticker_ticks_just_after_the_full_second(qtbot: QtBot) -> None:
    clock = ServerClock()
    ticker = Ticker(clock.now_ms)
    into: list[float] = []
    ticker.ticked.connect(lambda: into.append(clock.now_ms() % 1000))
    ticker.start()
    qtbot.waitUntil(lambda: len(into) == 3)
    ticker.stop()
    assert min(into) < 200, "a busy machine may be late, but not every time"
