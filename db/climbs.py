"""Which cases are due for the next step of a ladder: one row a case, found by its instant."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from db import tables
from db.domain.brief import milliseconds
from db.domain.case import Case
from db.domain.city import City
from db.domain.dispatch import Altered
from db.domain.ladder import next_at
from db.rows import case_of
from db.upsert import put

_table = tables.climbs


def follow(conn: Connection, altered: Altered, city: City) -> None:
    """Keep the instant of a case right, in the transaction that alters the case."""
    at = next_at(altered.after, city)
    if altered.before is None or at != next_at(altered.before, city):
        note(conn, altered.after.id, at)


def note(conn: Connection, case: str, at: datetime | None) -> None:
    """The case is looked at again at this instant, or no more."""
    if at is None:
        conn.execute(delete(_table).where(_table.c.case == case))
    else:
        # A deadline itself is still in time.
        put(conn, _table, [{"case": case, "at": milliseconds(at) + 1}])


def due(conn: Connection, now: datetime, limit: int) -> list[Case]:
    """Cases to be looked at by `now`, those longest due first."""
    cases = tables.cases
    query = (
        select(cases.c.doc)
        .join(_table, _table.c.case == cases.c.id)
        .where(_table.c.at <= milliseconds(now))
        .order_by(_table.c.at)
        .limit(limit)
    )
    return [case_of(doc) for doc in conn.execute(query).scalars()]
