"""Sessions: which token belongs to whom, until when, and whether it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from db import tables
from db.domain.brief import milliseconds
from db.people import Person, person_of
from db.rows import from_ms, maybe_from_ms, to_ms

ACCESS, REFRESH, CHANNEL = "access", "refresh", "channel"

_table = tables.sessions


@dataclass(frozen=True, slots=True)
class Session:
    """One token, known by its hash alone. `kind` is access, refresh, channel, or view:<role>.

    All tokens that follow from one sign-in share a `family`. `expires` None: never.
    """

    token_hash: str
    person: str
    kind: str
    family: str
    desk: str
    issued: datetime
    expires: datetime | None = None
    used_at: datetime | None = None
    revoked: datetime | None = None


def put(conn: Connection, *sessions: Session) -> None:
    """Record new tokens; the person must exist."""
    if sessions:
        conn.execute(insert(_table), [_row(session) for session in sessions])


def one(conn: Connection, token_hash: str) -> Session | None:
    """The session of a token."""
    query = select(_table).where(_table.c.token_hash == token_hash)
    row = conn.execute(query).mappings().first()
    return None if row is None else _session(row)


def with_person(conn: Connection, token_hash: str) -> tuple[Session, Person] | None:
    """The session of a token and whose it is, in one query."""
    people = tables.people
    query = select(_table, people).join(people, people.c.id == _table.c.person)
    row = conn.execute(query.where(_table.c.token_hash == token_hash)).mappings().first()
    return None if row is None else (_session(row), person_of(row))


def family(conn: Connection, family: str) -> list[Session]:
    """All tokens that follow from one sign-in, oldest first."""
    query = select(_table).where(_table.c.family == family)
    query = query.order_by(_table.c.issued, _table.c.token_hash)
    return [_session(row) for row in conn.execute(query).mappings()]


def use(conn: Connection, token_hash: str, at: datetime) -> bool:
    """Mark a token as used; False when it was before, or is unknown."""
    unused = (_table.c.token_hash == token_hash) & _table.c.used_at.is_(None)
    query = update(_table).where(unused).values(used_at=milliseconds(at))
    return conn.execute(query).rowcount == 1


def revoke(conn: Connection, token_hash: str, at: datetime) -> bool:
    """Take one token back; False when it was before, or is unknown."""
    return _revoked(conn, _table.c.token_hash == token_hash, at) == 1


def revoke_family(conn: Connection, family: str, at: datetime) -> int:
    """Take back all tokens of a sign-in; how many that were."""
    return _revoked(conn, _table.c.family == family, at)


def revoke_person(conn: Connection, person: str, at: datetime) -> int:
    """Take back all tokens of a person; how many that were."""
    return _revoked(conn, _table.c.person == person, at)


def of_person(conn: Connection, person: str) -> list[Session]:
    """All tokens of a person, oldest first."""
    query = select(_table).where(_table.c.person == person)
    query = query.order_by(_table.c.issued, _table.c.token_hash)
    return [_session(row) for row in conn.execute(query).mappings()]


def forget(conn: Connection, token_hash: str) -> None:
    """Let go of a token as if it had never been."""
    conn.execute(delete(_table).where(_table.c.token_hash == token_hash))


def sweep(conn: Connection, before: datetime) -> int:
    """Forget tokens that expired before a moment; how many that were."""
    return conn.execute(delete(_table).where(_table.c.expires < milliseconds(before))).rowcount


def _revoked(conn: Connection, which: ColumnElement[bool], at: datetime) -> int:
    still = which & _table.c.revoked.is_(None)
    return conn.execute(update(_table).where(still).values(revoked=milliseconds(at))).rowcount


def _session(row: RowMapping) -> Session:
    values: dict[str, Any] = {name: row[_table.c[name]] for name in Session.__slots__}
    values["issued"] = from_ms(values["issued"])
    for name in ("expires", "used_at", "revoked"):
        values[name] = maybe_from_ms(values[name])
    return Session(**values)


def _row(session: Session) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(session, name) for name in Session.__slots__}
    for name in ("issued", "expires", "used_at", "revoked"):
        row[name] = to_ms(row[name])
    return row
