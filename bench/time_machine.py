"""Any minute of a long history, and a busy day gone through again, beside replaying it plainly.

    python bench/time_machine.py [--changes 1000000] [--jumps 200] [--naive 3] [--day 10000]
                                 [--folder KEPT]

`jump` is all that passes until a desk can show the board of an instant chosen at random: which
change was the last by then, the nearest checkpoint, the changes since, the scope, the JSON, packed,
and at the desk its cases read and put in the order of the board. `cpu` is what this process worked
for it, which other programs on the machine lengthen less than the clock; `desk` the desk's part of
the clock. `naive`
does what a program without checkpoints must: apply every change from the first on until the
instant, then make the same rows. `limit` reads the nearest checkpoint and nothing else. `replay` is
a day of so many changes fetched piece by piece as the desk does while it plays, its JSON read
again. `kept` says what the checkpoints cost on disk and to make. One process, one SQLite file, one
run after the other; ratios are of the same instants. A `--folder` keeps the history for another
time; what it holds already is not made again.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QCoreApplication
from sqlalchemy import func, select

import resources
from bench.parts.long_history import END, instant, made, opened
from console.answers import past_board_of
from console.book_keeper import flags_of
from console.case_model import CaseBook
from db import checkpoints, journal, past, tables
from db.domain.apply import apply
from db.domain.brief import milliseconds
from db.domain.case import Case
from db.rows import change_of
from db.scopes import CITY
from db.seals import Seal
from db.store import Store
from server.changes import Feed
from server.city import open_city
from server.past import MOST, Past


def main() -> None:
    """Make the history, run all in turn, print seconds, ratios and goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--changes", type=int, default=1_000_000)
    parser.add_argument("--jumps", type=int, default=200)
    parser.add_argument("--naive", type=int, default=3)
    parser.add_argument("--day", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="keeps the history for another time")
    args = parser.parse_args()
    QCoreApplication([])
    with tempfile.TemporaryDirectory(prefix="liveroom-past-") as temporary:
        folder = args.folder or Path(temporary)
        there = (folder / "long.db").exists()
        store = opened(folder) if there else made(folder, args.changes)
        _keep(store)
        kept = _kept(store)
        before = _size(folder) - kept
        print(f"  a store of {before / 1e6:,.0f} MB, checkpoints of {kept / 1e6:,.1f} MB: ", end="")
        print(f"{kept / before * 100:.1f} % more")
        asyncio.run(_measure(store, args.jumps, args.naive, args.day))
        store.close()


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _kept(store: Store) -> int:
    """Bytes of all checkpoints."""
    with store.read() as conn:
        query = select(func.sum(func.length(tables.checkpoints.c.body)))
        return int(conn.execute(query).scalar() or 0)


def _keep(store: Store) -> None:
    took: list[float] = []
    while True:
        begun = time.perf_counter()
        with store.read() as conn:
            one = checkpoints.due(conn)
        if one is None:
            break
        with store.write() as conn:
            checkpoints.keep(conn, one)
        took.append(time.perf_counter() - begun)
    if not took:
        return
    print(f"  kept     {len(took)} checkpoints, each every {checkpoints.EVERY:,} changes: ", end="")
    print(f"median {statistics.median(took) * 1e3:,.0f} ms, worst {max(took) * 1e3:,.0f} ms")


async def _measure(store: Store, jumps: int, naive: int, day: int) -> None:
    city, _ = open_city(resources.path("cities", "kota-tangerang"))
    with store.read() as conn:
        head = journal.head(conn)
    with store.write() as conn:
        seal = Seal.of(conn)
    feed = Feed(store, ThreadPoolExecutor(2), head, lambda: END, seal)
    machine, dice = Past(feed, city), random.Random(11)
    seqs = [dice.randrange(1, head.seq) for _ in range(jumps)]
    jumped, worked, at_desk, cases = list[float](), list[float](), list[float](), list[int]()
    for seq in seqs:
        at = instant(store, seq)
        begun, cpu = time.perf_counter(), time.process_time()
        body = await machine.board(CITY, at, packed=True)
        answered = time.perf_counter()
        cases.append(_shown(body))
        worked.append(time.process_time() - cpu)
        jumped.append(time.perf_counter() - begun)
        at_desk.append(time.perf_counter() - answered)
    limit = [_limit(store, seq) for seq in seqs]
    plain = [_naive(store, instant(store, seq)) for seq in seqs[:naive]]
    print(f"  {head.seq:,} changes; boards of {min(cases):,} to {max(cases):,} cases")
    _line("jump", jumped)
    _line("  cpu", worked)
    _line("  desk", at_desk)
    _line("limit", limit)
    if plain:
        _line("naive", plain)
    _goal("a jump, worst by the clock", max(jumped), 2.0)
    _goal("a jump, worst of cpu", max(worked), 2.0)
    ratios = [slow / quick for slow, quick in zip(plain, jumped, strict=False)]
    if ratios:
        print(f"  naive / jump: {', '.join(f'{one:,.0f}x' for one in ratios)} at the same instants")
    took, came = await _replayed(machine, store, head.epoch, head.seq, day)
    _goal(f"a day of {came:,} changes, replayed", took, 60.0)


def _shown(body: bytes) -> int:
    """The board of an answer made ready as the desk does it; how many cases it has."""
    told = past_board_of(json.loads(gzip.decompress(body)))
    book = CaseBook()
    columns = book.fresh()
    rows = [row for row, _ in told.cases]
    columns.extend(rows, [flags_of(row) for row in rows])
    columns.arrange()
    book.adopt(columns)
    return len(rows)


def _limit(store: Store, seq: int) -> float:
    begun = time.perf_counter()
    with store.read() as conn:
        checkpoints.moment(conn, seq - seq % checkpoints.EVERY)
    return time.perf_counter() - begun


def _naive(store: Store, at: datetime) -> float:
    begun = time.perf_counter()
    held: dict[str, Case] = {}
    done = 0
    with store.read() as conn:
        end = checkpoints.seq_by(conn, milliseconds(at))
        while done < end:
            for entry in journal.after(conn, done, min(5_000, end - done)):
                change, done = change_of(entry.body), entry.seq
                for id in change.cases if change.alters else ():
                    held[id] = apply(held.get(id), change)
        rows = [past.stood(case) for case in held.values() if past.on_board(case)]
        list(past.shown(rows, 0))
    return time.perf_counter() - begun


async def _replayed(
    machine: Past, store: Store, epoch: str, head: int, day: int
) -> tuple[float, int]:
    since = head // 2
    until, seq = instant(store, since + day), since
    begun = time.perf_counter()
    while True:
        body: Any = await machine.steps(CITY, epoch, seq, until, packed=True)
        told = json.loads(gzip.decompress(body))
        seq = told["to"]
        if not told["more"]:
            return time.perf_counter() - begun, seq - since


def _line(subject: str, seconds: Sequence[float]) -> None:
    middle = statistics.median(seconds) * 1e3
    spread = f"({min(seconds) * 1e3:,.0f}-{max(seconds) * 1e3:,.0f})"
    print(f"  {subject:8} {middle:10,.0f} ms {spread:22} of {len(seconds)}")


def _goal(words: str, seconds: float, limit: float) -> None:
    kept = "met    " if seconds <= limit else "NOT met"
    print(f"  {kept}  {words}: {seconds:.2f} s; goal <= {limit:g} s (pieces of {MOST:,} changes)")


if __name__ == "__main__":
    main()
