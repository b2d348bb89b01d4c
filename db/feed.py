"""A console's side of the journal: pages applied to the cache, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, update

from db import words
from db.cases import many
from db.cursor import Cursor, cursor, move, remember, start
from db.domain.apply import apply
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.commands import Receive
from db.pages import Line, PageRefused, read_page
from db.rows import case_tuple, change_row
from db.snapshots import load_snapshot
from db.tables import cursor as cursor_table
from db.tables import kept_cases, kept_changes
from db.upsert import batches, put_values

__all__ = [
    "Applied",
    "Cursor",
    "PageRefused",
    "apply_page",
    "cursor",
    "index_words",
    "load_snapshot",
    "remember",
    "start",
]


@dataclass(frozen=True, slots=True)
class Applied:
    """What a page did: the changes that were visible, the cases as they are now, those gone."""

    cursor: Cursor
    changes: list[Change] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def apply_page(conn: Connection, page: Mapping[str, Any], city: City) -> Applied:
    """Apply a page in the transaction of `conn`: cases, changes, words and cursor.

    Raises PageRefused, `wire.UnknownKind` or `wire.BadWire` before anything is written.
    """
    at = cursor(conn)
    if at is None:
        raise PageRefused("not_my_cursor")
    read = read_page(page, at.epoch, at.seq, at.chain)
    if not read.lines:
        return Applied(at)
    desk = Desk(read.lines, many(conn, cases_of(read.lines)))
    desk.take_all()
    _write(conn, desk, city)
    to = move(conn, replace(at, seq=read.to, chain=read.chain, seal=read.seal))
    changes = [line.change for line in read.lines if line.change is not None]
    return Applied(to, changes, list(desk.altered.values()), sorted(desk.removed))


def index_words(conn: Connection, city: City, limit: int = 2000) -> bool:
    """Index the next cases of a snapshot; True while there may be more. Searches work meanwhile."""
    at = cursor(conn)
    if at is None or at.words is None:
        return False
    reached = words.put_some(conn, city, at.words, limit)
    conn.execute(update(cursor_table).values(words=reached))
    return reached is not None


def cases_of(lines: Iterable[Line]) -> list[str]:
    """The cases that the changes of a page are about."""
    changes = [line.change for line in lines if line.change is not None]
    return [id for change in changes if change.alters for id in change.cases]


class Desk:
    """The cases a page is about, while its lines are taken one after the other.

    `before` are those that are held. Afterwards `altered` and `removed` say what has become of
    them; nothing here touches a file.
    """

    def __init__(self, lines: Sequence[Line], before: Mapping[str, Case]) -> None:
        self.before = before
        self._held = dict(before)
        self.lines = lines
        self.altered: dict[str, Case] = {}
        self.removed: set[str] = set()

    def take_all(self) -> None:
        """Take every line. Raises PageRefused when one is about a case that should be held."""
        for line in self.lines:
            self._take(line)

    def _take(self, line: Line) -> None:
        if line.change is not None and line.change.alters:
            self._alter(line.change, {case.id for case in line.show}, set(line.hide))
        for case in line.show:
            self._keep(case)
        for id in line.hide:
            self._held.pop(id, None)
            self.altered.pop(id, None)
            self.removed.add(id)

    def _alter(self, change: Change, shown: set[str], hidden: set[str]) -> None:
        found = False
        for id in change.cases:
            case = self._held.get(id)
            found |= case is not None or id in shown or id in hidden
            opens = isinstance(change.act, Receive) and id == change.case
            if id in shown or (case is None and not opens):
                continue
            found = True
            # A case that came into sight as it stands later holds this change already.
            if case is None or case.seq < change.seq:
                self._keep(apply(case, change))
        if not found:
            raise PageRefused("case_missing", seq=change.seq, case=change.case)

    def _keep(self, case: Case) -> None:
        self._held[case.id] = self.altered[case.id] = case
        self.removed.discard(case.id)


def _write(conn: Connection, desk: Desk, city: City) -> None:
    put_values(conn, kept_cases, [case_tuple(case) for case in desk.altered.values()])
    put_values(conn, kept_changes, _change_rows(desk))
    _remove(conn, desk.removed)
    words.put(conn, _newly_worded(desk), city)


def _change_rows(desk: Desk) -> list[tuple[Any, ...]]:
    return [
        tuple(change_row(line.change, line.body, line.salt, line.leaf).values())
        for line in desk.lines
        if line.change is not None and line.change.case not in desk.removed
    ]


def _newly_worded(desk: Desk) -> Iterable[Case]:
    for id, case in desk.altered.items():
        before = desk.before.get(id)
        if before is None or not words.same_words(before, case):
            yield case


def _remove(conn: Connection, ids: Iterable[str]) -> None:
    """Forget cases and what was done with them; nothing of a case out of sight stays behind."""
    words.drop(conn, ids)
    for batch in batches(ids):
        conn.execute(delete(kept_cases).where(kept_cases.c.id.in_(batch)))
        conn.execute(delete(kept_changes).where(kept_changes.c.case.in_(batch)))
