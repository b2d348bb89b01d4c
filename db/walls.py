"""What the walls' numbers begin with, read from the server's store in one consistent moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from db import tables
from db.cases import Tally, counts
from db.domain.case import Case
from db.domain.states import OPEN, State
from db.rows import case_of
from db.scopes import CITY, visible

_STREAM = {"yield_per": 2000}
_table = tables.cases


class Whole(NamedTuple):
    """All that is in sight: tallies by state, when cases came in (ms), open and recent cases."""

    tallies: dict[State, Tally]
    arrivals: list[int]
    cases: list[Case]


def whole(conn: Connection, arrived_since: int, changed_since: int) -> Whole:
    """Arrivals since a moment; of cases those that are open or changed since another (ms)."""
    seen = visible(CITY, _table)
    came = select(_table.c.first_at).where(seen, _table.c.first_at >= arrived_since)
    arrivals = list(conn.execute(came).scalars())
    return Whole(counts(conn, CITY), arrivals, list(_lately(conn, changed_since)))


def _lately(conn: Connection, changed_since: int) -> Iterator[Case]:
    """A merged case is told of by the one it was merged into."""
    states = [state.value for state in sorted(OPEN)]
    wanted = or_(_table.c.state.in_(states), _table.c.changed_at >= changed_since)
    query = select(_table.c.doc).where(visible(CITY, _table), wanted)
    with conn.execute(query, execution_options=_STREAM) as rows:
        for doc in rows.scalars():
            yield case_of(doc)
