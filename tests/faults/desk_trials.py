"""Programs for a desk whose disk fills up, whose clock on the wall jumps, or that is frozen."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from console.sync_status import Link
from tests.faults.desk_chair import Chair

Facts = Mapping[str, Any]

_DAY = 86_400.0
_FROM_1970 = 0.0
_UP_TO_2038 = float(2**31)


async def full_disk(chair: Chair, facts: Facts) -> None:
    """Live on a disk that fills up, and has room again later."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.settle()
    ballast = chair.folder / "ballast"
    await chair.note(facts["cases"][0])
    _fill(ballast)
    for n in range(1, 6):
        await chair.note(facts["cases"][n])
    ballast.unlink()
    chair.say("room", True)
    await chair.note(facts["cases"][6])
    await chair.settle()


def _fill(ballast: Path) -> None:
    """Down to the last byte."""
    file = os.open(ballast, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for size in (65536, 4096, 1):
        with suppress(OSError):
            while os.write(file, b"\0" * size):
                pass
    os.close(file)


async def jumping_clock(chair: Chair, facts: Facts) -> None:
    """The clock on the wall jumps while the desk works, and a token runs out at each jump."""
    began, there = time.monotonic(), time.time()
    set_clock = facts["shim"].set_clock
    await chair.open()
    await chair.sit(facts["url"])
    await chair.settle()
    jumps = (-3 * _DAY, 3 * _DAY, _FROM_1970 - there, _UP_TO_2038 - there, 0.0)
    for number, ahead in enumerate(jumps):
        set_clock(ahead)
        chair.sync.api()._access = "has run out"
        await chair.note(facts["cases"][number])
        await chair.until(lambda: chair.sync.status.link is Link.LIVE, "the desk is live")
        await chair.settle()
        true_ms = (there + time.monotonic() - began) * 1000
        chair.say("behind_ms", true_ms - chair.clock.now_ms())
        chair.say("refresh", chair.sync.api()._access != "has run out")


async def started_with_a_wrong_clock(chair: Chair, facts: Facts) -> None:
    """A desk that believes it is another year from its start on."""
    facts["shim"].set_clock(facts["ahead"])
    await chair.open()
    await chair.sit(facts["url"])
    await chair.note(facts["cases"][0])
    await chair.settle()


async def frozen(chair: Chair, facts: Facts) -> None:
    """Stopped by the system for a while, with others at work meanwhile."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.settle()
    await chair.note(facts["cases"][0])
    before = chair.cursor[1]
    chair.say("asleep", True)
    wakes = subprocess.Popen(
        ["sh", "-c", f"sleep {facts['seconds']}; kill -CONT {os.getpid()}"], env={}
    )
    os.kill(os.getpid(), signal.SIGSTOP)
    chair.say("woken", True)
    wakes.wait()
    await chair.until(lambda: chair.cursor[1] >= before + facts["others"], "it has caught up")
    await chair.settle()
    chair.say("equal", await chair.digest())
