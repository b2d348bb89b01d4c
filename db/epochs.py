"""Epochs: one unbroken history each; whether it is still the one that was seen, and a new one."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from db import notices, tables
from db.chain import chain_next, chain_start
from db.entries import chain_at
from db.pen import Head

_PIECE = 5000


class Mark(NamedTuple):
    """A place in a history: the epoch, and the chain (hex) after change `seq`."""

    epoch: str
    seq: int
    chain: str


def mark_of(head: Head) -> Mark:
    """Where the journal stands."""
    return Mark(head.epoch, head.seq, head.chain)


def head(conn: Connection) -> Head:
    """Where the journal stands. LookupError when it was never begun."""
    return _head(conn, lock=False)


def locked(conn: Connection) -> Head:
    """The same, and nobody else moves it before this transaction ends."""
    return _head(conn, lock=True)


def _head(conn: Connection, *, lock: bool) -> Head:
    query = select(tables.head)
    if lock:
        query = query.with_for_update()
    row = conn.execute(query).mappings().first()
    if row is None:
        raise LookupError("this store has no journal yet: begin one for a city")
    return Head(**row)


def unbroken(conn: Connection, at: Head, seen: Mark | None) -> bool:
    """Whether the history holds what was seen of it; of another epoch nothing was seen."""
    if seen is None or seen == mark_of(at) or seen.epoch != at.epoch:
        return True
    return seen.seq <= at.seq and chain_at(conn, seen.seq) == seen.chain


def new_epoch(conn: Connection) -> Head:
    """Begin another unbroken history over the changes that are left, after a restore.

    Their numbers and leaves stay; the chain is computed anew from the new epoch.
    """
    at = locked(conn)
    epoch = secrets.token_hex(16)
    chain = _rechained(conn, chain_start(epoch))
    last = conn.execute(select(func.coalesce(func.max(tables.changes.c.seq), 0))).scalar_one()
    values = {"epoch": epoch, "seq": last, "chain": chain, "high_water": last}
    conn.execute(update(tables.head).values(**values))
    fresh = replace(at, epoch=epoch, seq=last, chain=chain, high_water=last)
    notices.ring(conn, mark_of(fresh))
    return fresh


def _rechained(conn: Connection, chain: str) -> str:
    """Every entry's link from this start of the chain on; the last one."""
    table = tables.changes
    rechain = update(table).where(table.c.seq == bindparam("of")).values(chain=bindparam("link"))
    done = 0
    while True:
        query = select(table.c.seq, table.c.leaf).where(table.c.seq > done)
        rows = conn.execute(query.order_by(table.c.seq).limit(_PIECE)).all()
        if not rows:
            return chain
        links = []
        for seq, leaf in rows:
            chain, done = chain_next(chain, leaf), seq
            links.append({"of": seq, "link": chain})
        conn.execute(rechain, links)
