"""Follows the journal: keeps the trails in the database, and all of them as columns in memory."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import partial

from db import journal, trails
from db.domain.city import City
from db.store import Conn, StoreFault
from db.trails import Piece
from server.changes import Feed
from server.figures.block import Words
from server.figures.cube import Cube
from server.figures.wall import Wall
from server.problems import busy
from server.writing import Writer

AT_ONCE = 200
"""Cases or changes in one piece, so that commands get their turn in between."""

WAIT = 300.0
"""Seconds until it looks at the journal though nothing rang."""

REST = 10
"""How many times as long as the columns took to make it rests, while there is always more."""

_SHORTEST_REST = 0.2


@dataclass(frozen=True, slots=True)
class Shown:
    """The columns of the history up to `seq`."""

    epoch: str
    seq: int
    cube: Cube
    words: Words


class Mirror:
    """`shown` is None until all there is was read once. Of several servers on one database each
    has its own columns; whichever comes first keeps the next trails, exactly once.
    """

    def __init__(self, feed: Feed, writer: Writer, city: City) -> None:
        self._feed, self._writer = feed, writer
        self._shown: Shown | None = None
        self.wall = Wall(city)

    @property
    def shown(self) -> Shown:
        """What there is to ask now. Raises Problem 503 until there is."""
        if self._shown is None:
            raise busy(503, "the figures are being made from the journal", 10)
        return self._shown

    async def run(self) -> None:
        """Keep up with the journal until the server stops."""
        self._shown = None
        bell = self._feed.bell
        while not bell.closed:
            rung = asyncio.create_task(bell.wait(WAIT))
            try:
                took = await self._look()
                await asyncio.sleep(max(_SHORTEST_REST, REST * took))
                await rung
            finally:
                rung.cancel()

    async def _look(self) -> float:
        """Come to the head; seconds that making the columns took. A store that fails is asked
        again at the next look.
        """
        try:
            while await self._keep_next():
                pass
            begun = time.monotonic()
            self._shown = await self._feed.read(self._read)
        except StoreFault:
            return 1.0
        return time.monotonic() - begun

    async def _keep_next(self) -> bool:
        """Keep the next trails; whether there may be more. In a busy hour it takes turns."""
        await self._feed.calm()
        begun = time.monotonic()
        piece: Piece | None = await self._feed.read(partial(trails.next_piece, most=AT_ONCE))
        if piece is None:
            return False
        await self._writer.write(partial(trails.put_piece, piece=piece))
        if self._writer.load().jobs:
            await asyncio.sleep(time.monotonic() - begun)
        return True

    def _read(self, conn: Conn) -> Shown | None:
        """What is in memory, brought up to what is kept."""
        at, epoch = trails.reached(conn), journal.head(conn).epoch
        shown = self._shown
        if at is None or not at.whole:
            return shown
        if shown is None or shown.epoch != epoch or shown.seq > at.seq:
            shown = Shown(epoch, 0, Cube(), Words())
        if shown.seq == at.seq:
            return shown
        news = (trail for _, trail in trails.after(conn, shown.seq))  # a million would fill memory
        cube = shown.cube.with_these(news, shown.words, self.wall)
        return Shown(epoch, at.seq, cube, shown.words)
