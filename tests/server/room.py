"""A real server on a free port, its clock in the test's hands, and people who send commands."""

import json
import secrets
import socket
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi.dependencies import models as fastapi_models

from db import cases, people, sessions
from db.chain import chain_next, chain_start, leaf_of
from db.domain import commands as verb
from db.domain.case import Actor, Case, Place
from db.domain.commands import Command, Verb
from db.domain.states import Role
from db.domain.wire import canonical, encode
from db.people import Person
from db.sessions import Session
from db.store import Kind, Store
from server.app import create_app
from server.passwords import hashed
from server.people import ACCESS, token_hash
from server.settings import Settings
from tests.plugins.announced import patterns as explained
from tests.plugins.engines import fill
from tests.server import word

PASSWORD = word.PASSWORD
_HASH = hashed(PASSWORD)

CITY = "kota-tangerang"

PEOPLE: dict[str, tuple[Role, str | None]] = {
    "siti": (Role.OFFICER, None),
    "agus": (Role.OFFICER, None),
    "budi": (Role.SUPERVISOR, None),
    "dewi": (Role.OPD_OPERATOR, "dlh"),
    "eko": (Role.OPD_OPERATOR, "dpupr"),
    "hana": (Role.AGENCY_HEAD, "dlh"),
    "walikota": (Role.MAYOR, None),
    "admin": (Role.ADMIN, None),
    "laksa": (Role.CHANNEL, None),
}


def _forget_routes() -> None:
    """FastAPI remembers every route ever made, and with it its server: hundreds of them here."""
    for memory in vars(fastapi_models).values():
        if hasattr(memory, "cache_clear"):
            memory.cache_clear()


class Clock:
    """The real time plus what the test adds."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    @property
    def ahead(self) -> timedelta:
        """What the test has added; a server that looks just then may say so."""
        return self._ahead

    @ahead.setter
    def ahead(self, ahead: timedelta) -> None:
        self._ahead = ahead
        explained.append("clock jumped")

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class Desk:
    """One person's connection."""

    def __init__(self, room: "Room", login: str, token: str) -> None:
        role, opd = PEOPLE[login]
        self.room = room
        self.actor = Actor(login, login.title(), role, "meja 1", opd)
        self.headers = {"Authorization": f"Bearer {token}", "Liveroom-Protocol": "1"}
        self.http = httpx.Client(base_url=room.url, headers=self.headers, timeout=30)

    def command(self, case: str, act: Verb, expect: int | None = None, **more: Any) -> Command:
        """A command as a desk makes it."""
        made_at = more.pop("made_at", self.room.clock())
        command = Command(str(uuid.uuid4()), case, act, self.actor, made_at, expect)
        return replace(command, **more)

    def post(self, *commands: Command | Mapping[str, Any], city: str = CITY) -> httpx.Response:
        """Send a batch."""
        plain = [encode(c) if isinstance(c, Command) else c for c in commands]
        # As ASCII: a lone surrogate has no UTF-8 form, but an escape.
        body = json.dumps({"city": city, "commands": plain})
        return self.http.post("/commands", content=body)

    def send(self, *commands: Command | Mapping[str, Any]) -> list[dict[str, Any]]:
        """The outcomes of a batch."""
        answer = self.post(*commands)
        assert answer.status_code == 200, answer.text
        outcomes: list[dict[str, Any]] = answer.json()["outcomes"]
        return outcomes

    def do(self, case: str, act: Verb, expect: int | None = None, **more: Any) -> dict[str, Any]:
        """The outcome of one command."""
        return self.send(self.command(case, act, expect, **more))[0]

    def pull(self, since: int = 0, **query: Any) -> httpx.Response:
        """One page."""
        query = {"epoch": self.room.epoch, "since": since, **query}
        return self.http.get("/changes", params=query)

    def page(self, since: int = 0, **query: Any) -> dict[str, Any]:
        """One page, read and its chain checked."""
        answer = self.pull(since, **query)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        if since == 0:
            assert check_chain(page) == page["chain"]
        return page

    def bodies(self, since: int = 0) -> list[dict[str, Any]]:
        """The changes this person may read."""
        found: list[dict[str, Any]] = []
        while True:  # a page may end early, at an audit
            page = self.page(since, limit=5000)
            found += [entry["body"] for entry in page["changes"] if "body" in entry]
            if page["to"] >= page["head"]:
                return found
            since = page["to"]

    @contextmanager
    def following(self, since: int = 0) -> Iterator[Iterator[dict[str, Any]]]:
        """Pages of the stream, the empty ones too."""
        query = {"epoch": self.room.epoch, "since": str(since), "follow": "1"}
        with self.http.stream("GET", "/changes", params=query) as answer:
            assert answer.status_code == 200, answer.read()
            yield (json.loads(line) for line in answer.iter_lines())


class Room:
    """A server of Kota Tangerang in a thread of this process, over real HTTP."""

    def __init__(self, database: str, data: Path, pack: Path) -> None:
        self.clock = Clock()
        self.settings = Settings(database, pack, data)
        self._desks: list[Desk] = []
        add_people(database)
        self.start()

    def start(self, port: int = 0) -> None:
        """Serve; with a port where desks may know it from before."""
        self.socket = socket.create_server(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.app = create_app(self.settings, self.clock)
        config = uvicorn.Config(self.app, log_config=None, access_log=False, ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self.socket],))
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            self._thread.join(0.01)
        self.epoch = str(httpx.get(f"{self.url}/hello").json()["epoch"])

    def stop(self) -> None:
        """Stop, and wait until everything is closed."""
        self.leave()
        if self._thread.is_alive():  # streams end first: the server waits for its connections
            state = self.app.state
            state.vigil.loop.call_soon_threadsafe(state.feed.bell.close)
        self._server.should_exit = True
        self._thread.join()
        self.socket.close()
        _forget_routes()

    def leave(self) -> None:
        """Hang up every desk."""
        for desk in self._desks:
            desk.http.close()
        self._desks.clear()

    def store(self) -> Store:
        """The same database, for looking behind the server's back; close it."""
        return Store.open(self.settings.database, Kind.SERVER)

    def case(self, id: str) -> Case:
        """A case as the server holds it."""
        with closing(self.store()) as store, store.read() as conn:
            case = cases.one(conn, id)
        assert case is not None
        return case

    def desk(self, login: str) -> Desk:
        """Somebody with a valid token, without the cost of a sign-in."""
        kind = "channel" if PEOPLE[login][0] is Role.CHANNEL else "access"
        token, now = secrets.token_urlsafe(32), self.clock()
        expires = None if kind == "channel" else now + ACCESS
        session = Session(token_hash(token), login, kind, token[:16], "meja 1", now, expires)
        store = self.store()
        with store.write() as conn:
            sessions.put(conn, session)
        store.close()
        desk = Desk(self, login, token)
        self._desks.append(desk)
        return desk

    def received(self, desk: Desk, text: str = "Sampah menumpuk", **more: Any) -> str:
        """A new case."""
        case = str(uuid.uuid4())
        act = verb.Receive(str(uuid.uuid4()), "phone", text, place=Place("Jl. Daan Mogot"))
        outcome = desk.do(case, replace(act, **more))
        assert outcome["outcome"] == "accepted", outcome
        return case


def forward(*opds: str) -> verb.Forward:
    """To these agencies."""
    return verb.Forward(opds, "sampah", "complaint")


def add_people(database: str) -> None:
    """Everybody in PEOPLE, all with the same password."""
    fill(database, _add_people)


def _add_people(database: str) -> None:
    store = Store.open(database, Kind.SERVER)
    now = datetime.now(UTC)
    with store.write() as conn:
        for login, (role, opd) in PEOPLE.items():
            secret = "" if role is Role.CHANNEL else _HASH
            people.add(conn, Person(login, login, login.title(), role, opd, secret, True, now))
    store.close()


def check_chain(page: Mapping[str, Any], chain: str | None = None) -> str:
    """The chain after a page, worked out from its entries alone; every seq must be there."""
    chain = chain_start(page["epoch"]) if chain is None else chain
    expected = page["from"]
    for entry in page["changes"]:
        expected += 1
        assert entry["seq"] == expected
        whole = "body" in entry
        leaf = leaf_of(entry["salt"], canonical(entry["body"])) if whole else entry["leaf"]
        chain = chain_next(chain, leaf)
    assert expected == page["to"]
    return chain
