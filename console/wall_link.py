"""A wall's link with the server: let in, following, and coming back by itself whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from random import uniform

from PySide6.QtCore import QObject, Signal

from console.answers import Heard
from console.api import Api, Stream
from console.city_pack import CityPack
from console.clock import ServerClock, boot_seconds
from console.faults import Denied, Fault, Offline
from console.tasks import Tasks
from console.wall_shelf import WallShelf
from console.worker import Worker
from db.domain.brief import milliseconds
from db.domain.city import City
from db.domain.refused import Refused
from db.domain.wall import Picture, code_of
from db.domain.wall_line import after, line_of
from db.domain.wire import BadWire

SILENCE = 8.0
"""Seconds without a line until the stream is given up; the server beats every two."""

ASKS = 3.0
"""Seconds between two questions whether the code was typed."""

LONGEST_WAIT = 5.0
"""Seconds until another try, however long the server has been away: a wall has no one to press."""

KEPT_EVERY = 30.0
"""Seconds between two copies of the picture on the disk."""

_FIRST_WAIT = 0.5
_log = logging.getLogger(__name__)


class WallLink(QObject):
    """Everything here belongs to the main thread; requests and files wait on threads of their own.

    `city` and `picture` are the last that are known, `code` what is to be typed at the server (""
    when it knows this wall), `trouble` the key of what stands in the way. `changed` after each.
    """

    changed = Signal()

    def __init__(
        self,
        server: str,
        shelf: WallShelf,
        clock: ServerClock,
        parent: QObject | None = None,
        *,
        pin: str = "",
        boot: Callable[[], float] = boot_seconds,
    ) -> None:
        super().__init__(parent)
        self.server, self.picture, self.code, self.trouble = server, None, "", ""
        self._shelf, self._clock, self._pin, self._boot = shelf, clock, pin, boot
        self._tasks, self._asks, self._files = Tasks(), Worker("wall"), Worker("wall files")
        self._pack = CityPack(self._took_city)
        self._stream: Stream | None = None
        self._heard: float | None = None
        self._kept_at = 0.0

    picture: Picture | None

    @property
    def city(self) -> City | None:
        """None until it was fetched once, ever."""
        return self._pack.city

    def silent(self) -> float:
        """Seconds since the server was last heard; for ever when it never was."""
        return float("inf") if self._heard is None else self._boot() - self._heard

    # --- opening and closing ---

    async def open(self) -> None:
        """Take up what was kept, then follow the server for ever."""
        self._tasks.start()
        self._pack.recall(await self._files.do(self._shelf.city))
        self.picture = await self._files.do(self._shelf.picture)
        self.changed.emit()
        self._tasks.spawn(self._follow_for_ever())

    async def close(self) -> None:
        """Hang up; what is shown is kept for the next start."""
        if self._stream is not None:
            self._stream.close()
        await self._tasks.stop()
        await self._keep()
        self._asks.shutdown(wait=False)
        self._files.shutdown()

    # --- following ---

    async def _follow_for_ever(self) -> None:
        failures = 0
        while True:
            before = self._heard
            try:
                await self._follow()
            except Denied as fault:
                await self._not_let_in(fault)
                failures = 0
                continue
            except (Fault, Refused, BadWire) as fault:
                self._say(fault.key if isinstance(fault, Fault) else "bad_answer")
            except OSError as fault:
                _log.warning("the wall's folder takes nothing: %s", fault)
                self._say("store")
            failures = 0 if self._heard != before else failures + 1
            wait = min(LONGEST_WAIT, _FIRST_WAIT * 2 ** min(failures, 8))
            await asyncio.sleep(wait * uniform(0.7, 1.0))

    async def _follow(self) -> None:
        """One life of a stream. Raises what ended it."""
        token = await self._files.do(self._shelf.token)
        api = Api(self.server, pin=self._pin, access=token, on_answer=self._answered)
        await self._asks.do(api.enter_wall)
        self.code = ""
        if await self._pack.fetch(api, self._asks):
            await self._files.do(self._shelf.keep_city, self._pack.text)
        self._stream = stream = await self._asks.do(api.wall, SILENCE)
        try:
            lines = iter(stream)
            while (line := await self._asks.do(next, lines, None)) is not None:
                self._take(line)
                if self._boot() - self._kept_at > KEPT_EVERY:
                    await self._keep()
        finally:
            stream.close()
        raise Offline("broken_off")

    async def _not_let_in(self, fault: Denied) -> None:
        """Show the code until somebody has typed it; a token that was ended is of no more use."""
        ended = fault.key == "token_revoked"
        try:
            token = await self._files.do(self._shelf.fresh_token if ended else self._shelf.token)
        except OSError as problem:
            _log.warning("the wall's folder takes nothing: %s", problem)
            self._say("store")
        else:
            self.code, self.picture = code_of(token), None
            self._say(fault.key)
        await asyncio.sleep(ASKS)

    def _take(self, line: bytes) -> None:
        """A line of the stream. Raises BadWire when it does not follow."""
        told = line_of(line)
        self.picture = after(self.picture if self._heard else None, told)
        self._heard = self._boot()
        self._clock.overheard(milliseconds(told.server_time), self._heard)
        self._say("")

    def _say(self, trouble: str) -> None:
        self.trouble = trouble
        self.changed.emit()

    # --- beside the stream ---

    def _answered(self, told: Heard) -> None:
        """On the thread that asked."""
        if told.server_ms:
            self._tasks.from_thread(self._clock.heard, told.server_ms, told.sent, told.got)

    def _took_city(self, _city: City) -> None:
        self.changed.emit()

    async def _keep(self) -> None:
        """What cannot be kept is missing at the next start without the server, and no more."""
        self._kept_at = self._boot()
        with suppress(OSError):
            if self.picture is not None:
                await self._files.do(self._shelf.keep_picture, self.picture)
            await self._files.do(self._shelf.keep_clock, self._clock.memory())
