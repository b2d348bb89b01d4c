"""Cold start of the desk program to a usable board, beside an empty PySide6 window.

    python bench/start.py [--cases 20000] [--runs 7]

Every run is a new process; the clock starts before it is made. An empty window counts to its first
paint. Ours is the real program over a cache made once by the real code, without a server. Its clock
stands while a person would type (two seconds): it runs from the start to the sign-in page painted,
and again from handing in the password to the board painted with cards; `both` is the sum. Checking
the password is slow on purpose (argon2id); that is measured inside the run, printed apart and taken
off. `at once` is the same with nobody typing: the password comes the moment the page is painted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts.full_cache import fill
from bench.parts.runs import Figures, Goal, child, medians, print_goals, print_table

TYPING = "2"
_PARTS = Path(__file__).resolve().parent / "parts"


def _times_empty(figure: str, most: float) -> Callable[[Mapping[str, Figures]], bool]:
    return lambda middle: middle["ours"][figure] <= most * middle["empty"]["both ms"]


GOALS = (
    Goal("cached board", "<= 5x an empty window, required", _times_empty("both ms", 5)),
    Goal("cached board", "<= 3x an empty window", _times_empty("both ms", 3)),
    Goal("sign-in page", "<= 1.7x an empty window", _times_empty("sign-in painted ms", 1.7)),
)


def _start(script: str, *arguments: str) -> Figures:
    os.environ["BENCH_BEGAN"] = str(time.monotonic())
    return child(str(_PARTS / script), *arguments)


def main() -> None:
    """Run all in turn and print medians, ratios and goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), args.cases)
        subjects: dict[str, Callable[[], Figures]] = {
            "empty": lambda: _start("start_empty.py"),
            "ours": lambda: _start("start_ours.py", folder, TYPING),
            "at once": lambda: _start("start_ours.py", folder, "0"),
        }
        for start in subjects.values():
            start()  # once for the disk
        runs: dict[str, list[Figures]] = {name: [] for name in subjects}
        for _ in range(args.runs):
            for name, start in subjects.items():
                runs[name].append(start())
    print(f"cold start, {args.cases:,} open cases in the cache, medians of {args.runs} runs")
    print_table(runs, ["empty"])
    middle = medians(runs)
    print(f"at once/empty: {middle['at once']['both ms'] / middle['empty']['both ms']:.2f}x")
    print_goals(middle, GOALS)


if __name__ == "__main__":
    main()
