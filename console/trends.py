"""What came in when and where, for the map: counted in this desk's cache, with or without server.

The cache holds every case its officer may see, open or over. What waits in the outbox is not
counted: it has not come in yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from console.cache import CacheLost
from console.lane_filter import Wanted
from console.sync import Sync
from console.sync_status import Link
from db import arrivals
from db.domain.brief import Brief
from db.domain.hotspots import RULE, Look, look
from db.domain.locating import smallest
from db.store import Conn

R = TypeVar("R")


class Trends:
    """Answers for one desk. None where the cache has just been lost: another takes its place."""

    def __init__(self, sync: Sync, now_ms: Callable[[], int]) -> None:
        self._sync, self._now = sync, now_ms

    async def until(self) -> int:
        """Up to when this desk knows what came in, ms: now, or when it last heard of anything."""
        status = self._sync.status
        if status.link in (Link.LIVE, Link.POLLING):
            return self._now()
        return max(status.heard_ms, await self._asked(arrivals.newest) or 0)

    async def rising(self, until: int) -> Look | None:
        """Where more came in than chance explains, as of an instant (ms)."""
        city = self._sync.city
        assert city is not None, "the map is shown once there is a city"
        above = {area.code: area.parent or "" for area in smallest(city.areas.values())}
        return await self._asked(lambda conn: look(arrivals.by_day(conn, until, RULE.reach), above))

    async def cases(self, since: int, until: int, wanted: Wanted) -> Sequence[Brief]:
        """The cases that came in within a span and pass a filter, the newest first."""
        span, sieve = arrivals.Span(since, until), _sieve(wanted)
        return await self._asked(lambda conn: arrivals.listed(conn, span, sieve)) or ()

    async def by_area(self, since: int, until: int, wanted: Wanted) -> Mapping[str, int] | None:
        """How many these are, by the area they carry."""
        span, sieve = arrivals.Span(since, until), _sieve(wanted)
        return await self._asked(lambda conn: arrivals.by_area(conn, span, sieve))

    async def _asked(self, question: Callable[[Conn], R]) -> R | None:
        try:
            return await self._sync.cache.read(question)
        except CacheLost:  # told already, by the cache itself
            return None


def _sieve(wanted: Wanted) -> arrivals.Sieve:
    return arrivals.Sieve(
        wanted.categories,
        wanted.areas,
        wanted.opds,
        wanted.channels,
        wanted.classes,
        wanted.states,
        wanted.cases,
        wanted.due_before,
    )
