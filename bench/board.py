"""The board at 100,000 open cases beside stock Qt tables and the limit, all in one run.

    python bench/board.py [--rows 100000] [--runs 5] [--flat] [--quick]

Each subject runs in a process of its own, in turn. The limit paints the visible rows of a table,
eight texts each, and keeps a sorted list of keys. `proxy` is a QTableView over a sorting proxy over
a model in Python, `items` the same over a QStandardItemModel. Ours is the real board of the desk.

First paint counts from data in each subject's own layout (for ours the columns that the cache's
reading thread hands over) to the window painted; what that thread needs for them stands below it.
A block is the longest turn of the event loop by the clock, which grows with what other programs do;
"most work" is the most processor time of this thread within one, which does not.
A jump moves one list: for ours one lane, each in its turn. Memory is what a row takes over the text
itself: the difference to a run with 1,000 rows. `--flat` compares ours with itself by rows.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication

from bench.parts.cases import changed, open_cases
from bench.parts.limit import Limit
from bench.parts.ours import Ours
from bench.parts.runs import Figures, Goal, child, medians, print_goals, print_table, resident
from bench.parts.stock import Items, Proxy
from db.domain.brief import Brief

SIZE = (1920, 1080)
JUMPS, SCROLLS, FLOOD, PAGE = 200, 240, 20_000, 100
FEW = 1_000
MEMORY, TICK = "memory a row B", "tick ms"
WORK = "most work, catching up ms"
SUBJECTS: dict[str, Callable[[], Any]] = {
    "limit": Limit,
    "ours": Ours,
    "proxy": Proxy,
    "items": Items,
}
SLOW = ("proxy", "items")


class Subject(Protocol):
    """What is measured."""

    def resize(self, width: int, height: int) -> None: ...
    def fill(self, cases: list[Brief]) -> None: ...
    def show_all(self) -> None: ...
    def jump(self, turn: int, part: float) -> None: ...
    def wheel(self, turn: int) -> None: ...
    def tick(self) -> None: ...
    def change(self, cases: list[Brief]) -> None: ...
    def narrow(self, category: str) -> None: ...


class Bench:
    """One run of one subject; every figure counts until the event loop has nothing left to do."""

    def __init__(self, name: str, count: int) -> None:
        self._app = QApplication([])
        self._name, self._cases = name, open_cases(count)
        self._subject: Subject = SUBJECTS[name]()
        self._subject.resize(*SIZE)
        self._dice = random.Random(3)
        self._hardest = 0.0
        gc.freeze()  # the collector need not walk through what only this script holds

    def run(self) -> Figures:
        """All figures, ms and MiB."""
        subject, before = self._subject, resident()
        filled = self._timed(lambda: subject.fill(list(self._cases)))
        figures = {"first paint ms": self._timed(subject.show_all), "layout off thread ms": filled}
        self._settle()
        figures["memory MiB"] = resident() - before
        jumps = self._many(JUMPS, lambda n: subject.jump(n, self._dice.random()))
        figures["jump p50 ms"], figures["jump p99 ms"] = jumps[JUMPS // 2], jumps[JUMPS * 99 // 100]
        figures["scroll p50 ms"] = self._middle(SCROLLS, subject.wheel)
        figures[TICK] = self._middle(3 if self._name == "proxy" else 31, lambda _: subject.tick())
        figures |= self._changes()
        figures["filter ms"] = self._timed(lambda: subject.narrow("banjir"))
        figures["filter off ms"] = self._timed(lambda: subject.narrow(""))
        if self._name == "ours":
            figures["longest block, loading ms"] = self._load_beside()
        return figures

    def _changes(self) -> Figures:
        subject, many = self._subject, changed(self._cases, 1000, 11)
        figures = {"1,000 changes ms": self._timed(lambda: subject.change(many))}
        self._settle()
        single = changed(self._cases, 24, 12)
        times = self._many(len(single), lambda n: subject.change([single[n]]))
        figures["1 change p50 ms"] = times[len(times) // 2]
        if self._name not in SLOW:
            flood = changed(self._cases, FLOOD, 13)
            pages = [flood[at : at + PAGE] for at in range(0, len(flood), PAGE)]
            self._hardest = 0.0
            blocks = self._many(len(pages), lambda n: subject.change(pages[n]))
            figures["longest block, catching up ms"] = blocks[-1]
            figures[WORK] = self._hardest
        return figures

    def _load_beside(self) -> float:
        """The longest turn of the event loop while the reading thread makes the columns anew."""
        assert isinstance(self._subject, Ours)
        ours, made = self._subject, []
        thread = threading.Thread(target=lambda: made.append(ours.columns_of(self._cases)))
        thread.start()
        longest, count = 0.0, 0
        while thread.is_alive():
            count += 1
            longest = max(longest, self._timed(ours.tick if count % 20 == 0 else lambda: None))
            time.sleep(0.002)
        return max(longest, self._timed(lambda: ours.book.adopt(made[0])))

    def _many(self, count: int, act: Callable[[int], None]) -> list[float]:
        return sorted(self._timed(partial(act, n)) for n in range(count))

    def _middle(self, count: int, act: Callable[[int], None]) -> float:
        return self._many(count, act)[count // 2]

    def _timed(self, act: Callable[[], object]) -> float:
        start, worked = time.perf_counter(), time.thread_time()
        act()
        self._app.processEvents()
        self._hardest = max(self._hardest, (time.thread_time() - worked) * 1000)
        return (time.perf_counter() - start) * 1000

    def _settle(self) -> None:
        """Let what was put off for a moment (sums, sliding chips) happen before going on."""
        end = time.perf_counter() + 0.3
        while time.perf_counter() < end:
            self._app.processEvents()
            time.sleep(0.01)


def _at_most(times: float, figure: str, other: str) -> Callable[[Any], bool]:
    return lambda middle: middle["ours"][figure] <= times * middle[other][figure]


def _below(limit: float, figure: str) -> Callable[[Any], bool]:
    return lambda middle: middle["ours"][figure] <= limit


GOALS = (
    Goal("first paint", "<= 3x limit", _at_most(3, "first paint ms", "limit")),
    Goal("first paint", "stretch 1.5x limit", _at_most(1.5, "first paint ms", "limit")),
    Goal("jump p99", "<= 16 ms", _below(16, "jump p99 ms")),
    Goal("scroll p50", "<= 0.6x items", _at_most(0.6, "scroll p50 ms", "items")),
    Goal("tick", "<= 3x limit", _at_most(3, TICK, "limit")),
    Goal("tick", "stretch 1.5x limit", _at_most(1.5, TICK, "limit")),
    Goal("1,000 changes", "<= 3x limit", _at_most(3, "1,000 changes ms", "limit")),
    Goal("1,000 changes", "stretch 1.5x limit", _at_most(1.5, "1,000 changes ms", "limit")),
    Goal("1,000 changes", "<= 0.1x proxy", _at_most(0.1, "1,000 changes ms", "proxy")),
    Goal("filter", "<= 50 ms", _below(50, "filter ms")),
    Goal("event loop", "never > 50 ms, catching up", _below(50, "longest block, catching up ms")),
    Goal("event loop", "never > 50 ms of work, catching up", _below(50, WORK)),
    Goal("event loop", "never > 50 ms, loading", _below(50, "longest block, loading ms")),
    Goal("memory", "<= 100 B a row over the text", _below(100, MEMORY)),
)


def main() -> None:
    """Run every subject in turn, print medians, ratios and goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="without the slow stock tables")
    parser.add_argument("--flat", action="store_true", help="ours alone at 1,000 to 1,000,000 rows")
    parser.add_argument("--subject", choices=SUBJECTS, help="one run of one subject, as JSON")
    args = parser.parse_args()
    if args.subject:
        print(json.dumps(Bench(args.subject, args.rows).run()))
        return
    if args.flat:
        _print_flat(args.runs)
        return
    names = [name for name in SUBJECTS if not (args.quick and name in SLOW)]
    runs: dict[str, list[Figures]] = {name: [] for name in names}
    for _ in range(args.runs):
        for name in names:
            runs[name].append(_one(name, args.rows))
    print(f"{args.rows:,} open cases, {SIZE[0]}x{SIZE[1]}, medians (min–max) of {args.runs} runs")
    print_table(runs, [name for name in names if name != "ours"])
    if not args.quick:
        print_goals(medians(runs), GOALS)


def _one(name: str, count: int) -> Figures:
    figures, few = _child(name, count), _child(name, FEW)
    grown = (figures.pop("memory MiB") - few["memory MiB"]) * 2**20
    return {**figures, MEMORY: grown / max(1, count - FEW)}


def _child(name: str, count: int) -> Figures:
    return child(__file__, "--subject", name, "--rows", str(count))


def _print_flat(times: int) -> None:
    sizes = (FEW, 100_000, 1_000_000)
    runs: dict[int, list[Figures]] = {size: [] for size in sizes}
    for _ in range(times):
        for size in sizes:
            runs[size].append(_child("ours", size))
    middle = {size: medians({"ours": all_runs})["ours"] for size, all_runs in runs.items()}
    print(f"ours by rows{'':19}" + "".join(f"{size:>12,}" for size in sizes) + "  last/first")
    for figure in middle[FEW]:
        cells = "".join(f"{middle[size][figure]:12.2f}" for size in sizes)
        ratio = middle[sizes[-1]][figure] / max(middle[FEW][figure], 1e-9)
        print(f"{figure:31}{cells}{ratio:11.2f}x")


if __name__ == "__main__":
    main()
