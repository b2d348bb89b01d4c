"""What must hold in a server's database after anything at all; grows with what is new alone."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text

from db import cases, decisions, journal
from db.domain.wire import canonical, encode
from db.store import Conn


class Audit:
    """Looks at what was written since it last looked."""

    def __init__(self, *, decided: bool = True) -> None:
        self._decided = decided
        self._seen = 0
        self._ids: set[str] = set()

    def look(self, conn: Conn) -> list[str]:
        """What is wrong; nothing when all is well."""
        head = journal.head(conn)
        if head.seq < self._seen:
            return [f"the journal went back from {self._seen} to {head.seq}"]
        wrong = [] if (fault := journal.verify(conn, self._seen + 1)) is None else [str(fault)]
        new = journal.after(conn, self._seen, 100_000)
        self._seen = head.seq
        wrong += [f"{entry.id} stands twice" for entry in new if entry.id in self._ids]
        ids = {entry.id for entry in new}
        self._ids |= ids
        if len(ids) != len(new):
            wrong.append("an id stands twice among the new entries")
        if self._decided:
            wrong += _decisions(conn, new)
        return wrong + _cases(conn, {id for entry in new for id in (entry.case, entry.other) if id})


def _decisions(conn: Conn, new: Iterable[journal.Entry]) -> list[str]:
    """Every entry has its decision, of the same number."""
    at = {entry.id: entry.seq for entry in new}
    made = {id: found.seq for id, found in decisions.known(conn, at).items()}
    return [f"{id} is {seq} in the journal, decided as {made.get(id)}"
            for id, seq in at.items() if made.get(id) != seq]  # fmt: skip


def _cases(conn: Conn, ids: Iterable[str]) -> list[str]:
    """Every case is what its changes make of it."""
    wrong = []
    for id in ids:
        kept, told = cases.one(conn, id), cases.at(conn, id, 1 << 60)
        if (kept is None) != (told is None):
            wrong.append(f"case {id} is kept or told, not both")
        elif kept is not None and told is not None and _plain(kept) != _plain(told):
            wrong.append(f"case {id} is not what its changes make of it")
    return wrong


def _plain(case: object) -> bytes:
    return canonical(encode(case))


def whole(conn: Conn) -> list[str]:
    """The same for the whole database, once at the end."""
    wrong = [] if (fault := journal.verify(conn)) is None else [str(fault)]
    pairs = "SELECT count(*) FROM decisions", "SELECT count(*) FROM changes"
    decided, written = (conn.execute(text(query)).scalar() for query in pairs)
    if decided != written:
        wrong.append(f"{decided} decisions, {written} changes")
    return wrong
