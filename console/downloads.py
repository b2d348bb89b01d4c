"""Carries out what the replica asks of the feed: streams, pulls, pages, snapshots."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from console.announcer import Announcer
from console.answers import page_of
from console.api import Api
from console.cache import CacheLost, CaseCache
from console.faults import Fault
from console.follow import Follower, feed_failed, trouble_of
from console.outbox_book import OutboxBook
from console.replica_events import CacheLost as CacheGone
from console.replica_events import (
    Cursor,
    Decided,
    Event,
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
from db.pages import PageRefused
from db.store import StoreFault

_log = logging.getLogger(__name__)


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

    async def remember(self) -> None:
        """Keep beside a new cursor what an offline start needs."""


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

    # --- streams and pulls ----------------------------------------------------------------------

    def follow(self, turn: int, epoch: str, since: int) -> None:
        """Open a stream in place of any other."""
        self.close()

        def came(turn: int, page: Page, data: dict[str, Any]) -> None:
            self._tasks.from_thread(self._page_came, turn, page)

        def failed(event: Event) -> None:
            self._tasks.from_thread(self._reader.post, event)

        self._follower = Follower(self._reader.api(), turn, epoch, since, came, failed)

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
            page = page_of(await self._fetcher.do(self._reader.api().changes, epoch, since))
        except (Fault, Refused) as fault:
            self._reader.post(feed_failed(turn, fault))
        else:
            self._page_came(turn, page)

    def _page_came(self, turn: int, page: Page) -> None:
        def told() -> bool:
            self._wanted = False
            self._reader.post(PageCame(turn, page))
            return self._wanted

        if not self._reader.page_seen(page.content, told) and page.to > page.first:
            self._page_done()

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
        try:
            done = await self._applied(page)
        finally:
            self._page_done()
        if isinstance(done, str):
            self._reader.post(PageThrown(done))
            return
        own = tuple(_decision(change) for change in done.changes if change.id in self._book)
        cursor = Cursor(done.cursor.epoch, done.cursor.seq, done.cursor.chain)
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
        except wire.UnknownKind:
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

    # --- snapshots ------------------------------------------------------------------------------

    def snapshot(self, epoch: str, seq: int) -> None:
        """Fetch a snapshot and swap the cache for it."""
        self._tasks.spawn(self._snapshot(epoch, seq))

    async def _snapshot(self, epoch: str, seq: int) -> None:
        done = await self._swapped(epoch, seq)
        self._reader.post(done)
        if isinstance(done, SnapshotLoaded):
            self._announcer.everything()
            await self._reader.remember()
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
        path = await self._fetcher.do(self._reader.api().snapshot, self._folder)
        try:
            return await self._cache.load(path, epoch, seq, self._reader.scope)
        finally:
            await self._fetcher.do(path.unlink, True)

    async def _index(self) -> None:
        """Index a snapshot's words piece by piece, behind pages that come meanwhile."""
        city = self._reader.city
        with suppress(StoreFault, CacheLost):
            while city is not None and self._tasks.running and await self._cache.index(city):
                pass


def _decision(change: Change) -> Decided:
    return Decided(change.id, change.outcome.value, change.seq, change.reason, change.facts)
