"""An hour of rain, 600 reports, on a real server and a real desk while the city's officers work.

    python bench/rain.py [--factor 20] [--stretch 120] [--runs 1] [--seed 1] [--ask]

The demo's city has its past, its officers and its agencies. Its hour of rain comes in `factor`
times as fast, and at its heaviest for `--stretch` seconds at its real rate (about one report in
three seconds). One desk (offscreen) shows the board; its officer holds a case, as somebody does who
reads it. Every ten seconds a colleague forwards that very case; some seconds later the officer
takes the next one.

Every second is written down: the sums as they stand on the screen, and what the case held is and
where it stands. Afterwards each of these is compared with the server's journal. The event loop is
watched by a timer of 1 ms on it, beside an empty event loop with the same watch in a process of
its own: what both show is the machine's. "Own work" is the processor time of the desk's main thread
within one turn of its loop, "work of all threads" that of its workers too, for which it may have to
wait; neither grows with what other programs do. `--ask` prints what long turns were at.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts.played_city import PEAK, ROOT, PlayedCity, sums_by_seq

LIMIT, REPORTS = 50.0, 600
_DESK = Path(__file__).with_name("parts") / "rain_desk.py"
_PATIENCE = 120.0
_QUIET = 3
"""Seconds of looks after the last report has come."""

_TIMES = {"longest": 0, "own work": 1, "work of all threads": 2}
"""The times of a turn that the watch notes."""

Look = dict[str, Any]


class Child:
    """The desk, or the empty loop: what it says, line by line."""

    def __init__(self, *arguments: str, ask: bool = False) -> None:
        environment = {**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONPATH": str(ROOT)}
        if ask:
            environment["LIVEROOM_ASK"] = "1"
        self._process = subprocess.Popen(
            [sys.executable, str(_DESK), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        self.looks: list[Look] = []
        self._told: Queue[dict[str, Any]] = Queue()
        self._hearing = Thread(target=self._hear, daemon=True)
        self._hearing.start()
        self.first = self._told.get(timeout=_PATIENCE)

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            if "total" in said:
                self.looks.append(said)
            else:
                self._told.put(said)

    def ask(self, what: str) -> dict[str, Any]:
        """Its answer to a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return self._told.get(timeout=_PATIENCE)

    def wait_looks(self, more: int) -> None:
        """Wait for so many more seconds to be written down."""
        wanted, end = len(self.looks) + more, time.monotonic() + _PATIENCE
        while len(self.looks) < wanted and time.monotonic() < end:
            time.sleep(0.1)

    def kill(self) -> None:
        """However it stands: no process is left."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._hearing.join(timeout=_PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def end(self) -> dict[str, Any]:
        """What its watch has seen; the process is over."""
        seen = self.ask("end")
        self._process.wait(timeout=_PATIENCE)
        return seen


class Hour:
    """One replay and what came of it."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        factor: float,
        stretch: float,
        *,
        reports: int = REPORTS,
        pause: float = 10.0,
        ask: bool = False,
    ) -> None:
        """The `reports` in its middle; the case held is taken each `pause` s."""
        self._factor, self._stretch, self._pause = factor, stretch, pause
        self.taken, self._taken_at = 0, 0.0
        city, children = PlayedCity(folder / "city", seed), list[Child]()
        try:
            viewer = city.viewer()
            children.append(idle := Child())
            signing = (city.url, viewer.login, viewer.password)
            children.append(desk := Child(str(folder / "desk"), *signing, ask=ask))
            city.begin_life(factor)
            arrivals = city.rain()
            first = (len(arrivals) - reports) // 2
            arrivals = arrivals[first : first + reports]
            began = time.monotonic()
            city.play(arrivals, self._after, lambda: self._take(city, desk))
            self.lasted = time.monotonic() - began
            desk.wait_looks(_QUIET)
            city.end_life()
            self.last = self._caught_up(city, desk)
            self.idle, self.desk = idle.end(), desk.end()
            self.reports, self.looks = len(arrivals), desk.looks
            self._judge(city, desk.first)
        finally:
            for child in children:
                child.kill()
            city.close()

    def _take(self, city: PlayedCity, desk: Child) -> None:
        """Now and then a colleague deals with the very case that the officer holds."""
        if desk.looks and time.monotonic() > self._taken_at + self._pause:
            self._taken_at = time.monotonic()
            self.taken += city.forward(desk.looks[-1]["case"])

    def _after(self, into: float) -> float:
        """When something of this second of the rain happens, in seconds from its begin."""
        begin = PEAK - self._stretch / 2
        real = min(max(0.0, into - begin), self._stretch)
        return real + (into - real) / self._factor

    def _caught_up(self, city: PlayedCity, desk: Child) -> dict[str, Any]:
        for _ in range(100):
            seq, rows = city.rows()
            told = desk.ask("rows")
            if told["seq"] == seq:
                desk.wait_looks(1)  # sums are counted a moment after the last change
                return {**desk.ask("rows"), "server": rows}
        raise AssertionError("the desk did not catch up")

    def _judge(self, city: PlayedCity, first: dict[str, Any]) -> None:
        entries = city.entries()
        true = dict(sums_by_seq(entries, first["seq"], first["board"]))
        true[first["seq"]] = first["sums"]
        self.acts = len(entries) - first["seq"]
        came = {entry.case for entry in entries if entry.kind == "received" and not entry.secret}
        came -= {entry.case for entry in entries if entry.seq <= first["seq"]}
        self.came, self.missed = len(came), sorted(came - set(self.last["board"]))
        self.differs = len(set(self.last["rows"]) ^ set(self.last["server"]))
        self.unequal = [at for at in self.looks if sum(at["sums"].values()) != at["total"]]
        at = max(seq for seq in true if seq <= self.last["seq"])
        self.end_true = true[at] == self.last["sums"]
        self.stray, self.late = _compare(self.looks, true)
        self.jumps, self.slides, self.held = _held(self.looks)
        self.ghosts = sum(look["left"] for look in self.looks)


def _compare(looks: Sequence[Look], true: dict[int, dict[str, int]]) -> tuple[int, int]:
    """Seconds whose sums the journal never gave at or before the desk's cursor; most changes late.

    The cursor runs ahead of the board by what is being read for it.
    """
    stray = late = 0
    for look in looks:
        seqs = [seq for seq in sorted(true, reverse=True) if seq <= look["seq"]]
        behind = next((n for n, seq in enumerate(seqs) if true[seq] == look["sums"]), None)
        if behind is None:
            stray += 1
        else:
            late = max(late, behind)
    return stray, late


def _held(looks: Sequence[Look]) -> tuple[int, int, int]:
    """Seconds in which the case held was another, or stood elsewhere, though nobody moved."""
    jumps = slides = held = 0
    for before, now in pairwise(looks):
        if now["moved"] or not before["case"]:
            continue
        held += 1
        if now["case"] != before["case"]:
            jumps += 1
        elif now["top"] != before["top"]:
            slides += 1
    return jumps, slides, held


def print_hour(hour: Hour) -> None:
    """The figures of one replay."""
    print(
        f"reports of the rain {hour.reports} in {hour.lasted:.0f} s, changes {hour.acts},"
        f" seconds looked at {len(hour.looks)}"
    )
    print(f"cases that came in {hour.came}, missed on the board {len(hour.missed)}")
    print(
        f"seconds in which the sums do not add up {len(hour.unequal)}, are none of the journal's"
        f" {hour.stray}; most changes behind the cursor {hour.late}"
    )
    print(f"in the end: sums equal {hour.end_true}, cases that differ {hour.differs}")
    print(
        f"seconds a case was held {hour.held}: became another {hour.jumps}, slid {hour.slides};"
        f" taken by a colleague {hour.taken} times, seconds as a ghost {hour.ghosts}"
    )
    for name, seen in (("desk", hour.desk), ("empty loop", hour.idle)):
        print(f"{name:10} {_turns(seen)}")
    for said, count in hour.desk["at"]:
        print(f"  {count:4} x {said}")


def _turns(seen: dict[str, Any]) -> str:
    said = [f"turns {seen['count']:,}"]
    for word, at in _TIMES.items():
        times = [turn[at] for turn in seen["turns"]]
        over = sum(one > LIMIT for one in times)
        longest = max(times, default=0.0)
        said.append(f"{word} {longest:.0f} ms ({longest / LIMIT:.2f}), {over} over {LIMIT:.0f}")
    return "; ".join([*said, f"collector {max(seen['collector'], default=0.0):.0f} ms"])


def main() -> None:
    """Replay, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--factor", type=float, default=20.0, help="how many times as fast")
    parser.add_argument("--stretch", type=float, default=120.0, help="seconds at the real rate")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ask", action="store_true", help="print what long turns were at")
    given = parser.parse_args()
    pace = f"{given.factor:g} times as fast, {given.stretch:g} s at its heaviest as they come"
    print(f"600 reports in 60 min, {pace}")
    hours = []
    for run in range(given.runs):
        with tempfile.TemporaryDirectory() as folder:
            seed = given.seed + run
            hours.append(Hour(Path(folder), seed, given.factor, given.stretch, ask=given.ask))
        print_hour(hours[-1])
    for name in ("desk", "idle"):
        runs = [getattr(hour, name)["turns"] for hour in hours]
        for word, at in _TIMES.items():
            worst = [max((turn[at] for turn in turns), default=0.0) / LIMIT for turns in runs]
            middle = statistics.median(worst)
            print(f"{name}: {word} to {LIMIT:.0f} ms, median of runs {middle:.2f}")


if __name__ == "__main__":
    main()
