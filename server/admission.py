"""Walls are let in by the code on their screen: somebody at the server types it, once."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from db import people, sessions
from db.domain.states import Role
from db.domain.wall import code_of
from db.people import Person
from db.sessions import Session
from db.store import Conn

OPEN_FOR = timedelta(minutes=15)
"""So long a code that was typed waits for its wall."""

KIND = "wall"
_ADMISSION = "admission"


class Standing(NamedTuple):
    """A wall that was let in: since when, None while its code waits; whether it still may."""

    name: str
    since: datetime | None
    allowed: bool


def expect(conn: Conn, name: str, code: str, now: datetime) -> int:
    """Let the wall of this code in when it comes, in place of what had the name; how many had."""
    known = people.by_login(conn, _login(name))
    if known is None:
        known = Person(str(uuid.uuid4()), _login(name), name, Role.WALL, None, "", True, now)
        people.add(conn, known)
    ended = remove(conn, known, now)
    people.set_active(conn, known.id, True)
    sessions.forget(conn, _place(code))
    family = secrets.token_hex(16)
    waiting = Session(_place(code), known.id, _ADMISSION, family, name, now, now + OPEN_FOR)
    sessions.put(conn, waiting)
    return ended


def expected(conn: Conn, token: str, now: datetime) -> Session | None:
    """The open admission of a wall with this token."""
    found = sessions.with_person(conn, _place(code_of(token)))
    if found is None or found[0].revoked is not None or not found[1].active:
        return None
    expires = found[0].expires
    return found[0] if expires is not None and now < expires else None


def admit(conn: Conn, token: str, hashed: str, now: datetime) -> bool:
    """Let the wall with this token in, if its code was typed; an admission serves one wall."""
    waiting = expected(conn, token, now)
    if waiting is None:
        return False
    sessions.forget(conn, waiting.token_hash)
    session = replace(waiting, token_hash=hashed, kind=KIND, issued=now, expires=None)
    sessions.put(conn, session)
    return True


def remove(conn: Conn, wall: Person, now: datetime) -> int:
    """Show a wall nothing more; how many of its tokens ended."""
    people.set_active(conn, wall.id, False)
    return sessions.revoke_person(conn, wall.id, now)


def named(conn: Conn, name: str) -> Person | None:
    """A wall by its name."""
    return people.by_login(conn, _login(name))


def everyone(conn: Conn) -> list[Standing]:
    """All walls, by name."""
    walls = [one for one in people.everyone(conn) if one.role is Role.WALL]
    return [_standing(conn, wall) for wall in walls]


def _standing(conn: Conn, wall: Person) -> Standing:
    live = [one for one in sessions.of_person(conn, wall.id) if one.revoked is None]
    since = max((one.issued for one in live if one.kind == KIND), default=None)
    return Standing(wall.name, since, wall.active)


def _login(name: str) -> str:
    return f"wall:{name.casefold()}"


def _place(code: str) -> str:
    """Where an admission stands among the hashes of tokens, none of which looks like it."""
    return f"code:{code}"
