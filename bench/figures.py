"""Figures of a period over many cases, against plain SQL over the same cases in the same database.

    python bench/figures.py [--cases 1000000] [--url postgresql+psycopg://…] [--folder KEPT]

A few hundred histories are made by the real rules (received, forwarded, accepted, bounced,
finished, reopened), their trails are strewn over three years, and put into `trails` with the rows
of `cases` that belong to them. Then all that the page Angka can ask of a month, a year and three
years is asked: parted by each of its groups without a filter, and with each of its filters by
agency. A question's answer is everything the page shows: sums by colour, days, ages, times with
medians, and groups. Each is asked a few times; `cpu` is what its thread worked, which other
programs on the machine do not lengthen, `clock` what passed meanwhile; of the medians of all
questions the middle and the worst are told.

`sql` only counts reports by state, by day and by category in the table of cases, which is less
than half of that: it knows no past state and no time. Both are held against each other where both
know it (all else is held against plain SQL in tests/server/figures). `upkeep` is what bringing the
columns up to one change costs, beside making them anew. SQLite unless a URL is given.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts.many_cases import CATEGORIES, END, YEARS, fill
from bench.parts.runs import resident
from db import journal, tables, trails
from db.domain.trail import unpack
from db.store import Kind, Store
from server.figures.asked import Asked
from server.figures.block import Words
from server.figures.cube import Cube
from server.figures.sums import Sums
from server.figures.wall import Wall
from tests.db.domain.small_city import CITY

GOAL = 0.2
BY = ("opd", "category", "area", "district", "channel", "class", "shift", "officer")
FILTERS = {
    "channel": frozenset({"laksa"}),
    "category": frozenset({"category-1", "category-2"}),
    "area": frozenset({f"area-{n}" for n in range(13)}),
    "opd": frozenset({"pu"}),
    "class": frozenset({"complaint"}),
    "shift": frozenset({"1"}),
}


class Took(NamedTuple):
    """The medians of some runs, in seconds."""

    cpu: float
    clock: float


def timed(work: Callable[[], Any], runs: int) -> Took:
    """How long it took in the middle."""
    cpu, clock = list[float](), list[float]()
    for _ in range(runs):
        begun = time.thread_time(), time.perf_counter()
        work()
        cpu.append(time.thread_time() - begun[0])
        clock.append(time.perf_counter() - begun[1])
    return Took(statistics.median(cpu), statistics.median(clock))


def questions(first: date, last: date) -> Iterator[Asked]:
    """All that the page can ask of a period, one filter at a time."""
    for by in BY:
        scope = "city+secret" if by == "officer" else "city"
        yield Asked(first, last, scope, {}, by)
    for name, ids in FILTERS.items():
        yield Asked(first, last, "city", {name: ids}, "opd")


def by_sql(conn: Connection, first: int, last: int) -> tuple[Counter[str], int]:
    """Reports by category, and all of them, between two instants; and by state and day beside."""
    table = tables.cases
    passed = (table.c.first_at >= first) & (table.c.first_at < last) & table.c.secret.is_(False)
    many = func.sum(table.c.reports)
    day = (table.c.first_at + 7 * 3_600_000) / 86_400_000
    kinds = conn.execute(select(table.c.category, many).where(passed).group_by(table.c.category))
    found = Counter({category: int(count) for category, count in kinds})
    conn.execute(select(table.c.state, many).where(passed).group_by(table.c.state)).all()
    conn.execute(select(day, many).where(passed).group_by(day)).all()
    return found, found.total()


def read(store: Store, wall: Wall, words: Words) -> Cube:
    """All columns, as a server makes them at its start."""
    with store.read() as conn:
        return Cube().with_these((trail for _, trail in trails.after(conn, 0)), words, wall)


class Bench:
    """One store, its columns, and what is measured of them."""

    def __init__(self, store: Store, runs: int) -> None:
        self._store, self._runs = store, runs
        self._wall, self._words = Wall(CITY), Words()
        before = resident()
        begun = time.thread_time(), time.perf_counter()
        self._cube = read(store, self._wall, self._words)
        cpu, clock = time.thread_time() - begun[0], time.perf_counter() - begun[1]
        self._made = cpu
        many = len(self._cube)
        spells = sum(len(block.spells.at) for block in self._cube.blocks)
        print(f"{many:,} cases, {spells:,} spells, {len(self._cube.blocks)} blocks")
        print(f"columns made in {cpu:.1f} s of cpu, {clock:.1f} s by the clock; "
              f"{self._cube.nbytes / many:.0f} bytes a case, {self._cube.nbytes / 1e6:.0f} MB, "
              f"{resident() - before:.0f} MiB more in RAM")  # fmt: skip

    def _answer(self, asked: Asked) -> dict[str, Any]:
        return Sums(self._cube, self._words, self._wall, CITY, asked, END).answer()

    def run(self) -> None:
        """Measure all, and print it."""
        today = self._wall.today(END)
        print(f"{'':14} {'questions':>9} {'cpu':>8} {'worst':>8} {'clock':>8} {'worst':>8}  ms")
        for name, days in (("a month", 29), ("a year", 364), ("three years", YEARS * 366)):
            self._page(name, today - timedelta(days=days), today)
        self._upkeep()

    def _page(self, name: str, first: date, last: date) -> None:
        asked = list(questions(first, last))
        took = [timed(lambda one=one: self._answer(one), self._runs) for one in asked]  # type: ignore[misc]
        middle = [1000 * statistics.median(column) for column in zip(*took, strict=True)]
        worst = [1000 * max(column) for column in zip(*took, strict=True)]
        print(f"{name:14} {len(asked):9} {middle[0]:8.1f} {worst[0]:8.1f} "
              f"{middle[1]:8.1f} {worst[1]:8.1f}")  # fmt: skip
        slowest = asked[max(range(len(took)), key=lambda n: took[n].cpu)]
        kept = "met    " if worst[0] <= 1000 * GOAL else "NOT met"
        filters = ", ".join(slowest.filters) or "no filter"
        print(f"  {kept}  worst {worst[0] / (1000 * GOAL):.2f}x of {1000 * GOAL:.0f} ms of cpu "
              f"(by {slowest.by}, {filters})")  # fmt: skip
        self._beside_sql(first, last)

    def _beside_sql(self, first: date, last: date) -> None:
        asked = Asked(first, last, "city", {}, "category")
        span = self._wall.begins(first), self._wall.begins(last + timedelta(days=1))
        ours = timed(lambda: self._answer(asked), self._runs)
        with self._store.read() as conn:
            begun = time.perf_counter()
            by_category, received = by_sql(conn, *span)
            sql = time.perf_counter() - begun
        answer = self._answer(asked)
        same = {one["key"]: one["received"] for one in answer["groups"]} == dict(by_category)
        assert same, "figures and SQL differ by category"
        assert answer["sum"]["received"] == received, "figures and SQL differ"
        print(f"  sql, less than half of it: {1000 * sql:.1f} ms by the clock, "
              f"{sql / ours.clock:.1f}x of ours; both count {received:,} reports, "
              f"and the same in each of {len(by_category)} of {CATEGORIES} categories")  # fmt: skip

    def _upkeep(self) -> None:
        """Changes at one case of the last month, and at 200 of any time in one piece."""
        dice = Random(1)
        table = tables.trails
        for name, last, many in (("a new change", True, 1), ("200, anywhere", False, 200)):
            low = len(self._cube) * 35 // 36 if last else 1
            seqs = [dice.randrange(low, len(self._cube)) for _ in range(many)]
            with self._store.read() as conn:
                query = select(table.c.body).where(table.c.seq.in_(seqs))
                news = [unpack(body) for body in conn.execute(query).scalars()]
            took = timed(
                lambda news=news: self._cube.with_these(news, self._words, self._wall),  # type: ignore[misc]
                self._runs,
            )
            print(f"upkeep, {name:14} {1000 * took.cpu:8.1f} ms of cpu, "
                  f"1/{self._made / took.cpu:,.0f} of making all anew")  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--url", help="a PostgreSQL database, empty or filled by this before")
    parser.add_argument("--folder", type=Path, help="keeps the SQLite store for another time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = given.url or (given.folder or Path(folder)) / "figures.db"
        store = Store.open(where, Kind.SERVER)
        with store.read() as conn:
            filled = trails.held(conn)
        if not filled:
            with store.write() as conn:
                journal.begin(conn, CITY.id)
            fill(store, given.cases, given.seed)
        Bench(store, given.runs).run()
        store.close()


if __name__ == "__main__":
    main()
