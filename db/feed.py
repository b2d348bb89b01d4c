"""A console's side of the journal: pages applied to the cache, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from db.pages import Line, Page, PageRefused, read_page
from db.rows import case_row, change_row
from db.snapshots import load_snapshot
from db.tables import cursor as cursor_table
from db.tables import kept_cases, kept_changes
from db.upsert import batches, put

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
    desk = _Desk(conn, read)
    for line in read.lines:
        desk.take(line)
    desk.write(conn, city)
    to = move(conn, replace(at, seq=read.to, chain=read.chain))
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


class _Desk:
    """The cases a page is about, while its lines are taken one after the other."""

    def __init__(self, conn: Connection, page: Page) -> None:
        changes = [line.change for line in page.lines if line.change is not None]
        ids = [id for change in changes if change.alters for id in change.cases]
        self._before = many(conn, ids)
        self._held = dict(self._before)
        self._lines = page.lines
        self.altered: dict[str, Case] = {}
        self.removed: set[str] = set()

    def take(self, line: Line) -> None:
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

    def write(self, conn: Connection, city: City) -> None:
        put(conn, kept_cases, [case_row(case) for case in self.altered.values()])
        put(conn, kept_changes, self._change_rows())
        _remove(conn, self.removed)
        words.put(conn, self._newly_worded(city), city)

    def _change_rows(self) -> list[dict[str, Any]]:
        return [
            change_row(line.change, line.body, line.salt, line.leaf)
            for line in self._lines
            if line.change is not None and line.change.case not in self.removed
        ]

    def _newly_worded(self, city: City) -> Iterable[Case]:
        """Most changes leave the words of a case as they are."""
        for id, case in self.altered.items():
            before = self._before.get(id)
            if before is None or words.words_of(before, city) != words.words_of(case, city):
                yield case


def _remove(conn: Connection, ids: Iterable[str]) -> None:
    """Forget cases and what was done with them; nothing of a case out of sight stays behind."""
    words.drop(conn, ids)
    for batch in batches(ids):
        conn.execute(delete(kept_cases).where(kept_cases.c.id.in_(batch)))
        conn.execute(delete(kept_changes).where(kept_changes.c.case.in_(batch)))
