"""The one writer: every change of the database waits here, and many share one commit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from db import journal
from db.domain.city import City
from db.faults import FaultKey
from db.journal import Entry, Head, Mark
from db.store import Conn, Store, StoreFault
from server.ledger import Ledger
from server.problems import busy
from server.settings import DEFAULT_BUSY_AFTER

R = TypeVar("R")

MOST = 256
"""Jobs that share one commit at most, so that the first one does not wait for ever."""


@dataclass(slots=True)
class Job(Generic[R]):
    """Work for the writer. `ids` and `cases` are read in one go for the whole group."""

    work: Callable[[Ledger], R]
    ids: frozenset[str]
    cases: frozenset[str]
    done: asyncio.Future[R]
    came: float


@dataclass(frozen=True, slots=True)
class Load:
    """What waits for the writer: jobs, seconds of the oldest, and how the last commit failed."""

    jobs: int
    oldest: float
    fault: FaultKey | None


class Unsettled(Exception):
    """The writer itself failed over this work: whether it is on disk is not known."""


Wrote = Callable[[int, float], None]
"""Told of each transaction: how many jobs it held, and how many seconds it took."""


class Writer:
    """Carries out jobs in the order they came, as many as are waiting in one transaction.

    `committed` is called in the event loop after each commit, with the new journal entries and
    the head, before anyone is answered. `seen` is the furthest place of the history known here:
    where the journal no longer holds it, a commit begins a new epoch. `busy_after`: seconds that
    work may wait until what comes from outside is asked to come later.
    """

    def __init__(
        self,
        store: Store,
        city: City,
        now: Callable[[], datetime],
        committed: Callable[[list[Entry], Head], None],
        wrote: Wrote = lambda jobs, seconds: None,
        seen: Callable[[], Mark | None] = lambda: None,
        busy_after: float = DEFAULT_BUSY_AFTER,
    ) -> None:
        self._store = store
        self._city = city
        self._now = now
        self._committed = committed
        self._wrote = wrote
        self._seen = seen
        self._busy_after = busy_after
        self._waiting: list[Job[Any]] = []
        self._at_work: list[Job[Any]] = []
        self._fault: FaultKey | None = None
        self._came = asyncio.Event()
        self._shelf = journal.Shelf()
        self._thread = ThreadPoolExecutor(1, "writer")
        self._closing = False

    async def ask(
        self,
        work: Callable[[Ledger], R],
        ids: frozenset[str] = frozenset(),
        cases: frozenset[str] = frozenset(),
    ) -> R:
        """What `work` returns, once its transaction is on disk. Raises what it raises.

        Raises StoreFault when it could not be stored; then nothing of it was.
        """
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        job = Job(work, ids, cases, future, time.monotonic())
        self._waiting.append(job)
        self._came.set()
        return await job.done

    async def write(self, work: Callable[[Conn], R]) -> R:
        """As `ask`, for work that touches no case."""
        return await self.ask(lambda ledger: work(ledger.conn))

    async def mend(self) -> None:
        """Have the journal looked at, and a new epoch begun if it has lost what was seen."""
        await self.write(lambda conn: None)

    async def run(self) -> None:
        """Commit group after group until `close`; what is still waiting then is carried out."""
        while self._waiting or not self._closing:
            await self._came.wait()
            self._came.clear()
            while self._waiting:
                group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                try:
                    await self._carry_out(group)
                finally:
                    for job in group:
                        _fail(job, Unsettled())
        self._thread.shutdown()

    def load(self) -> Load:
        """How much there is to do at this moment. Event loop only."""
        jobs = self._at_work + self._waiting
        oldest = time.monotonic() - jobs[0].came if jobs else 0.0
        return Load(len(jobs), oldest, self._fault)

    def check_pace(self) -> None:
        """Raises Problem 429 while work has waited so long that more of it would only wait, too."""
        if self.load().oldest > self._busy_after:
            raise busy(429, "the server cannot store as fast as it is asked to; wait a little", 5)

    def close(self) -> None:
        """Let `run` end once nothing is waiting."""
        self._closing = True
        self._came.set()

    async def _carry_out(self, group: list[Job[Any]]) -> None:
        loop, begun = asyncio.get_running_loop(), time.monotonic()
        self._at_work = group
        done = loop.run_in_executor(self._thread, self._commit, group, self._seen())
        await asyncio.wait({done})
        self._at_work = []
        self._wrote(len(group), time.monotonic() - begun)
        fault = done.exception()
        self._fault = fault.key if isinstance(fault, StoreFault) else None
        if fault is None:
            self._settle(group, *done.result())
        elif len(group) == 1 or _everybodys(fault):
            # A disk that takes nothing takes nothing from anybody: who waits is told at once.
            for job in group:
                _fail(job, fault)
        else:
            # One of them spoils the group: alone, each has its own fault or none.
            for job in group:
                await self._carry_out([job])

    def _commit(
        self, group: list[Job[Any]], seen: Mark | None
    ) -> tuple[list[Any], list[Entry], Head]:
        now, shelf = self._now(), self._shelf
        with self._store.write() as conn, journal.writing(conn, now, shelf, seen) as pen:
            ledger = Ledger(conn, pen, self._city, now)
            ledger.prepare(
                (id for job in group for id in job.ids),
                (case for job in group for case in job.cases),
            )
            results = [job.work(ledger) for job in group]
            ledger.finish()
        return results, list(pen.added), pen.at

    def _settle(
        self, group: list[Job[Any]], results: list[Any], entries: list[Entry], at: Head
    ) -> None:
        self._committed(entries, at)
        for job, result in zip(group, results, strict=True):
            if not job.done.done():
                job.done.set_result(result)


def _everybodys(fault: BaseException) -> bool:
    """Whether whoever waits would meet it; what the database gives no known reason for, one may."""
    return isinstance(fault, StoreFault) and fault.key is not FaultKey.FAILED


def _fail(job: Job[Any], fault: BaseException) -> None:
    if not job.done.done():
        job.done.set_exception(fault)
