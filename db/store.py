"""A store: one database, many readers, one writer, and faults told with path and remedy."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.claims import Claim, Taken
from db.faults import FaultKey, StoreFault, told
from db.postgres_line import line_to
from db.tables import NEWEST, Kind

__all__ = ["Conn", "FaultKey", "Kind", "Store", "StoreFault", "set_aside", "shown"]

Conn = Connection
"""What `read()` and `write()` yield. Pass it on; only db/ looks inside."""

_JOURNAL = {
    Kind.SERVER: ("WAL", "FULL"),
    Kind.CACHE: ("WAL", "NORMAL"),
    Kind.OUTBOX: ("DELETE", "EXTRA"),
}
_BUSY_MS = 10_000
# A writer that froze must not hold the head for ever, nor others wait for it; and what was answered
# must be on disk, whatever the database server was set to.
_POSTGRES_WRITER = " ".join(
    f"-c {setting}"
    for setting in (
        "lock_timeout=20s",
        "idle_in_transaction_session_timeout=30s",
        "synchronous_commit=on",
    )
)
_UPGRADE_LOCK = 0x4C495645  # any number no other program on the same PostgreSQL takes


class Store:
    """One open database. Make it with `Store.open`.

    Any thread may read; `write()` lets one thread in at a time and is not re-entrant.
    """

    def __init__(self, url: URL, kind: Kind) -> None:
        self.kind = kind
        self.where = shown(url)
        self.set_aside: Path | None = None
        self._file = Path(url.database or "") if _is_file(url) else None
        self._claim: Claim | None = None
        self._writer = _engine(url, kind, writes=True)
        self._reader = _engine(url, kind, writes=False)
        self._one_writer = threading.Lock()

    @classmethod
    def open(cls, where: str | Path, kind: Kind) -> Store:
        """Open or make a database and bring its tables up to date. Raises StoreFault.

        `where` is a path, or the URL of an SQLite file or a PostgreSQL database. A cache that is
        damaged or of a newer program is renamed aside and made anew: `store.set_aside` names it.
        """
        url = _url(where)
        try:
            return cls._opened(url, kind)
        except StoreFault as fault:
            rebuild = fault.key in (FaultKey.DAMAGED, FaultKey.TOO_NEW)
            if kind is not Kind.CACHE or not rebuild or not _is_file(url):
                raise
        aside = set_aside(Path(url.database or ""))
        store = cls._opened(url, kind)
        store.set_aside = aside
        return store

    @classmethod
    def is_there(cls, where: str | Path, kind: Kind) -> bool:
        """Whether `open` would find one that was made before; makes nothing. Raises StoreFault."""
        url = _url(where)
        file = Path(url.database or "")
        try:
            if _is_file(url) and not file.is_file():
                return False
        except OSError as fault:
            raise StoreFault.of(fault, file) from fault
        store = cls(url, kind)
        try:
            with store.read() as conn:
                return _revision(conn) is not None
        finally:
            store.close()

    @classmethod
    def _opened(cls, url: URL, kind: Kind) -> Store:
        if _is_file(url):
            _make_file(Path(url.database or ""))
        store = cls(url, kind)
        with ExitStack() as undo:
            undo.callback(store.close)
            with store.write() as conn:
                store._bring_up_to_date(conn)
            undo.pop_all()
        return store

    def _bring_up_to_date(self, conn: Connection) -> None:
        found = _revision(conn)
        if found == NEWEST[self.kind]:
            return
        # alembic takes as long to load as everything else a console needs for its first window,
        # and is needed on the first start and after an update only.
        upgrades: Any = importlib.import_module("db.upgrades.run")
        if found is not None and not upgrades.knows(self.kind, found):
            if self.kind is Kind.OUTBOX:
                return  # its tables only ever grow, so an older program can go on using them
            raise StoreFault(self.where, FaultKey.TOO_NEW, f"revision {found}")
        upgrades.upgrade(conn, self.kind)

    @contextmanager
    def read(self) -> Iterator[Conn]:
        """A connection that cannot write and sees one moment of the store throughout."""
        with self._faults(), self._reader.connect() as conn, conn.begin():
            yield conn

    @contextmanager
    def write(self) -> Iterator[Conn]:
        """One transaction: committed at the end, rolled back on any exception."""
        with self._one_writer, self._faults(), self._writer.begin() as conn:
            yield conn

    def claim(self) -> None:
        """Be the only server on this file until `close`; a PostgreSQL may have several.

        Raises StoreFault where another one is.
        """
        if self._file is None or self._claim is not None:
            return
        lock = self._file.with_name(f"{self._file.name}.served")
        try:
            self._claim = Claim(lock)
        except Taken as taken:
            said = "another server is serving this file; for several servers use PostgreSQL"
            raise StoreFault(self.where, FaultKey.LOCKED, said) from taken
        except OSError as fault:
            raise StoreFault.of(fault, lock) from fault

    def close(self) -> None:
        """Close every connection; the writer last, so that it folds the log into the file."""
        with self._faults():
            self._reader.dispose()
            self._writer.dispose()
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeout) as fault:
            key = told(fault)
            if key is None:
                raise
            raise StoreFault(self.where, key, str(getattr(fault, "orig", fault))) from fault
        except UnicodeDecodeError as fault:
            # The driver puts a damaged schema's own words into its message, and cannot read them.
            raise StoreFault(self.where, FaultKey.DAMAGED, str(fault)) from fault


def set_aside(path: Path) -> Path:
    """Rename a closed database file and what belongs to it; returns the new path."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.name}.aside-{stamp}")
    try:
        for tail in ("-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{path}{tail}").rename(f"{aside}{tail}")
        path.rename(aside)
    except OSError as fault:
        raise StoreFault.of(fault, path) from fault
    return aside


def shown(where: str | Path | URL) -> str:
    """A database's place for people to read: the path of a file, or a URL without its password."""
    url = _url(where)
    return url.database or "" if _is_file(url) else url.render_as_string()


def _url(where: str | Path | URL) -> URL:
    if isinstance(where, URL):
        return where
    if isinstance(where, str) and "://" in where:
        return make_url(where)
    return URL.create("sqlite", database=str(where))


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _make_file(path: Path) -> None:
    """Complaints are in it: nobody but its owner may read it.

    A file that is there already is not opened: closing it again would end every lock that SQLite
    holds on it for this process, and another process would take the log away under its hands.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDONLY, 0o600))
    except FileExistsError:
        return
    except OSError as fault:
        raise StoreFault.of(fault, path) from fault


def _engine(url: URL, kind: Kind, *, writes: bool) -> Engine:
    if not _is_file(url):
        return _postgres(url, writes=writes)
    engine = create_engine(
        url,
        pool_size=1 if writes else 5,
        max_overflow=0 if writes else 20,
        hide_parameters=True,  # a fault's message must not quote who reported
    )
    event.listen(engine, "connect", _pragmas(kind, writes=writes))
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    event.listen(engine, "begin", lambda conn: conn.exec_driver_sql(begin))
    return engine


def _postgres(url: URL, *, writes: bool) -> Engine:
    settings = line_to(url)
    if writes:
        settings["options"] = _POSTGRES_WRITER
    engine = create_engine(
        url,
        pool_size=1 if writes else 5,
        max_overflow=0 if writes else 20,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=settings,
    )
    if writes:
        # What another process decided while this one waited for the head must be seen behind it.
        return engine.execution_options(isolation_level="READ COMMITTED")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _pragmas(kind: Kind, *, writes: bool) -> Any:
    journal, synchronous = _JOURNAL[kind]
    settings = [f"busy_timeout = {_BUSY_MS}", "mmap_size = 0", "foreign_keys = ON"]
    if writes:
        settings += [f"journal_mode = {journal}", f"synchronous = {synchronous}"]
        settings += ["cache_size = -32000"]
    else:
        settings += ["query_only = ON"]

    def connected(connection: Any, _record: Any) -> None:
        # The driver's own habit of starting transactions late would break BEGIN IMMEDIATE.
        connection.isolation_level = None
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")

    return connected


def _revision(conn: Connection) -> str | None:
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
    if not inspect(conn).has_table("alembic_version"):
        return None
    found = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
