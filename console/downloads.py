"""Carries out what the replica asks of the feed: streams, pulls, pages, snapshots."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from console.announcer import Announcer
from console.answers import page_of
from console.api import Api
from console.auditor import Audited
from console.cache import CacheLost, CaseCache
from console.clock import boot_seconds
from console.faults import Fault
from console.follow import Follower, feed_failed, trouble_of
from console.outbox_book import OutboxBook
from console.proofs import Proofs
from console.replica_events import CacheLost as CacheGone
from console.replica_events import (
    Cursor,
    Decided,
    Event,
    FeedFailed,
    Page,
    PageApplied,
    PageCame,
    PageThrown,
    SnapshotFailed,
    SnapshotLoaded,
    Trouble,
)
from console.tasks import Tasks
from console.worker import Worker
from db import feed
from db.domain import wire
from db.domain.changes import Change
from db.domain.city import City
from db.domain.refused import Refused
from db.pages import PageRefused, seal_of
from db.store import StoreFault

_log = logging.getLogger(__name__)

REBUILD_EVERY = 3600.0
"""Seconds between two rebuilds for a digest: one that a snapshot does not mend is only told."""


class Reader(Protocol):
    """Whose downloads these are: what may change while they run."""

    @property
    def city(self) -> City | None: ...

    @property
    def scope(self) -> str: ...

    def api(self) -> Api:
        """The connection of who is signed in. Raises Denied when nobody is."""

    def post(self, event: Event) -> None:
        """Tell the replica."""

    def page_seen(self, data: Mapping[str, Any], came: Callable[[], bool]) -> bool:
        """A page came: note its stamps, then let `came` tell the replica; what that returned."""

    def notice(self, key: str, facts: Mapping[str, Any]) -> None:
        """Tell the officer and the log."""

    def store_fault(self, fault: StoreFault) -> None:
        """Tell that a disk does not do its work."""

    @property
    def comparable(self) -> bool:
        """Whether this program knows every field of a case that the server does."""

    async def look_for_lost(self) -> None:
        """Look for cases that an older history had and this one has not."""

    async def remember(self) -> None:
        """Keep beside a new cursor what an offline start needs."""

    def indexed(self) -> None:
        """Words of more cases can be searched for."""


class Downloads:
    """One stream, pull or snapshot at a time, as the replica orders them. Main thread."""

    def __init__(
        self,
        reader: Reader,
        cache: CaseCache,
        book: OutboxBook,
        announcer: Announcer,
        tasks: Tasks,
        fetcher: Worker,
        folder: Path,
    ) -> None:
        self._reader, self._cache, self._book = reader, cache, book
        self._announcer, self._tasks = announcer, tasks
        self._fetcher, self._folder = fetcher, folder
        self._follower: Follower | None = None
        self._taking, self._asked = asyncio.Lock(), 0
        self._asks_audit = False
        self._proofs = Proofs()
        self._rebuilt = -REBUILD_EVERY
        self.last_audit: Audited | None = None

    def begin(self, at: feed.Cursor) -> None:
        """The cache is one of an earlier run: have it audited as soon as there is a server."""
        self._asks_audit = True
        self._proofs.showed(at.epoch, at.seq, at.chain, at.seal)

    # --- streams and pulls ----------------------------------------------------------------------

    def follow(self, turn: int, epoch: str, since: int) -> None:
        """Open a stream in place of any other."""
        self.close()

        def came(turn: int, page: Page, data: dict[str, Any]) -> None:
            self._tasks.from_thread(self._page_came, turn, page)

        def failed(event: FeedFailed) -> None:
            self._tasks.from_thread(self._failed, since, event)

        api, audit, proof = self._reader.api(), self._asks_audit, self._proofs.of(epoch, since)
        self._follower = Follower(api, turn, epoch, since, came, failed, audit=audit, proof=proof)

    def close(self, turn: int | None = None) -> None:
        """Drop the stream, or only that of this turn."""
        follower = self._follower
        if follower is not None and turn in (None, follower.turn):
            self._follower = None
            follower.close()

    def pull(self, turn: int, epoch: str, since: int) -> None:
        """Fetch one page."""
        self._tasks.spawn(self._pull(turn, epoch, since))

    async def _pull(self, turn: int, epoch: str, since: int) -> None:
        try:
            api, audit, proof = self._reader.api(), self._asks_audit, self._proofs.of(epoch, since)
            asked = self._fetcher.do(api.changes, epoch, since, audit=audit, proof=proof)
            page = page_of(await asked)
        except (Fault, Refused) as fault:
            self._failed(since, feed_failed(turn, fault))
        else:
            self._page_came(turn, page)

    def _failed(self, since: int, event: FeedFailed) -> None:
        self._proofs.refused(since, event.head)
        self._reader.post(event)

    def _page_came(self, turn: int, page: Page) -> None:
        def told() -> bool:
            self._wanted = False
            self._reader.post(PageCame(turn, page))
            return self._wanted

        wanted = self._reader.page_seen(page.content, told)
        if page.to > page.first:
            if not wanted:
                self._page_done()
            return
        self._proofs.showed(page.epoch, page.to, page.chain, seal_of(page.content))
        if "audit" in page.content:
            self._tasks.spawn(self._audit(page))

    _wanted = False

    def _page_done(self) -> None:
        if self._follower is not None:
            self._follower.taken()

    # --- pages into the cache -------------------------------------------------------------------

    def apply(self, page: Page) -> None:
        """Have the cache take a page."""
        self._wanted = True
        self._tasks.spawn(self._apply(page))

    async def _apply(self, page: Page) -> None:
        done: feed.Applied | str = "fault"  # of ours: the page is fetched again all the same
        try:
            done = await self._applied(page)
        finally:
            self._page_done()
            if isinstance(done, str) and self._tasks.running:
                self._reader.post(PageThrown(done))
        if isinstance(done, str):
            return
        own = tuple(_decision(change) for change in done.changes if change.id in self._book)
        at = done.cursor
        self._proofs.showed(at.epoch, at.seq, at.chain, at.seal)
        cursor = Cursor(at.epoch, at.seq, at.chain)
        self._reader.post(PageApplied(cursor, own))
        self._announcer.page(done)

    async def _applied(self, page: Page) -> feed.Applied | str:
        """What the page did, or why the cache would not take it."""
        city = self._reader.city
        assert city is not None, "the feed runs only once the city is known"
        try:
            return await self._cache.apply(page.content, city)
        except PageRefused as no:
            _log.info("page thrown away: %s %s", no.reason, dict(no.facts))
            return no.reason
        except wire.UnknownKind as unknown:
            self._reader.notice("unknown_kind", {"seq": page.first, "kind": unknown.reason})
            return "unknown_kind"
        except wire.BadWire as fault:
            _log.info("page thrown away: %s", fault)
            return "malformed"
        except CacheLost as lost:
            self.cache_lost(lost)
        except StoreFault as fault:
            self._reader.store_fault(fault)
        return "store"

    def cache_lost(self, lost: CacheLost) -> None:
        """The cache is a new, empty one: fetch everything again."""
        self._reader.notice("cache_rebuilt", {"aside": str(lost.aside)})
        self._reader.post(CacheGone())
        self._announcer.everything()

    # --- audit points ---------------------------------------------------------------------------

    async def _audit(self, page: Page) -> None:
        with suppress(StoreFault):
            await self._cache.audit(page.content)

    def audited(self, found: Audited) -> None:
        """An audit point was looked into: rows that are not the server's are fetched anew."""
        if not self._reader.comparable:
            return  # rows of a newer server hold what this program does not know
        self._asks_audit, self.last_audit = False, found
        if not found.same:
            self._tasks.spawn(self._differs(found))

    async def _differs(self, found: Audited) -> None:
        now = boot_seconds()
        rebuild = now - self._rebuilt >= REBUILD_EVERY
        facts = {
            "seq": found.said.seq,
            "said": f"{found.said.cases}/{found.said.digest}",
            "found": f"{found.cases}/{found.digest}",
            "rebuilt": int(rebuild),
        }
        if rebuild:
            self._rebuilt = now
            try:
                facts["aside"] = str(await self._cache.put_aside())
            except StoreFault as fault:
                self._reader.store_fault(fault)
                return
            self._reader.post(CacheGone())
            self._announcer.everything()
        self._reader.notice("digest_differs", facts)

    # --- snapshots ------------------------------------------------------------------------------

    def snapshot(self, epoch: str, seq: int) -> None:
        """Fetch a snapshot and swap the cache for it."""
        self._asked += 1
        self._tasks.spawn(self._snapshot(self._asked, epoch, seq))

    async def _snapshot(self, ask: int, epoch: str, seq: int) -> None:
        """One at a time: a second one that came late would take the screen back.

        Asked for again meanwhile (another officer has signed in), a failure is not told, and who
        waits goes on only if this one was not loaded.
        """
        async with self._taking:
            if ask != self._asked:
                return
            done: SnapshotLoaded | SnapshotFailed = SnapshotFailed(Trouble.BAD_ANSWER, "fault")
            try:
                done = await self._swapped(epoch, seq)
            finally:  # whatever came up, the replica must not wait for ever
                loaded, latest = isinstance(done, SnapshotLoaded), ask == self._asked
                if (loaded or latest) and self._tasks.running:
                    self._asked += 1
                    self._reader.post(done)
        if isinstance(done, SnapshotLoaded):
            self._announcer.everything()
            await self._reader.remember()
            await self._reader.look_for_lost()
            await self._index()

    async def _swapped(self, epoch: str, seq: int) -> SnapshotLoaded | SnapshotFailed:
        try:
            cursor = await self._fetched(epoch, seq)
            return SnapshotLoaded(Cursor(cursor.epoch, cursor.seq, cursor.chain))
        except (Fault, Refused) as fault:
            return SnapshotFailed(*trouble_of(fault))
        except PageRefused as no:
            _log.info("snapshot thrown away: %s %s", no.reason, dict(no.facts))
            return SnapshotFailed(Trouble.BAD_ANSWER, no.reason)
        except wire.UnknownKind:
            return SnapshotFailed(Trouble.OUTDATED, "unknown_kind")
        except wire.BadWire as fault:
            _log.info("snapshot thrown away: %s", fault)
            return SnapshotFailed(Trouble.BAD_ANSWER, "malformed")
        except CacheLost as lost:
            self.cache_lost(lost)
        except StoreFault as fault:
            self._reader.store_fault(fault)
        except OSError as fault:
            self._reader.store_fault(StoreFault.of(fault, self._folder))
        return SnapshotFailed(Trouble.OFFLINE, "store")

    async def _fetched(self, epoch: str, seq: int) -> feed.Cursor:
        fetch = self._reader.api().snapshot
        path = await self._fetcher.do(fetch, self._folder, epoch, seq)
        try:
            return await self._cache.load(path, epoch, seq, self._reader.scope)
        finally:
            await self._fetcher.do(path.unlink, True)

    def index(self) -> None:
        """Go on indexing where an earlier start of the program ended."""
        self._tasks.spawn(self._index())

    async def _index(self) -> None:
        """Index a snapshot's words piece by piece, behind pages that come meanwhile."""
        city = self._reader.city
        try:
            while city is not None and self._tasks.running and await self._cache.index(city):
                self._reader.indexed()
        except StoreFault as fault:
            self._reader.store_fault(fault)
        except CacheLost as lost:
            self.cache_lost(lost)


def _decision(change: Change) -> Decided:
    return Decided(change.id, change.outcome.value, change.seq, change.reason, change.facts)
