"""Ladders: whom a late clock is told to, one after the other, and when each is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.domain.advance import governing
from db.domain.case import Case, Climb
from db.domain.city import City
from db.domain.climbs import is_of
from db.domain.clocks import ClockRun
from db.domain.states import Role
from db.domain.timing import subject_of

SHORTEST = timedelta(minutes=1)
"""Between two steps, however short the time from a clock's warning to its deadline."""

OF_AGENCIES = frozenset({Role.AGENCY_HEAD.value, Role.OPD_OPERATOR.value})
"""Roles that somebody holds at an agency, not in the room."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next step of one running clock: `step` counts from 1, `at` is when it is due (UTC)."""

    rule: str
    started: datetime
    step: int
    at: datetime
    to: str


def steps(case: Case, city: City) -> list[Step]:
    """The next step of each running clock that has one left, the soonest first."""
    subject = subject_of(case)
    found = []
    for run in case.clocks:
        if run.ended is None and run.paused is None:
            rule = governing(run, city.clocks, subject, city.calendar)
            taken = [one for one in case.climbs if is_of(one, run)]
            if rule is not None and len(taken) < len(rule.steps):
                to, number = rule.steps[len(taken)], len(taken) + 1
                found.append(Step(run.rule, run.started, number, _due(run, taken), to))
    return sorted(found, key=lambda one: (one.at, one.rule))


def next_at(case: Case | None, city: City) -> datetime | None:
    """When the case climbs next if nothing happens to it; None: never."""
    return next((one.at for one in steps(case, city)), None) if case is not None else None


def told(step: Step, case: Case) -> tuple[str, tuple[str, ...]]:
    """The role that is told, and the agencies that hold the case up; the room's are none.

    A case that is with no agency has no head to be told: the room's supervisor is.
    """
    if step.to not in OF_AGENCIES:
        return step.to, ()
    opds = tuple(task.opd for task in case.tasks if task.state is case.state)
    return (step.to, opds) if opds else (Role.SUPERVISOR.value, ())


def _due(run: ClockRun, taken: list[Climb]) -> datetime:
    """The first at the deadline, each further one as much later as the warning came before it.

    Counted from the step before: after a pause, or a time without a server, nobody is passed over.
    """
    if not taken:
        return run.due
    return max(run.due, taken[-1].at + max(SHORTEST, run.due - run.warn_at))
