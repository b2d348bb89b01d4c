"""Peers that stand still without being gone: no answer, no closed connection, nothing."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.network_desk import Desk
from tests.faults.network_town import Town
from tests.journeys.processes import until

STANDS = 60.0
STALE = 20.0
"""Seconds within which a screen that hears nothing must show how old it is."""


@contextmanager
def frozen(pid: int) -> Iterator[float]:
    """A process that stands still, and since when."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield time.monotonic()
    finally:
        os.kill(pid, signal.SIGCONT)


def says_its_age(desk: Desk) -> bool:
    """The pill shows an age of at least 5 s, or that there is no connection."""
    status = desk.ask("status")
    shown = re.search(r"(\d+)(?:[.,]\d)? dtk", status["pill"])
    return status["link"] != "live" or (shown is not None and int(shown[1]) >= 5)


def test_a_frozen_server_is_seen_and_work_goes_on(town: Town, full: bool) -> None:
    if not full:
        pytest.skip("a minute of standing still: only with make faults")
    desk, other = town.seat("siti"), town.seat("agus")
    case = town.channel.post("Sampah menumpuk")
    town.settled(desk, other)
    with frozen(town.site.pid) as since:
        until(lambda: says_its_age(desk) and says_its_age(other), "both say their age", STALE)
        noticed = time.monotonic() - since
        ids = [desk.ask("note", case=case, text=f"catatan {n}")["id"] for n in range(5)]
        assert desk.ask("status")["waiting"] == 5
        assert desk.ask("board")[case]["pending"]
        time.sleep(max(0.0, since + STANDS - time.monotonic()))
        gone = desk.ask("status")["link"]
    begun = time.monotonic()
    town.settled(desk, other)
    took = time.monotonic() - begun
    written = [entry.id for entry in town.site.entries()]
    assert [written.count(id) for id in ids] == [1] * 5
    assert gone == "offline"
    print(f"\nsaid its age after {noticed:.1f} s, caught up {took:.1f} s after it went on")


def test_a_frozen_desk_stops_nobody(town: Town, full: bool) -> None:
    if not full:
        pytest.skip("a minute of standing still: only with make faults")
    desk, other = town.seat("siti"), town.seat("agus")
    slowest = 0.0
    with frozen(desk.pid) as since:
        while time.monotonic() < since + STANDS:
            asked = time.monotonic()
            case = town.channel.post("Sampah menumpuk")
            slowest = max(slowest, other.ask("seen", case=case, state="received") - asked)
            other.ask("forward", case=case, opd="dlh")
            time.sleep(0.5)
    begun = time.monotonic()
    town.settled(desk, other)
    took = time.monotonic() - begun
    assert slowest < 5.0
    print(f"\nothers saw reports after {slowest:.2f} s at most, caught up in {took:.1f} s")
