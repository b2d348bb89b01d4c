"""When cases came in, as a console's cache tells it: by category, area and time; never secret ones.

Merged cases are left out: they are the problem of the case they were merged into. A console holds
every case its officer may see, so that all of this is known without the server.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, or_, select, text

from db.domain.brief import Brief
from db.domain.hotspots import Arrivals
from db.domain.states import State
from db.tables import kept_cases as _table
from db.tables import kept_changes

DAY_MS = 86_400_000


class Span(NamedTuple):
    """From an instant on, until before another; ms since the epoch."""

    since: int
    until: int


class Sieve(NamedTuple):
    """Which cases count: keys of the city pack, an empty one for all; `cases` are ids, or None.

    Of `opds` one that still works on the case is enough; `due_before` (ms) asks for a deadline
    that has passed by then.
    """

    categories: Collection[str] = ()
    areas: Collection[str] = ()
    opds: Collection[str] = ()
    channels: Collection[str] = ()
    classes: Collection[str] = ()
    states: Collection[str] = ()
    cases: Collection[str] | None = None
    due_before: int = 0


def by_day(conn: Connection, until: int, days: int) -> Iterator[Arrivals]:
    """Cases by category, area, and how many whole days before `until` (ms) they came in."""
    ago = ((until - 1 - _table.c.first_at) // DAY_MS).label("ago")
    group = _table.c.category, _table.c.area, ago
    span = Span(until - days * DAY_MS, until)
    query = select(*group, func.count()).where(*_counted(span)).group_by(*group)
    for category, area, back, many in conn.execute(query):
        yield Arrivals(category, area, int(back), many)


def by_area(conn: Connection, span: Span, sieve: Sieve) -> dict[str, int]:
    """Cases that came in within a span, by the area they carry."""
    query = select(_table.c.area, func.count()).where(*_counted(span), *_passing(sieve))
    return {row[0]: row[1] for row in conn.execute(query.group_by(_table.c.area))}


def listed(conn: Connection, span: Span, sieve: Sieve) -> list[Brief]:
    """The cases that came in within a span, the newest first."""
    columns = [_table.c[name] for name in Brief._fields]
    query = select(*columns).where(*_counted(span), *_passing(sieve))
    return [Brief._make(row) for row in conn.execute(query.order_by(_table.c.first_at.desc()))]


_AREAS = text("area IN (SELECT DISTINCT area FROM cases)")
"""Says nothing, but lets the index over area and time find what came in lately."""


def _counted(span: Span) -> Iterator[ColumnElement[bool]]:
    yield _AREAS  # type: ignore[misc]
    yield _table.c.first_at >= span.since
    yield _table.c.first_at < span.until
    yield _table.c.state != State.MERGED.value
    yield _table.c.secret.is_(False)


def _passing(sieve: Sieve) -> Iterator[ColumnElement[bool]]:
    for column, keys in (
        ("category", sieve.categories),
        ("area", sieve.areas),
        ("channel", sieve.channels),
        ("report_class", sieve.classes),
        ("state", sieve.states),
    ):
        if keys:
            yield _table.c[column].in_(sorted(keys))
    if sieve.opds:
        at_work = "," + _table.c.opds + ","
        yield or_(*(at_work.contains(f",{opd},", autoescape=True) for opd in sorted(sieve.opds)))
    if sieve.cases is not None:
        ids = func.json_each(json.dumps(sorted(sieve.cases))).table_valued("value")
        yield _table.c.id.in_(select(ids.c.value))
    if sieve.due_before:
        yield _table.c.due > 0
        yield _table.c.due < sieve.due_before


def newest(conn: Connection) -> int:
    """When the last change that this console has was made, ms; 0 when it has none."""
    table = kept_changes
    return conn.execute(select(table.c.at).order_by(table.c.seq.desc()).limit(1)).scalar() or 0
