"""Resolved cases whose time for objections has run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, func, select

from db import tables
from db.domain.brief import milliseconds
from db.domain.case import SYSTEM, Case
from db.domain.clocks import ClockRun
from db.domain.commands import LAWS, Close
from db.domain.states import State
from db.rows import case_of

_PIECE = 200


def resolved(conn: Connection, clock: str, now: datetime, limit: int) -> list[Case]:
    """Resolved cases whose running `clock` is due by `now`, those longest due first.

    Not those that the system has closed for it before: who took that back closes them by hand.
    """
    return list(islice(_lapsed(conn, clock, now), limit))


def _lapsed(conn: Connection, clock: str, now: datetime) -> Iterator[Case]:
    table, changes = tables.cases, tables.changes
    closed = (
        select(func.max(changes.c.at))
        .where(changes.c.case == table.c.id)
        .where(changes.c.kind == LAWS[Close].past, changes.c.author == SYSTEM.id)
        .scalar_subquery()
    )
    # The column holds the soonest deadline of any clock, which may be another one's.
    query = (
        select(table.c.doc, closed)
        .where(table.c.state == State.RESOLVED.value)
        .where(table.c.due.between(1, milliseconds(now)))
        .order_by(table.c.due)
    )
    for doc, closed_at in conn.execution_options(yield_per=_PIECE).execute(query):
        case = case_of(doc)
        if any(_is_due(run, clock, now, closed_at) for run in case.clocks):
            yield case


def _is_due(run: ClockRun, clock: str, now: datetime, closed_at: int | None) -> bool:
    runs = run.rule == clock and run.ended is None and run.paused is None
    fresh = closed_at is None or closed_at < milliseconds(run.started)
    return runs and fresh and run.due <= now
