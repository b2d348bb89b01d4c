"""What flood mode asks of the server's store: what came in and when, and who was on duty then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from db import tables
from db.domain.brief import milliseconds
from db.domain.states import Role
from db.rows import from_ms


class Arrival(NamedTuple):
    """A report that opened a case; `seq` is the number of that change, `author` who brought it."""

    case: str
    at: datetime
    seq: int
    author: str


class News(NamedTuple):
    """What changes after a number say: reports that came, cases that were altered, and how far."""

    arrivals: tuple[Arrival, ...]
    altered: frozenset[str]
    seq: int


class Spell(NamedTuple):
    """So long somebody's token was good: from `begins` to just before `ends`."""

    person: str
    begins: datetime
    ends: datetime


def news(conn: Connection, since: int, limit: int) -> News:
    """The next changes after a number, at most `limit`."""
    table = tables.changes
    query = select(table.c.seq, table.c.case, table.c.other, table.c.kind, table.c.at)
    query = query.add_columns(table.c.author).where(table.c.seq > since)
    rows = conn.execute(query.order_by(table.c.seq).limit(limit)).all()
    came = [
        Arrival(case, from_ms(at), seq, author)
        for seq, case, _, kind, at, author in map(tuple, rows)
        if kind == "received"
    ]
    ids = {id for row in rows for id in row[1:3] if id is not None}
    return News(tuple(came), frozenset(ids), rows[-1][0] if rows else since)


def begins_at(conn: Connection, moment: datetime) -> int:
    """The number of the last change that was recorded before a moment, 0 if none was.

    The journal has no holes, so it is found in as many steps as the number has bits.
    """
    table, wanted = tables.changes, milliseconds(moment)
    low, high = 0, conn.execute(select(func.max(table.c.seq))).scalar() or 0
    while low < high:
        middle = (low + high + 1) // 2
        at = conn.execute(select(table.c.recorded_at).where(table.c.seq == middle)).scalar()
        if at is not None and at < wanted:
            low = middle
        else:
            high = middle - 1
    return low


def spells(conn: Connection, since: datetime, roles: Collection[Role]) -> tuple[Spell, ...]:
    """When people of these roles were signed in, as far as it lasted beyond a moment.

    A desk that speaks renews its token every quarter of an hour; one that is away does not.
    """
    table, people = tables.sessions, tables.people
    query = (
        select(table.c.person, table.c.issued, table.c.expires, table.c.revoked)
        .join(people, people.c.id == table.c.person)
        .where(table.c.kind == "access", table.c.expires > milliseconds(since))
        .where(people.c.active, people.c.role.in_([role.value for role in roles]))
    )
    return tuple(
        Spell(
            person, from_ms(issued), from_ms(expires if revoked is None else min(expires, revoked))
        )
        for person, issued, expires, revoked in conn.execute(query)
    )


def on_duty(spells: Collection[Spell], at: datetime) -> int:
    """How many people that were."""
    return len({one.person for one in spells if one.begins <= at < one.ends})
