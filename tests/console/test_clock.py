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


def test_after_a_reboot_it_is_not_verified_until_the_server_is_heard() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.ask(clock, 0.1, 0.1)
    memory = clock.memory()
    machine.now += 3600
    machine.booted, machine.run = machine.now, "boot 2"
    machine.now += 5
    again = machine.clock(memory)
    before = again.verified
    assert again.now_ms() >= TRUE_START  # the last known time at least
    machine.ask(again, 0.1, 0.1)
    assert (before, again.verified) == (False, True)
    assert 0 <= again.now_ms() - machine.true_ms() <= 102


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
    with qtbot.waitSignal(ticker.ticked, timeout=3000):
        ticker.start()
    assert clock.now_ms() % 1000 < 500
    ticker.stop()
