"""What flood mode has folded, as this desk sees it with its own waiting acts on top."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from console.beside import Flood
from console.sync import Sync
from db.domain.case import Case
from db.domain.flood import merged_in, was_folded
from db.domain.states import OPEN
from db.folded import masters

Cases = Callable[[Sequence[str]], Awaitable[list[Case]]]


class Master(NamedTuple):
    """A case, and those that were folded into it."""

    case: Case
    folded: tuple[Case, ...]


class Folding(QObject):
    """`moved`: the server says something else of a flood than before."""

    moved = Signal()

    def __init__(self, sync: Sync, cases: Cases) -> None:
        super().__init__()
        self._sync, self._cases = sync, cases
        sync.beside.flood_changed.connect(self.moved)

    @property
    def flood(self) -> Flood | None:
        """The flood that is now, as far as the server is heard; None while there is none."""
        return self._sync.beside.flood

    async def of(self, case: Case) -> Master:
        """A case with what was folded into it, or into the master in which it stands itself."""
        if was_folded(case) and case.master is not None:
            case = next(iter(await self._cases([case.master])), case)
        inside = await self._cases(merged_in(case))
        return Master(case, tuple(one for one in inside if _is_in(one, case)))

    async def masters(self) -> list[Master]:
        """Every open case that holds some, those with the most first."""
        ids = await self._sync.cache.read(masters)
        found = [await self.of(case) for case in await self._cases(sorted(ids))]
        held = [one for one in found if one.folded and one.case.state in OPEN]
        return sorted(held, key=lambda one: (-len(one.folded), one.case.number))


def _is_in(case: Case, master: Case) -> bool:
    return was_folded(case) and case.master == master.id
