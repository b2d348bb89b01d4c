"""Says where the officer is, and who else is where: for eyes and ears only, never for rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from console.api import Api
from console.faults import Fault
from console.tasks import Tasks
from console.worker import Worker
from db.domain.refused import Refused

RENEW = 20.0
"""Seconds after which it is said again; the server forgets it after a minute."""

Present = tuple[Mapping[str, Any], ...]

_HERE = (None, "here")
_AWAY = (None, "view")


class Presence:
    """One case at a time, or none but here; renewed while there is a connection. Main thread only.

    `changed` is told who else is where: case, person, name, desk, mode, since, role and opd.
    """

    def __init__(
        self,
        tasks: Tasks,
        worker: Worker,
        api: Callable[[], Api],
        changed: Callable[[Present], None],
    ) -> None:
        self._tasks, self._worker, self._api, self._changed = tasks, worker, api, changed
        self._at: tuple[str | None, str] = _HERE
        self._locked = False
        self._begun = False
        self._saying = False
        self._round = 0
        self.others: Present = ()

    def attend(self, case: str | None, mode: str) -> None:
        """The officer looks at this case, or (`edit`) prepares an act on it; None for neither."""
        at = (case, mode) if case is not None else _HERE
        if at != self._at:
            self._at = at
            self._say()

    def lock(self, *, locked: bool) -> None:
        """Nobody is at this desk, or somebody is again."""
        if locked != self._locked:
            self._locked = locked
            self._say()

    @property
    def _now(self) -> tuple[str | None, str]:
        return _AWAY if self._locked else self._at

    def seen(self, told: Any, me: str) -> None:
        """A line of the stream came: what it says of it, if anything."""
        if not self._begun:
            self._say()
        if isinstance(told, list):
            self._take(tuple(p for p in told if isinstance(p, dict) and p.get("person") != me))

    def lost(self) -> None:
        """Without the server nobody knows who is where."""
        self._begun = False
        self._take(())

    def _take(self, others: Present) -> None:
        if others != self.others:
            self.others = others
            self._changed(others)

    def _say(self) -> None:
        if not self._saying and self._tasks.running:
            self._begun = self._saying = True
            self._tasks.spawn(self._said())

    async def _said(self) -> None:
        """The newest place only: who pages through cases is on the last of them."""
        try:
            while True:
                at = self._now
                try:
                    await self._worker.do(self._api().presence, *at)
                except (Fault, Refused):
                    break  # without it the others know less, and nothing else depends on it
                if at == self._now:
                    break
        finally:
            self._saying = False
        self._round += 1
        if self._now != _AWAY:
            this = self._round
            self._tasks.later(RENEW, lambda: self._again(this))

    def _again(self, round: int) -> None:
        if round == self._round and self._now != _AWAY:
            self._say()
