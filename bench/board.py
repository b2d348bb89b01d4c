"""The board at 100,000 open cases: ours, a plain sorting proxy, and the limit, in one run.

    python bench/board.py [--rows 100000] [--runs 5]

Each subject runs in a process of its own; figures are medians over the runs, ratios are to the
limit, which paints the visible rows and does nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTableView, QWidget

from db.domain.brief import Brief

SIZE = (1920, 1080)
CHANGES = 1000
JUMPS = 200
SUBJECTS = ("limit", "ours", "proxy")
NOW = 1_795_000_000_000
Index = QModelIndex | QPersistentModelIndex


def rows(count: int) -> list[Brief]:
    """Open cases with deadlines around now, the same every time."""
    dice = random.Random(7)
    states = (("received", "room"), ("forwarded", "opd"), ("accepted", "work"))
    states += (("awaiting_validation", "validation"), ("returned", "returned"))
    made = []
    for n in range(count):
        state, lane = states[dice.randrange(5)]
        due = NOW + dice.randrange(-5_000_000, 400_000_000)
        made.append(_row(n, state, lane, due, dice))
    made.sort(key=lambda row: row.due)
    return made


def _row(n: int, state: str, lane: str, due: int, dice: random.Random) -> Brief:
    return Brief(
        f"{n:08d}-0000-4000-8000-000000000000",
        f"KT-26-{n:06d}",
        n,
        state,
        lane,
        due,
        due - 3_600_000,
        "room",
        f"Jalan berlubang di depan rumah nomor {n}, sudah dua minggu tidak diperbaiki",
        dice.choice(("jalan-rusak", "pju-padam", "banjir", "sampah")),
        "36.71.01.1001",
        dice.choice(("laksa", "sp4n", "112")),
        "dpupr" if state != "received" else "",
        "complaint",
        "normal",
        False,
        True,
        False,
        1,
        0,
        NOW - dice.randrange(90_000_000),
        NOW,
    )


def changed(all_rows: list[Brief]) -> list[Brief]:
    """1,000 cases with another deadline and lane."""
    dice = random.Random(11)
    return [
        row._replace(due=NOW + dice.randrange(400_000_000), state="accepted", lane="work")
        for row in dice.sample(all_rows, CHANGES)
    ]


class Subject(Protocol):
    """What is measured."""

    def show(self, data: list[Brief]) -> QWidget: ...
    def jump(self, part: float) -> None: ...
    def tick(self) -> None: ...
    def change(self, data: list[Brief]) -> None: ...


class Limit(QAbstractScrollArea):
    """Paints the visible rows of a list and does nothing else."""

    def show(self, data: list[Brief]) -> QWidget:  # type: ignore[override]
        self.data = data
        self.resize(*SIZE)
        self.verticalScrollBar().setRange(0, len(data))
        super().show()
        return self.viewport()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        first, high = self.verticalScrollBar().value(), 22
        for at in range(SIZE[1] // high):
            if first + at >= len(self.data):
                return
            row = self.data[first + at]
            y = at * high + 16
            painter.drawText(8, y, row.number)
            painter.drawText(120, y, row.title)
            painter.drawText(900, y, row.category)
            painter.drawText(1100, y, str((row.due - NOW) // 1000))

    def jump(self, part: float) -> None:
        self.verticalScrollBar().setValue(int(part * len(self.data)))

    def tick(self) -> None:
        self.viewport().update()

    def change(self, data: list[Brief]) -> None:
        new = {row.id: row for row in data}
        merged = [new.get(row.id, row) for row in self.data]
        merged.sort(key=lambda row: row.due)
        self.data = merged
        self.viewport().update()


class _Plain(QAbstractTableModel):
    """A model as one writes it first: a list of rows, told about every second."""

    def __init__(self, data: list[Brief]) -> None:
        super().__init__()
        self.rows = data
        self.at = {row.id: n for n, row in enumerate(data)}

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self.rows[index.row()]
        return (row.due - NOW, row.number, row.title, row.category)[index.column()]


class Proxy:
    """QTableView over QSortFilterProxyModel over a custom model."""

    def show(self, data: list[Brief]) -> QWidget:
        self.model, self.sorted = _Plain(data), QSortFilterProxyModel()
        self.sorted.setDynamicSortFilter(True)
        self.sorted.setSourceModel(self.model)
        self.sorted.sort(0)
        self.view = QTableView()
        self.view.setModel(self.sorted)
        self.view.resize(*SIZE)
        self.view.show()
        return self.view.viewport()

    def jump(self, part: float) -> None:
        bar = self.view.verticalScrollBar()
        bar.setValue(int(part * bar.maximum()))

    def tick(self) -> None:
        top, end = self.model.index(0, 0), self.model.index(len(self.model.rows) - 1, 0)
        self.model.dataChanged.emit(top, end)

    def change(self, data: list[Brief]) -> None:
        for row in data:
            at = self.model.at[row.id]
            self.model.rows[at] = row
            self.model.dataChanged.emit(self.model.index(at, 0), self.model.index(at, 3))


class Ours:
    """The board of the desk: lanes, cards, chips, countdowns, sums."""

    def __init__(self) -> None:
        from console.case_model import CaseBook
        from console.pages.board import Board
        from server.city import open_city
        from widgets.theme import apply_theme, load_theme

        root = Path(__file__).resolve().parent.parent
        city, _ = open_city(root / "resources" / "cities" / "kota-tangerang")
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = load_theme("dark")
        apply_theme(app, theme)

        async def none(*_: object) -> frozenset[str]:
            return frozenset()

        self.now = NOW
        self.book = CaseBook()
        self.board = Board(theme, self.book, city, lambda: self.now, none, none)

    def show(self, data: list[Brief]) -> QWidget:
        self.book.load(data, [0] * len(data))
        self.board.resize(*SIZE)
        self.board.show()
        return self.board

    def jump(self, part: float) -> None:
        for lane in self.board._lanes.values():
            bar = lane.view.verticalScrollBar()
            bar.setValue(int(part * bar.maximum()))

    def tick(self) -> None:
        self.now += 1000
        self.board.tick()

    def change(self, data: list[Brief]) -> None:
        self.book.put([(row, 0) for row in data])


def measure(name: str, count: int) -> dict[str, float]:
    """One run of one subject: ms, and own memory in MB."""
    app = QApplication([])
    data = rows(count)
    made: dict[str, Callable[[], Any]] = {"limit": Limit, "ours": Ours, "proxy": Proxy}
    subject = made[name]()
    fresh = changed(data)
    before = _memory()
    start = time.perf_counter()
    subject.show(data)
    app.processEvents()
    first = _since(start)
    jumps = sorted(_timed(lambda: subject.jump(n / JUMPS), app) for n in _shuffled(JUMPS))
    ticks = sorted(_timed(subject.tick, app) for _ in range(20 if name != "proxy" else 3))
    change = _timed(lambda: subject.change(fresh), app)
    return {
        "first paint ms": first,
        "jump p50 ms": jumps[len(jumps) // 2],
        "jump p99 ms": jumps[int(len(jumps) * 0.99)],
        "tick ms": ticks[len(ticks) // 2],
        "1,000 changes ms": change,
        "memory MB": _memory() - before,
    }


def _shuffled(count: int) -> Sequence[int]:
    order = list(range(count))
    random.Random(3).shuffle(order)
    return order


def _timed(act: Callable[[], None], app: QApplication) -> float:
    start = time.perf_counter()
    act()
    app.processEvents()
    return _since(start)


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def _memory() -> float:
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def main() -> None:
    """Run every subject in turn, print medians and ratios to the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--subject", choices=SUBJECTS)
    args = parser.parse_args()
    if args.subject:
        print(json.dumps(measure(args.subject, args.rows)))
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in SUBJECTS}
    for _ in range(args.runs):
        for name in SUBJECTS:
            runs[name].append(_child(name, args.rows))
    _print(runs, args.rows)


def _child(name: str, count: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--subject", name, "--rows", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print(runs: dict[str, list[dict[str, float]]], count: int) -> None:
    print(f"{count:,} open cases, {SIZE[0]}x{SIZE[1]}, medians of {len(runs['ours'])} runs")
    print(f"{'':18}" + "".join(f"{name:>12}" for name in SUBJECTS) + "  ours/limit  ours/proxy")
    for figure in runs["ours"][0]:
        middle = {n: statistics.median(r[figure] for r in runs[n]) for n in SUBJECTS}
        line = f"{figure:18}" + "".join(f"{middle[n]:12.2f}" for n in SUBJECTS)
        ratios = (middle["ours"] / max(middle[n], 1e-9) for n in ("limit", "proxy"))
        print(line + "".join(f"{ratio:11.2f}x" for ratio in ratios))


if __name__ == "__main__":
    asyncio.set_event_loop(asyncio.new_event_loop())
    main()
