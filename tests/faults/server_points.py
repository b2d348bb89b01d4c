"""A scenario during which the disk kills or fails at one chosen call, and then the checks."""

from __future__ import annotations

import errno
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.server_audit import Audit, whole
from tests.faults.server_disk import Mode
from tests.faults.server_scenarios import Scenario
from tests.faults.server_site import FaultSite, Lost, Start

SOONEST = 5.0
"""Seconds within which a killed server must serve again.

Of the processor: on a machine that is busy with other work the clock tells of that work.
"""

_SETTLES = 0.15


@dataclass(slots=True)
class Tally:
    """What a run came to."""

    points: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)

    def line(self) -> str:
        """One line for the report."""
        total = sum(self.points.values())
        clock = max((one.clock for one in self.starts), default=0.0)
        worked = max((one.processor for one in self.starts), default=0.0)
        by = ", ".join(f"{name} {count}" for name, count in sorted(self.points.items()))
        slowest = f"slowest start {clock:.2f} s, {worked:.2f} s of them worked"
        return f"{total} points ({by}), {len(self.wrong)} violations, {slowest}"

    def started(self, took: Start) -> list[str]:
        """Keep it; what is wrong with it."""
        self.starts.append(took)
        return [] if took.processor < SOONEST else [f"worked {took.processor:.1f} s to start"]


class Points:
    """Points on one database, one after the other; the restarted server serves the next one."""

    def __init__(self, folder: Path) -> None:
        self.site = FaultSite(folder)
        self.site.found()
        self.audit = Audit()
        self.tally = Tally()
        assert self.site.start() is not None

    def calls_of(self, kind: type[Scenario]) -> int:
        """How many calls alter the disk while this scenario runs."""
        scenario = kind(self.site)
        scenario.prepare()
        self.site.look_away()
        self.site.disk.arm(Mode.COUNT)
        scenario.act()
        self._rest()
        return self.site.disk.rest().count

    def _rest(self) -> None:
        """Until nothing was written for a while."""
        count = -1
        while count != self.site.disk.count:
            count = self.site.disk.count
            time.sleep(_SETTLES)

    def killed(self, kind: type[Scenario], at: int, mode: Mode = Mode.KILL) -> bool:
        """Die at call `at`; False when the scenario had fewer calls."""
        scenario = kind(self.site)
        scenario.prepare()
        self.site.look_away()
        self.site.disk.arm(mode, at)
        scenario.act()
        if not self.site.disk.fired:
            time.sleep(_SETTLES)
        hit = self.site.disk.rest()
        if hit.fired:
            self.site.died()
        else:
            self.site.kill()
        self._begin_again(f"{kind.__name__} {mode.name} {at} ({hit.call})", scenario)
        self.tally.points[kind.__name__] += bool(hit.fired)
        self.tally.calls[hit.call] += 1
        return bool(hit.fired)

    def _begin_again(self, where: str, scenario: Scenario) -> None:
        """Start without a human, ask for everything again, and look."""
        took = self.site.start()
        if took is None:
            self.tally.wrong.append(f"{where}: does not start")
            raise AssertionError(self.tally.wrong[-1] + "\n" + self.site.log.read_text("utf-8"))
        wrong = self.tally.started(took)
        self.judged(where, [*wrong, *scenario.again(), *scenario.check()])

    def judged(self, where: str, wrong: list[str]) -> None:
        """Keep what is wrong, with what the audit finds."""
        found = [*wrong, *self.site.read(self.audit.look)]
        self.tally.wrong += [f"{where}: {one}" for one in found]

    def failed(self, kind: type[Scenario], at: int, error: int, mode: Mode = Mode.FAIL) -> bool:
        """Call `at` fails with `error` (FAIL: and all that follow); then the disk works again."""
        scenario = kind(self.site)
        scenario.prepare()
        self.site.look_away()
        self.site.disk.arm(mode, at, error)
        scenario.act()
        hit = self.site.disk.rest()
        where = f"{kind.__name__} {mode.name} {errno.errorcode[error]} {at} ({hit.call})"
        try:
            self.judged(where, [*scenario.early, *scenario.again(), *scenario.check()])
        except Lost:
            self.judged(where, ["the server is gone"])
        self.site.kill()
        self._begin_again(where + " restarted", scenario)
        self.tally.points[kind.__name__] += bool(hit.fired)
        self.tally.calls[hit.call] += 1
        return bool(hit.fired)

    def check_whole(self) -> None:
        """The whole database once more."""
        self.judged("at the end", self.site.read(whole))

    def close(self) -> None:
        """End everything."""
        self.site.close()
