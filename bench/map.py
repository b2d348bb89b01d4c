"""The map beside other maps, by number of cases, all in one run.

    python bench/map.py [--sizes 1000,10000,100000,1000000] [--runs 3] [--quick] [--only ours,near]
                        [--web npm | FOLDER | none]

Each subject runs in a process of its own, in turn, on a picture of 1920 x 1080. Ours is the map of
the desk with areas, names, marks and rings. The others show cases alone: `scatter` is pyqtgraph's
ScatterPlotItem with one symbol and four brushes, `items` a QGraphicsView with a
QGraphicsEllipseItem for each case (not above 100,000: a million would take minutes and gigabytes);
Leaflet, markercluster and MapLibre in a headless Chromium are told of in `bench/parts/map_web.py`,
and left out with a word where Chromium or npm is missing (`--web FOLDER`: its `node_modules`).

`near` begins where single cases are told apart, `with facilities` lays 5,000 under it.
`over streets` has a basemap of vector tiles beneath the same; a thread paints it while the map
moves. Its frames count what the main thread works.

`heat` pans and zooms in the layer that tells how densely cases lie, whose picture is made when
cases change ("heat made"), not for each frame.

`page` is the whole page of the desk over its book: how long it works when it is first shown, and
after 1,000 cases have changed, all turns of the event loop together; and the most in one turn.
"merge" is the longest turn while 9,000 cases change, so that the index is sorted anew.

Load is from arrays to the first picture. A pan moves by 14 px a frame, a zoom runs through half a
step at a time around the cursor; a frame counts until the event loop has nothing left to do. Times
are those of the processor, since nothing here waits, so that a busy machine spoils little; "wall"
is what passed meanwhile, which other work on the machine adds to, and "mean" the processor's time a
frame, which of a browser counts all its processes. Memory is what a case takes: the
difference to a run with 1,000.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication

from bench.parts import map_web
from bench.parts.map_cases import PANS, STEP, ZOOMS, Subject, cases
from bench.parts.map_ours import Furnished, Near, Ours, Page, Streets
from bench.parts.map_peers import Items, Scatter
from bench.parts.runs import Figures, Goal, child, medians, print_goals, print_table, resident

LEAST, PATIENCE = 20, 10.0
PROMISED = 100_000
SIZES = (1_000, 10_000, 100_000, 1_000_000)
MOST_ITEMS = 100_000
SMALL = {"items", "leaflet", "markercluster", "maplibre"}
"""Not with more: what takes minutes and gigabytes."""

Clock = Callable[[], float]
SUBJECTS: dict[str, Callable[[], Any]] = {
    "ours": Ours,
    "near": Near,
    "with facilities": Furnished,
    "over streets": Streets,
    "scatter": Scatter,
    "items": Items,
}


def _both(subject: str, most: float) -> Callable[[Any], bool]:
    return lambda all: max(all[subject][f"{word} p99 ms"] for word in ("pan", "zoom")) <= most


def _beside_scatter(word: str, most: float) -> Callable[[Any], bool]:
    def kept(all: Any) -> bool:
        return bool(all["ours"][f"{word} p99 ms"] <= most * all["scatter"][f"{word} p99 ms"])

    return kept


GOALS = (
    Goal("pan p99", "<= 8 ms", lambda all: all["ours"]["pan p99 ms"] <= 8),
    Goal("zoom p99", "<= 8 ms", lambda all: all["ours"]["zoom p99 ms"] <= 8),
    Goal("pan and zoom p99 near single cases", "<= 8 ms", _both("near", 8)),
    Goal("pan and zoom p99 over 5,000 facilities", "<= 8 ms", _both("with facilities", 8)),
    Goal("pan and zoom p99 over streets", "<= 8 ms", _both("over streets", 8)),
    Goal(
        "pan p50",
        "<= 0.1x scatter",
        lambda all: all["ours"]["pan p50 ms"] <= 0.1 * all["scatter"]["pan p50 ms"],
    ),
    # The machine on which 8 ms was set as the goal took 33 and 24 ms for these frames of scatter.
    Goal("pan p99 beside scatter", "<= 0.24x (8 of 33 ms)", _beside_scatter("pan", 8 / 33)),
    Goal("zoom p99 beside scatter", "<= 0.33x (8 of 24 ms)", _beside_scatter("zoom", 8 / 24)),
    Goal("heat pan p99", "<= 8 ms", lambda all: all["ours"]["heat pan p99 ms"] <= 8),
    Goal("heat zoom p99", "<= 8 ms", lambda all: all["ours"]["heat zoom p99 ms"] <= 8),
    Goal("1,000 changes", "<= 10 ms", lambda all: all["ours"]["1,000 changes ms"] <= 10),
    Goal(
        "page, longest turn",
        "<= 50 ms",
        lambda all: all["ours"]["page, 1,000, longest turn ms"] <= 50,
    ),
    Goal(
        "page, longest turn while the index is merged",
        "<= 50 ms",
        lambda all: all["ours"]["merge, longest turn ms"] <= 50,
    ),
)


def _ten_times(word: str) -> Goal:
    return Goal(
        f"{word} mean",
        "<= 0.1x the best map of a browser",
        lambda all: (
            all["ours"][f"{word} mean ms"]
            <= 0.1 * min(all[kind][f"{word} mean ms"] for kind in map_web.KINDS if kind in all)
        ),
    )


WEB_GOALS = (_ten_times("pan"), _ten_times("zoom"))


def measured(name: str, count: int) -> Figures:
    """All figures of one subject, ms and MiB."""
    app = QApplication([])
    x, y, states = cases(count)
    subject: Subject = SUBJECTS[name]()
    app.processEvents()
    gc.freeze()  # as the program does when it has loaded what it needs
    before = resident()
    figures = {"load ms": _timed(app, lambda: subject.load(x, y, states))[1]}
    figures["memory MiB"] = resident() - before
    if isinstance(subject, Streets):
        return figures | _moved(app, subject, "", time.thread_time)
    figures |= _moved(app, subject, "")
    others = states.copy()
    others[:1000] = 0
    if name == "ours" and isinstance(subject, Ours):
        _many(app, 60, lambda _: subject.pan(0, 0))
        figures["1,000 changes ms"] = _timed(app, lambda: subject.load(x, y, others))[1]
        figures["heat made ms"] = _timed(app, subject.warm)[1]
        figures |= _moved(app, subject, "heat ")
        figures |= Page(app, count).figures()
    return figures


def _moved(
    app: QApplication, subject: Subject, layer: str, clock: Clock = time.process_time
) -> Figures:
    """Frames of a pan and of a zoom in and out again by small steps, as an animated wheel does."""
    figures: Figures = {}
    _many(app, 60, lambda _: subject.pan(0, 0))  # what is painted once and kept
    pans = _many(
        app, PANS, lambda n: subject.pan(STEP * math.cos(n / 30), STEP * math.sin(n / 30)), clock
    )
    zooms = _many(
        app, ZOOMS, lambda n: subject.zoom(1.06 if (n // 30) % 2 == 0 else 1 / 1.06), clock
    )
    for word, times in (("pan", pans), ("zoom", zooms)):
        for kind, some in zip(("wall ", ""), zip(*times, strict=True), strict=True):
            least = sorted(some)
            figures[f"{layer}{word} {kind}p50 ms"] = least[len(least) // 2]
            figures[f"{layer}{word} {kind}p99 ms"] = least[len(least) * 99 // 100]
        figures[f"{layer}{word} mean ms"] = sum(worked for _, worked in times) / len(times)
    return figures


def _many(
    app: QApplication,
    count: int,
    act: Callable[[int], None],
    clock: Clock = time.process_time,
) -> list[tuple[float, float]]:
    """How long each took by the wall and by the clock; who is slow is let off after a while."""
    until, times = time.process_time() + PATIENCE, list[tuple[float, float]]()
    while len(times) < count and (len(times) < LEAST or time.process_time() < until):
        n = len(times)
        times.append(_timed(app, lambda n=n: act(n), clock))  # type: ignore[misc]
    return times


def _timed(
    app: QApplication, act: Callable[[], None], clock: Clock = time.process_time
) -> tuple[float, float]:
    passed, began = time.perf_counter(), clock()
    act()
    app.processEvents()
    worked = clock() - began
    return (time.perf_counter() - passed) * 1000, worked * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one run, up to 100,000")
    parser.add_argument("--only", default="", help="these subjects alone, by name")
    parser.add_argument("--web", default="npm", help="npm, a folder with node_modules, or none")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(measured(args.child[0], int(args.child[1]))))
        return
    sizes = [int(size) for size in args.sizes.split(",")]
    sizes = [size for size in sizes if not args.quick or size <= MOST_ITEMS]
    with TemporaryDirectory(prefix="liveroom-web-") as folder:
        why = map_web.missing(args.web, Path(folder))
        if why:
            print(f"maps of a browser were left out: {why}")
        chosen = args.only.split(",") if args.only else [*SUBJECTS, *map_web.KINDS]
        chosen = [name for name in chosen if not why or name not in map_web.KINDS]
        runs = 1 if args.quick else args.runs
        middles = {size: _run(size, chosen, runs, Path(folder)) for size in sizes}
    few, most = min(sizes), max(sizes)
    if few < most and "ours" in middles[few]:
        _print_growth(few, most, middles[few]["ours"], middles[most]["ours"])


def _run(size: int, chosen: list[str], runs: int, folder: Path) -> dict[str, Figures]:
    """All chosen subjects in turn, so many times; prints and returns the medians."""
    names = [name for name in chosen if size <= MOST_ITEMS or name not in SMALL]
    taken: dict[str, list[Figures]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            if name not in map_web.KINDS:
                taken[name].append(child(__file__, "--child", name, str(size)))
                continue
            try:
                taken[name].append(map_web.measured(name, size, folder))
            except RuntimeError as fault:
                print(f"{name} failed with {size:,} cases: {fault}")
    taken = {name: some for name, some in taken.items() if some}
    print(f"\n{size:,} cases")
    if "ours" in taken:
        print_table(taken, [name for name in taken if name != "ours"])
    else:
        print(json.dumps(taken, indent=1))
    middle = medians(taken)
    if size >= PROMISED and middle.keys() >= SUBJECTS.keys() - SMALL:
        print_goals(middle, GOALS)
        if middle.keys() & set(map_web.KINDS):
            print_goals(middle, WEB_GOALS)
    return middle


def _print_growth(few: int, most: int, least: Figures, ours: Figures) -> None:
    """What a case costs: the goal is 300 B, and a frame that does not grow."""
    flat = ours["pan p50 ms"] / least["pan p50 ms"]
    taken = (ours["memory MiB"] - least["memory MiB"]) * 2**20 / (most - few)
    print(f"\nours at {most:,} over {few:,}: pan p50 {flat:.2f}x, {taken:.0f} B a case")


if __name__ == "__main__":
    main()
