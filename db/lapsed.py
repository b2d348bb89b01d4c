"""Resolved cases whose time for objections has run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, select

from db import tables
from db.domain.brief import milliseconds
from db.domain.case import Case
from db.domain.states import State
from db.rows import case_of

_PIECE = 200


def resolved(conn: Connection, clock: str, now: datetime, limit: int) -> list[Case]:
    """Resolved cases whose running `clock` is due by `now`, those longest due first."""
    return list(islice(_lapsed(conn, clock, now), limit))


def _lapsed(conn: Connection, clock: str, now: datetime) -> Iterator[Case]:
    table = tables.cases
    # The column holds the soonest deadline of any clock, which may be another one's.
    query = (
        select(table.c.doc)
        .where(table.c.state == State.RESOLVED.value)
        .where(table.c.due.between(1, milliseconds(now)))
        .order_by(table.c.due)
    )
    docs = conn.execution_options(yield_per=_PIECE).execute(query).scalars()
    return (case for case in map(case_of, docs) if _is_due(case, clock, now))


def _is_due(case: Case, clock: str, now: datetime) -> bool:
    return any(
        run.rule == clock and run.ended is None and run.paused is None and run.due <= now
        for run in case.clocks
    )
