"""Audits: how many cases each scope sees at one change, and their digest, to be compared."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from db import journal, sums
from db.journal import Mark
from db.store import Conn
from db.sums import Sums

EVERY = 300.0
"""Seconds after which whoever follows is sent a new one."""

CHANGES = 1_000
"""Changes after which they are too."""


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """The sums at one place of the history; each one is told once on each stream."""

    at: Mark
    sums: Sums
    taken: float = field(default_factory=time.monotonic)
    _told: dict[str, str] = field(default_factory=dict)

    def told(self, scope: str) -> str:
        """What a page of this scope carries, with a comma after it."""
        held = self._told.get(scope)
        if held is None:
            seen = sums.over(self.sums, scope)
            said = f'{{"seq":{self.at.seq},"cases":{seen.cases},"digest":"{seen.digest:016x}"}}'
            held = self._told[scope] = f'"audit":{said},'
        return held

    def is_old(self, head: int) -> bool:
        """Whether it is time for another."""
        late = time.monotonic() - self.taken >= EVERY
        return late or head - self.at.seq >= CHANGES


def take(conn: Conn) -> Audit:
    """The audit of this moment."""
    return Audit(journal.mark_of(journal.head(conn)), sums.read(conn))
