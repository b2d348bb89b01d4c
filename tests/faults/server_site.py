"""A server on a disk in the test's hands: started in milliseconds, killed anywhere, looked into."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from db import sessions
from db.sessions import Session
from db.store import Conn, Kind, Store
from server.people import token_hash
from tests.faults.server_disk import Disk
from tests.server.room import CITY, PEOPLE, add_people

R = TypeVar("R")
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
_FOLLOWS = 3.0


class Lost(Exception):
    """No answer came: whether anything was done is not known."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its status, its JSON or bytes, and its headers in small letters."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether the server said that it is done."""
        return 200 <= self.status < 300


class Start(NamedTuple):
    """Seconds on the clock and of the processor until a server was ready."""

    clock: float
    processor: float


class FaultSite:
    """One city on a counted disk. The process is forked off a warm one, or started cold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self.folder.mkdir(parents=True)
        self.disk = Disk(folder, self.folder)
        self._looking: Store | None = None
        self.move("city")
        self.log = folder / "server.log"
        self._out = folder / "ready"
        self._pid = 0
        self.url = ""
        self.ahead = 0.0
        self.every = 30.0
        self.tokens: dict[str, str] = {}
        self._zygote = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("server_zygote.py"))],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **self.disk.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def move(self, name: str) -> None:
        """Go on with another database, and data folder, that nobody has made yet."""
        self.look_away()
        self.path = self.folder / f"{name}.db"
        self.database = f"sqlite:///{self.path}"
        self._data = self.folder / f"{name}-data"

    # --- the process ----------------------------------------------------------------------------

    def fork(self, *arguments: str) -> int:
        """Another command of the server on the same disk; its pid."""
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._out.write_bytes(b"")
        asked = {
            "arguments": [*arguments, *self.place], "out": str(self._out), "err": str(self.log),
            "ahead": self.ahead, "every": self.every,
        }  # fmt: skip
        self._zygote.stdin.write(json.dumps(asked) + "\n")
        self._zygote.stdin.flush()
        return int(self._zygote.stdout.readline())

    @property
    def place(self) -> list[str]:
        """The arguments that every command takes."""
        return ["--database", self.database, "--city", CITY, "--data", str(self._data)]

    def start(self) -> Start | None:
        """Serve; what it took, None when it died before it was ready."""
        self.look_away()
        begun = time.monotonic()
        self._pid = self.fork("serve", "--port", "0")
        while True:
            line = self._out.read_text("utf-8")
            if line.endswith("\n"):
                self.url = line.split()[1]
                return Start(time.monotonic() - begun, processor_seconds(self._pid))
            if not self.alive:
                return None
            assert time.monotonic() - begun < PATIENCE, "the server is not ready"
            time.sleep(0.002)

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return alive(self._pid)

    def died(self) -> None:
        """Wait until it has; where only a process of its own was hit, it follows."""
        if not ended_within(self._pid, _FOLLOWS):
            self.kill()

    def kill(self) -> None:
        """As when the power fails."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def _signal(self, how: signal.Signals) -> None:
        self.look_away()
        if self._pid and self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, how)
            wait_for_end(self._pid)

    def close(self) -> None:
        """End everything."""
        self.disk.rest()
        self.kill()
        for pipe in (self._zygote.stdin, self._zygote.stdout):
            assert pipe is not None
            pipe.close()
        self._zygote.wait(timeout=PATIENCE)
        self.disk.close()

    # --- what it says ---------------------------------------------------------------------------

    def ask(self, login: str, method: str, path: str, body: Any = None, **headers: str) -> Told:
        """One request on a connection of its own. Raises Lost."""
        host = self.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        sent = None if body is None else body if isinstance(body, bytes) else json.dumps(body)
        if login:
            headers["Authorization"] = f"Bearer {self.tokens.get(login, login)}"
        try:
            connection.request(method, path, sent, headers)
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            raise Lost from fault
        finally:
            connection.close()
        plain = answer.headers.get_content_subtype() in ("json", "problem+json")
        told = json.loads(data) if plain and data else data
        return Told(
            answer.status, told, {name.lower(): value for name, value in answer.headers.items()}
        )

    # --- what it holds --------------------------------------------------------------------------

    def found(self) -> None:
        """A database with people and a token for each, before any server."""
        add_people(self.database)
        self.tokens = {login: self.token(login) for login in PEOPLE}

    def token(self, login: str) -> str:
        """A token that lives long enough for a leap of the clock."""
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)
        kind = "channel" if login == "laksa" else "access"
        late = now + timedelta(days=400)
        session = Session(token_hash(token), login, kind, token[:16], "meja 1", now, late, now)
        with self.store() as store, store.write() as conn:
            sessions.put(conn, session)
        return token

    @contextlib.contextmanager
    def store(self) -> Iterator[Store]:
        """The database itself. Only while a server runs, or its recovery would be done for it."""
        store = Store.open(self.database, Kind.SERVER)
        try:
            yield store
        finally:
            store.close()

    def read(self, question: Callable[[Conn], R]) -> R:
        """Ask the database behind the server's back; until `look_away` it stays open."""
        if self._looking is None:
            self._looking = Store.open(self.database, Kind.SERVER)
        with self._looking.read() as conn:
            return question(conn)

    def look_away(self) -> None:
        """Nobody but the server has the database open."""
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.close()


def alive(pid: int) -> bool:
    """Whether a process that is no child of ours is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def processor_seconds(pid: int) -> float:
    """What a process has worked so far, by itself and in the system."""
    told = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def ended_within(pid: int, seconds: float) -> bool:
    """Whether it is gone by then."""
    end = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def wait_for_end(pid: int) -> None:
    """Until it is gone."""
    assert ended_within(pid, PATIENCE), "the process does not end"
