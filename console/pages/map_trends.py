"""What the map asks about cases that came in, open or over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from console.case_model import Wanted
from db.domain.brief import Brief
from db.domain.hotspots import Look


class Trends(Protocol):
    """Instants are ms; None where nothing can be told now."""

    async def until(self) -> int:
        """Up to when it is known what came in."""

    async def rising(self, until: int) -> Look | None:
        """Where more came in than chance explains, as of an instant."""

    async def cases(self, since: int, until: int, wanted: Wanted) -> Sequence[Brief]:
        """The cases that came in within a span and pass a filter, the newest first."""

    async def by_area(self, since: int, until: int, wanted: Wanted) -> Mapping[str, int] | None:
        """How many these are, by the area they carry."""


class NoTrends:
    """Nothing is known of what came in."""

    async def until(self) -> int:
        return 0

    async def rising(self, until: int) -> Look | None:
        return None

    async def cases(self, since: int, until: int, wanted: Wanted) -> Sequence[Brief]:
        return ()

    async def by_area(self, since: int, until: int, wanted: Wanted) -> Mapping[str, int] | None:
        return None
