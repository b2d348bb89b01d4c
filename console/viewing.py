"""Viewing as another role: a desk of its own in a folder that goes with it, beside the real one."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from console.clock import ServerClock
from console.faults import Fault, Offline
from console.pages.view_hands import Viewing
from console.session import Keeper, Session
from console.sync import Link
from console.worker import Worker
from console.workplace import Workplace
from db.domain.refused import Refused

FOLDER = "viewing"
PATIENCE = 30.0
"""Seconds for the city pack to come."""

GRACE = 3
"""Seconds without the server after which a view is over."""

_NEVER = datetime.fromtimestamp(0, UTC)
_THERE = (Link.LIVE, Link.POLLING, Link.SNAPSHOT)


class Views(QObject):
    """One view at a time. Main thread only.

    What the role sees is fetched from the server into files of its own, which are removed with it:
    neither the administrator's outbox and cache nor anybody else's are touched, and nothing is
    shown without the server. `stopped` carries, every second, why a view must end: "over" or
    "offline".
    """

    stopped = Signal(str)

    def __init__(self, folder: Path, clock: ServerClock, own: Workplace, owner: QObject) -> None:
        super().__init__(owner)
        self._folder, self._clock, self._own = folder / FOLDER, clock, own
        self._worker = Worker("views")
        self._parting: tuple[Workplace, Keeper, QObject] | None = None
        self._beginning, self._ending = asyncio.Lock(), asyncio.Lock()
        self._away = 0
        self.place: Workplace | None = None
        self.viewing: Viewing | None = None

    async def sweep(self) -> None:
        """What a view left behind that was cut off is removed."""
        await self._worker.do(partial(shutil.rmtree, self._folder, ignore_errors=True))

    async def begin(self, role: str, opd: str) -> str:
        """Fetch what the role sees; what is wrong with the files, if anything, in words.

        Raises the faults of Api, and OSError: then nothing has begun. Once the server has said yes
        it is in its audit.
        """
        async with self._beginning:
            return await self._begun(role, opd)

    async def _begun(self, role: str, opd: str) -> str:
        mine, own = self._own.sync.session, self._own.sync
        if mine is None or own.status.link not in _THERE:
            raise Offline("no_route")
        await self.end()
        given = await self._worker.do(own.api().view_as, role, opd)
        session = Session(
            server=mine.server,
            city=given.city,
            login="",
            person=given.person,
            access=given.access,
            access_expires=given.access_expires,
            refresh="",
            refresh_expires=_NEVER,
            pin=mine.pin,
            viewing=True,
        )
        await self._worker.do(_made, self._folder)
        keeper, owner = Keeper(self._folder), QObject(self)
        place = self._own.like_this(self._folder, keeper, owner)
        self._parting = place, keeper, owner
        fault = await place.open() or await place.seat(session)
        if fault:
            await self.end()
            return fault
        try:
            async with asyncio.timeout(PATIENCE):
                await place.city_known()
        except TimeoutError:
            await self.end()
            raise Offline("no_route") from None
        self.place, self.viewing = place, Viewing(given.person, given.access_expires)
        return ""

    def hide(self) -> None:
        """From now on the desk is the administrator's own."""
        self.place, self.viewing, self._away = None, None, 0

    async def end(self) -> None:
        """Away with it and all it fetched; the server is told where it can be."""
        self.hide()
        async with self._ending:  # who closes the program waits for one that is on its way
            if self._parting is None:
                return
            (place, keeper, owner), self._parting = self._parting, None
            with suppress(Fault, Refused):  # the token runs out by itself
                await self._worker.do(place.sync.api().sign_out)
            await place.close()
            keeper.close()
            owner.deleteLater()
            await self.sweep()

    async def close(self) -> None:
        """The program ends."""
        await self.end()
        self._worker.shutdown(wait=False)

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        if self.place is None or self.viewing is None:
            return
        link = self.place.sync.status.link
        self._away = 0 if link in _THERE else self._away + 1
        if self._clock.now() >= self.viewing.until:
            self.stopped.emit("over")
        elif self._away >= GRACE:
            self.stopped.emit("over" if link is Link.DENIED else "offline")


def _made(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
