"""What a desk does at the start and every few minutes: hello, the city pack, clock, sweeping."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from console.api import Api
from console.city_pack import CityPack
from console.clock import ServerClock
from console.faults import Fault
from console.private_file import write_private
from console.replica_events import Event, SignedIn
from console.routing import Routing
from console.worker import Worker
from db.domain import wire
from db.domain.case import Actor
from db.domain.refused import Refused
from db.store import StoreFault

_log = logging.getLogger(__name__)

HELLO_EVERY = 300.0
"""Seconds between two hellos; they keep the clock right while a stream is open."""

_LONGEST_WAIT = 15.0


class House(Protocol):
    """Whose rounds these are."""

    def uses(self, api: Api) -> bool:
        """Whether this is still the connection of who is signed in."""

    def without_city(self, fault: Fault | Refused) -> None:
        """A new desk cannot show anything, and this is why."""

    async def remember(self) -> None:
        """Keep beside the cursor what an offline start needs."""

    async def tidy(self) -> None:
        """Forget and sweep what is older than it must be."""

    def post(self, event: Event) -> None:
        """Tell the replica."""

    def notice(self, key: str, facts: Mapping[str, Any]) -> None:
        """Tell the officer and the log."""

    def store_fault(self, fault: StoreFault) -> None:
        """Tell that a disk does not do its work."""


class Rounds:
    """Goes on until another person, or nobody, is signed in. Main thread."""

    def __init__(
        self,
        house: House,
        pack: CityPack,
        routing: Routing,
        clock: ServerClock,
        fetcher: Worker,
        folder: Path,
    ) -> None:
        self._house, self._pack, self._routing, self._clock = house, pack, routing, clock
        self._fetcher, self._clock_file = fetcher, folder / "clock.json"
        self._schema = 0

    @property
    def comparable(self) -> bool:
        """Whether this program knows every field of a case that the server does."""
        return self._schema <= wire.SCHEMA

    async def go(self, api: Api, person: Actor) -> None:
        """Say hello, have the city pack, then let the replica run; again now and then."""
        wait = 1.0
        while self._house.uses(api):
            try:
                await self._hello(api)
                if await self._pack.fetch(api, self._fetcher):
                    await self._house.remember()
            except (Fault, Refused) as fault:
                if self._pack.city is None:
                    self._house.without_city(fault)
                    await asyncio.sleep(wait)
                    wait = min(_LONGEST_WAIT, wait * 2)
                    continue
            if not self._house.uses(api):
                return
            self._house.post(SignedIn(person.id))
            await self._learn(api, person)
            await self.keep_clock()
            await self._house.tidy()
            await asyncio.sleep(HELLO_EVERY)

    async def _hello(self, api: Api) -> None:
        """A server that knows more than this program is told of before it comes to that."""
        hello = await self._fetcher.do(api.hello)
        if hello.schema_to > max(wire.SCHEMA, self._schema):
            facts = {"here": wire.SCHEMA, "there": hello.schema_to}
            self._house.notice("schema_newer", facts)
        self._schema = hello.schema_to

    async def _learn(self, api: Api, person: Actor) -> None:
        """What earlier decisions teach; without it the city pack alone suggests."""
        try:
            await self._routing.fetch(api, self._fetcher, person.role)
        except (Fault, Refused) as fault:  # a server before this one does not know of it
            _log.info("nothing learned this time: %s", fault)
        except StoreFault as fault:
            self._house.store_fault(fault)

    async def keep_clock(self) -> None:
        """Write down what the clock must know after a restart."""
        text = self._clock.memory()
        if text:
            try:
                await self._fetcher.do(write_private, self._clock_file, text)
            except OSError as fault:
                self._house.store_fault(StoreFault.of(fault, self._clock_file))
