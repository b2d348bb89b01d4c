"""Which clocks a change moves: they follow the case, not each single agency at work on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from db.domain import commands as verb
from db.domain.advance import advance, in_force
from db.domain.apply import apply
from db.domain.calendar import local_day
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.clocks import ClockRun, Subject, due, warn_at
from db.domain.states import PROGRESS, State

_BY_ALL = verb.Accept | verb.Bounce | verb.Finish | verb.Validate | verb.Refuse
_MILESTONES = (
    ("accepted", PROGRESS.index(State.ACCEPTED)),
    ("finished", PROGRESS.index(State.AWAITING_VALIDATION)),
    ("validated", PROGRESS.index(State.RESOLVED)),
)
_AWAITING = PROGRESS.index(State.AWAITING_VALIDATION)

# What an earlier system did unseen: clocks take its word as if it had been done here, just now.
_REACHED_BY = {
    State.FORWARDED: ("forwarded",),
    State.ACCEPTED: ("accepted",),
    State.ON_SITE: ("accepted", "started"),
    State.SCHEDULED: ("accepted", "scheduled"),
    State.AWAITING_VALIDATION: ("accepted", "started", "finished"),
    State.RESOLVED: ("accepted", "started", "validated"),
    State.CLOSED: ("closed",),
    State.RETURNED: ("returned",),
    State.NOT_OURS: ("declined",),
    State.ARCHIVED: ("archived",),
}


def timed(case: Case, change: Change, city: City) -> Change:
    """The change with every clock of the case as it stands afterwards.

    An undo carries none: the clocks go back with everything else. Nor does the news of a delivery
    or of a late clock: no deadline ever moves because of one.
    """
    if isinstance(change.act, verb.Undo | verb.Deliver | verb.Resend | verb.Escalate):
        return change
    if case.state is State.MERGED and isinstance(change.act, verb.Edit):
        return change  # its clocks are its survivor's
    after = apply(case, change)
    subject, clocks = subject_of(after), case.clocks
    if isinstance(change.act, verb.Edit):
        clocks = _brought_forward(case, subject, change.at, city)
    for kind in _kinds(case, after, change):
        clocks = advance(clocks, kind, change.at, subject, city.clocks, city.calendar)
    return replace(change, clocks=_settled(clocks, after.state, change.at))


def subject_of(case: Case) -> Subject:
    """What decides which rules apply to the case as it stands."""
    return Subject(case.reports[0].channel, case.report_class, case.priority)


def _kinds(case: Case, after: Case, change: Change) -> tuple[str, ...]:
    """What the clocks are told. Of several agencies the last one's step is the case's step."""
    if isinstance(change.act, verb.Bring):
        return _REACHED_BY.get(change.act.state, (change.kind,))
    if len(case.tasks) < 2 or not isinstance(change.act, _BY_ALL) or not after.tasks:
        return (change.kind,)
    was, stands = PROGRESS.index(case.state), PROGRESS.index(after.state)
    if stands < _AWAITING <= was:
        return ("refused_work",)
    return tuple(kind for kind, mark in _MILESTONES if was < mark <= stands)


def _brought_forward(
    case: Case, subject: Subject, at: datetime, city: City
) -> tuple[ClockRun, ...]:
    """Running clocks under the shorter limit of a corrected class or priority, counted from now.

    A longer limit puts nothing off: nobody gains time by editing a case.
    """
    day = local_day(city.calendar, at)
    was = {rule.id: rule for rule in in_force(city.clocks, subject_of(case), day)}
    rules = {rule.id: rule for rule in in_force(city.clocks, subject, day)}
    runs = []
    for run in case.clocks:
        rule = rules.get(run.rule)
        if rule is not None and rule is not was.get(run.rule) and not (run.ended or run.paused):
            sooner = due(rule, at, city.calendar)
            if sooner < run.due:
                warning = warn_at(rule, at, sooner, city.calendar)
                run = replace(run, due=sooner, warn_at=warning, unit=rule.unit)
        runs.append(run)
    return tuple(runs)


def _settled(clocks: tuple[ClockRun, ...], state: State, at: datetime) -> tuple[ClockRun, ...]:
    """Nothing runs on for a case that is finished for good, whatever the rules of the day say."""
    if state not in (State.CLOSED, State.ARCHIVED, State.NOT_OURS):
        return clocks
    return tuple(run if run.ended else replace(run, ended=at, paused=None) for run in clocks)
