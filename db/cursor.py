"""A console's cursor: how far its cache has come, and what it needs to start without a server."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, select, update

from db import words
from db.chain import chain_start
from db.tables import cursor as cursor_table
from db.tables import kept_cases, kept_changes
from db.upsert import put


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far this cache has come, in whose name, and what it needs to start without a server.

    `city` and `person` are JSON text, "" while unknown. `words` is how far the full-text index
    has come through the rows of a snapshot; None when it is complete. `seal` is the server's word
    that it showed this place, "" while it gave none.
    """

    epoch: str
    seq: int
    chain: str
    scope: str
    server: str = ""
    city: str = ""
    person: str = ""
    words: int | None = None
    seal: str = ""

    @property
    def indexed(self) -> bool:
        """Whether a search looks through every case."""
        return self.words is None


def cursor(conn: Connection) -> Cursor | None:
    """Where this cache stands; None when it was never filled."""
    row = conn.execute(select(*(cursor_table.c[name] for name in Cursor.__slots__))).first()
    return None if row is None else Cursor(*row)


def start(conn: Connection, *, epoch: str, scope: str) -> Cursor:
    """Begin at seq 0 of an epoch with an empty cache; what was remembered is kept."""
    conn.execute(delete(kept_cases))
    conn.execute(delete(kept_changes))
    words.clear(conn)
    return move(conn, Cursor(epoch, 0, chain_start(epoch), scope))


def move(conn: Connection, to: Cursor) -> Cursor:
    """Set the cursor; server, city and person stay where `to` leaves them empty."""
    before = cursor(conn)
    if before is not None:
        to = replace(
            to,
            server=to.server or before.server,
            city=to.city or before.city,
            person=to.person or before.person,
        )
    row = {name: getattr(to, name) for name in Cursor.__slots__}
    put(conn, cursor_table, [{"one": 1, **row}])
    return to


def remember(
    conn: Connection,
    *,
    server: str | None = None,
    city: str | None = None,
    person: str | None = None,
) -> None:
    """Keep what an offline start needs. LookupError before the first `start` or snapshot."""
    values = {"server": server, "city": city, "person": person}
    given = {name: value for name, value in values.items() if value is not None}
    if given and conn.execute(update(cursor_table).values(**given)).rowcount == 0:
        raise LookupError("this cache has no cursor yet: start it or load a snapshot")
