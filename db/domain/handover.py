"""A handover: what the next shift must know, worked out from the cases as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from db.domain.case import Case
from db.domain.city import City
from db.domain.clocks import ClockRun, ClockState, soonest, state_of
from db.domain.counts import Counts
from db.domain.shifts import Turn
from db.domain.states import OPEN, Colour, State, colour


class Why(StrEnum):
    """Why a case is handed over by name, the gravest first: a case stands under its first."""

    SILENT = "silent"
    ASTRAY = "astray"
    BREACHED = "breached"
    DUE = "due"
    PROMISE_DUE = "promise_due"
    SHELVED = "shelved"
    PROMISE = "promise"
    ASKED = "asked"


CRITICAL = frozenset({Why.SILENT, Why.ASTRAY, Why.BREACHED, Why.DUE, Why.PROMISE_DUE})
"""What the incoming officer must have opened before signing."""

_ORDER = tuple(Why)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its facts.

    `at`: the deadline, the promised day, or the end of the shelving. `who`: the agency, or the
    rule of the deadline. `text`: what was promised, or why it was shelved.
    """

    why: Why
    at: datetime | None = None
    who: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A case that is handed over by name. Of a secret case it says the number and nothing else.

    Nothing of it is in the reporter's words, so that it may be printed.
    """

    case: str
    number: str
    state: State
    reasons: tuple[Reason, ...]
    secret: bool = False
    category: str = ""
    area: str = ""
    opds: tuple[str, ...] = ()
    remark: str = ""

    @property
    def why(self) -> Why:
        """The gravest reason."""
        return self.reasons[0].why

    @property
    def critical(self) -> bool:
        """Whether the incoming officer has to open it."""
        return any(reason.why in CRITICAL for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many cases are in a state, and for how many reports they stand."""

    state: State
    cases: int
    reports: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act on the desk's disk that the server has not decided; `refused` where it said no."""

    case: str
    number: str
    kind: str
    at: datetime
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Handover:
    """What one officer hands over to the next. `turn` is the shift that takes over."""

    turn: Turn
    made_at: datetime
    standing: tuple[Standing, ...]
    lines: tuple[Line, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    remark: str = ""

    @property
    def counts(self) -> Counts:
        """The board's sums: reports by colour, and distinct problems."""
        sums = dict.fromkeys(Colour, 0)
        problems = 0
        for one in self.standing:
            if one.state is not State.MERGED:
                sums[colour(one.state)] += one.reports
                problems += one.cases
        red, yellow, green, grey = (sums[each] for each in Colour)
        return Counts(red, yellow, green, grey, problems)

    @property
    def open(self) -> int:
        """Cases in which somebody still owes something."""
        return sum(one.cases for one in self.standing if one.state in OPEN)

    @property
    def calm(self) -> int:
        """Open cases of which the next shift need not know by name."""
        return self.open - sum(line.state in OPEN for line in self.lines)

    @property
    def critical(self) -> tuple[str, ...]:
        """Ids of the cases that the incoming officer has to open."""
        return tuple(line.case for line in self.lines if line.critical)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Sums that a handover is made of, and cases that may be named in it."""

    standing: Mapping[State, tuple[int, int]]
    cases: Iterable[Case] = ()
    waiting: Iterable[Waiting] = ()


def handover(ledger: Ledger, turn: Turn, now: datetime, city: City) -> Handover:
    """What is handed over at `now` to the shift of `turn`.

    `ledger.standing` counts every case there is, as (cases, reports) by state; `ledger.cases` may
    leave out those without a reason, which are counted as calm.
    """
    standing = tuple(
        Standing(state, *ledger.standing[state]) for state in State if state in ledger.standing
    )
    named = [line for case in ledger.cases if (line := line_of(case, turn, now, city))]
    named.sort(key=_place)
    return Handover(turn, now, standing, tuple(named), tuple(ledger.waiting))


def standing_of(cases: Iterable[Case]) -> dict[State, tuple[int, int]]:
    """(cases, reports) by state."""
    sums: dict[State, tuple[int, int]] = {}
    for case in cases:
        many, reports = sums.get(case.state, (0, 0))
        sums[case.state] = many + 1, reports + case.report_count
    return sums


def line_of(case: Case, turn: Turn, now: datetime, city: City) -> Line | None:
    """The line of a case; None where the next shift need not know of it by name."""
    found = sorted(_reasons(case, turn, now, city), key=lambda one: _ORDER.index(one.why))
    if not found or case.state is State.MERGED:
        return None
    if case.secret:
        bare = tuple(Reason(one.why, one.at) for one in found)
        return Line(case.id, case.number, case.state, bare, secret=True)
    return Line(
        case.id,
        case.number,
        case.state,
        tuple(found),
        category=case.category or "",
        area=case.place.area or "",
        opds=tuple(task.opd for task in case.tasks if task.state is not State.RESOLVED),
    )


def _reasons(case: Case, turn: Turn, now: datetime, city: City) -> Iterator[Reason]:
    for lost in case.astray:
        if lost.step == "failed":
            yield Reason(Why.ASTRAY, lost.since, lost.opd)
    if case.state not in OPEN:
        return
    yield from _of_clocks(case, turn, now, city)
    for task in case.tasks:
        if task.planned_for is not None and task.state is State.SCHEDULED:
            why = Why.PROMISE_DUE if task.planned_for < turn.ends else Why.PROMISE
            yield Reason(why, task.planned_for, task.opd, task.plan)
    if case.shelved_until is not None and case.shelved_until > now:
        yield Reason(Why.SHELVED, case.shelved_until, text=case.shelved_because)
    if case.state is State.RETURNED:
        yield Reason(Why.ASKED, case.changed_at)


def _of_clocks(case: Case, turn: Turn, now: datetime, city: City) -> Iterator[Reason]:
    """An agency that has not accepted in time, and the soonest of the other deadlines."""
    awaits = {rule.id for rule in city.clocks if _awaits_acceptance(rule.starts, rule.stops)}
    late = [run for run in case.clocks if run.rule in awaits and _runs_late(run, now)]
    silent = case.state is State.FORWARDED and bool(late)
    if silent:
        since = min(run.due for run in late)
        for task in case.tasks:
            if task.state is State.FORWARDED:
                yield Reason(Why.SILENT, since, task.opd)
    first = soonest(run for run in case.clocks if not (silent and run in late))
    if first is not None and first.due < turn.ends:
        why = Why.BREACHED if first.due < now else Why.DUE
        yield Reason(why, first.due, first.rule)


def _awaits_acceptance(starts: frozenset[str], stops: frozenset[str]) -> bool:
    return "forwarded" in starts and "accepted" in stops


def _runs_late(run: ClockRun, now: datetime) -> bool:
    return run.ended is None and state_of(run, now) is ClockState.BREACHED


def _place(line: Line) -> tuple[int, float, str]:
    first = line.reasons[0]
    at = first.at.timestamp() if first.at is not None else 0.0
    return _ORDER.index(first.why), at, line.number


def remarked(given: Handover, remark: str, of: Mapping[str, str]) -> Handover:
    """The handover with the outgoing officer's remarks: on the whole, and by case id."""
    lines = tuple(replace(line, remark=of.get(line.case, line.remark)) for line in given.lines)
    return replace(given, remark=remark, lines=lines)
