"""Cases the server lost in a restore and this desk still knows: listed, written, brought back."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from console.cache import CacheLost, CaseCache
from console.private_file import write_private
from console.worker import Worker
from db import asides
from db.asides import Lost
from db.domain import commands as verb
from db.domain.case import Case
from db.store import StoreFault


def report_of(case: Case) -> verb.Receive:
    """The report that opened a lost case, to be given once more with its time of arrival.

    Its photos are not named: the server may not have them, and would wait for them.
    """
    report = next((one for one in case.reports if one.case == case.id), case.reports[0])
    return verb.Receive(
        report.id,
        report.channel,
        report.text,
        case.report_class,
        case.category,
        case.priority,
        case.place,
        at=report.at,
        source_id=report.source_id,
        anonymous=report.anonymous,
        secret=case.secret,
    )


class LostCases:
    """Looks into the copies of older histories. Coroutines for the main thread."""

    def __init__(self, folder: Path, cache: CaseCache) -> None:
        self._path, self._cache = folder / "cache.db", cache
        self._worker = Worker("lost cases")

    def close(self) -> None:
        """End the thread."""
        self._worker.shutdown(wait=False)

    async def look(self, scope: str) -> tuple[Lost, ...]:
        """What is known here of this scope and not to the server, as far as the cache has come."""
        path = self._path
        try:
            return tuple(await self._cache.read(lambda conn: asides.lost_cases(conn, path, scope)))
        except (CacheLost, StoreFault):
            return ()

    async def cases(self, lost: Iterable[Lost]) -> list[Case]:
        """They as this desk last knew them. Raises StoreFault."""
        return await self._worker.do(asides.held_cases, self._path, [one.id for one in lost])

    async def write(self, to: Path, lost: Iterable[Lost]) -> None:
        """Write them, with all that was done, as the lines of a snapshot. Raises StoreFault."""
        await self._worker.do(self._write, to, [one.id for one in lost])

    def _write(self, to: Path, ids: list[str]) -> None:
        try:
            lines = list(asides.whole(self._path, ids))
            write_private(to, "".join(f"{line}\n" for line in lines))
        except OSError as fault:
            raise StoreFault.of(fault, to) from fault

    async def dealt_with(self) -> None:
        """List them no more. Raises StoreFault."""
        try:
            await self._worker.do(asides.dealt_with, self._path)
        except OSError as fault:
            raise StoreFault.of(fault, self._path) from fault

    async def sweep(self, now: datetime) -> None:
        """Remove what was put aside more than 30 days ago, of the cache and of the outbox."""
        for name in ("cache.db", "outbox.db", "outbox.log"):
            with suppress(OSError):  # another program may hold one of them; in a few minutes again
                await self._worker.do(asides.sweep, self._path.with_name(name), now)
