"""Where cases are, for the map: read from this desk's cache, with what waits to be sent on top."""

from __future__ import annotations

from collections.abc import Sequence

from console.desk import Desk
from console.sync import Sync
from db import cases

Points = dict[str, tuple[float, float]]
"""Latitude and longitude by case."""


class Whereabouts:
    """Answers for the cases of one desk."""

    def __init__(self, sync: Sync, desk: Desk) -> None:
        self._sync, self._desk = sync, desk

    async def of(self, ids: Sequence[str]) -> Points:
        """The points of these cases; those without one, or not known here, are left out."""
        found: Points = await self._sync.cache.read(
            lambda conn: {id: (lat, lng) for id, lat, lng in cases.points(conn, ids)}
        )
        waiting = [id for id in ids if self._sync.overlay(id)]
        for case in await self._desk.cases(waiting) if waiting else ():
            found.pop(case.id, None)
            if case.place.lat is not None and case.place.lng is not None:
                found[case.id] = (case.place.lat, case.place.lng)
        return found
