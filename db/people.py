"""The people who may sign in, and the channels that may send reports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select, update

from db import tables
from db.domain.brief import milliseconds
from db.domain.states import Role
from db.rows import from_ms
from db.upsert import insert_new

_table = tables.people


@dataclass(frozen=True, slots=True)
class Person:
    """Who may sign in. `opd` is the agency of an OPD operator or agency head, else None."""

    id: str
    login: str
    name: str
    role: Role
    opd: str | None
    password_hash: str
    active: bool
    created_at: datetime


def add(conn: Connection, person: Person) -> bool:
    """Add a person; False, and nothing is altered, when the id or the login is taken."""
    row: dict[str, Any] = {name: getattr(person, name) for name in Person.__slots__}
    row |= {"role": person.role.value, "created_at": milliseconds(person.created_at)}
    new = insert_new(conn.dialect.name, _table).returning(_table.c.id)
    return conn.execute(new, row).first() is not None


def one(conn: Connection, id: str) -> Person | None:
    """A person by id."""
    return _found(conn, _table.c.id == id)


def by_login(conn: Connection, login: str) -> Person | None:
    """A person by the name they sign in with."""
    return _found(conn, _table.c.login == login)


def holders(conn: Connection, role: Role, opds: Collection[str] = ()) -> list[str]:
    """Names of those who hold a role and may sign in, at these agencies if any, by login."""
    query = select(_table.c.name).where(_table.c.role == role.value, _table.c.active)
    if opds:
        query = query.where(_table.c.opd.in_(opds))
    return list(conn.execute(query.order_by(_table.c.login)).scalars())


def everyone(conn: Connection) -> list[Person]:
    """All people, also those who may no longer sign in, by login."""
    rows = conn.execute(select(_table).order_by(_table.c.login)).mappings()
    return [person_of(row) for row in rows]


def set_password(conn: Connection, id: str, password_hash: str) -> bool:
    """False when there is no such person."""
    return _changed(conn, id, password_hash=password_hash)


def set_active(conn: Connection, id: str, active: bool) -> bool:
    """Whether a person may sign in; False when there is no such person."""
    return _changed(conn, id, active=active)


def change(
    conn: Connection, id: str, *, name: str, role: Role, opd: str | None, at: datetime
) -> bool:
    """False when there is no such person.

    Other rights end all tokens: the desk must learn what it may see, and holds what it may not.
    """
    before = one(conn, id)
    if before is not None and (before.role, before.opd) != (role, opd):
        tokens = tables.sessions
        live = (tokens.c.person == id) & tokens.c.revoked.is_(None)
        conn.execute(update(tokens).where(live).values(revoked=milliseconds(at)))
    return _changed(conn, id, name=name, role=role.value, opd=opd)


def person_of(row: RowMapping) -> Person:
    """The person of a row that holds all columns of `people`."""
    values: dict[str, Any] = {name: row[_table.c[name]] for name in Person.__slots__}
    values["role"] = Role(values["role"])
    values["created_at"] = from_ms(values["created_at"])
    return Person(**values)


def _found(conn: Connection, who: ColumnElement[bool]) -> Person | None:
    row = conn.execute(select(_table).where(who)).mappings().first()
    return None if row is None else person_of(row)


def _changed(conn: Connection, id: str, **values: Any) -> bool:
    query = update(_table).where(_table.c.id == id).values(**values)
    return conn.execute(query).rowcount == 1
