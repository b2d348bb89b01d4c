"""Compares what the server says this desk's cases add up to with the rows of its own cache."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from console.worker import Worker
from db import feed
from db.audits import Audit, added_up
from db.store import Conn, StoreFault

T = TypeVar("T")
_log = logging.getLogger(__name__)

_BEGINS = 1.0
"""Seconds the writer waits at most until the audit has its view of the rows."""


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit found: `cases` and `digest` are those of this desk's own rows."""

    said: Audit
    cases: int
    digest: str

    @property
    def same(self) -> bool:
        """Whether this desk holds what the server says it should."""
        return (self.cases, self.digest) == (self.said.cases, self.said.digest)


class Auditor:
    """One audit at a time on a thread of its own; it reads one moment of the cache throughout.

    `told` is called on that thread with what was found. While an audit runs, others are passed
    over: the server sends the next one within minutes.
    """

    def __init__(self, told: Callable[[Audited], None]) -> None:
        self._told = told
        self._worker = Worker("auditor")
        self._busy = threading.Lock()

    def close(self) -> None:
        """Begin no more."""
        self._worker.shutdown(wait=False)

    def begin(
        self, audit: Audit, ask: Callable[[Callable[[Conn], Audited | None]], Audited | None]
    ) -> None:
        """Call it on the thread that writes the cache: it waits until the rows are held fast.

        `ask` runs a question in one read transaction. Nothing happens when the cache has moved on.
        """
        if not self._busy.acquire(blocking=False):
            return
        held = threading.Event()

        def question(conn: Conn) -> Audited | None:
            try:
                at = feed.cursor(conn)  # the first look fixes what this transaction sees
            finally:
                held.set()
            if at is None or (at.epoch, at.seq) != (audit.epoch, audit.seq):
                return None
            return Audited(audit, *added_up(conn, _Pause()))

        def work() -> None:
            try:
                found = ask(question)
            except StoreFault as fault:
                _log.info("no audit this time: %s", fault)
                return
            finally:
                held.set()
                self._busy.release()
            if found is not None:
                self._told(found)

        self._worker.submit(work)
        held.wait(_BEGINS)


class _Pause:
    """As long as the piece before it took: an audit takes half a processor at most."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self) -> None:
        time.sleep(time.monotonic() - self._began)
        self._began = time.monotonic()
