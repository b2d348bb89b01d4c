"""How a case looks with this desk's waiting commands on top of what the server last said."""

from __future__ import annotations

from console.sync import Sync
from db.domain import commands as verb
from db.domain.case import Case
from db.domain.city import City
from db.domain.commands import Verb
from db.domain.overlay import Overlay, apply_local
from db.domain.states import State

_MAX_MERGES = 100


class Overlays:
    """Lays the outbox over the base; other cases that an act is about are read for it."""

    def __init__(self, sync: Sync) -> None:
        self._sync = sync

    def _city(self) -> City:
        city = self._sync.city
        if city is None:
            raise LookupError("no city pack yet: sign in once while the server is there")
        return city

    async def laid(self, base: Case | None, case: str) -> Overlay:
        commands = self._sync.overlay(case)
        other = None
        for command in commands:
            other = await self.other(base, command.act) or other
        return apply_local(base, commands, self._city(), other=other)

    async def other(self, case: Case | None, act: Verb) -> Case | None:
        """The surviving case that a merge, an unmerge or an undone merge is about."""
        cache = self._sync.cache
        named = case.master if case is not None else None
        if isinstance(act, verb.Merge):
            named = act.into
        hops = 0
        while named is not None and hops < _MAX_MERGES:
            other = await cache.case(named)
            if other is None and self._sync.overlay(named):
                return (await self.laid(None, named)).case
            if other is None or other.state is not State.MERGED:
                return other
            named, hops = other.master, hops + 1
        return None

    async def only_here(self) -> list[Case]:
        """Cases that were opened at this desk and have not come back from the server."""
        ids = self._sync.overlaid()
        known = await self._sync.cache.many(ids)
        laid = [(await self.laid(None, id)).case for id in sorted(ids - set(known))]
        return [case for case in laid if case is not None]
