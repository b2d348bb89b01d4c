"""Sends reports by e-mail when they are due: each one once, whoever of several servers does it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from db import mailings
from db.domain.city import City
from db.domain.deliveries import Attempt, Reply, attempted
from db.domain.mailings import Letter
from db.store import Conn, StoreFault
from server.believed import Believed
from server.changes import Feed
from server.log import note
from server.mailer import Mailer
from server.mailing.due import outstanding
from server.mailing.keeping import begin_due
from server.mailing.letter import Printed, message
from server.writing import Writer

LONGEST_WAIT = 5.0
"""Seconds between two looks while nothing is known to be due."""

_LEAST_WAIT = 0.1
_SWEPT_EVERY = 3600.0
_AT_ONCE = 4
_GOODBYE = 10.0

MAKING = timedelta(minutes=5)
"""Time to make a report in, after which whoever claimed it counts as gone."""

SENDING = timedelta(minutes=2)
"""More than the conversation with a mail server takes, each step of which has its own patience."""


class Unprinted(Exception):
    """A report could not be made now; the argument is a short key."""


Press = Callable[[str, str, tuple[str, ...], str], Awaitable[Printed]]
"""Makes the report of a kind, of the period that begins on a day, in some forms, for a scope.

Raises Unprinted.
"""


class Sends:
    """Looks after schedules and letters while the server runs. Lives in the event loop.

    A letter is claimed for as long as making and sending may take; when no outcome was recorded
    by then, it is sent again under the same id.
    """

    def __init__(
        self,
        writer: Writer,
        feed: Feed,
        press: Press,
        mailer: Mailer | None,
        city: City,
        now: Callable[[], datetime],
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._writer, self._feed, self._press, self._mailer = writer, feed, press, mailer
        self._city, self._zone = city, ZoneInfo(city.zone)
        self._now, self._passed = now, passed
        self._clock = Believed(now, passed)
        self._senders = ThreadPoolExecutor(_AT_ONCE, "reports")
        self._flying: set[asyncio.Task[None]] = set()
        self._swept = float("-inf")
        self._came = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether there is a mail server to send with."""
        return self._mailer is not None

    def wake(self) -> None:
        """Something may be due now."""
        self._came.set()

    async def run(self) -> None:
        """Work until cancelled; a fault of the disk is logged and tried again."""
        while True:
            try:
                wait = await self.turn()
            except StoreFault as fault:
                note("reports could not be looked at", logging.ERROR, key=fault.key)
                wait = LONGEST_WAIT
            self._came.clear()
            rest = asyncio.ensure_future(self._came.wait())
            await asyncio.wait({rest}, timeout=wait)
            rest.cancel()

    async def close(self) -> None:
        """Let those under way come home for a moment; what does not is sent again later."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=_GOODBYE)
        self._senders.shutdown(wait=False, cancel_futures=True)

    async def turn(self) -> float:
        """Do everything that is due; seconds until there may be something to do again."""
        now = self._now()
        await self._begin_due(now)
        if self._passed() - self._swept >= _SWEPT_EVERY:
            await self._writer.write(lambda conn: mailings.sweep(conn, now))
            self._swept = self._passed()
        due = await self._feed.read(mailings.next_instant)
        if due is None or due > now:
            left = LONGEST_WAIT if due is None else (due - now).total_seconds()
            return max(_LEAST_WAIT, min(left, LONGEST_WAIT))
        batch = await self._writer.write(lambda conn: self._taken(conn, now))
        if batch:
            flight = asyncio.create_task(self._send(batch))
            self._flying.add(flight)
            flight.add_done_callback(self._flying.discard)
            await asyncio.shield(flight)
        return _LEAST_WAIT if batch else 1.0

    async def _begin_due(self, now: datetime) -> None:
        held = await self._feed.read(mailings.everything)
        # The clock is asked about only where something hangs on it: it remembers when it was last.
        if any(outstanding(one, self._zone, now) for one in held) and self._clock.believed():
            made = await self._writer.write(lambda conn: begin_due(conn, self._zone, now))
            for one in made:
                note("report is due", letter=one.id, kind=one.kind, first=one.first,
                     missed=one.missed)  # fmt: skip

    def _taken(self, conn: Conn, now: datetime) -> list[Letter]:
        for one in mailings.raise_alarms(conn, now):
            note("report has not arrived", logging.ERROR, letter=one.id, said=one.said)
        return mailings.claim(conn, now, now + MAKING + SENDING, _AT_ONCE)

    async def _send(self, batch: Iterable[Letter]) -> None:
        for asked, some in groupby(sorted(batch, key=_asked), _asked):
            letters = list(some)
            printed = await self._printed(*asked)
            await asyncio.gather(*(self._hand_over(one, printed) for one in letters))

    async def _printed(
        self, kind: str, first: str, forms: tuple[str, ...], scope: str
    ) -> Printed | Attempt:
        if self._mailer is None:
            return Attempt(Reply.REFUSED, "no_mail_server")
        try:
            return await self._press(kind, first, forms, scope)
        except Unprinted as fault:
            return Attempt(Reply.UNSENT, str(fault))

    async def _hand_over(self, letter: Letter, printed: Printed | Attempt) -> None:
        """One attempt and what it came to. A fault here means: sent again when the claim ends."""
        attempt = printed
        if isinstance(attempt, Printed):
            attempt = await self._attempt(letter, attempt)
        note("report attempted", letter=letter.id, kind=letter.kind, first=letter.first,
             tries=letter.tries, said=attempt.said)  # fmt: skip
        try:
            await self._writer.write(lambda conn: _record(conn, letter.id, attempt, self._now()))
        except StoreFault as fault:
            note("report could not be recorded", logging.ERROR, letter=letter.id, key=fault.key)

    async def _attempt(self, letter: Letter, printed: Printed) -> Attempt:
        mailer, until = self._mailer, letter.lease_until
        if mailer is None or until is None or self._now() + SENDING > until:
            return Attempt(Reply.UNSENT, "slow")  # another may have it by now
        made = message(letter, printed, self._city, mailer)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._senders, mailer.hand_over, made, [letter.address])


def _asked(letter: Letter) -> tuple[str, str, tuple[str, ...], str]:
    return letter.kind, letter.first, letter.forms, letter.scope


def _record(conn: Conn, id: str, attempt: Attempt, at: datetime) -> None:
    mailings.put_letters(conn, [attempted(one, attempt, at) for one in mailings.of_ids(conn, [id])])
