"""How a case looks if the outbox is accepted: base plus the officer's waiting commands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from db.domain.apply import apply
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.clocks import ClockRun
from db.domain.commands import Command
from db.domain.decide import decide
from db.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Overlay:
    """A case as the officer sees it: with changes still expected, and what would be refused."""

    case: Case | None
    pending: tuple[Change, ...] = ()
    refused: tuple[tuple[str, Refused], ...] = ()


def apply_local(
    base: Case | None, commands: Iterable[Command], city: City, *, other: Case | None = None
) -> Overlay:
    """Base with the commands on top, each decided as of the moment it was made."""
    case, pending, refused = base, list[Change](), list[tuple[str, Refused]]()
    for command in commands:
        try:
            change = decide(case, command, city, command.made_at, other=other)
        except Refused as no:
            refused.append((command.id, no))
            continue
        change = replace(change, clocks=_known_clocks(base, change))
        pending.append(change)
        if case is None or case.id == change.case:
            case = apply(case, change)
    return Overlay(case, tuple(pending), tuple(refused))


def _known_clocks(base: Case | None, change: Change) -> tuple[ClockRun, ...] | None:
    """Only clocks the server gave: a desk never works out a deadline of its own."""
    if change.clocks is None:
        return None
    given = {(run.rule, run.started) for run in base.clocks} if base else set()
    return tuple(run for run in change.clocks if (run.rule, run.started) in given)
