"""The two local stores, each behind one writer thread: cases to look at, commands to send."""

from __future__ import annotations

import itertools
from asyncio import Future
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from console.replica_events import Decided
from console.session import write_private
from console.worker import Worker
from db import cases, feed
from db.domain.brief import Brief
from db.domain.case import Case
from db.domain.changes import Change, Outcome
from db.domain.city import City
from db.domain.commands import Command
from db.outbox import DECIDED, Notice, Outbox, Waiting
from db.pages import PageRefused
from db.snapshots import load_snapshot
from db.store import Conn, FaultKey, Kind, Store, StoreFault, set_aside

T = TypeVar("T")

NOTHING_ACCEPTED = 2**62
"""A cursor behind which every accepted command lies: none of them is shown as pending."""

_LOST = (FaultKey.DAMAGED, FaultKey.TOO_NEW)


class CacheLost(Exception):
    """The cache was damaged; it has been put aside and a new, empty one is in its place."""

    def __init__(self, aside: Path) -> None:
        super().__init__(str(aside))
        self.aside = aside


class CaseCache:
    """cache.db: one thread writes, another reads. Coroutines for the main thread.

    It may be deleted at any time; a damaged one is put aside (`CacheLost`, `set_aside`).
    `lost` is told when a reader found the damage, on its thread: who asked may be a mere screen.
    """

    def __init__(
        self, folder: Path, lost: Callable[[CacheLost], None] = lambda _lost: None
    ) -> None:
        self._path, self._lost = folder / "cache.db", lost
        self._writer, self._reader = Worker("cache writer"), Worker("cache reader")
        self._held: Store | None = None
        self.set_aside: Path | None = None

    async def open(self) -> feed.Cursor | None:
        """Open or make the file; where it stands. Raises StoreFault."""
        store = await self._writer.do(Store.open, self._path, Kind.CACHE)
        self._held, self.set_aside = store, store.set_aside
        return await self.write(feed.cursor)

    async def close(self) -> None:
        """Close the file after what is being written."""
        await self._writer.do(self._close)
        self._reader.shutdown(wait=False)
        self._writer.shutdown(wait=False)

    def _close(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.close()

    def read(self, question: Callable[[Conn], T]) -> Future[T]:
        """Ask anything of db.cases or db.feed. Raises StoreFault, CacheLost."""
        return self._reader.do(self._asked, question)

    def write(self, work: Callable[[Conn], T]) -> Future[T]:
        """One transaction on the writer thread. Raises StoreFault, CacheLost."""
        return self._writer.do(self._done, work)

    # --- what screens ask -----------------------------------------------------------------------

    def case(self, id: str) -> Future[Case | None]:
        """One case of the base, without pending commands."""
        return self.read(lambda conn: cases.one(conn, id))

    def many(self, ids: Iterable[str]) -> Future[dict[str, Case]]:
        """Cases by id; those that are not here are left out."""
        wanted = list(ids)
        return self.read(lambda conn: cases.many(conn, wanted))

    def rows(self, done_since: datetime | None = None) -> Future[list[Brief]]:
        """Open cases, soonest deadline first; also those finished since a moment."""
        return self.read(lambda conn: list(cases.open_rows(conn, done_since)))

    async def briefs(
        self, done_since: datetime | None = None, chunk: int = 500
    ) -> AsyncIterator[list[Brief]]:
        """The same in pieces, for filling a large board without a pause in between."""
        rows = await self.rows(done_since)
        for start in range(0, len(rows), chunk):
            yield rows[start : start + chunk]

    def search(self, text: str, limit: int = 50) -> Future[list[Brief]]:
        """Cases that hold all the words, newest first."""
        return self.read(lambda conn: cases.search(conn, text, limit))

    def history(self, case: str | None = None, limit: int = 50) -> Future[list[Change]]:
        """The last changes, of one case or of all, newest first."""
        return self.read(lambda conn: cases.recent_changes(conn, limit, case))

    # --- what sync does -------------------------------------------------------------------------

    def apply(self, page: Mapping[str, Any], city: City) -> Future[feed.Applied]:
        """A page and its cursor in one transaction. Raises PageRefused, BadWire, StoreFault."""
        return self.write(lambda conn: feed.apply_page(conn, page, city))

    def load(self, path: Path, epoch: str, seq: int, scope: str) -> Future[feed.Cursor]:
        """Swap everything for a snapshot file, in one transaction.

        PageRefused (`older`) for one of the history `epoch` made before `seq`, and for one that
        is made for another `scope`.
        """
        return self._writer.do(self._load, path, epoch, seq, scope)

    def index(self, city: City) -> Future[bool]:
        """Index some more of a snapshot's words; True while there is more to do."""
        return self.write(lambda conn: feed.index_words(conn, city))

    def remember(self, **texts: str) -> Future[None]:
        """Keep server, city or person for an offline start."""
        return self.write(lambda conn: feed.remember(conn, **texts))

    def start_over(self) -> Future[None]:
        """Forget everything: another server, or eyes that may not see what is here."""
        return self._writer.do(self._start_over)

    def _start_over(self) -> None:
        self._close()
        for tail in ("", "-wal", "-shm"):
            Path(f"{self._path}{tail}").unlink(missing_ok=True)
        self._held = Store.open(self._path, Kind.CACHE)

    def _load(self, path: Path, epoch: str, seq: int, scope: str) -> feed.Cursor:
        def swapped(conn: Conn) -> feed.Cursor:
            to = load_snapshot(conn, _lines(path))
            if to.scope != scope:
                raise PageRefused("other_scope", scope=to.scope)
            if to.epoch == epoch and to.seq < seq:
                raise PageRefused("older", seq=to.seq, mine=seq)
            return to

        return self._done(swapped)

    def _asked(self, question: Callable[[Conn], T]) -> T:
        held = self._store()
        try:
            with held.read() as conn:
                return question(conn)
        except StoreFault as fault:
            if fault.key not in _LOST:
                raise
            raise self._writer.submit(self._found_damaged, held).result() from fault

    def _found_damaged(self, held: Store) -> CacheLost:
        """Only the writer touches the file; it may have found the damage by itself already."""
        if self._held is not held:
            return CacheLost(self.set_aside or self._path)
        lost = CacheLost(self._renewed())
        self._lost(lost)
        return lost

    def _done(self, work: Callable[[Conn], T]) -> T:
        try:
            with self._store().write() as conn:
                return work(conn)
        except StoreFault as fault:
            if fault.key not in _LOST:
                raise
            raise CacheLost(self._renewed()) from fault

    def _renewed(self) -> Path:
        held, self._held = self._held, None
        if held is not None:
            with suppress(StoreFault):
                held.close()
        self.set_aside = set_aside(self._path)
        self._held = Store.open(self._path, Kind.CACHE)
        return self.set_aside

    def _store(self) -> Store:
        if self._held is None:
            raise StoreFault(str(self._path), FaultKey.CANNOT_OPEN, "the cache is closed")
        return self._held


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


class OutboxStore:
    """outbox.db and outbox.log behind one thread. Coroutines for the main thread.

    Beside them `outbox.epoch` names the history to which everything accepted was last offered;
    without it, all is offered again, which changes nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._epoch = folder / "outbox.epoch"
        self._worker = Worker("outbox")
        self._held: Outbox | None = None

    def open(self) -> Future[tuple[str, list[Notice]]]:
        """Open or make the files: the history last offered to, and what was mended."""
        return self._worker.do(self._open)

    def _open(self) -> tuple[str, list[Notice]]:
        self._held = Outbox.open(self._folder)
        try:
            offered = self._epoch.read_text("utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            offered = ""
        return offered, self._held.notices

    async def close(self) -> None:
        """Close the files after what is being written."""
        if self._held is not None:
            await self._worker.do(self._held.close)
        self._worker.shutdown(wait=False)

    def unsettled(self, cursor: int) -> Future[list[Waiting]]:
        """Waiting, rejected, and accepted behind the cursor; in the order they were made."""
        return self._worker.do(self._outbox().unsettled, cursor)

    def put(self, command: Command, at: datetime) -> Future[Waiting]:
        """Keep a command. When this returns it outlives a power cut. Raises StoreFault."""
        return self._worker.do(self._outbox().put, command, at)

    def settle(self, decided: Iterable[Decided], at: datetime) -> Future[None]:
        """Write down what the server decided."""
        return self._worker.do(self._settle, tuple(decided), at)

    def _settle(self, decided: tuple[Decided, ...], at: datetime) -> None:
        for one in decided:
            outcome = Outcome(one.outcome)
            self._outbox().decided(
                one.id, outcome, at=at, seq=one.seq, reason=one.reason, facts=one.facts
            )

    def park(self, ids: Iterable[str]) -> Future[None]:
        """Hold commands back."""
        return self._worker.do(self._outbox().park, tuple(ids))

    def unpark(self, ids: Iterable[str]) -> Future[None]:
        """Queue commands again."""
        return self._worker.do(self._outbox().queue_again, tuple(ids))

    def dismiss(self, id: str) -> Future[None]:
        """An officer is done with a command that failed."""
        return self._worker.do(self._outbox().dismiss, id)

    def clear(self, before: datetime) -> Future[int]:
        """Forget what was accepted long ago, and what was dismissed; how many that were."""
        return self._worker.do(self._outbox().clear, before)

    def reoffer(self, epoch: str, since: datetime, at: datetime) -> Future[list[Waiting]]:
        """Queue again what was accepted since, then note the epoch. All that is unsettled now."""
        return self._worker.do(self._reoffer, epoch, since, at)

    def _reoffer(self, epoch: str, since: datetime, at: datetime) -> list[Waiting]:
        outbox = self._outbox()
        outbox.queue_again([row.id for row in outbox.accepted_since(since)])
        rejected = [r for r in outbox.unsettled(NOTHING_ACCEPTED) if r.state == DECIDED and r.seq]
        for row in rejected:  # its number meant something in the old history only
            outcome = Outcome(row.outcome)
            outbox.decided(row.id, outcome, at=at, reason=row.reason, facts=row.why)
        write_private(self._epoch, epoch)
        return outbox.unsettled(NOTHING_ACCEPTED)

    def _outbox(self) -> Outbox:
        if self._held is None:
            path = str(self._folder / "outbox.db")
            raise StoreFault(path, FaultKey.CANNOT_OPEN, "the outbox is closed")
        return self._held


def pieces(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """The items in tuples of at most `size`."""
    left = iter(items)
    while piece := tuple(itertools.islice(left, size)):
        yield piece
