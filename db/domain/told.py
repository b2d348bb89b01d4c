"""What the reporters of a case are told: the public side of its changes, and nothing internal.

A report is told of the case it is in. What every reader may see of a case is its face: the state,
the agencies and the last text written for the reporter. A change that alters the face is told to
every report of the case; a report that comes into another case is told its face.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import IMPORTER, Actor, Case, Report
from db.domain.changes import Change
from db.domain.states import Role, State

QUIET = frozenset(
    {"noted", "attached", "acknowledged", "shelved", "delivered", "resent", "escalated"}
    | {"refused", "repeated"}
)
"""Kinds of changes that never alter a face; who reads a journal may pass over them."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that one reporter is told, once.

    `id` is made of the change and the report, the same in every history that has them; `kind` is
    the change's. `text` is what was written for the reporter with it, or the last such text where
    the report has come to another face of its case; `planned_for` is the day it promises, `reason`
    a key of the city's reasons for archiving.
    """

    id: str
    seq: int
    at: datetime
    kind: str
    report: Report
    number: str
    state: State
    answered: bool
    opds: tuple[str, ...]
    text: str = ""
    planned_for: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A text for the reporter, and the change it came with."""

    change: str
    text: str
    planned_for: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Face:
    state: State
    opds: tuple[str, ...]
    said: _Said | None


def told(changes: Iterable[Change]) -> Iterator[Told]:
    """What one case's reporters are told, in order.

    `changes` are all of that case, also those in which it is the survivor of a merge, from its
    first on. A secret case says no more than that a report has come in; a case that was merged away
    says nothing, since its reports are told of the one that goes on. What an import wrote down was
    told by the system it came from, if at all.
    """
    case: Case | None = None
    said: list[_Said] = []
    for change in changes:
        if not change.alters:
            continue
        before, before_said = case, said
        case = apply(case, change)
        said = _said_after(before, said, change) if change.case == case.id else said
        if _imports(change.by):
            continue
        if before is None:
            yield from _each(case, change, _Face(case.state, (), None), case.reports)
            continue
        face = _face(case, said)
        if face is None:
            continue
        if change.case != case.id:
            joined = change.reports if isinstance(change.act, verb.Merge) else ()
            yield from _each(case, change, face, joined)
        elif face != _face(before, before_said):
            yield from _each(case, change, face, case.reports)


def _imports(author: Actor) -> bool:
    return author.role is Role.SYSTEM and author.id == IMPORTER


def _face(case: Case, said: list[_Said]) -> _Face | None:
    if case.secret or case.state is State.MERGED:
        return None
    opds = tuple(task.opd for task in case.tasks)
    return _Face(case.state, opds, said[-1] if said else None)


def _said_after(before: Case | None, said: list[_Said], change: Change) -> list[_Said]:
    """An undone act takes its text back with it."""
    if isinstance(change.act, verb.Undo):
        undone = before.acts[-1].change if before is not None and before.acts else ""
        return [one for one in said if one.change != undone]
    new = _text_for_the_reporter(change)
    return said if new is None else [*said, new]


def _text_for_the_reporter(change: Change) -> _Said | None:
    """The one list of what is written for the public; every other text is for colleagues."""
    match change.act:
        case verb.Answer(text) | verb.AskReporter(text) | verb.Finish(text) | verb.Decline(_, text):
            return _Said(change.id, text)
        case verb.Schedule(plan, on):
            return _Said(change.id, plan, on)
        case verb.Archive(reason, text):
            return _Said(change.id, text, reason=reason)
        case _:
            return None


_OTHER_FACE = verb.Merge | verb.Unmerge | verb.Undo | verb.Edit


def _each(case: Case, change: Change, face: _Face, reports: Iterable[Report]) -> Iterator[Told]:
    said = face.said
    if said is None or (said.change != change.id and not isinstance(change.act, _OTHER_FACE)):
        said = _Said("", "")
    for report in reports:
        yield Told(
            f"{change.id}:{report.id}",
            change.seq,
            change.at,
            change.kind,
            report,
            case.number,
            face.state,
            case.answered,
            face.opds,
            said.text,
            said.planned_for,
            said.reason,
        )
