"""Writing the journal: changes get their number and hash, and move the head, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from db import notices, sums, tables
from db.book import SqlBook
from db.chain import chain_next, chain_start, leaf_of
from db.digests import row_digest
from db.domain.brief import milliseconds
from db.domain.case import Case
from db.domain.wire import canonical, encode
from db.entries import ChainFault, Entry, after, chain_at, of_case, verify
from db.epochs import Mark, head, locked, mark_of, new_epoch, unbroken
from db.pen import Head, Pen, Shelf
from db.rows import agencies, case_row, listed
from db.sums import Moved, Sight
from db.upsert import put

__all__ = [
    "ChainFault",
    "Entry",
    "Head",
    "Mark",
    "Pen",
    "Shelf",
    "after",
    "begin",
    "chain_at",
    "chain_next",
    "chain_start",
    "head",
    "leaf_of",
    "mark_of",
    "new_epoch",
    "of_case",
    "unbroken",
    "verify",
    "writing",
]


@contextmanager
def writing(
    conn: Connection,
    recorded_at: datetime | None,
    shelf: Shelf | None = None,
    seen: Mark | None = None,
) -> Iterator[Pen]:
    """A pen that holds the journal's head until the transaction of `conn` ends.

    What was added is written when the block is left without an exception. Where the history no
    longer holds what this process has `seen` of it, a new epoch begins first. A past that is made
    up has no `recorded_at`: each change counts as recorded when it happened. LookupError when the
    journal was never begun.
    """
    start = locked(conn)
    if not unbroken(conn, start, seen):
        start = new_epoch(conn)
    shelf = Shelf() if shelf is None else shelf
    pen = Pen(SqlBook(conn), start, shelf.take(start.chain))
    yield pen
    _write(conn, pen, shelf, recorded_at)
    shelf.give(pen.at.chain)


def _write(conn: Connection, pen: Pen, shelf: Shelf, recorded_at: datetime | None) -> None:
    if not pen.added:
        return
    conn.execute(insert(tables.changes), [_entry_row(e, recorded_at) for e in pen.added])
    rows = [case_row(case) for case in pen.altered.values()]
    put(conn, tables.cases, rows)
    if shelf.sums is None:
        shelf.sums = sums.read(conn)
    sums.move(conn, shelf.sums, [_moved(pen, shelf, row) for row in rows])
    at = pen.at
    conn.execute(
        update(tables.head).values(
            seq=at.seq, chain=at.chain, cases=at.cases, high_water=at.high_water
        )
    )
    notices.ring(conn, mark_of(at))


def _moved(pen: Pen, shelf: Shelf, row: dict[str, Any]) -> Moved:
    id, before = row["id"], pen.before[row["id"]]
    left = None
    if before is not None:
        held = shelf.digests.get(id)
        left = _sight(before), row_digest(canonical(encode(before))) if held is None else held
    shelf.digests[id] = row_digest(row["doc"])
    return Moved(left, (_sight(pen.altered[id]), shelf.digests[id]))


def _sight(case: Case) -> Sight:
    return Sight.of(case.secret, agencies(case))


def _entry_row(entry: Entry, recorded_at: datetime | None) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(entry, name) for name in Entry.__slots__}
    row["at"] = milliseconds(entry.at)
    row["opds"] = listed(entry.opds)
    row["opds_before"] = listed(entry.opds_before)
    row["recorded_at"] = milliseconds(entry.at if recorded_at is None else recorded_at)
    return row


def begin(conn: Connection, city: str) -> Head:
    """Begin the journal of a city on an empty store; where one stands already, give its head."""
    if conn.execute(select(tables.head.c.city)).first() is None:
        epoch = secrets.token_hex(16)
        row = Head(city, epoch, 0, chain_start(epoch), 0, 0)
        values = {name: getattr(row, name) for name in Head.__slots__}
        conn.execute(insert(tables.head).values(**values))
    return head(conn)
