"""The shift log on the server: entries by id and day, added and never altered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, or_, select

from db import tables
from db.domain import wire
from db.domain.brief import milliseconds
from db.domain.case import Actor
from db.domain.logbook import Entry, Kept
from db.rows import from_ms
from db.upsert import insert_new

_table = tables.logbook


def one(conn: Connection, id: str) -> Kept | None:
    """An entry by its id."""
    row = conn.execute(select(_table).where(_table.c.id == id)).mappings().first()
    return None if row is None else _kept(row)


def receipt_of(conn: Connection, handover: str) -> Kept | None:
    """The receipt of a handover, once somebody has taken over."""
    query = select(_table).where(_table.c.handover == handover, _table.c.kind == "receipt")
    row = conn.execute(query).mappings().first()
    return None if row is None else _kept(row)


def add(conn: Connection, entry: Entry, day: str, carrier: Actor, now: datetime) -> Kept:
    """Add an entry to the log of a day (YYYY-MM-DD, in the city). Its id must be new."""
    recorded = milliseconds(now)
    row = {
        "id": entry.id,
        "kind": entry.kind,
        "day": day,
        "at": milliseconds(entry.at),
        "author": entry.by.id,
        "handover": entry.receipt.handover if entry.receipt is not None else None,
        "recorded_at": recorded,
        "carrier": wire.dump(carrier),
        "body": wire.canonical(wire.encode(entry)).decode(),
    }
    conn.execute(insert_new(conn.dialect.name, _table), row)
    return Kept(entry, carrier, from_ms(recorded))


def of_day(conn: Connection, day: str) -> list[Kept]:
    """The entries of a day in their order, and the receipts of its handovers, of whatever day."""
    given = select(_table.c.id).where(_table.c.day == day, _table.c.kind == "handover")
    query = select(_table).where(or_(_table.c.day == day, _table.c.handover.in_(given)))
    found = [_kept(row) for row in conn.execute(query).mappings()]
    return sorted(found, key=lambda kept: (kept.entry.at, kept.entry.id))


def _kept(row: RowMapping) -> Kept:
    entry = wire.load(Entry, row["body"])
    return Kept(entry, wire.load(Actor, row["carrier"]), from_ms(row["recorded_at"]))
