"""The city's clock: closes what nobody objected to, and tells late clocks up their ladders."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from db import lapsed, sessions
from db.domain import commands as verb
from db.domain.case import SYSTEM, Case
from db.domain.changes import Outcome
from db.domain.city import City
from db.domain.commands import Command
from db.store import StoreFault
from server.changes import Feed
from server.commands import asked_by_system, decide_all
from server.ladders import Ladders
from server.log import note
from server.writing import Writer

OBJECTION = "objection"
"""The clock that gives the reporter time to object; its end closes the case."""

EVERY = 30.0
"""Seconds between two looks at the clocks."""

_AT_ONCE = 200
_SWEPT_AFTER = timedelta(days=30)
_OURS = uuid.UUID("5a0f1d3e-5c1b-4a52-9c1c-6b1a3c7f2d10")


class Watch:
    """Looks at the clocks every `EVERY` seconds while the server runs."""

    def __init__(self, writer: Writer, feed: Feed, city: City, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._feed = feed
        self._city = city
        self._now = now
        self._looked = time.monotonic()
        self._ladders = Ladders(writer, feed, city, now)

    def age(self) -> float:
        """Seconds since the clocks were last looked at without a fault."""
        return time.monotonic() - self._looked

    async def run(self) -> None:
        """Look until cancelled; a fault of the disk is logged and tried again."""
        while True:
            try:
                await self.look()
                await self._ladders.look()
                self._looked = time.monotonic()
                await self._writer.write(
                    lambda conn: sessions.sweep(conn, self._now() - _SWEPT_AFTER)
                )
            except StoreFault as fault:
                note("watch could not look at the clocks", 40, key=fault.key)
            await asyncio.sleep(EVERY)

    async def look(self) -> int:
        """Close what is due now; how many cases were closed."""
        closed = 0
        while True:
            now = self._now()
            due = await self._feed.read(
                lambda conn, now=now: lapsed.resolved(conn, OBJECTION, now, _AT_ONCE)  # type: ignore[misc]
            )
            if not due:
                return closed
            accepted = await self._close(due, now)
            closed += accepted
            if not accepted:
                return closed

    async def _close(self, due: list[Case], now: datetime) -> int:
        asked = [asked_by_system(_closing(case, now)) for case in due]
        answers = await self._writer.ask(
            lambda ledger: decide_all(ledger, asked),
            frozenset(one.command.id for one in asked),
            frozenset(case.id for case in due),
        )
        return sum(answer.outcome == Outcome.ACCEPTED for answer in answers)


def _closing(case: Case, now: datetime) -> Command:
    """The command that closes a case; its id is the same however often it is asked for."""
    id = str(uuid.uuid5(_OURS, f"close {case.id} {case.seq}"))
    return Command(id, case.id, verb.Close(), SYSTEM, now)
