"""Writing the journal: changes get their number and hash, and move the head, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from db import tables
from db.chain import chain_next, chain_start, leaf_of
from db.domain.brief import milliseconds
from db.entries import ChainFault, Entry, after, chain_at, of_case, verify
from db.pen import Head, Pen, Shelf
from db.rows import case_row, listed
from db.upsert import put

__all__ = [
    "ChainFault",
    "Entry",
    "Head",
    "Pen",
    "Shelf",
    "after",
    "begin",
    "chain_at",
    "chain_next",
    "chain_start",
    "head",
    "leaf_of",
    "new_epoch",
    "of_case",
    "saw",
    "verify",
    "writing",
]

_PIECE = 5000


@contextmanager
def writing(conn: Connection, recorded_at: datetime, shelf: Shelf | None = None) -> Iterator[Pen]:
    """A pen that holds the journal's head until the transaction of `conn` ends.

    What was added is written when the block is left without an exception. LookupError when the
    journal was never begun.
    """
    start = _head(conn, lock=True)
    shelf = Shelf() if shelf is None else shelf
    pen = Pen(conn, start, shelf.take(start.chain))
    yield pen
    _write(conn, pen, milliseconds(recorded_at))
    shelf.give(pen.at.chain)


def _write(conn: Connection, pen: Pen, recorded_at: int) -> None:
    if not pen.added:
        return
    conn.execute(insert(tables.changes), [_entry_row(e, recorded_at) for e in pen.added])
    put(conn, tables.cases, [case_row(case) for case in pen.altered.values()])
    at = pen.at
    conn.execute(
        update(tables.head).values(
            seq=at.seq, chain=at.chain, cases=at.cases, high_water=at.high_water
        )
    )


def _entry_row(entry: Entry, recorded_at: int) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(entry, name) for name in Entry.__slots__}
    row["at"] = milliseconds(entry.at)
    row["opds"] = listed(entry.opds)
    row["opds_before"] = listed(entry.opds_before)
    row["recorded_at"] = recorded_at
    return row


def begin(conn: Connection, city: str) -> Head:
    """Begin the journal of a city on an empty store; where one stands already, give its head."""
    if conn.execute(select(tables.head.c.city)).first() is None:
        epoch = secrets.token_hex(16)
        row = Head(city, epoch, 0, chain_start(epoch), 0, 0)
        values = {name: getattr(row, name) for name in Head.__slots__}
        conn.execute(insert(tables.head).values(**values))
    return head(conn)


def head(conn: Connection) -> Head:
    """Where the journal stands. LookupError when it was never begun."""
    return _head(conn, lock=False)


def _head(conn: Connection, *, lock: bool) -> Head:
    query = select(tables.head)
    if lock:
        query = query.with_for_update()
    row = conn.execute(query).mappings().first()
    if row is None:
        raise LookupError("this store has no journal yet: begin one for a city")
    return Head(**row)


def saw(conn: Connection, seq: int) -> None:
    """A console showed that it has applied `seq`: the journal was once at least that far."""
    table = tables.head
    conn.execute(update(table).where(table.c.high_water < seq).values(high_water=seq))


def new_epoch(conn: Connection) -> Head:
    """Begin another unbroken history over the changes that are left, after a restore.

    Their numbers and leaves stay; the chain is computed anew from the new epoch.
    """
    at = _head(conn, lock=True)
    epoch = secrets.token_hex(16)
    chain = chain_start(epoch)
    table = tables.changes
    rechain = update(table).where(table.c.seq == bindparam("of")).values(chain=bindparam("link"))
    done = 0
    while True:
        query = select(table.c.seq, table.c.leaf).where(table.c.seq > done)
        rows = conn.execute(query.order_by(table.c.seq).limit(_PIECE)).all()
        if not rows:
            break
        links = []
        for seq, leaf in rows:
            chain, done = chain_next(chain, leaf), seq
            links.append({"of": seq, "link": chain})
        conn.execute(rechain, links)
    last = conn.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one()
    fresh = replace(at, epoch=epoch, seq=last, chain=chain, high_water=last)
    values = {"epoch": epoch, "seq": last, "chain": chain, "high_water": last}
    conn.execute(update(tables.head).values(**values))
    return fresh
