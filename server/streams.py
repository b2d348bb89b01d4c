"""The feed that does not end: a page a line, and beside it audits, presence and troubles."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from prometheus_client.core import Metric

from db.store import StoreFault
from server.audits import Audit
from server.changes import FARTHEST, Feed, Viewer
from server.measures import gauge
from server.pages import Page, sent
from server.presence import Presence
from server.problems import Problem
from server.squeeze import Member

HEARTBEAT = 15.0
"""Seconds after which a stream says something even if nothing happened."""

TICK = 1.0
"""Seconds between two looks at who is present and whether an audit is due."""

MOST = 3
"""Streams of one sign-in; one more ends the oldest, whose reader has most likely gone."""

Allowed = Callable[[], Awaitable[bool]]


class Streams:
    """All that are open: so many, and what they are told beside the pages."""

    def __init__(self, feed: Feed, presence: Presence) -> None:
        self.open = 0
        self._troubles: tuple[str, ...] = ()
        self._part_ended = self._days_differ = False
        self._flood = ""
        self._feed = feed
        self._presence = presence
        self._turns: dict[str, deque[object]] = {}

    async def tick(self) -> list[str]:
        """Once every `TICK` seconds; what other processes must be told. Raises StoreFault."""
        changed, letters = self._presence.tick()
        if changed:
            self._feed.bell.ring()
        audit = self._feed.audit
        if self.open and (audit is None or audit.is_old(self._feed.head)):
            with suppress(StoreFault):
                await self._feed.audited()
        return letters

    @property
    def troubles(self) -> tuple[str, ...]:
        """What is wrong with the server now, for every desk to show."""
        more = {
            "part_ended": self._part_ended,
            "history_doubted": self._feed.doubted,
            "days_differ": self._days_differ,
        }
        return (*self._troubles, *(key for key, so in more.items() if so))

    def trouble(self, keys: tuple[str, ...]) -> None:
        """Tell every desk that this is wrong now, and nothing else."""
        if keys != self._troubles:
            self._troubles = keys
            self._feed.bell.ring()

    def part_ended(self, ended: bool) -> None:
        """Tell every desk whether a part of the server has ended and is not well again."""
        if ended != self._part_ended:
            self._part_ended = ended
            self._feed.bell.ring()

    def days_differ(self, differ: bool) -> None:
        """Tell every desk whether a sealed day is not what it was."""
        if differ != self._days_differ:
            self._days_differ = differ
            self._feed.bell.ring()

    def flood(self, told: Mapping[str, object] | None) -> None:
        """Tell every desk of the flood that there is, None when there is none."""
        said = f'"flood":{json.dumps(told)},' if told else ""
        if said != self._flood:
            self._flood = said
            self._feed.bell.ring()

    @property
    def told(self) -> str:
        """What every line carries while it lasts, with a comma after each: troubles, a flood."""
        troubles = self.troubles
        return (f'"trouble":{json.dumps(troubles)},' if troubles else "") + self._flood

    def gauges(self) -> Iterable[Metric]:
        """For /metrics."""
        yield gauge("troubles", "Troubles that are told now", len(self.troubles))

    async def follow(
        self,
        viewer: Viewer,
        family: str,
        page: Page,
        limit: int,
        allowed: Allowed,
        member: Member | None,
        took: Callable[[int], None] = lambda seq: None,
    ) -> AsyncIterator[bytes]:
        """One page a line from the cursor of `page` on, for as long as `allowed` says yes.

        `took` is told how far the reader has come: of a line when the next one has gone too.
        """
        with self._turn(family) as mine:
            one = _Stream(self._feed, self._presence, self, viewer, member)
            # What ends a stream has no other way to be told: the reader comes again and hears why.
            with suppress(Problem, StoreFault):
                before = page.end
                async for line in one.lines(page, limit, allowed, lambda: mine()):
                    reached = one.reached
                    yield line
                    took(before)
                    before = reached
        if member is not None:
            yield member.end()

    @contextmanager
    def _turn(self, family: str) -> Iterator[Callable[[], bool]]:
        """Takes a place among the streams of a sign-in; tells whether it is still ours."""
        mine = object()
        turns = self._turns.setdefault(family, deque())
        turns.append(mine)
        if len(turns) > MOST:
            turns.popleft()
            self._feed.bell.ring()
        self.open += 1
        try:
            yield lambda: mine in turns
        finally:
            self.open -= 1
            with suppress(ValueError):
                turns.remove(mine)
            if not turns:
                self._turns.pop(family, None)


class _Stream:
    """One of them: what it was told last."""

    def __init__(
        self,
        feed: Feed,
        presence: Presence,
        streams: Streams,
        viewer: Viewer,
        member: Member | None,
    ) -> None:
        self._feed, self._presence, self._streams = feed, presence, streams
        self._viewer, self._member = viewer, member
        self.reached = 0
        self._audit: Audit | None = None
        self._new = False
        self._present = '"presence":[],'
        self._told = ""

    async def lines(
        self, page: Page, limit: int, allowed: Allowed, ours: Callable[[], bool]
    ) -> AsyncIterator[bytes]:
        """Pages as they go over the wire."""
        feed, loop = self._feed, asyncio.get_running_loop()
        epoch, told = feed.epoch, loop.time()
        checked = told
        yield self._line(page, self._beside(page))
        while not feed.bell.closed and feed.epoch == epoch and ours():
            if loop.time() - checked >= HEARTBEAT:
                checked = loop.time()
                if not await allowed():
                    return
            if page.end < feed.head:
                if feed.head - page.end > FARTHEST:
                    return
                page = await feed.page(self._viewer, page.end, limit)
                if feed.epoch == epoch:
                    told = loop.time()
                    yield self._line(page, self._beside(page))
                continue
            left = told + HEARTBEAT - loop.time()
            beside = self._beside(page, all=left <= 0)
            if self._new or left <= 0:
                told = loop.time()
                yield self._line(feed.empty(page.end, page.chain), beside)
            else:
                await feed.bell.wait(left)

    def _line(self, page: Page, beside: str) -> bytes:
        self.reached = page.end
        return sent(self._feed.opening(beside), page, self._member, b"\n")

    def _beside(self, page: Page, all: bool = False) -> str:
        """What stands beside the changes of a line; with `all` also what was told before.

        Sets `_new` where a desk does not know it yet.
        """
        audit, scope = self._feed.audit, self._viewer.scope
        present, told = self._presence.beside(scope), self._streams.told
        audited = audit is not None and audit is not self._audit and page.end == audit.at.seq
        moved = present != self._present
        self._new = audited or moved or told != self._told
        said = told
        if audited and audit is not None:
            self._audit = audit
            said += audit.told(scope)
        if moved or all:
            said += present
        self._present, self._told = present, told
        return said
