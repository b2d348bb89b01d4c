"""Uploads on their way to the server: how much of each is on its disk, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from db import tables
from db.domain.brief import milliseconds
from db.rows import from_ms

OPEN, READY, REFUSED = "open", "ready", "refused"

_table = tables.uploads


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person is sending; `offset` bytes of its `length` are kept.

    `state` is open, ready or refused; `reason` says why it was refused.
    """

    id: str
    author: str
    sha256: str
    length: int
    offset: int
    state: str
    reason: str
    expires: datetime

    @property
    def complete(self) -> bool:
        """Whether every byte is here."""
        return self.offset == self.length


def one(conn: Connection, id: str) -> Upload | None:
    """An upload by its id."""
    row = conn.execute(select(_table).where(_table.c.id == id)).mappings().first()
    return None if row is None else Upload(**{**row, "expires": from_ms(row["expires"])})


def put(conn: Connection, upload: Upload) -> None:
    """Begin an upload, or begin it anew."""
    row: dict[str, Any] = {name: getattr(upload, name) for name in Upload.__slots__}
    remove(conn, upload.id)
    conn.execute(insert(_table), {**row, "expires": milliseconds(upload.expires)})


def advance(conn: Connection, id: str, old: int, new: int, expires: datetime) -> bool:
    """Note that bytes up to `new` are kept; False when `old` is not the offset any more."""
    same = (_table.c.id == id) & (_table.c.offset == old) & (_table.c.state == OPEN)
    to = {"offset": new, "expires": milliseconds(expires)}
    return conn.execute(update(_table).where(same).values(to)).rowcount == 1


def settle(conn: Connection, id: str, state: str, reason: str = "") -> None:
    """Note what became of a complete upload."""
    conn.execute(update(_table).where(_table.c.id == id).values(state=state, reason=reason))


def remove(conn: Connection, id: str) -> None:
    """Forget an upload."""
    conn.execute(delete(_table).where(_table.c.id == id))


def promised(conn: Connection, author: str) -> int:
    """Bytes that the author's open uploads will have."""
    query = select(func.sum(_table.c.length))
    open_ = (_table.c.author == author) & (_table.c.state == OPEN)
    return int(conn.execute(query.where(open_)).scalar() or 0)


def expired(conn: Connection, now: datetime) -> list[str]:
    """Ids of uploads whose time is over."""
    query = select(_table.c.id).where(_table.c.expires <= milliseconds(now))
    return list(conn.execute(query).scalars())


def known(conn: Connection) -> frozenset[str]:
    """Ids of all uploads."""
    return frozenset(conn.execute(select(_table.c.id)).scalars())
