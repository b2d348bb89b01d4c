"""The journal as consoles read it: pages out of memory or the database, made once for a scope."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from db import cases, journal
from db.domain.wire import canonical, encode
from db.journal import Entry, Head, Mark
from db.seals import Seal
from db.store import Conn, Store
from server import audits
from server.audits import Audit
from server.bell import Bell
from server.log import note
from server.pages import Page, comes_into_sight, empty_page, opening, page_of
from server.problems import gone

R = TypeVar("R")

Mend = Callable[[], Awaitable[object]]
"""Begins a new epoch where the history no longer holds what was seen of it."""

FARTHEST = 20_000
"""Changes behind the head from which on a snapshot is the shorter way."""

_RECENT = 4096
_PAGES_KEPT = 32


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads: the person's id and the scope of the session."""

    person: str
    scope: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a reader shows of where it stands; `chain` and `seal` where it has them."""

    epoch: str
    since: int
    chain: str | None = None
    seal: str | None = None


_GIVE_WAY = 0.2
"""Seconds between two looks whether somebody is still in a hurry."""


class Feed:
    """Everything that was committed, in order. Lives in the event loop.

    Reading the database happens on `readers`, so that nobody waits for another's page. `seen` is
    the furthest place of this history that was ever shown to anybody, as far as is known here.
    """

    def __init__(
        self, store: Store, readers: Executor, head: Head, now: Callable[[], datetime], seal: Seal
    ) -> None:
        self.bell = Bell()
        self.audit: Audit | None = None
        self.doubted = False
        self._store, self._readers, self._now, self._seal = store, readers, now, seal
        self._recent: deque[Entry] = deque(maxlen=_RECENT)
        self._pages: OrderedDict[tuple[str, str, int, int], asyncio.Task[Page]] = OrderedDict()
        self._retired: set[str] = set()
        self._held_up = 0
        self._begin(journal.mark_of(head))

    def _begin(self, at: Mark) -> None:
        self.epoch, self.head, self.chain = self.seen = at
        self.audit, self.doubted = None, False
        self._recent.clear()
        self._pages.clear()

    @contextmanager
    def hurry(self) -> Iterator[None]:
        """A desk waits for much to be read meanwhile: what is made for later gives way."""
        self._held_up += 1
        try:
            yield
        finally:
            self._held_up -= 1

    async def calm(self) -> None:
        """Come back when nobody is in a hurry."""
        while self._held_up:
            await asyncio.sleep(_GIVE_WAY)

    def committed(self, entries: list[Entry], at: Head) -> None:
        """Take in what was just committed, and where the journal stands since; wake all."""
        self.stands(journal.mark_of(at))
        if not entries or at.epoch != self.epoch:
            return
        if self._recent and self._recent[-1].seq + 1 != entries[0].seq:
            self._recent.clear()  # another process wrote in between; the database knows
        self._recent.extend(entries)

    def stands(self, at: Mark) -> None:
        """Take note of where the journal stands: further on, or at the start of a new epoch."""
        if at.epoch in self._retired:
            return  # told late
        if at.epoch != self.epoch:
            note("new epoch", 40, head=at.seq, before=self.head)
            self._retired.add(self.epoch)
            self._begin(at)
        elif at.seq > self.head:
            self.epoch, self.head, self.chain = at
            self.seen = max(self.seen, at, key=lambda mark: mark.seq)
        else:
            return
        self.bell.ring()

    async def look(self) -> bool:
        """Notice what other processes have committed; whether the history still holds."""
        seen, epoch = self.seen, self.epoch

        def looked(conn: Conn) -> tuple[Head, bool]:
            head = journal.head(conn)
            return head, journal.unbroken(conn, head, seen)

        head, whole = await self.read(looked)
        if epoch == self.epoch and head.epoch in self._retired:
            # A backup came back that is older than this epoch: its own is over, and must end again.
            self.seen, whole = Mark(head.epoch, head.seq + 1, ""), False
        if whole:
            self.stands(journal.mark_of(head))
        return whole

    async def read(self, question: Callable[[Conn], R]) -> R:
        """Ask the database on a reading thread, in one consistent snapshot. Raises StoreFault."""

        def asked() -> R:
            with self._store.read() as conn:
                return question(conn)

        return await asyncio.get_running_loop().run_in_executor(self._readers, asked)

    async def start(self, cursor: Cursor, mend: Mend) -> Page:
        """The empty page at a cursor. Raises Problem 410 when nothing can be told from there."""
        since = cursor.since
        if cursor.epoch != self.epoch:
            raise gone("the history this cursor belongs to has ended")
        if since > self.head:
            await self.look()
        if since > self.head and cursor.epoch == self.epoch:
            await self._beyond(cursor, mend)
        if self.head - since > FARTHEST:
            raise gone(f"the cursor is more than {FARTHEST} changes behind")
        held = await self._chain_at(since)
        if held is None or cursor.epoch != self.epoch:
            raise gone("the cursor is older than the kept changes")
        if cursor.chain not in (None, held):
            note("chain differs", 40, cursor=since)
            raise gone("the chain at this cursor is another one")
        return self.empty(since, held)

    async def _beyond(self, cursor: Cursor, mend: Mend) -> None:
        """A cursor ahead of the journal: with our seal on it, this journal has lost changes.

        Without one it is somebody's word: an alarm, and no more, or anybody could end the history.
        """
        note("cursor beyond head", 40, cursor=cursor.since, head=self.head)
        at = Mark(cursor.epoch, cursor.since, cursor.chain or "")
        if cursor.seal and self._seal.is_on(cursor.seal, *at):
            self.seen = at
            await mend()
        elif not self.doubted:
            self.doubted = True
            self.bell.ring()
        raise gone(f"the cursor {cursor.since} lies beyond the head {self.head}")

    async def audited(self) -> Audit:
        """A new audit, of this moment; the feed has come as far as it."""
        taken = await self.read(audits.take)
        self.stands(taken.at)
        if taken.at.epoch == self.epoch and (self.audit is None or self.audit.at <= taken.at):
            self.audit = taken
            self.bell.ring()
        return taken

    async def page(self, viewer: Viewer, since: int, limit: int) -> Page:
        """What follows a cursor that is behind the head; `limit` entries at most.

        A page never passes over the last audit, so that whoever comes by can compare.
        """
        end = min(self.head, since + limit)
        if self.audit is not None and since < self.audit.at.seq < end:
            end = self.audit.at.seq
        page = await self._shared(viewer.scope, "", since, end)
        if viewer.person in page.authors:
            return await self._shared(viewer.scope, viewer.person, since, end)
        return page

    def empty(self, seq: int, chain: str) -> Page:
        """Nothing new after `seq`."""
        return empty_page(seq, chain, self._seal.on(self.epoch, seq, chain))

    def opening(self, beside: str = "") -> bytes:
        """What stands before a page that is sent now."""
        return opening(self.epoch, self.head, self._now(), beside)

    async def _chain_at(self, seq: int) -> str | None:
        if seq == self.head:
            return self.chain
        held = self._held(seq - 1, seq)
        if held:
            return held[0].chain
        return await self.read(lambda conn: journal.chain_at(conn, seq))

    def _held(self, since: int, end: int) -> list[Entry] | None:
        """Entries since + 1 to end, if memory holds them all."""
        if not self._recent or since + 1 < self._recent[0].seq or end > self._recent[-1].seq:
            return None
        # Newest first: nearly every reader is near the head.
        found = []
        for entry in reversed(self._recent):
            if entry.seq <= since:
                break
            if entry.seq <= end:
                found.append(entry)
        return found[::-1]

    async def _shared(self, scope: str, viewer: str, since: int, end: int) -> Page:
        """The page, made once however many ask for it at the same time."""
        key = (scope, viewer, since, end)
        task = self._pages.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = asyncio.create_task(self._made(scope, viewer, since, end))
            self._pages[key] = task
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        # One who goes away must not take the page from the others.
        return await asyncio.shield(task)

    async def _made(self, scope: str, viewer: str, since: int, end: int) -> Page:
        held, epoch = self._held(since, end), self.epoch
        if held is not None and not any(comes_into_sight(entry, scope) for entry in held):
            return page_of(held, scope, viewer, since, {}, self._sealed)

        def read(conn: Conn) -> Page:
            if journal.head(conn).epoch != epoch:
                raise gone("the history this cursor belongs to has ended")
            entries = held or journal.after(conn, since, end - since)
            return _page(conn, entries, scope, viewer, since, end, self._sealed)

        return await self.read(read)

    def _sealed(self, entry: Entry) -> str:
        return self._seal.on(self.epoch, entry.seq, entry.chain)


def _page(
    conn: Conn,
    entries: list[Entry],
    scope: str,
    viewer: str,
    since: int,
    end: int,
    seal: Callable[[Entry], str],
) -> Page:
    if len(entries) != end - since:
        raise gone("the kept changes do not reach back to this cursor")
    shown = {entry.seq: _shown(conn, entry) for entry in entries if comes_into_sight(entry, scope)}
    return page_of(entries, scope, viewer, since, shown, seal)


def _shown(conn: Conn, entry: Entry) -> list[str]:
    """The case as it stood after the change; not as it stands now, or the cursor would lie."""
    case = cases.at(conn, entry.case, entry.seq)
    return [] if case is None else [canonical(encode(case)).decode()]
