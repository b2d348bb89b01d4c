"""A real server process and two real desks: live, without the server, and together again."""

from __future__ import annotations

import asyncio
import signal
import socket
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from console.clock import ServerClock
from console.faults import WrongPassword
from console.session import Keeper
from console.sync import Sync
from console.sync_status import Link
from db import cases, journal
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.commands import Command, Verb
from db.domain.states import State
from db.store import Kind, Store
from tests.server.program import Served, environment
from tests.server.room import PASSWORD, add_people


class Site:
    """One server, which can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.database = f"sqlite:///{folder / 'city.db'}"
        add_people(self.database)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        self._env = {**environment(self.database, folder / "data"), "LIVEROOM_PORT": port}
        self._log = folder / "log"
        self.start()

    def start(self) -> None:
        self._served = Served(self._env, self._log)
        self.url = self._served.url

    def kill(self) -> None:
        self._served.end(signal.SIGKILL)

    def stop(self) -> None:
        if self._served.process.poll() is None:
            self._served.end(signal.SIGTERM)

    def entries(self) -> list[journal.Entry]:
        """The whole journal."""
        store = Store.open(self.database, Kind.SERVER)
        with store.read() as conn:
            found = journal.after(conn, 0, 10_000)
        store.close()
        return found

    def digest(self) -> str:
        """Of all cases."""
        store = Store.open(self.database, Kind.SERVER)
        with store.read() as conn:
            found = cases.cache_digest(conn)
        store.close()
        return found


class Officer:
    """One person at one desk, without a screen."""

    def __init__(self, folder: Path, login: str) -> None:
        self.login, self.folder = login, folder
        self.clock = ServerClock()
        self.keeper = Keeper(folder)
        self.sync = Sync(folder, self.clock, self.keeper)
        self.changed: list[object] = []
        self.sync.cases_changed.connect(self.changed.append)

    async def sign_in(self, url: str) -> None:
        await self.keeper.open()
        await self.sync.open()
        await self.sync.start(await self.keeper.sign_in(url, self.login, PASSWORD, "meja"))

    async def do(self, case: str, act: Verb, expect: int | None = None) -> str:
        """Submit a command as a desk does; its id."""
        session = self.sync.session
        assert session is not None
        command = Command(
            str(uuid.uuid4()), case, act, session.person, self.clock.now(), expect,
            self.sync.last_undecided(case),
        )  # fmt: skip
        await self.sync.submit(command)
        return command.id

    async def take_call(self, text: str) -> str:
        case = str(uuid.uuid4())
        place = Place("Jl. Daan Mogot")
        await self.do(case, verb.Receive(str(uuid.uuid4()), "phone", text, place=place))
        return case

    async def state(self, case: str) -> State | None:
        found = await self.sync.cache.case(case)
        return None if found is None else found.state

    async def digest(self) -> str:
        return await self.sync.cache.read(cases.cache_digest)


async def until(true: Callable[[], bool], what: str) -> None:
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"waited in vain until {what}")


async def stands(officer: Officer, case: str, state: State) -> None:
    for _ in range(2000):
        if await officer.state(case) is state:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{officer.login} never saw {state}, but {await officer.state(case)}")


async def equal(site: Site, *officers: Officer) -> None:
    """Until every desk's own rows are the server's."""
    digests = {officer.login: await officer.digest() for officer in officers}
    for _ in range(2000):
        if set(digests.values()) == {site.digest()}:
            return
        await asyncio.sleep(0.01)
        digests = {officer.login: await officer.digest() for officer in officers}
    pytest.fail(f"the desks never became equal to {site.digest()}: {digests}")


FORWARD = verb.Forward(("dlh",), "sampah", "complaint")


def test_a_forward_crosses_and_an_outage_loses_and_doubles_nothing(
    tmp_path: Path, qapp: QCoreApplication
) -> None:
    site = Site(tmp_path)

    async def journey() -> None:
        one, two = (Officer(tmp_path / login, login) for login in ("siti", "agus"))
        await one.sign_in(site.url)
        await two.sign_in(site.url)
        both = (one, two)
        await until(lambda: all(o.sync.status.link is Link.LIVE for o in both), "both are live")
        assert one.clock.verified

        case = await one.take_call("Sampah menumpuk")
        await stands(two, case, State.RECEIVED)
        await one.do(case, FORWARD, 0)
        await stands(two, case, State.FORWARDED)
        await until(lambda: not one.sync.overlay(case), "the base has what was pending")

        site.kill()
        await until(lambda: one.sync.status.link is Link.OFFLINE, "the outage is noticed")
        ids = [await one.do(case, verb.Note(f"catatan {n}")) for n in range(3)]
        new = await two.take_call("Lampu mati")
        ids.append(await two.do(new, FORWARD, 0))
        ids.append(await one.do(case, verb.Accept("Pak Joko"), 1))
        assert one.sync.status.waiting == 4
        assert two.sync.status.waiting == 2
        assert [c.act for c in two.sync.overlay(new)][1] == FORWARD
        await one.sync.stop()  # the program ends with a full outbox, and starts again

        one = Officer(tmp_path / "siti", "siti")
        await one.keeper.open()
        await one.sync.open()
        with pytest.raises(WrongPassword):
            await one.keeper.unlock("siti", "salah")
        await one.sync.start(await one.keeper.unlock("siti", PASSWORD))
        assert [item.state for item in one.sync.waiting()] == ["queued"] * 4

        site.start()
        both = (one, two)
        await until(lambda: not any(o.sync.status.waiting for o in both), "the outboxes are empty")
        await until(lambda: not any(o.sync.status.lag for o in both), "both have caught up")
        for officer in both:
            await stands(officer, case, State.ACCEPTED)
            await stands(officer, new, State.FORWARDED)
        entries = site.entries()
        assert all([entry.id for entry in entries].count(id) == 1 for id in ids)
        await equal(site, one, two)
        await one.sync.stop()
        await two.sync.stop()

    try:
        asyncio.run(journey())
    finally:
        site.stop()


async def displaced(folder: Path, site: Site, login: str) -> Officer:
    """Somebody else signs in at a desk that was switched off with its officer still signed in."""
    desk = Officer(folder, login)
    await desk.sign_in(site.url)
    await until(lambda: desk.sync.status.link is Link.LIVE, f"{login} is live")
    return desk


def test_a_desk_that_was_switched_off_delivers_what_its_officer_left(
    tmp_path: Path, qapp: QCoreApplication
) -> None:
    site = Site(tmp_path)

    async def journey() -> None:
        desk = Officer(tmp_path / "meja", "siti")
        await desk.sign_in(site.url)
        await until(lambda: desk.sync.status.link is Link.LIVE, "siti is live")
        case = await desk.take_call("Sampah menumpuk")
        await stands(desk, case, State.RECEIVED)
        await until(lambda: not desk.sync.status.waiting, "the case is decided")
        site.kill()
        forward = await desk.do(case, FORWARD, 0)
        await desk.sync.stop()  # nobody signed out
        site.start()

        desk = await displaced(tmp_path / "meja", site, "agus")
        await stands(desk, case, State.FORWARDED)
        assert {entry.id: entry.author for entry in site.entries()}[forward] == "siti"
        await until(lambda: not desk.keeper.draining(), "siti's session is over")
        await desk.sync.stop()

        desk = await displaced(tmp_path / "meja", site, "siti")
        await until(lambda: not desk.keeper.draining(), "agus left nothing, so it is over at once")
        await desk.sync.stop()

    try:
        asyncio.run(journey())
    finally:
        site.stop()


def test_a_desk_changes_hands_while_commands_wait(tmp_path: Path, qapp: QCoreApplication) -> None:
    site = Site(tmp_path)

    async def journey() -> None:
        desk = Officer(tmp_path / "meja", "siti")
        await desk.sign_in(site.url)
        await until(lambda: desk.sync.status.link is Link.LIVE, "siti is live")
        case = await desk.take_call("Sampah menumpuk")
        await stands(desk, case, State.RECEIVED)

        site.kill()
        note = await desk.do(case, verb.Note("menyusul"))
        await desk.sync.sign_out()
        assert [one.login for one in desk.keeper.draining()] == ["siti"]
        site.start()

        session = await desk.keeper.sign_in(site.url, "agus", PASSWORD, "meja")
        await desk.sync.start(session)
        await until(lambda: not desk.keeper.draining(), "what siti left has been delivered")
        await until(lambda: desk.sync.status.link is Link.LIVE, "agus is live")
        sent = {entry.id: entry.author for entry in site.entries()}
        assert sent[note] == "siti"
        own = await desk.do(case, verb.Note("dari agus"))
        await until(lambda: not desk.sync.overlay(case), "the feed has both")
        assert {entry.id: entry.author for entry in site.entries()}[own] == "agus"

        secret = str(uuid.uuid4())
        act = verb.Receive(str(uuid.uuid4()), "phone", "rahasia", secret=True)
        await desk.sync.sign_out()
        await desk.sync.start(await desk.keeper.sign_in(site.url, "budi", PASSWORD, "meja"))
        await desk.do(secret, act)
        await stands(desk, secret, State.RECEIVED)
        await desk.sync.sign_out()
        await desk.sync.start(await desk.keeper.sign_in(site.url, "agus", PASSWORD, "meja"))
        assert await desk.state(secret) is None  # at once, not only after the next snapshot
        await stands(desk, case, State.RECEIVED)
        assert await desk.state(secret) is None
        await desk.sync.stop()

    try:
        asyncio.run(journey())
    finally:
        site.stop()
