"""Filters of the room on the server: by id, each name once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select

from db import tables
from db.domain import wire
from db.domain.brief import milliseconds
from db.domain.shared_filters import NamedTerms, SharedFilter, Terms
from db.rows import from_ms

_table = tables.shared_filters


def everything(conn: Connection) -> tuple[SharedFilter, ...]:
    """All of them by name, each with the name that its author has today."""
    people = tables.people
    author = _table.c.author == people.c.id
    query = select(_table, people.c.name.label("by_name")).join(people, author)
    found = conn.execute(query.order_by(_table.c.folded)).mappings()
    return tuple(map(_shared, found))


def add(conn: Connection, id: str, given: NamedTerms, author: str, now: datetime) -> None:
    """Keep one more. Its id and its name must be new."""
    row = {
        "id": id,
        "name": given.name,
        "folded": given.name.casefold(),
        "author": author,
        "at": milliseconds(now),
        "terms": wire.dump(given.terms),
    }
    conn.execute(insert(_table).values(row))


def remove(conn: Connection, id: str) -> None:
    """Away with one, if it is there."""
    conn.execute(delete(_table).where(_table.c.id == id))


def _shared(row: RowMapping) -> SharedFilter:
    terms = wire.load(Terms, row["terms"])
    return SharedFilter(
        row["id"], row["name"], terms, row["author"], row["by_name"], from_ms(row["at"])
    )
