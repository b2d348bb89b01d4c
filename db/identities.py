"""Who reported: one table on the server, read only by a look that is written down first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from db import tables
from db.domain.brief import milliseconds
from db.rows import from_ms
from db.upsert import plain

_table = tables.identities


@dataclass(frozen=True, slots=True)
class Identity:
    """Who sent a report, and its words before personal data was masked; "" where not known."""

    report: str
    case: str
    name: str = ""
    phone: str = ""
    email: str = ""
    nik: str = ""
    original_text: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a reporter's identity, or viewed as a role: who, when, where and why."""

    who: str
    at: datetime
    report: str
    reason: str
    desk: str


def put(conn: Connection, *identities: Identity) -> None:
    """Record identities, or correct them; an original text is never wiped by an empty one."""
    if not identities:
        return
    keep = plain(conn.dialect.name, _table)
    fresh = keep.excluded.original_text
    kept = func.coalesce(func.nullif(fresh, ""), _table.c.original_text)
    named = {name: keep.excluded[name] for name in ("case", "name", "phone", "email", "nik")}
    query = keep.on_conflict_do_update(
        index_elements=[_table.c.report], set_={**named, "original_text": kept}
    )
    rows = [{name: getattr(one, name) for name in Identity.__slots__} for one in identities]
    conn.execute(query, rows)


def held(conn: Connection, report: str) -> bool:
    """Whether anything is known about who sent a report."""
    query = select(_table.c.report).where(_table.c.report == report)
    return conn.execute(query).first() is not None


def look(
    conn: Connection, report: str, *, who: str, at: datetime, reason: str, desk: str
) -> Identity | None:
    """The identity behind a report, after the look was written down, also when there is none.

    Needs a connection that may write. Show it only after the transaction is committed.
    """
    note_look(conn, report, who=who, at=at, reason=reason, desk=desk)
    found = conn.execute(select(_table).where(_table.c.report == report)).mappings().first()
    return None if found is None else Identity(**found)


def note_look(
    conn: Connection, what: str, *, who: str, at: datetime, reason: str, desk: str
) -> None:
    """Write down that somebody looks at a report's identity, or at the board as another role.

    `what` is the report, or `view:<role>` and the agency where the role has one.
    """
    row: dict[str, Any] = {"who": who, "report": what, "reason": reason, "desk": desk}
    conn.execute(insert(tables.looks).values(at=milliseconds(at), **row))


def looks(conn: Connection, report: str | None = None, limit: int = 200) -> list[Look]:
    """The last looks, at one report or at any, newest first."""
    table = tables.looks
    query = select(*(table.c[name] for name in Look.__slots__)).order_by(table.c.n.desc())
    if report is not None:
        query = query.where(table.c.report == report)
    rows = conn.execute(query.limit(limit)).mappings()
    return [Look(**{**row, "at": from_ms(row["at"])}) for row in rows]
