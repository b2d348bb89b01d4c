"""Keeps the book of cases true: what the feed or the outbox altered is looked at again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from console.alarms import Alarms
from console.async_slot import begin
from console.cache import CacheLost, CaseCache
from console.case_model import CaseBook
from console.heap import give_back_free_pages
from console.overlays import Overlays
from console.sync import Sync
from db import cases
from db.domain.brief import Brief, brief
from db.domain.case import Case
from db.domain.flood import merged_in
from db.folded import masters, masters_of
from db.store import Conn
from widgets.roles import EMERGENCY, FOLDED, NO_PLACE, PARKED, PENDING, REOPENED, SECRET, URGENT

_NEEDS_ACT = ("parked", "rejected")
_PIECE = 200


class DoneSince(Protocol):
    """Says from which instant on finished cases belong to today's board."""

    def __call__(self) -> datetime: ...


class BookKeeper(QObject):
    """`loaded` says the book holds the cache's cases; `altered` names cases looked at again."""

    loaded = Signal()
    altered = Signal(object)

    def __init__(
        self,
        sync: Sync,
        book: CaseBook,
        overlays: Overlays,
        done_since: DoneSince,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._now = now
        self._sync, self._book, self._overlays = sync, book, overlays
        self._done_since = done_since
        self._dirty: set[str] = set()
        self._unwatched: list[str] = []
        self._parked: frozenset[str] = frozenset()
        self._everything = False
        self._work: asyncio.Task[None] | None = None
        self.alarms: Alarms | None = None
        sync.cases_changed.connect(self._note_changed)
        sync.outbox_changed.connect(self._note_outbox)
        sync.status_changed.connect(self._note_who)

    def _note_changed(self, ids: list[str] | None) -> None:
        if ids is None:
            self._everything = True
        else:
            self._dirty.update(ids)
        self._wake()

    def _note_outbox(self) -> None:
        parked = frozenset(
            item.command.case for item in self._sync.waiting() if item.state in _NEEDS_ACT
        )
        self._dirty |= parked ^ self._parked
        self._parked = parked
        self._wake()

    def _note_who(self) -> None:
        """Alarms are of whoever sits here now; the book is the same for the next officer."""
        session = self._sync.session
        if session is None or (self.alarms is not None and self.alarms.who == session.person):
            return
        self.alarms = Alarms(session.person)
        self._unwatched = list(self._book.columns)
        self._dirty |= self._sync.overlaid()
        self._wake()

    def _wake(self) -> None:
        if self._work is None or self._work.done():
            self._work = begin(self._catch_up())

    async def _catch_up(self) -> None:
        """One at a time, so that an older look at a case never lands on a newer one."""
        while self._everything or self._dirty or self._unwatched:
            if self._sync.city is None:
                return
            with suppress(CacheLost):  # everything is told anew of the one in its place
                await self._catch_up_some()

    async def _catch_up_some(self) -> None:
        if self._everything:
            self._everything = False
            self._dirty.clear()
            await self._fill(self._sync.cache)
        elif self._dirty:
            ids = [self._dirty.pop() for _ in range(min(len(self._dirty), _PIECE))]
            await self._refresh(self._sync.cache, ids)
        else:
            ids, self._unwatched = self._unwatched[:_PIECE], self._unwatched[_PIECE:]
            await self._watch(self._sync.cache, ids)

    async def _fill(self, cache: CaseCache) -> None:
        """Everything anew; the columns are made on the cache's reading thread."""
        overlaid, since = self._sync.overlaid(), self._done_since()
        columns = self._book.fresh()

        def read(conn: Conn) -> None:
            rows = (row for row in cases.open_rows(conn, since) if row.id not in overlaid)
            folded = masters(conn)
            columns.take(rows, lambda row: flags_of(row) | (FOLDED if row.id in folded else 0))
            columns.arrange()
            give_back_free_pages()  # what all those rows were read through

        await cache.read(read)
        self._book.adopt(columns)
        session = self._sync.session
        self.alarms = Alarms(session.person) if session is not None else None
        self._unwatched = list(columns)
        self._dirty |= overlaid | self._parked
        self.loaded.emit()

    async def _watch(self, cache: CaseCache, ids: Sequence[str]) -> None:
        """Alarms ask for whole cases; those the board began with are looked at piece by piece."""
        found, now = await cache.many(ids), self._now()
        for id, case in found.items():
            # What has changed meanwhile is looked at anyway, with what waits for it.
            if self.alarms is not None and id not in self._dirty:
                self.alarms.take(case, now)

    async def _refresh(self, cache: CaseCache, ids: Iterable[str]) -> None:
        wanted = list(ids)
        bases = await cache.many(wanted)
        folded = await self._folded(cache, bases.values())
        rows: list[tuple[Brief, int]] = []
        gone: list[str] = []
        for case_id in wanted:
            laid = await self._overlays.laid(bases.get(case_id), case_id)
            if case_id in self._dirty:
                continue  # it has changed meanwhile: this look is the older one
            if laid.case is None:
                gone.append(case_id)
                if self.alarms is not None:
                    self.alarms.drop(case_id)
                continue
            if self.alarms is not None:
                self.alarms.take(laid.case, self._now())
            row = brief(laid.case)
            pending = PENDING if laid.pending else 0
            parked = PARKED if case_id in self._parked else 0
            inside = FOLDED if case_id in folded else 0
            rows.append((row, flags_of(row) | pending | parked | inside))
        self._book.put(rows, gone)
        self.altered.emit(frozenset(wanted))

    async def _folded(self, cache: CaseCache, found: Iterable[Case]) -> frozenset[str]:
        """Which of these hold reports that the server has folded into them."""
        inside = [id for case in found for id in merged_in(case)]
        return await cache.read(lambda conn: masters_of(conn, inside)) if inside else frozenset()


def flags_of(row: Brief) -> int:
    """The bits of a card that follow from the case itself."""
    return (
        (REOPENED if row.reopened else 0)
        | (SECRET if row.secret else 0)
        | (URGENT if row.priority == "urgent" else 0)
        | (EMERGENCY if row.priority == "emergency" else 0)
        | (0 if row.placed else NO_PLACE)
    )
