"""What deciding commands asks of storage, and the same over SQL; the simulator has another one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection, select

from db import decisions, identities, tables
from db.decisions import Decision
from db.domain.case import Case
from db.domain.commands import LAWS, Merge
from db.identities import Identity
from db.rows import case_of
from db.upsert import batches


class Book(Protocol):
    """One open transaction as those see it who decide in it."""

    def cases(self, ids: Iterable[str]) -> Mapping[str, Case]:
        """The cases there are with these ids, as they stood before this transaction."""

    def merged_into(self, id: str) -> Collection[str]:
        """The cases that were ever merged into this one before this transaction."""

    def decisions(self, ids: Iterable[str]) -> Mapping[str, Decision]:
        """The decisions there are for these command ids."""

    def keep_decisions(self, made: Sequence[Decision]) -> None:
        """Record new decisions; none of their ids was decided before."""

    def knows_reporter(self, report: str) -> bool:
        """Whether anything is known about who sent a report."""

    def keep_identity(self, identity: Identity) -> None:
        """Keep who sent a report, apart from it."""


class SqlBook:
    """The book in the tables of a server's database, within the transaction of `conn`."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def cases(self, ids: Iterable[str]) -> dict[str, Case]:
        """See Book."""
        table, found = tables.cases, dict[str, Case]()
        for batch in batches(ids):
            query = select(table.c.id, table.c.doc).where(table.c.id.in_(batch))
            found.update((row.id, case_of(row.doc)) for row in self._conn.execute(query))
        return found

    def merged_into(self, id: str) -> list[str]:
        """See Book. Asked of the journal, which is found by the survivor."""
        table = tables.changes
        about = table.c.other == id, table.c.kind == LAWS[Merge].past
        return list(self._conn.execute(select(table.c.case).where(*about)).scalars())

    def decisions(self, ids: Iterable[str]) -> dict[str, Decision]:
        """See Book."""
        return decisions.known(self._conn, ids)

    def keep_decisions(self, made: Sequence[Decision]) -> None:
        """See Book. IntegrityError when one of the ids was decided before."""
        decisions.put(self._conn, made)

    def knows_reporter(self, report: str) -> bool:
        """See Book."""
        return identities.held(self._conn, report)

    def keep_identity(self, identity: Identity) -> None:
        """See Book."""
        identities.put(self._conn, identity)
