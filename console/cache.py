"""The cases this desk looks at, behind one thread that writes and one that reads."""

from __future__ import annotations

import gzip
import zlib
from asyncio import Future
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypeVar

from console.auditor import Audited, Auditor
from console.worker import Worker
from db import cases, feed
from db.asides import keep_copy
from db.audits import audit_of
from db.domain import wire
from db.domain.brief import Brief
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.pages import PageRefused
from db.snapshots import load_snapshot
from db.store import Conn, FaultKey, Kind, Store, StoreFault, set_aside

T = TypeVar("T")

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
    `audited` is told what an audit point found, on a thread of its own.
    """

    def __init__(
        self,
        folder: Path,
        lost: Callable[[CacheLost], None] = lambda _lost: None,
        audited: Callable[[Audited], None] = lambda _found: None,
    ) -> None:
        self._path, self._lost = folder / "cache.db", lost
        self._auditor = Auditor(audited)
        self._writer, self._reader = Worker("cache writer"), Worker("cache reader")
        self._held: Store | None = None
        self._ended = False
        self.set_aside: Path | None = None

    async def open(self) -> feed.Cursor | None:
        """Open or make the file; where it stands. Raises StoreFault."""
        store = await self._writer.do(Store.open, self._path, Kind.CACHE)
        self._held, self.set_aside = store, store.set_aside
        with suppress(CacheLost):  # the damage shows only now; a new, empty one is in its place
            return await self.write(feed.cursor)
        return None

    async def close(self) -> None:
        """Close the file after what is being written; who still asks is cancelled."""
        self._ended = True
        self._auditor.close()
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

    def ages(self) -> dict[str, float]:
        """Seconds that the oldest job of each thread has waited."""
        return {"cache_writer": self._writer.age(), "cache_reader": self._reader.age()}

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

    def holding(self, text: str) -> Future[frozenset[str]]:
        """Ids of all the cases that `search` would find."""
        return self.read(lambda conn: cases.holding(conn, text))

    def history(self, case: str | None = None, limit: int = 50) -> Future[list[Change]]:
        """The last changes, of one case or of all, newest first."""
        return self.read(lambda conn: cases.recent_changes(conn, limit, case))

    # --- what sync does -------------------------------------------------------------------------

    def apply(self, page: Mapping[str, Any], city: City) -> Future[feed.Applied]:
        """A page and its cursor in one transaction; then its audit point is looked into.

        Raises PageRefused, BadWire, StoreFault.
        """
        return self._writer.do(self._apply, page, city)

    def _apply(self, page: Mapping[str, Any], city: City) -> feed.Applied:
        done = self._done(lambda conn: feed.apply_page(conn, page, city))
        self._audit(page)
        return done

    def audit(self, page: Mapping[str, Any]) -> Future[None]:
        """Look into the audit point of a page without changes, if the cache stands there."""
        return self._writer.do(self._audit, page)

    def _audit(self, page: Mapping[str, Any]) -> None:
        audit = audit_of(page)
        if audit is not None:
            self._auditor.begin(audit, self._asked)

    def put_aside(self) -> Future[Path]:
        """Rename the file, with an empty one in its place; where it is now. Raises StoreFault."""
        return self._writer.do(self._renewed)

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
        try:
            for tail in ("", "-wal", "-shm"):
                Path(f"{self._path}{tail}").unlink(missing_ok=True)
        except OSError as fault:
            raise StoreFault.of(fault, self._path) from fault
        finally:
            self._held = Store.open(self._path, Kind.CACHE)

    def _load(self, path: Path, epoch: str, seq: int, scope: str) -> feed.Cursor:
        """A history that has ended is kept as a copy: it may hold what the server has lost."""
        at = self._done(feed.cursor)
        if at is not None and at.seq and at.epoch != _epoch_of(path):
            keep_copy(self._path, at.epoch)

        def swapped(conn: Conn) -> feed.Cursor:
            to = load_snapshot(conn, _lines(path))
            if to.scope != scope:
                raise PageRefused("other_scope", scope=to.scope)
            if to.epoch == epoch and to.seq < seq:
                raise PageRefused("older", seq=to.seq, mine=seq)
            return to

        return self._done(swapped)

    def _asked(self, question: Callable[[Conn], T]) -> T:
        held = self._held
        if held is None and not self._ended:  # it is being renewed: wait for the one to come
            held = self._writer.submit(self._store).result()
        held = held or self._store()
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
            if self._ended:  # a screen asked while the program ends: there is nobody to answer
                raise CancelledError
            raise StoreFault(str(self._path), FaultKey.CANNOT_OPEN, "the cache is closed")
        return self._held


def _epoch_of(path: Path) -> str:
    """The history a snapshot file belongs to, "" when its first line does not say."""
    with suppress(wire.BadWire), _unpacked(path) as file:
        head = wire.parse(file.readline(_LONGEST_HEAD))
        return str(head.get("epoch", "")) if isinstance(head, dict) else ""
    return ""


_LONGEST_HEAD = 64 * 1024


def _lines(path: Path) -> Iterator[bytes]:
    with _unpacked(path) as file:
        yield from file


@contextmanager
def _unpacked(path: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """A snapshot file as it was sent, gzip or plain. BadWire when it cannot be unpacked."""
    with path.open("rb") as plain:
        packed = plain.read(len(_GZIP)) == _GZIP
        plain.seek(0)
        if not packed:
            yield plain
            return
        try:
            with gzip.open(plain) as file:
                yield file
        except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
            raise wire.BadWire("", f"cannot be unpacked: {fault}") from fault


_GZIP = b"\x1f\x8b"
