"""Cases as acts made them, decided and applied as the server does it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from console.desk import CaseView
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Actor, Case, Place
from db.domain.changes import Change
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.states import Role

BEGAN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SITI = Actor("siti", "Siti", Role.OFFICER, "meja 1")
BUDI = Actor("budi", "Budi", Role.SUPERVISOR, "meja 2")


class Life:
    """One case and its history; each act comes a minute after the one before."""

    def __init__(
        self, city: City, text: str = "Sampah menumpuk", case: str = "case 1", **more: Any
    ) -> None:
        self._city, self._id = city, case
        self.changes: list[Change] = []
        self._case: Case | None = None
        report: dict[str, Any] = {
            "category": "sampah",
            "place": Place("Jl. Daan Mogot", lat=-6.17, lng=106.6),
        }
        self.act(verb.Receive("r1", "laksa", text, **(report | more)))

    @property
    def case(self) -> Case:
        """As it is now."""
        assert self._case is not None
        return self._case

    def act(self, act: Verb, by: Actor = SITI) -> Life:
        """One more change."""
        seq = len(self.changes) + 1
        expect = self._case.assignment_no if self._case else None
        at = BEGAN + timedelta(minutes=seq)
        command = Command(f"c{seq}", self._id, act, by, at, expect)
        change = decide(self._case, command, self._city, at, number="TNG-26-000001")
        self.changes.append(replace(change, seq=seq))
        self._case = apply(self._case, self.changes[-1])
        return self

    def view(self) -> CaseView:
        """As the case page shows it."""
        return CaseView(self.case, True, tuple(reversed(self.changes)), ())


FORWARD = verb.Forward(("dlh",), "sampah", "complaint")
