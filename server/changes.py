"""The journal as consoles read it: pages out of memory or the database, and the stream."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from db import cases, journal
from db.domain.wire import canonical, encode
from db.journal import Entry, Head
from db.store import Conn, Store, StoreFault
from server.bell import Bell
from server.log import note
from server.pages import Page, comes_into_sight, empty_page, line, page_of
from server.problems import Problem, gone

R = TypeVar("R")

Saw = Callable[[int], Awaitable[None]]
"""Told of a cursor that lies beyond the head."""

FARTHEST = 20_000
"""Changes behind the head from which on a snapshot is the shorter way."""

HEARTBEAT = 15.0
"""Seconds after which a stream says something even if nothing happened."""

_RECENT = 4096
_PAGES_KEPT = 32


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads: the person's id and the scope of the session."""

    person: str
    scope: str


class Feed:
    """Everything that was committed, in order. Lives in the event loop.

    Reading the database happens on `readers`, so that nobody waits for another's page.
    """

    def __init__(
        self, store: Store, readers: Executor, head: Head, now: Callable[[], datetime]
    ) -> None:
        self.bell = Bell()
        self.epoch = head.epoch
        self.head = head.seq
        self.chain = head.chain
        self._store = store
        self._readers = readers
        self._now = now
        self._recent: deque[Entry] = deque(maxlen=_RECENT)
        self._pages: OrderedDict[tuple[str, str, int, int], asyncio.Task[Page]] = OrderedDict()

    def committed(self, entries: list[Entry]) -> None:
        """Take in what was just committed and wake all who follow."""
        if self._recent and self._recent[-1].seq + 1 != entries[0].seq:
            self._recent.clear()  # another process wrote in between; the database knows
        self._recent.extend(entries)
        # `look` may have been told already, and of more: the head never goes back.
        if entries[-1].seq >= self.head:
            self._advance(entries[-1].seq, entries[-1].chain)

    async def look(self) -> None:
        """Notice what another process (an import, say) has committed."""
        head = await self.read(journal.head)
        if head.seq > self.head:
            self._advance(head.seq, head.chain)

    async def read(self, question: Callable[[Conn], R]) -> R:
        """Ask the database on a reading thread, in one consistent snapshot. Raises StoreFault."""

        def asked() -> R:
            with self._store.read() as conn:
                return question(conn)

        return await asyncio.get_running_loop().run_in_executor(self._readers, asked)

    async def start(self, epoch: str, since: int, chain: str | None, saw: Saw) -> Page:
        """The empty page at a cursor. Raises Problem 410 when nothing can be told from there."""
        if epoch != self.epoch:
            raise gone("the history this cursor belongs to has ended")
        if since > self.head:
            await self.look()
        if since > self.head:
            note("cursor beyond head", 40, cursor=since, head=self.head)
            await saw(since)
            raise gone(f"the cursor {since} lies beyond the head {self.head}")
        if self.head - since > FARTHEST:
            raise gone(f"the cursor is more than {FARTHEST} changes behind")
        held = await self._chain_at(since)
        if held is None:
            raise gone("the cursor is older than the kept changes")
        if chain not in (None, held):
            note("chain differs", 40, cursor=since)
            raise gone("the chain at this cursor is another one")
        return empty_page(since, held)

    async def page(self, viewer: Viewer, since: int, limit: int) -> Page:
        """What follows a cursor that is behind the head; `limit` entries at most."""
        end = min(self.head, since + limit)
        page = await self._shared(viewer.scope, "", since, end)
        if viewer.person in page.authors:
            return await self._shared(viewer.scope, viewer.person, since, end)
        return page

    async def follow(
        self, viewer: Viewer, page: Page, limit: int, allowed: Callable[[], Awaitable[bool]]
    ) -> AsyncIterator[bytes]:
        """One page a line from the cursor of `page` on, for as long as `allowed` says yes."""
        # What ends a stream has no other way to be told: the reader comes again and hears why.
        with suppress(Problem, StoreFault):
            async for line in self._following(viewer, page, limit, allowed):
                yield line

    async def _following(
        self, viewer: Viewer, page: Page, limit: int, allowed: Callable[[], Awaitable[bool]]
    ) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        yield self.line(page) + b"\n"
        checked = loop.time()
        while not self.bell.closed:
            if loop.time() - checked >= HEARTBEAT:
                checked = loop.time()
                if not await allowed():
                    return
            if page.end < self.head:
                if self.head - page.end > FARTHEST:
                    return
                page = await self.page(viewer, page.end, limit)
                yield self.line(page) + b"\n"
            elif not await self.bell.wait(HEARTBEAT):
                yield self.line(empty_page(page.end, page.chain)) + b"\n"

    def line(self, page: Page) -> bytes:
        """The page as bytes, true at this moment."""
        return line(page, self.epoch, self.head, self._now())

    def _advance(self, seq: int, chain: str) -> None:
        self.head, self.chain = seq, chain
        self.bell.ring()

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
        held = self._held(since, end)
        if held is not None and not any(comes_into_sight(entry, scope) for entry in held):
            return page_of(held, scope, viewer, since, {})
        return await self.read(lambda conn: _read_page(conn, held, scope, viewer, since, end))


def _read_page(
    conn: Conn, held: list[Entry] | None, scope: str, viewer: str, since: int, end: int
) -> Page:
    entries = held or journal.after(conn, since, end - since)
    if len(entries) != end - since:
        raise gone("the kept changes do not reach back to this cursor")
    shown = {entry.seq: _shown(conn, entry) for entry in entries if comes_into_sight(entry, scope)}
    return page_of(entries, scope, viewer, since, shown)


def _shown(conn: Conn, entry: Entry) -> list[str]:
    """The case as it stood after the change; not as it stands now, or the cursor would lie."""
    case = cases.at(conn, entry.case, entry.seq)
    return [] if case is None else [canonical(encode(case)).decode()]
