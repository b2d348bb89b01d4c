"""Notices between the processes of one PostgreSQL: what one commits, the others hear at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, create_engine, func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from db.postgres_line import line_to

HEAD = "liveroom_head"
PRESENCE = "liveroom_presence"

LONGEST = 7500
"""Bytes of one notice; PostgreSQL takes 8000."""

_LISTEN = 0.1  # as long does a server take to stop
_AGAIN = 2.0


def ring(conn: Connection, mark: tuple[str, int, str]) -> None:
    """Tell the other processes, once this transaction is committed, where the journal stands."""
    epoch, seq, chain = mark
    tell(conn, HEAD, f"{epoch}/{seq}/{chain}")


def tell(conn: Connection, channel: str, said: str) -> None:
    """Tell the other processes something; SQLite has none."""
    if conn.dialect.name == "postgresql":
        conn.execute(select(func.pg_notify(channel, said)))


class Ear:
    """Hears the notices of a PostgreSQL on a thread of its own; `told` is called there.

    While the connection is down nothing is heard: whoever must not miss anything looks as well.
    """

    def __init__(self, url: str, told: Callable[[str, str], None]) -> None:
        self._url = url
        self._told = told
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ear", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear no more."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        url = make_url(self._url)
        engine = create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=line_to(url)
        )
        lost: Any = engine.dialect.loaded_dbapi.Error
        while not self._stop.is_set():
            try:
                self._hear(engine.connect())
            except (SQLAlchemyError, lost):
                self._stop.wait(_AGAIN)
        engine.dispose()

    def _hear(self, conn: Connection) -> None:
        with closing(conn):
            for channel in (HEAD, PRESENCE):
                conn.execute(text(f"LISTEN {channel}"))
            driver: Any = conn.connection.driver_connection
            while not self._stop.is_set():
                for notice in driver.notifies(timeout=_LISTEN):
                    self._told(notice.channel, notice.payload)
                    if self._stop.is_set():
                        return
