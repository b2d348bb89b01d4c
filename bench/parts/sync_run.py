"""One run of a console's side of sync, and of the limit with the very same rows.

    python sync_run.py bootstrap|pages CASES

Prints the seconds of each as JSON. Everything is made beforehand: no download is measured.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.parts.feed_copies import EPOCH, SCOPE, pages, snapshot, the_city
from db import feed, words
from db.domain import wire
from db.domain.case import Case
from db.rows import case_row
from db.store import Conn, Kind, Store
from db.tables import kept_cases, kept_changes
from db.upsert import put

PAGE = 1000
Rows = Sequence[Sequence[Any]]


def timed(work: Callable[[], object]) -> float:
    """Seconds of the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bootstrap(folder: Path, count: int) -> dict[str, float]:
    """A whole snapshot into an empty cache; the limit inserts the rows that came of it."""
    lines = snapshot(count)
    store = Store.open(folder / "ours.db", Kind.CACHE)

    def load() -> None:
        with store.write() as conn:
            feed.load_snapshot(conn, lines)

    ours = timed(load)
    store.close()
    held = {name: _all(folder / "ours.db", name) for name in ("cases", "changes")}
    raw = _raw(folder)
    limit = timed(lambda: _written(raw, held))
    raw.close()
    return {"ours": ours, "raw": limit}


def catch_up(folder: Path, count: int) -> dict[str, float]:
    """Page after page from an empty cache on; peer and limit write the rows each page altered."""
    city, store = the_city(), Store.open(folder / "ours.db", Kind.CACHE)
    with store.write() as conn:
        feed.start(conn, epoch=EPOCH, scope=SCOPE)
    spent = {"ours": 0.0, "core": 0.0, "raw": 0.0}
    peer, raw = Store.open(folder / "core.db", Kind.CACHE), _raw(folder)
    for page in pages(count, PAGE):
        done: list[feed.Applied] = []
        sent = wire.canonical(page)

        def apply(sent: bytes = sent, done: list[feed.Applied] = done) -> None:
            with store.write() as conn:
                done.append(feed.apply_page(conn, wire.parse(sent), city))

        spent["ours"] += timed(apply)
        cases = [case_row(case) for case in done[0].cases]
        with store.read() as conn:
            changes = _changes(conn, page["from"], page["to"])
        spent["core"] += timed(lambda c=cases, h=changes, d=done: _core(peer, c, h, d[0].cases))  # type: ignore[misc]
        plain = {
            "cases": [tuple(row.values()) for row in cases],
            "changes": [tuple(row.values()) for row in changes],
        }
        spent["raw"] += timed(lambda rows=plain: _written(raw, rows))  # type: ignore[misc]
    for held in (store, peer, raw):
        held.close()
    return spent


def _core(
    store: Store, cases: list[dict[str, Any]], changes: list[dict[str, Any]], worded: list[Case]
) -> None:
    """SQLAlchemy Core upserts of the rows, and their words into the index, as ours does."""
    with store.write() as conn:
        put(conn, kept_cases, cases)
        put(conn, kept_changes, changes)
        words.put(conn, worded, the_city())


def _changes(conn: Conn, since: int, to: int) -> list[dict[str, Any]]:
    query = kept_changes.select().where(kept_changes.c.seq > since, kept_changes.c.seq <= to)
    return [dict(row) for row in conn.execute(query.order_by(kept_changes.c.seq)).mappings()]


def _all(file: Path, table: str) -> Rows:
    source = sqlite3.connect(file)
    rows = source.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()
    source.close()
    return rows


def _raw(folder: Path) -> sqlite3.Connection:
    """The same tables, indices and settings under the bare driver."""
    Store.open(folder / "raw.db", Kind.CACHE).close()
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for setting in ("synchronous = NORMAL", "cache_size = -32000", "mmap_size = 0"):
        raw.execute(f"PRAGMA {setting}")
    return raw


def _written(raw: sqlite3.Connection, tables: dict[str, Rows]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for name, rows in tables.items():
        if rows:
            marks = ",".join("?" * len(rows[0]))
            raw.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({marks})", rows)
    raw.execute("COMMIT")


def main() -> None:
    """One run of the kind that is asked for."""
    run = {"bootstrap": bootstrap, "pages": catch_up}[sys.argv[1]]
    with tempfile.TemporaryDirectory(prefix="liveroom-sync-") as folder:
        print(json.dumps(run(Path(folder), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
