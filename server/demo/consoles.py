"""The agencies' consoles: each takes from the server what has come for its agency."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from server.demo.caller import Caller, Declined
from server.demo.crew import Crew

_APART = timedelta(seconds=1.5)
"""Between two looks of any consoles: thirty of them make a quiet neighbour."""


class Consoles:
    """Looks where something is expected, and goes round among all that were opened. One thread."""

    def __init__(
        self, caller: Caller, crew: Crew, operators: Mapping[str, str], now: Callable[[], datetime]
    ) -> None:
        self._caller, self._crew, self._operators, self._now = caller, crew, operators, now
        self._reached: dict[str, int] = {}
        self._epoch = ""
        self._wanted: dict[str, int] = {}
        self._round: deque[str] = deque()
        self._next = now()

    def expect(self, opd: str, seq: int) -> None:
        """Something came for an agency with this change; without a console it has none to look."""
        if opd in self._operators:
            self._wanted.setdefault(opd, max(0, seq - 1))

    def look(self, epoch: str, head: int) -> None:
        """One console catches up, if it is time. Raises Unreachable, Declined."""
        if epoch != self._epoch:
            self._epoch = epoch
            self._reached.clear()
            self._round.clear()
        opd = self._whose()
        if opd is None or self._now() < self._next:
            return
        self._next = self._now() + _APART
        begin = self._reached.get(opd, self._wanted.get(opd, head))
        login = self._operators[opd]
        try:
            self._reached[opd] = self._caught_up(self._crew.token(login), begin)
        except Declined as no:
            if no.status == 401:
                self._crew.forget(login)
            self._reached[opd] = head
        self._wanted.pop(opd, None)
        if opd in self._round:
            self._round.remove(opd)
        self._round.append(opd)

    def _whose(self) -> str | None:
        if self._wanted:
            return next(iter(self._wanted))
        return self._round[0] if self._round else None

    def _caught_up(self, token: str, since: int) -> int:
        """Take page after page, and ask once more from the end: that says what was taken."""
        while True:
            page = self._caller.get_json(
                "/changes", token, epoch=self._epoch, since=since, limit=1000
            )
            if page["to"] == since:
                return since
            since = int(page["to"])
