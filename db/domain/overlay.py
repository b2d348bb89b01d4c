"""How a case looks if the outbox is accepted: base plus the officer's waiting commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    case, pending, refused = base, list[Change](), dict[str, Refused]()
    for command in commands:
        try:
            _check_dependency(command, refused)
            change = decide(case, command, city, command.made_at, other=other)
        except Refused as no:
            refused[command.id] = no
            continue
        # The number of the last change applied stays: nothing of this is history yet.
        seq = base.seq if base else 0
        change = replace(change, seq=seq, clocks=_known_clocks(base, change))
        pending.append(change)
        if case is None or case.id == change.case:
            case = apply(case, change)
    return Overlay(case, tuple(pending), tuple(refused.items()))


def _check_dependency(command: Command, refused: Mapping[str, Refused]) -> None:
    no = refused.get(command.depends_on or "")
    if no is not None:
        raise Refused("dependency_rejected", depends_on=command.depends_on, reason=no.key)


def _known_clocks(base: Case | None, change: Change) -> tuple[ClockRun, ...] | None:
    """Only clocks and deadlines the server gave: a desk never works out one of its own."""
    if change.clocks is None:
        return None
    given = {(run.rule, run.started): run for run in base.clocks} if base else {}
    return tuple(
        replace(run, due=known.due, warn_at=known.warn_at)
        for run in change.clocks
        if (known := given.get((run.rule, run.started))) is not None
    )
