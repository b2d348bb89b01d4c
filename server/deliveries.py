"""Deliveries to the agencies: sent when due, alarmed when late, each outcome decided once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from db import deliveries
from db.domain.deliveries import (
    Attempt,
    Job,
    Notice,
    Reply,
    acknowledged,
    arrived,
    attempted,
    raised,
    seen,
    settled,
    step_told,
)
from db.domain.dispatch import news, news_ids
from db.domain.states import Role
from db.store import StoreFault
from server.changes import Feed
from server.ledger import Ledger, body_hash
from server.log import note
from server.positions import Positions
from server.writing import Writer

LONGEST_WAIT = 5.0
"""Seconds between two looks at the table while nothing is known to be due."""

_LEAST_WAIT = 0.1
_SENDERS = 8
_AT_ONCE = 50
_GOODBYE = 5.0

_TAKEN_BY = {
    Role.OPD_OPERATOR: frozenset(Notice) - {Notice.ESCALATED},
    Role.AGENCY_HEAD: frozenset({Notice.ESCALATED}),
}
"""What is told to whom of an agency."""

Advance = Callable[[Job, datetime], Job]


class Way(Protocol):
    """A way out to agencies. Called on a thread of its own; may block for some seconds."""

    def send(self, job: Job) -> Attempt:
        """Make one attempt."""


class Deliveries:
    """Looks after the table of deliveries while the server runs. Lives in the event loop.

    Several processes on one database share the work: whoever claims a job has it for `lease`,
    and when no outcome was recorded by then, another sends it again under the same id.
    """

    def __init__(
        self,
        writer: Writer,
        feed: Feed,
        ways: Mapping[str, Way],
        now: Callable[[], datetime],
        lease: timedelta,
    ) -> None:
        self._writer, self._feed, self._ways, self._now = writer, feed, ways, now
        self._lease = lease
        self._senders = ThreadPoolExecutor(_SENDERS, "deliveries")
        self._flying: set[asyncio.Task[None]] = set()
        self._came = asyncio.Event()
        self.positions = Positions(self._came.set, lambda: feed.epoch)

    async def run(self) -> None:
        """Work until cancelled; a fault of the disk is logged and tried again."""
        while True:
            try:
                wait = await self.turn()
            except StoreFault as fault:
                note("deliveries could not be looked at", 40, key=fault.key)
                wait = LONGEST_WAIT
            await self._rest(wait)

    async def close(self) -> None:
        """Let those under way come home for a moment; what does not is sent again later."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=_GOODBYE)
        self._senders.shutdown(wait=False, cancel_futures=True)

    async def turn(self) -> float:
        """Do everything that is due; seconds until there is something to do again."""
        await self._note_taken()
        await self._note_opened()
        now = self._now()
        due = await self._feed.read(deliveries.next_instant)
        if due is not None and due <= now:
            await self._writer.ask(self._raise_alarms)
            jobs = await self._writer.write(
                lambda conn: deliveries.claim(conn, now, now + self._lease, _AT_ONCE)
            )
            for job in jobs:
                flight = asyncio.create_task(self._fly(job))
                self._flying.add(flight)
                flight.add_done_callback(self._flying.discard)
            # What could not be claimed waits for those in hand, or for their leases.
            return _LEAST_WAIT if jobs else 1.0
        left = (due - now).total_seconds() if due is not None else LONGEST_WAIT
        return max(_LEAST_WAIT, min(left, LONGEST_WAIT))

    async def one(self, id: str) -> Job | None:
        """The delivery of this id."""
        return await self._feed.read(lambda conn: deliveries.one(conn, id))

    async def acknowledge(self, job: Job, *, only_seen: bool) -> None:
        """The agency's own system says that it has a delivery."""
        await self._advance(job, seen if only_seen else acknowledged)

    async def _rest(self, wait: float) -> None:
        bell = asyncio.ensure_future(self._feed.bell.wait(wait))
        came = asyncio.ensure_future(self._came.wait())
        try:
            await asyncio.wait({bell, came}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in (bell, came):
                one.cancel()
        self._came.clear()
        await asyncio.sleep(_LEAST_WAIT)  # many commits, one look

    async def _fly(self, job: Job) -> None:
        """One attempt and what it came to. A fault here means: sent again when the lease ends."""
        way = self._ways.get(job.channel)
        loop = asyncio.get_running_loop()
        attempt = Attempt(Reply.REFUSED, "no_destination")
        if way is not None:
            attempt = await loop.run_in_executor(self._senders, way.send, job)
        note(
            "delivery attempted", 20, job=job.id, way=job.channel, opd=job.opd, tries=job.tries,
            said=attempt.said,
        )  # fmt: skip
        try:
            await self._advance(job, lambda held, at: attempted(held, attempt, at))
        except StoreFault as fault:
            note("delivery could not be recorded", 40, job=job.id, key=fault.key)
        self._came.set()

    async def _note_taken(self) -> None:
        """What the agencies' consoles have come to take."""
        self.positions.forget_ended()
        reached = dict(self.positions.news)
        if not reached:
            return
        for (opd, role), seq in reached.items():
            look = partial(deliveries.on_offer, opd=opd, notices=_TAKEN_BY[role], seq=seq)
            for job in await self._feed.read(look):
                await self._advance(job, arrived)
            if self.positions.news.get((opd, role)) == seq:
                del self.positions.news[opd, role]

    async def _note_opened(self) -> None:
        for (opd, role), case in list(self.positions.opened):
            seen_by = _TAKEN_BY[role] - {Notice.WITHDRAWN}
            look = partial(deliveries.unseen, opd=opd, notices=seen_by, case=case)
            for job in await self._feed.read(look):
                await self._advance(job, seen)
            self.positions.opened.discard(((opd, role), case))

    async def _advance(self, job: Job, step: Advance) -> None:
        """Take a job one step on, with the news of it, in one transaction."""

        def stepped(ledger: Ledger) -> None:
            jobs = deliveries.of_case(ledger.conn, job.case)
            for held in jobs:
                if held.id == job.id:
                    after = step(held, ledger.now)
                    keep(ledger, jobs, settled(jobs, after) if after.arrived else [after])

        await self._writer.ask(stepped, news_ids(job), frozenset({job.case}))

    def _raise_alarms(self, ledger: Ledger) -> None:
        for job in deliveries.overdue(ledger.conn, ledger.now, _AT_ONCE):
            jobs = deliveries.of_case(ledger.conn, job.case)
            keep(ledger, jobs, raised(jobs, job, ledger.now))
            note("delivery is late", 20, job=job.id, way=job.channel, opd=job.opd, said=job.said)


def keep(ledger: Ledger, held: list[Job], after: list[Job]) -> None:
    """Write jobs as they stand now, and into the journal what the room must hear of it."""
    deliveries.put(ledger.conn, after)
    was = {job.id: job for job in held}
    for job in after:
        step = step_told(was.get(job.id, job), job)
        case = ledger.pen.case(job.case)
        command = news(job, step, case, ledger.now) if step and case is not None else None
        if command is not None:
            ledger.carry_out(command, body_hash(command))
