"""The past tense: what the server made of a command, one numbered entry of the city's journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from db.domain.case import Actor, Report
from db.domain.clocks import ClockRun
from db.domain.commands import LAWS, Verb

KINDS = frozenset(law.past for law in LAWS.values())
"""Every kind of change that can alter a case."""

Fact = str | int | None
"""A value a refusal may carry; pages make sentences of it."""


class Outcome(StrEnum):
    """How a command was decided."""

    ACCEPTED = "accepted"
    SAME_EFFECT = "same_effect"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Change:
    """One decision in the journal. Only an accepted one ever alters a case.

    `id` is the command's id. `seq` is 0 until the journal gives it its number. `clocks`, when not
    None, are all the case's clocks after the change: deadlines are worked out once, by the server.
    `other` and `reports` belong to merging: the surviving case and the reports that move.
    `hides`: the case becomes secret with it, for its new category is.
    """

    id: str
    case: str
    act: Verb
    by: Actor
    at: datetime
    outcome: Outcome = Outcome.ACCEPTED
    seq: int = 0
    number: str = ""
    clocks: tuple[ClockRun, ...] | None = None
    other: str | None = None
    reports: tuple[Report, ...] = ()
    reason: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    made_at: datetime | None = None
    hides: bool = False

    @property
    def kind(self) -> str:
        """Past tense of the verb, or how it failed to alter anything."""
        if self.outcome is Outcome.REJECTED:
            return "refused"
        if self.outcome is Outcome.SAME_EFFECT:
            return "repeated"
        return LAWS[type(self.act)].past

    @property
    def alters(self) -> bool:
        """Whether a case is different afterwards."""
        return self.outcome is Outcome.ACCEPTED

    @property
    def cases(self) -> tuple[str, ...]:
        """Ids of the cases this change is about."""
        return (self.case,) if self.other is None else (self.case, self.other)
