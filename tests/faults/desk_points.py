"""Many runs with a fault in each, on two loaded processes at a time, and what they came to."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from tests.faults.desk_process import Zygote
from tests.faults.desk_shim import Arm
from tests.faults.desk_stage import Point, Stage

Arms = Callable[[int], Sequence[Arm]]
"""The faults to try, for a scenario of so many calls."""

WORKERS = 2
_OWN_EVERY = 25
"""Each so many-th restart is measured from the start of the interpreter on."""


@dataclass(slots=True)
class Outcome:
    """How many points there were, what was wrong, and the slowest restart.

    `slowest` seconds by the clock, `most_work` of the processor's time. `silent`: calls that failed
    without a word of the program.
    """

    points: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    most_work: float = 0.0
    fired: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def take(self, name: str, arm: Arm, point: Point) -> None:
        """Count one run."""
        if not point.fired:
            return  # this run needed fewer calls than the first one did
        self.points += 1
        self.fired.update(one.partition(" ")[0] for one in point.fired[:1])
        self.slowest = max(self.slowest, point.ready)
        self.most_work = max(self.most_work, point.worked)
        if not {"refused", "could_not"} & _kinds(point) and not _told(point):
            self.silent.update(point.fired[:1])
        self.wrong += [f"{name}, call {arm.k} {point.fired}: {one}" for one in point.wrong]

    def add(self, other: Outcome) -> None:
        """Both together."""
        self.points += other.points
        self.wrong += other.wrong
        self.slowest = max(self.slowest, other.slowest)
        self.most_work = max(self.most_work, other.most_work)
        self.fired += other.fired
        self.silent += other.silent

    def __str__(self) -> str:
        calls = ", ".join(f"{n} {call}" for call, n in self.fired.most_common())
        return (
            f"{self.points} points ({calls}) in {self.seconds:.0f} s, {len(self.wrong)} wrong; "
            f"slowest restart {self.slowest:.2f} s, most work in one {self.most_work:.2f} s"
        )


def _kinds(point: Point) -> set[str]:
    return {kind for line in point.said.said for kind in line}


def _told(point: Point) -> bool:
    return any(key.startswith("store_") for key in point.said.all("told"))


def campaign(names: Iterable[str], arms: Arms, folder: Path, shim: Path) -> Outcome:
    """Every fault in each of these scenarios."""
    began, whole = time.monotonic(), Outcome()
    idle: SimpleQueue[Zygote] = SimpleQueue()
    loaded = [Zygote(shim, folder / f"{n}.log") for n in range(WORKERS)]
    for one in loaded:
        idle.put(one)

    def played(name: str) -> Outcome:
        zygote = idle.get()
        try:
            return _scenario(name, arms, folder, shim, zygote)
        finally:
            idle.put(zygote)

    with ThreadPoolExecutor(WORKERS) as pool:
        for outcome in pool.map(played, names):
            whole.add(outcome)
    for one in loaded:
        one.close()
    whole.seconds = time.monotonic() - began
    return whole


def _note(folder: Path, line: str) -> None:
    """How far a long run is can be seen in points.log."""
    with (folder / "points.log").open("a", encoding="utf-8") as log:
        log.write(line + "\n")


def _scenario(name: str, arms: Arms, folder: Path, shim: Path, zygote: Zygote) -> Outcome:
    outcome = Outcome()
    stage = Stage(name, folder / name.replace(" ", "-"), zygote, shim)
    try:
        for number, arm in enumerate(arms(len(stage.calls()))):
            own = number % _OWN_EVERY == _OWN_EVERY - 1
            point = stage.point(arm, own=own)
            outcome.take(name, arm, point)
            _note(folder, f"{name}: {arm.how.name} {arm.k} {point.fired} {point.wrong}")
        outcome.wrong += [f"{name}: {text!r} is there twice" for text in stage.twice()]
    finally:
        stage.close()
    return outcome
