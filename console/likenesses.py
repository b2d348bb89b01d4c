"""Which open cases may be the same problem, out of this desk's cache and what waits here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from console.cache import CacheLost
from console.overlays import Overlays
from console.sync import Sync
from db.domain import commands as verb
from db.domain.case import Case
from db.domain.city import City
from db.domain.likeness import Similar, Traits, alike, traits, traits_of_report
from db.domain.states import OPEN
from db.similar import candidates


class Likenesses:
    """Asks the cache, and the calls that wait in the outbox; it needs no server."""

    def __init__(self, sync: Sync, overlays: Overlays) -> None:
        self._sync, self._overlays = sync, overlays

    async def of_case(self, case: Case) -> tuple[Similar, ...]:
        """Of a case that is open, the likest first; none for one that is over."""
        return await self._of(case.id, traits(case), case.secret) if case.state in OPEN else ()

    async def of_report(self, act: verb.Receive, city: City, now: datetime) -> tuple[Similar, ...]:
        """Of a report that has opened no case yet."""
        category = city.categories.get(act.category or "")
        secret = act.secret or (category is not None and category.secret)
        return await self._of("", traits_of_report(act, now), secret)

    async def _of(self, case: str, own: Traits, secret: bool) -> tuple[Similar, ...]:
        """Without those that this outbox is about to merge away."""
        try:
            found = await self._sync.cache.read(lambda conn: candidates(conn, own, secret=secret))
            found += [one for one in await self._waiting(found) if one.secret is secret]
        except CacheLost:  # told already, by the cache itself
            return ()
        return alike(case, own, [one for one in found if not self._goes(one)])

    async def _waiting(self, known: Iterable[Case]) -> list[Case]:
        """Open cases that are nowhere but in the outbox yet."""
        only_here = await self._overlays.only_here()
        ids = {one.id for one in known}
        return [one for one in only_here if one.id not in ids and one.state in OPEN]

    def _goes(self, case: Case) -> bool:
        return any(isinstance(one.act, verb.Merge) for one in self._sync.overlay(case.id))
