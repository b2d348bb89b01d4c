"""One officer at a desk without a window; says aloud, line by line, what was confirmed to them."""

from __future__ import annotations

import asyncio
import json
import os
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from console.cache import CacheLost
from console.clock import ServerClock
from console.session import Keeper, Session
from console.sync import Sync
from console.sync_status import Link
from db import cases, feed
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.commands import Command, Verb
from db.domain.media import named_by
from db.store import StoreFault
from tests.server.word import PASSWORD

PATIENCE = 120.0
"""Seconds after which something that should have happened counts as not happening."""


class Chair:
    """The real Sync over a folder. `say` takes (what, value) and must be done when it returns."""

    def __init__(self, folder: Path, say: Callable[[str, Any], None]) -> None:
        memory = folder / "clock.json"
        self.folder, self.say, self.refusals = folder, say, 0
        self.clock = ServerClock(memory.read_text("utf-8") if memory.exists() else "")
        self.keeper = Keeper(folder)
        self.sync = Sync(folder, self.clock, self.keeper)
        self.sync.noticed.connect(self._noticed)
        self.sync.applied.connect(self._moved)

    def _noticed(self, key: str, facts: Mapping[str, Any]) -> None:
        self.say("told", key)

    def _moved(self, _applied: object) -> None:
        self.say("cursor", list(self.cursor))

    @property
    def cursor(self) -> tuple[str, int]:
        """Where the replica says the cache stands."""
        at = self.sync._driver.state.feed.cursor
        return at.epoch, at.seq

    async def open(self) -> None:
        """What the program does before anybody signs in. Raises StoreFault."""
        await self.keeper.open()
        await self.sync.open()

    async def sit(self, url: str, login: str = "siti") -> None:
        """Sign in: behind the local lock if somebody was here last, else at the server."""
        last = self.keeper.last()
        if last is not None and last.refresh:
            session = await self.keeper.unlock(last.login, PASSWORD)
        else:
            session = await self.keeper.sign_in(url, login, PASSWORD, "meja")
        self.say("seated", session.person.id)
        await self.sync.start(session)

    async def take_over(self, url: str, login: str) -> None:
        """Sign in at the server in place of whoever was here."""
        session = await self.keeper.sign_in(url, login, PASSWORD, "meja")
        self.say("seated", session.person.id)
        await self.sync.start(session)

    @property
    def session(self) -> Session:
        """Whose desk it is."""
        session = self.sync.session
        assert session is not None, "nobody sits here"
        return session

    async def do(self, case: str, act: Verb, expect: int | None = None) -> str:
        """Submit a command as a desk does; said to be stored only when `submit` has returned."""
        command = Command(
            str(uuid.uuid4()), case, act, self.session.person, self.clock.now(), expect,
            self.sync.last_undecided(case),
        )  # fmt: skip
        if named := named_by(act):
            self.say("names", [command.id, list(named)])
        try:
            await self.sync.submit(command)
        except StoreFault as fault:
            self.refusals += 1
            self.say("refused", [command.id, str(fault.key)])
        else:
            self.say("stored", command.id)
        return command.id

    async def note(self, case: str) -> str:
        """A note nobody else has written."""
        return await self.do(case, verb.Note(f"catatan {_letters()}"))

    async def attach(self, case: str, sources: Sequence[str]) -> None:
        """Keep photos on this desk and name them, as a desk does; said to be staged when kept."""
        hashes = list[str]()
        for source in sources:
            try:
                hashes.append(await self.sync.photos.stage(Path(source)))
            except StoreFault as fault:
                self.refusals += 1
                self.say("refused", [source, str(fault.key)])
                return
            except OSError as fault:  # which would be told as a source that cannot be read
                self.say("raised", f"the disk's fault is laid on the photo: {fault}")
                return
            self.say("staged", hashes[-1])
        await self.do(case, verb.Attach(tuple(hashes)))

    async def take_call(self) -> str:
        """A new case."""
        case = str(uuid.uuid4())
        place = Place("Jl. Daan Mogot 12")
        await self.do(case, verb.Receive(str(uuid.uuid4()), "phone", "Sampah", place=place))
        return case

    async def forward(self, case: str, opd: str = "dlh") -> str:
        """Forward a case nobody has forwarded yet."""
        return await self.do(case, verb.Forward((opd,), "sampah", "complaint"), 0)

    async def dismiss(self, id: str) -> None:
        """The officer is done with a command that failed."""
        self.say("dismissing", id)
        try:
            await self.sync.dismiss(id)
        except StoreFault as fault:
            self.say("refused", [id, str(fault.key)])
        else:
            self.say("dismissed", id)

    def items(self) -> list[list[str]]:
        """The outbox page: id and state of each line."""
        return [[item.command.id, item.state] for item in self.sync.waiting()]

    def settled(self) -> bool:
        """Live, caught up, and nothing left that could still be sent."""
        status = self.sync.status
        left = status.waiting or status.others_waiting or status.lag
        return status.link is Link.LIVE and not left and not self.keeper.draining()

    async def settle(self) -> None:
        """Wait for that."""
        await self.until(self.settled, "the desk is settled")

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait for it. TimeoutError in words."""
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"waited in vain until {what}; {self.sync.status}")
            await asyncio.sleep(0.005)

    async def digest(self) -> str:
        """Of the cases in the cache, from its own rows."""
        return await self.sync.cache.read(cases.cache_digest)

    async def until_equal(self, digest: str) -> None:
        """Wait until the cache holds what this is the sum of, and is settled again."""
        for _ in range(int(PATIENCE / 0.02)):
            with suppress(CacheLost):
                if await self.digest() == digest and self.settled():
                    return
            await asyncio.sleep(0.02)

    async def indexed(self) -> bool:
        """Whether every case can be found by its words, now or soon."""
        for _ in range(500):
            cursor = await self.sync.cache.read(feed.cursor)
            if cursor is not None and cursor.indexed:
                return True
            await asyncio.sleep(0.01)
        return False

    async def rows(self) -> int:
        """How many cases a board would show."""
        try:
            return len(await self.sync.cache.rows())
        except CacheLost:  # found damaged by this look; a board then looks at the new one
            return len(await self.sync.cache.rows())

    async def close(self) -> None:
        """End as the program does."""
        await self.sync.stop()


def speaker(descriptor: int) -> Callable[[str, Any], None]:
    """Says things as JSON lines; what was said is in the listener's hands, whatever comes next."""

    def say(what: str, value: Any) -> None:
        os.write(descriptor, json.dumps({what: value}).encode() + b"\n")

    return say


def _letters() -> str:
    """A word of letters alone: digits could be taken for somebody's telephone."""
    return uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))
