"""What needs an act at this desk, and what an officer does about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.alarms import Alarm, Alarms
from db.domain import commands as verb
from db.domain.case import Case
from db.domain.changes import Change


class Seen(Protocol):
    """A case as its officer sees it."""

    @property
    def case(self) -> Case: ...
    @property
    def history(self) -> tuple[Change, ...]: ...
    @property
    def pending(self) -> tuple[Change, ...]: ...


class Hands(Protocol):
    """What of a desk is needed here."""

    def now(self) -> datetime: ...
    async def view(self, case: str) -> Seen | None: ...
    async def do(self, case: Case, act: verb.Verb) -> object: ...


@dataclass(frozen=True, slots=True)
class PutOff:
    """An alarm that is shelved: until when (UTC), by whom at which desk, "" where not known."""

    alarm: Alarm
    until: datetime
    by: str = ""
    desk: str = ""


class Watching:
    """Reads the alarms of a desk and acts on them by its verbs. `known` are the alarms of now."""

    def __init__(
        self, desk: Hands, known: Callable[[], Alarms | None], attended: Callable[[], set[str]]
    ) -> None:
        self._desk, self._known, self._attended = desk, known, attended

    def alarms(self) -> list[Alarm]:
        """The alarms that stand now, the most pressing first."""
        alarms = self._known()
        if alarms is None:
            return []
        alarms.pass_time(self._desk.now())
        return alarms.standing(self._attended())

    def shelved(self) -> list[Alarm]:
        """What would stand now, had nobody put it off; the next to come back first."""
        alarms = self._known()
        return alarms.shelved(self._desk.now()) if alarms is not None else []

    async def put_off(self) -> list[PutOff]:
        """The same, and who put it off."""
        found = []
        for alarm in self.shelved():
            view = await self._desk.view(alarm.case)
            last = _last_shelving((*view.history, *view.pending)) if view is not None else None
            by = last.by if last is not None else None
            found.append(PutOff(alarm, alarm.since, by.name if by else "", by.desk if by else ""))
        return found

    async def acknowledge(self, case: str) -> None:
        """Say by name that somebody sees to what stands of a case; it stops on all desks.

        Raises Refused and StoreFault like `Desk.do`.
        """
        alarms, view = self._known(), await self._desk.view(case)
        if alarms is not None and view is not None:
            for key in alarms.keys(case, self._desk.now()):
                await self._desk.do(view.case, verb.Acknowledge(key))

    async def shelve(self, case: str, reason: str, until: datetime) -> None:
        """Put the alarms of a case off, for a reason. Raises as `Desk.do`."""
        view = await self._desk.view(case)
        if view is not None:
            await self._desk.do(view.case, verb.Shelve(reason, until))

    async def take_back(self, case: str) -> None:
        """Put them off no longer: the same reason ends now. Raises as `shelve`."""
        view = await self._desk.view(case)
        if view is not None and view.case.shelved_because:
            act = verb.Shelve(view.case.shelved_because, self._desk.now())
            await self._desk.do(view.case, act)


def _last_shelving(changes: tuple[Change, ...]) -> Change | None:
    """The newest of them that put alarms off."""
    found = [change for change in changes if isinstance(change.act, verb.Shelve)]
    return max(found, key=lambda change: change.at, default=None)
