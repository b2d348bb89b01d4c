"""What the walls of the city are told: worked out once from the journal, sent to all of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

from db import cases, journal, walls
from db.domain.brief import milliseconds
from db.domain.case import Case
from db.domain.city import City
from db.domain.states import State
from db.domain.wall import LATELY, Figures, Flooding, Share, Shown, first_day, share_of
from db.domain.wall_line import flooding_of, same_tail, tail_of
from db.domain.wall_tally import WallTally
from db.lessons import altered
from db.store import Conn, StoreFault
from server.bell import Bell
from server.changes import Feed
from server.log import note
from server.pages import Page, opening, sent
from server.problems import busy
from server.squeeze import Member

BEAT = 2.0
"""Seconds after which a wall hears that all is as it was: it must notice a silence within five."""

LOOKS = 1.0
"""Seconds between two looks at the journal, however much happens."""

IDLE = 20.0
"""Seconds until it looks though nothing rang: days end by themselves."""

CHECKS = 15.0
"""Seconds between two looks at whether a wall is still let in."""

_KEPT = 64
_AT_ONCE = 1000
_PATIENCE = 10.0

Allowed = Callable[[], Awaitable[bool]]


class _Read(NamedTuple):
    """What a look at the database found."""

    epoch: str
    tally: WallTally
    figures: Figures


class Wall:
    """Follows the journal from the first wall's first question on. Lives in the event loop.

    `flooding` tells of the flood that there is, as desks are told. Each line is encoded once and
    packed once, however many walls there are.
    """

    def __init__(
        self,
        feed: Feed,
        city: City,
        flooding: Callable[[], Mapping[str, object] | None],
        now: Callable[[], datetime],
    ) -> None:
        self._feed, self._zone, self._flooding, self._now = feed, ZoneInfo(city.zone), flooding, now
        self._asked, self._ready, self._bell = asyncio.Event(), asyncio.Event(), Bell()
        self._numbers = count(1)
        self._begin("", WallTally(self._zone))

    def _begin(self, epoch: str, tally: WallTally) -> None:
        """Another history: nothing that was told before leads to it."""
        self._epoch, self._tally = epoch, tally
        self._n, self._figures = 0, Figures(0, {}, 0)
        self._rows: dict[int, Shown] = {}
        self._lines: deque[tuple[int, Page]] = deque(maxlen=_KEPT)
        self._whole: Page | None = None
        self._forgot = self._now()

    async def run(self) -> None:
        """Keep the picture true until cancelled; what could not be read is read again."""
        await self._asked.wait()
        while True:
            rung = asyncio.create_task(self._feed.bell.wait(IDLE))
            try:
                await self._look()
                await asyncio.sleep(LOOKS)
                await rung
            finally:
                rung.cancel()

    async def _look(self) -> None:
        told = self._flooding()
        flood = None if told is None else flooding_of(told)
        try:
            found = await self._feed.read(partial(self._caught_up, flood))
        except StoreFault as fault:
            note("the walls' numbers could not be read", 40, key=fault.key)
            self._begin("", WallTally(self._zone))
            return
        if found.epoch != self._epoch:
            self._begin(found.epoch, found.tally)
        self._publish(found.figures)

    # --- reading, on a readers' thread ---

    def _caught_up(self, flood: Flooding | None, conn: Conn) -> _Read:
        """In one consistent moment, or what a case added before could not be told."""
        head, tally, now = journal.head(conn), self._tally, self._now()
        if head.epoch != self._epoch:
            tally = self._from_all(conn, head.seq, now)
        else:
            self._alter(conn, tally)
        if now.hour != self._forgot.hour:
            tally.forget(now)
            self._forgot = now
        return _Read(head.epoch, tally, tally.figures(now, flood))

    def _from_all(self, conn: Conn, seq: int, now: datetime) -> WallTally:
        tally, lately = WallTally(self._zone, seq), milliseconds(now - LATELY)
        found = walls.whole(conn, first_day(now, self._zone), lately)
        shares = {case.id: share for case in found.cases if (share := share_of(case))}
        reports = {state: one.reports for state, one in found.tallies.items()}
        problems = sum(one.cases for state, one in found.tallies.items() if state != State.MERGED)
        tally.begin(reports, problems, found.arrivals, shares, now)
        return tally

    def _alter(self, conn: Conn, tally: WallTally) -> None:
        """Take in all that changed; of a case that is not held the journal tells what it added."""
        ids, seq = set[str](), tally.seq
        while (news := altered(conn, seq, _AT_ONCE)).seq > seq:
            ids |= news.ids
            seq = news.seq
        found = cases.many(conn, sorted(ids)) if ids else {}
        for id in sorted(ids):
            before = tally.shares.get(id) or _share(cases.at(conn, id, tally.seq))
            tally.alter(id, before, _share(found.get(id)))
        tally.seq = seq

    # --- telling ---

    def _publish(self, figures: Figures) -> None:
        put, drop = self._tally.moved()
        if self._n and figures == self._figures and not put and not drop:
            return
        before, self._n = self._n, next(self._numbers)
        self._figures, self._whole = figures, None
        self._rows |= put
        for key in drop:
            self._rows.pop(key, None)
        if before:
            tail = tail_of(self._n, figures, put.items(), drop, since=before)
            self._lines.append((before, _page(self._n, tail)))
        self._ready.set()
        self._bell.ring()

    def _told_whole(self) -> Page:
        if self._whole is None:
            self._whole = _page(self._n, tail_of(self._n, self._figures, self._rows.items()))
        return self._whole

    async def picture(self) -> Page:
        """All there is, as soon as it is known. Raises Problem 503 when that takes too long."""
        self._asked.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), _PATIENCE)
        if not self._n:
            raise busy(503, "the walls' numbers are not ready yet", 2)
        return self._told_whole()

    def opening(self) -> bytes:
        """What stands before a line that is sent now."""
        return opening(self._epoch, self._figures.seq, self._now())

    async def follow(self, allowed: Allowed, member: Member | None) -> AsyncIterator[bytes]:
        """The whole picture, then what changes, a line at least every `BEAT` seconds."""
        loop = asyncio.get_running_loop()
        epoch, page, checked = self._epoch, await self.picture(), loop.time()
        yield self._line(page, member)
        while not self._feed.bell.closed:
            if loop.time() - checked >= CHECKS:
                checked = loop.time()
                if not await allowed():
                    break
            if page.end == self._n:
                await self._bell.wait(BEAT)
            if not self._n:
                break  # the wall comes again, and waits for what is read anew
            page = self._next(page, same=epoch == self._epoch)
            epoch = self._epoch
            yield self._line(page, member)
        if member is not None:
            yield member.end()

    def _next(self, page: Page, *, same: bool) -> Page:
        """What a wall that has heard `page` is to hear."""
        if same and page.end == self._n:
            return _page(self._n, same_tail(self._n))
        later = (line for before, line in self._lines if before == page.end)
        found = next(later, None) if same else None
        return found or self._told_whole()

    def _line(self, page: Page, member: Member | None) -> bytes:
        return sent(self.opening(), page, member, b"\n")


def _page(n: int, tail: bytes) -> Page:
    return Page(n, "", tail, frozenset())


def _share(case: Case | None) -> Share | None:
    return None if case is None else share_of(case)
