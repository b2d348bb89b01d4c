"""What cases teach about the right agency, read from the server's store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, select

from db import tables
from db.domain.bad_wire import BadWire
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.commands import Bounce, Undo
from db.domain.routing import Lesson, lesson_of
from db.rows import case_of, change_of, unlisted
from db.upsert import batches

Lessons = dict[str, Lesson | None]
"""By the id of the case; None where it teaches nothing (yet)."""


class Altered(NamedTuple):
    """Cases that changes after a number were about, and the last of these numbers."""

    ids: frozenset[str]
    seq: int


def page(conn: Connection, city: City, after: str, limit: int) -> Lessons:
    """The lessons of the next cases after an id, in the order of ids; empty at the end."""
    table = tables.cases
    query = select(table.c.doc).where(table.c.id > after).order_by(table.c.id).limit(limit)
    return _lessons(conn, _readable(conn.execute(query).scalars()), city)


def of(conn: Connection, city: City, ids: Iterable[str]) -> Lessons:
    """The lessons of these cases as they stand; ids that are not here are left out."""
    found: list[Case] = []
    for batch in batches(ids):
        query = select(tables.cases.c.doc).where(tables.cases.c.id.in_(batch))
        found += _readable(conn.execute(query).scalars())
    return _lessons(conn, found, city)


def altered(conn: Connection, since: int, limit: int) -> Altered:
    """Which cases the next changes after a number were about; at most `limit` changes."""
    table = tables.changes
    query = select(table.c.seq, table.c.case, table.c.other).where(table.c.seq > since)
    rows = conn.execute(query.order_by(table.c.seq).limit(limit)).all()
    ids = {id for _, case, other in rows for id in (case, other) if id is not None}
    return Altered(frozenset(ids), rows[-1][0] if rows else since)


def _readable(docs: Iterable[str]) -> list[Case]:
    """One that cannot be read is told of by the checks of the store; the others still teach."""
    found: list[Case] = []
    for doc in docs:
        with suppress(BadWire):
            found.append(case_of(doc))
    return found


def _lessons(conn: Connection, cases: Sequence[Case], city: City) -> Lessons:
    back = _sent_back(conn, [case.id for case in cases if case.bounces])
    return {case.id: lesson_of(case, back.get(case.id, ()), city) for case in cases}


def _sent_back(conn: Connection, ids: Iterable[str]) -> dict[str, set[str]]:
    """Who sent these cases back and did not take it back: a case itself forgets after some acts."""
    found: dict[str, dict[str, set[str]]] = {}
    table = tables.changes
    for batch in batches(ids):
        query = (
            select(table.c.case, table.c.opds, table.c.opds_before, table.c.body)
            .where(table.c.case.in_(batch))
            .where(table.c.kind.in_(("bounced", "undone")))
            .order_by(table.c.seq)
        )
        for row in conn.execute(query).mappings():
            change, bounces = change_of(row["body"]), found.setdefault(row["case"], {})
            if isinstance(change.act, Undo):
                bounces.pop(change.act.change, None)
            else:
                bounces[change.id] = _who(change, row)
    return {case: set().union(*bounces.values()) for case, bounces in found.items()}


def _who(change: Change, row: RowMapping) -> set[str]:
    assert isinstance(change.act, Bounce)
    named = change.act.opd
    return {named} if named else set(unlisted(row["opds_before"])) - set(unlisted(row["opds"]))
