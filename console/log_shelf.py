"""The shift log of the last weeks as this desk has read it on the server, for when that is away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from console.api import Api
from console.faults import Fault
from console.logbook import KEEP, Logbook
from console.worker import Worker
from db.domain.logbook import Kept
from db.domain.refused import Refused
from db.store import StoreFault


class LogShelf:
    """logbook/read/ in the data folder; it may be lost, and is read again then.

    `files` and `line` are the threads for the disk and for the server, `api` the connection.
    """

    def __init__(self, folder: Path, files: Worker, line: Worker, api: Callable[[], Api]) -> None:
        self._book = Logbook(folder, "logbook/read")
        self._files, self._line, self._api = files, line, api
        self._held: dict[str, Kept] = {}
        self._whole: set[date] = set()

    @property
    def entries(self) -> Iterable[Kept]:
        """Everything that was read."""
        return self._held.values()

    async def open(self) -> None:
        """Read what is on disk."""
        found, _ = await self._files.do(self._book.read)
        self._held = {one.entry.id: one for one in found}

    async def day(self, day: date) -> list[Kept] | None:
        """A day as the server has it; None where that cannot be asked."""
        try:
            there = await self._line.do(self._asked, day)
        except (Fault, Refused):
            return None
        for one in there:
            if self._held.get(one.entry.id) != one:
                self._held[one.entry.id] = one
                with suppress(StoreFault):  # known until the program ends, and read again then
                    await self._files.do(self._book.put, one)
        return there

    async def gather(self, today: date) -> bool:
        """Read the days of the last weeks that were not read since the start; False if cut off."""
        for back in range(KEEP.days):
            day = today - timedelta(days=back)
            if day in self._whole:
                continue
            if await self.day(day) is None:
                return False
            if back:
                self._whole.add(day)  # today goes on being written
        return True

    def sweep(self, now: datetime) -> None:
        """Forget what is older. On the thread for the disk."""
        self._book.sweep(now)

    def _asked(self, day: date) -> list[Kept]:
        return self._api().entries(day.isoformat())
