"""Learns from the city's decisions which agency keeps what, and has that ready for the desks."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import time
from dataclasses import dataclass

from db import journal, lessons
from db.domain.city import City
from db.domain.routing import Learned, Lesson
from db.domain.wire import canonical, encode
from db.lessons import Lessons
from db.store import Conn, StoreFault
from server.changes import Feed

AT_ONCE = 200
"""Cases or changes read in one go, so that other readers get their turn in between."""

WAIT = 300.0
"""Seconds until it looks at the journal though nothing rang."""

REST = 20
"""How many times as long as learning took it rests afterwards; a busy minute is a few states."""

_SHORTEST_REST = 1.0


@dataclass(frozen=True, slots=True)
class Published:
    """What desks are sent: JSON as it is and packed. `version` is the SHA-256 of what it holds."""

    version: str
    plain: bytes
    packed: bytes


class Learner:
    """Follows the journal, whichever process writes it; a new epoch begins from nothing.

    `published` is None until every case was learned once. All of the work is done on the readers'
    threads, one piece after the other; the event loop only hands it on.
    """

    def __init__(self, feed: Feed, city: City) -> None:
        self.published: Published | None = None
        self._feed, self._city = feed, city
        self._begin("", 0)

    def _begin(self, epoch: str, seq: int) -> None:
        self._epoch, self._seq = epoch, seq
        self._learned, self._held = Learned(), dict[str, Lesson]()

    async def run(self) -> None:
        """Learn all there is, then what comes, until the server stops."""
        self._begin("", 0)
        bell = self._feed.bell
        while not bell.closed:
            rung = asyncio.create_task(bell.wait(WAIT))
            try:
                took = await self._learn_now()
                await asyncio.sleep(max(_SHORTEST_REST, REST * took))
                await rung
            finally:
                rung.cancel()

    async def _learn_now(self) -> float:
        """Seconds it took. What could not be read is read from the beginning the next time."""
        begun = time.monotonic()
        try:
            await self._learn_all_there_is()
        except StoreFault:
            self._begin("", 0)
        return time.monotonic() - begun

    async def _learn_all_there_is(self) -> None:
        if await self._feed.read(self._new_epoch):
            last: str | None = ""
            while last is not None:
                last = await self._feed.read(lambda conn, last=last: self._load(conn, last))  # type: ignore[misc]
        while await self._feed.read(self._follow):
            pass
        self.published = await self._feed.read(lambda _conn: self._publish())

    def _new_epoch(self, conn: Conn) -> bool:
        """Whether everything is to be learned from here, the cases as they stand at this head."""
        head = journal.head(conn)
        if head.epoch == self._epoch:
            return False
        self._begin(head.epoch, head.seq)
        return True

    def _load(self, conn: Conn, after: str) -> str | None:
        """Learn the next cases; the last one's id, None at the end."""
        found = lessons.page(conn, self._city, after, AT_ONCE)
        self._take(found)
        return next(reversed(found), None)

    def _follow(self, conn: Conn) -> bool:
        """Learn what changed next; whether there is more."""
        altered = lessons.altered(conn, self._seq, AT_ONCE)
        self._take(lessons.of(conn, self._city, altered.ids))
        moved, self._seq = altered.seq > self._seq, altered.seq
        return moved

    def _take(self, found: Lessons) -> None:
        """In place of what these cases taught before."""
        for id, lesson in found.items():
            held = self._held.pop(id, None)
            if held is not None:
                self._learned.drop(held)
            if lesson is not None:
                self._learned.put(lesson)
                self._held[id] = lesson

    def _publish(self) -> Published:
        body = canonical(encode(self._learned.often()))
        version = hashlib.sha256(body).hexdigest()
        if self.published is not None and self.published.version == version:
            return self.published
        plain = f'{{"version":"{version}","routing":'.encode() + body + b"}"
        return Published(version, plain, gzip.compress(plain, 6, mtime=0))
