"""Keeps checkpoints of the board, seals each day that has ended, and sees whether all still fit."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from db import checkpoints, days
from db.days import Day, DayFault
from db.domain.city import City
from db.seals import Seal
from db.store import Conn, StoreFault
from server.believed import Believed
from server.changes import Feed
from server.log import note
from server.writing import Writer

EVERY = 30.0
"""Seconds between two looks."""

CHECKED_EVERY = 3600.0
"""Seconds after which sealed days are looked at again: the last one, and one more in turn."""

_PAUSE = 0.2


class Days:
    """Lives in the event loop. `told` hears whether a sealed day is not what it was."""

    def __init__(
        self,
        writer: Writer,
        feed: Feed,
        city: City,
        seal: Seal,
        told: Callable[[bool], None],
        now: Callable[[], datetime],
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._writer, self._feed, self._seal, self._told = writer, feed, seal, told
        self._zone = ZoneInfo(city.zone)
        self._now, self._passed = now, passed
        self._clock = Believed(now, passed)
        self._checked = float("-inf")
        self._turn = 0
        self.faults: tuple[DayFault, ...] = ()

    async def run(self) -> None:
        """Look until cancelled; a fault of the disk is logged and tried again."""
        while True:
            try:
                await self.look()
            except StoreFault as fault:
                note("days could not be looked at", logging.ERROR, key=fault.key)
            await asyncio.sleep(EVERY)

    async def look(self) -> list[Day]:
        """Keep what checkpoints are due and seal what has ended; the days sealed now."""
        while await self._keep():
            await asyncio.sleep(_PAUSE)  # others read as well
        sealed = await self._seal_ended() if self._clock.believed() else []
        if sealed or self._passed() - self._checked >= CHECKED_EVERY:
            await self.check()
        return sealed

    async def check(self) -> None:
        """See whether sealed days still are what they were; who follows is told."""
        self._checked = self._passed()
        self._turn += 1
        found = tuple(await self._feed.read(self._checked_days))
        for fault in found:
            note("sealed day differs", logging.ERROR, day=fault.day, reason=fault.reason)
        if self.faults and not found:
            note("sealed days fit again")
        self.faults = found
        self._told(bool(found))

    def _checked_days(self, conn: Conn) -> list[DayFault]:
        named = [day.day for day in days.all_days(conn)]
        some = {named[-1], named[self._turn % len(named)]} if named else set()
        return days.check(conn, self._seal, some)

    async def _keep(self) -> bool:
        await self._feed.calm()
        made = await self._feed.read(checkpoints.due)
        if made is not None:
            await self._writer.write(lambda conn: checkpoints.keep(conn, made))
        return made is not None

    async def _seal_ended(self) -> list[Day]:
        done: list[Day] = []
        while True:
            now = self._now()
            made = await self._feed.read(lambda conn, now=now: days.ended(conn, self._zone, now))  # type: ignore[misc]
            if not made:
                return done
            sealed = await self._writer.write(
                lambda conn, made=made, now=now: days.seal(conn, made, self._seal, now)  # type: ignore[misc]
            )
            for day in sealed:
                note("day sealed", day=day.day, change=day.seq, reports=days.totals(day.reports))
            done += sealed
            if not sealed:
                return done  # by another process, or of a history that ended: looked at again
