"""The one writer: every change of the database waits here, and many share one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from db import journal
from db.domain.city import City
from db.journal import Entry
from db.store import Conn, Store, StoreFault
from server.ledger import Ledger

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


class Writer:
    """Carries out jobs in the order they came, as many as are waiting in one transaction.

    `committed` is called in the event loop after each commit, with the new journal entries,
    before anyone is answered.
    """

    def __init__(
        self,
        store: Store,
        city: City,
        now: Callable[[], datetime],
        committed: Callable[[list[Entry]], None],
    ) -> None:
        self._store = store
        self._city = city
        self._now = now
        self._committed = committed
        self._waiting: list[Job[Any]] = []
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
        job: Job[R] = Job(work, ids, cases, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._came.set()
        return await job.done

    async def write(self, work: Callable[[Conn], R]) -> R:
        """As `ask`, for work that touches no case."""
        return await self.ask(lambda ledger: work(ledger.conn))

    async def run(self) -> None:
        """Commit group after group until `close`; what is still waiting then is carried out."""
        while self._waiting or not self._closing:
            await self._came.wait()
            self._came.clear()
            while self._waiting:
                group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._carry_out(group)
        self._thread.shutdown()

    def close(self) -> None:
        """Let `run` end once nothing is waiting."""
        self._closing = True
        self._came.set()

    async def _carry_out(self, group: list[Job[Any]]) -> None:
        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(self._thread, self._commit, group)
        await asyncio.wait({done})
        fault = done.exception()
        if fault is None:
            self._settle(group, *done.result())
        elif len(group) == 1 or isinstance(fault, StoreFault):
            # A disk that takes nothing takes nothing from anybody: who waits is told at once.
            for job in group:
                _fail(job, fault)
        else:
            # One of them spoils the group: alone, each has its own fault or none.
            for job in group:
                await self._carry_out([job])

    def _commit(self, group: list[Job[Any]]) -> tuple[list[Any], list[Entry]]:
        now = self._now()
        with self._store.write() as conn, journal.writing(conn, now, self._shelf) as pen:
            ledger = Ledger(conn, pen, self._city, now)
            ledger.prepare(
                (id for job in group for id in job.ids),
                (case for job in group for case in job.cases),
            )
            results = [job.work(ledger) for job in group]
            ledger.finish()
        return results, list(pen.added)

    def _settle(self, group: list[Job[Any]], results: list[Any], entries: list[Entry]) -> None:
        if entries:
            self._committed(entries)
        for job, result in zip(group, results, strict=True):
            if not job.done.done():
                job.done.set_result(result)


def _fail(job: Job[Any], fault: BaseException) -> None:
    if not job.done.done():
        job.done.set_exception(fault)
