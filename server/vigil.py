"""Keeps an eye on the server's own parts, every few seconds, and says what is wedged."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric

from db import deliveries, journal, mailings
from db.awake import READ_EVERY, AwakeClock
from db.deliveries import Standing
from db.faults import FaultKey
from db.store import Conn, StoreFault
from server.changes import Feed
from server.log import note, places_of
from server.measures import gauge
from server.watch import Watch
from server.wedge import LOOP, Vitals, wedged
from server.writing import Writer

EVERY = 2.0
"""Seconds between two looks."""

_QUEUES_EVERY = 10.0
_MEMORY = 45.0
"""Seconds that a stop of the event loop is told for: while it lasts nothing can be told."""


@dataclass(slots=True)
class _Question:
    """The last thing asked of the database, to see whether it answers."""

    asked: float
    answered: bool = False
    fault: FaultKey | None = None


class Vigil:
    """Lives in the event loop. `trouble` are the keys of what is wedged now.

    `delivers`: this server sends to the agencies, so what is due must not stay.
    """

    def __init__(
        self,
        writer: Writer,
        feed: Feed,
        watch: Watch,
        data: Path,
        told: Callable[[tuple[str, ...]], None] = lambda keys: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        delivers: bool = False,
        time: Callable[[], float] = time.monotonic,
    ) -> None:
        self._writer, self._feed, self._watch, self._data = writer, feed, watch, data
        self._told, self._now, self._delivers, self._time = told, now, delivers, time
        self._queues, self._queues_at = Standing({}, 0.0, 0.0, 0, 0), -_QUEUES_EVERY
        self._reports = mailings.Standing()
        self._question: _Question | None = None
        self._asking: asyncio.Task[None] | None = None
        self._held, self._held_at = 0.0, 0.0
        self._looked = time()
        self.trouble: tuple[str, ...] = ()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        self.loop = asyncio.get_running_loop()
        sentry = Sentry()
        sentry.start()
        try:
            while True:
                sentry.beat()
                self.look()
                before = sentry.awake()
                await asyncio.sleep(EVERY)
                self.held(sentry.awake() - before - EVERY)
        finally:
            sentry.stop()
            if self._asking is not None:
                self._asking.cancel()

    def held(self, seconds: float) -> None:
        """The event loop came so much too late."""
        now = self._time()
        if seconds > self._held or now - self._held_at > _MEMORY:
            self._held, self._held_at = max(0.0, seconds), now

    def look(self) -> None:
        """See how everything stands, and tell when it is not as it was."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        now = wedged(self.vitals())
        if now != self.trouble:
            begun, over = set(now) - set(self.trouble), set(self.trouble) - set(now)
            for key in sorted(begun):
                note("trouble", logging.ERROR, key=key)
            for key in sorted(over):
                note("trouble over", key=key)
            self.trouble = now
            self._told(now)

    def vitals(self) -> Vitals:
        """How the parts stand now."""
        question = self._question
        slow = question is not None and not question.answered
        load = self._writer.load()
        return Vitals(
            waiting=load.oldest,
            looked=self._watch.age(),
            held=self._held,
            reading=self._time() - question.asked if question is not None and slow else 0.0,
            written=load.fault,
            read=question.fault if question is not None else None,
            free=_free(self._data),
            late=self._queues.late if self._delivers else 0.0,
            unsent=self._reports.unsent + self._reports.lost,
        )

    def gauges(self) -> Iterable[Metric]:
        """The same for /metrics."""
        vitals, load = self.vitals(), self._writer.load()
        yield gauge("writer_jobs", "Jobs that wait for the writer", load.jobs)
        yield gauge("writer_oldest_seconds", "How long the oldest has waited", load.oldest)
        yield gauge("watch_age_seconds", "Since the clocks were looked at", vitals.looked)
        yield gauge("loop_held_seconds", "Longest stop of the event loop of late", vitals.held)
        yield gauge("read_waiting_seconds", "Age of a question without answer", vitals.reading)
        yield gauge("disk_free_bytes", "Free where the data lies", vitals.free)
        yield from _of_queues(self._queues)
        yield gauge("reports_waiting", "Reports on their way by e-mail", self._reports.waiting)
        yield gauge("reports_unsent", "Those that were to be there by now", self._reports.unsent)
        yield gauge("reports_lost", "Those given up in the last 7 days", self._reports.lost)

    async def _ask(self) -> None:
        """One short question, through the same threads that make pages."""
        before = self._question
        question = _Question(self._time(), fault=before.fault if before else None)
        self._question = question
        try:
            await self._feed.read(self._look_into)
            question.fault = None
        except StoreFault as fault:
            question.fault = fault.key
        question.answered = True

    def _look_into(self, conn: Conn) -> None:
        """On a reading thread: a row of the journal, and now and then what is sent."""
        journal.head(conn)
        if self._time() - self._queues_at >= _QUEUES_EVERY:
            now = self._now()
            self._reports = mailings.standing(conn, now)
            self._queues, self._queues_at = deliveries.standing(conn, now), self._time()


def _of_queues(queues: Standing) -> Iterable[Metric]:
    waiting = GaugeMetricFamily(
        "liveroom_deliveries_waiting", "Deliveries on their way, by way out", labels=["way"]
    )
    for way, count in sorted(queues.waiting.items()):
        waiting.add_metric([way], count)
    yield waiting
    yield gauge("deliveries_oldest_seconds", "Age of the oldest of them", queues.oldest)
    yield gauge("deliveries_late_seconds", "How long the most overdue is due", queues.late)
    yield gauge("deliveries_alarmed", "Those the room was told of", queues.alarmed)
    yield gauge("deliveries_held", "Those that wait for a person", queues.held)


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


class Sentry:
    """A thread that notices from outside when the event loop stands still, and logs where."""

    def __init__(self, most: float = LOOP) -> None:
        self.awake = AwakeClock()
        self._most = most
        self._loop_thread = threading.get_ident()
        self._beat = self.awake()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._stand, name="sentry", daemon=True)

    def start(self) -> None:
        """Begin, on the thread whose loop is watched."""
        self._loop_thread = threading.get_ident()
        self.beat()
        self._thread.start()

    def beat(self) -> None:
        """The loop is alive."""
        self._beat = self.awake()

    def stop(self) -> None:
        """End the thread."""
        self._end.set()
        self._thread.join()

    def _stand(self) -> None:
        told = 0.0
        while not self._end.wait(min(READ_EVERY, self._most / 5)):
            beat = self._beat
            if self.awake() - beat > EVERY + self._most and told != beat:
                told = beat
                note("event loop blocked", logging.ERROR, at=self._places())

    def _places(self) -> str:
        # Let go of at once: a frame that is held holds everything in it, such as connections.
        return places_of(sys._current_frames().get(self._loop_thread))
