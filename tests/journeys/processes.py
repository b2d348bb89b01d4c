"""The server and the desks as processes of their own: started, driven, killed and started again."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import httpx

from db import cases, decisions, journal
from db.decisions import Decision
from db.store import Conn, Kind, Store
from tests.server.program import Served, environment, run
from tests.server.room import CITY, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds after which something that should have happened counts as not happening."""


def until(true: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait for it. Fails in words."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"waited {patience:.0f} s in vain until {what}"
        time.sleep(0.02)


class Site:
    """One city's server: its data folder, its people, and the process when it runs."""

    def __init__(self, folder: Path, city: str = CITY, database: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.database = database or f"sqlite:///{folder / 'city.db'}"
        self.env = {**environment(self.database, folder / "data"), "LIVEROOM_CITY": city}
        self._log = folder / "server.log"
        self._served: Served | None = None
        self.url = ""
        self._port = "0"

    def command(self, *arguments: str, given: str | None = None) -> str:
        """What a `liveroom-server` command prints; it must succeed."""
        done = run(*arguments, env=self.env, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add_officer(self, login: str, role: str = "officer") -> None:
        """Somebody who may sign in with the password of all tests."""
        self.command(
            "user", "add", login, "--name", login.title(), "--role", role,
            "--password-file", "-", given=PASSWORD,
        )  # fmt: skip

    def add_channel(self, channel: str) -> Channel:
        """A program that brings reports; the site must be running before it posts any."""
        return Channel(self, channel, self.command("channel", "add", channel).strip())

    def start(self) -> None:
        """Serve, at the same address as before if there was one."""
        self._served = Served(self.env, self._log, "--port", self._port)
        assert self._served.url, self._log.read_text("utf-8")
        self.url = self._served.url
        self._port = self.url.rpartition(":")[2]

    def kill(self) -> None:
        """As when the power fails."""
        assert self._served is not None
        self._served.end(signal.SIGKILL)
        self._served = None

    @property
    def pid(self) -> int:
        """Of the server that runs."""
        assert self._served is not None
        return self._served.process.pid

    def stop(self) -> None:
        """Ask it to end, if it runs."""
        served, self._served = self._served, None
        if served is not None:
            served.end(signal.SIGTERM)

    def read(self, question: Callable[[Conn], Any]) -> Any:
        """Ask the database itself, behind the server's back."""
        store = Store.open(self.database, Kind.SERVER)
        try:
            with store.read() as conn:
                return question(conn)
        finally:
            store.close()

    def rows(self) -> list[str]:
        """Every case an officer may see, as canonical JSON."""
        found: list[str] = self.read(lambda conn: list(cases.snapshot_rows(conn, "city")))
        return found

    def epoch(self) -> str:
        """Of the history as it stands."""
        return str(self.read(lambda conn: journal.head(conn).epoch))

    def entries(self) -> list[journal.Entry]:
        """The whole journal."""
        found: list[journal.Entry] = self.read(lambda conn: journal.after(conn, 0, 100_000))
        return found

    def decided(self, ids: list[str]) -> dict[str, Decision]:
        """The decisions about these commands."""
        found: dict[str, Decision] = self.read(lambda conn: decisions.known(conn, ids))
        return found


class Channel:
    """A program of the city that brings reports over HTTP."""

    def __init__(self, site: Site, channel: str, token: str) -> None:
        self._site, self._channel = site, channel
        self._headers = {"Authorization": f"Bearer {token}", "Liveroom-Protocol": "1"}
        self._numbers = itertools.count(1)

    def post(
        self, text: str, category: str | None = "sampah", at: tuple[float, float] = (-6.17, 106.6)
    ) -> str:
        """A new report; the id of its case."""
        source_id = f"r{next(self._numbers)}"
        body = {
            "city": CITY, "channel": self._channel, "source_id": source_id, "text": text,
            "category": category,
            "place": {"text": "Jl. Daan Mogot 12", "lat": at[0], "lng": at[1]},
        }  # fmt: skip
        answer = httpx.post(f"{self._site.url}/reports", json=body, headers=self._headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["case"])


class DeskFailed(AssertionError):
    """The desk could not do what it was asked; the message is its own."""


class DeskProcess:
    """The real desk program in a process, unseen; `ask` speaks with `desk_process.py`."""

    root = ROOT
    script = Path(__file__).with_name("desk_process.py")

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._log = (folder / "desk.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, str(self.script), str(folder)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(self.root)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self._said: SimpleQueue[str] = SimpleQueue()
        self._hears = Thread(target=self._hear, daemon=True)
        self._hears.start()

    def ask(self, do: str, **arguments: Any) -> Any:
        """What the desk answers. DeskFailed when it cannot, AssertionError when it is silent."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        try:
            answer = json.loads(self._said.get(timeout=PATIENCE) or "{}")
        except Empty:
            raise AssertionError(f"the desk did not answer {do!r}") from None
        if "told" not in answer:
            raise DeskFailed(
                answer.get("failed", f"the desk ended at {do!r}; see {self._log.name}")
            )
        return answer["told"]

    def kill(self) -> None:
        """As when the power fails."""
        self._process.kill()
        self._end()

    def close(self) -> None:
        """As when its window is closed; the exit code must be 0."""
        if self._process.poll() is None:
            self.ask("close")
            assert self._process.wait(timeout=PATIENCE) == 0
            self._end()

    def end(self) -> None:
        """However it stands: no process is left."""
        if self._process.poll() is None:
            self._process.kill()
        if not self._log.closed:
            self._end()

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def _end(self) -> None:
        self._process.wait(timeout=PATIENCE)
        self._hears.join(timeout=PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            assert pipe is not None
            pipe.close()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line)
        self._said.put("")
