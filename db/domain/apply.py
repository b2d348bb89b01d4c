"""apply(case, change) -> case: the only way a case ever becomes different, on every machine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from db.domain import commands as verb
from db.domain.case import Act, Case, Place, Report, Task
from db.domain.changes import Change
from db.domain.commands import LAWS
from db.domain.states import PROGRESS, State, least_advanced

# What an undo brings back. Reports move only by merging and have their own way back; counters that
# let a desk notice that something happened (seq, assignment_no) never go back.
_UNDOABLE = (
    "state",
    "report_class",
    "category",
    "priority",
    "secret",
    "place",
    "tasks",
    "bounces",
    "reopened",
    "refused",
    "answered",
    "notes",
    "media",
    "proofs",
    "master",
    "before_merge",
    "target_body",
    "shelved_until",
    "shelved_because",
    "clocks",
)
_ACTS_KEPT = 12
_ASSIGNING = frozenset(law.past for law in LAWS.values() if law.assigns)


def assigns(kind: str) -> bool:
    """Whether changes of this kind make assignment_no grow."""
    return kind in _ASSIGNING


def apply(case: Case | None, change: Change) -> Case:
    """The case after the change. `case` is None only for `received`.

    Give the surviving case of a merge (`change.other`) the same change: it gains or loses reports.
    Raises ValueError when the change is about neither the case nor its merge partner.
    """
    if isinstance(change.act, verb.Receive):
        return _received(change, change.act)
    if case is None or case.id not in change.cases:
        raise ValueError(f"change {change.id} ({change.kind}) is not about this case")
    if not change.alters:
        return case
    if case.id != change.case:
        return _survivor(case, change)
    if isinstance(change.act, verb.Undo):
        return _undone(case, change)
    return _stepped(case, change, _fields(case, change))


def _received(change: Change, act: verb.Receive) -> Case:
    arrived = act.at or change.at
    report = Report(
        act.report,
        change.case,
        act.channel,
        arrived,
        act.text,
        act.source_id,
        act.anonymous,
        act.media,
    )
    return Case(
        id=change.case,
        number=change.number,
        seq=change.seq,
        state=State.RECEIVED,
        first_at=arrived,
        changed_at=change.at,
        reports=(report,),
        report_class=act.report_class,
        category=act.category,
        priority=act.priority or "normal",
        secret=act.secret,
        place=act.place,
        media=act.media,
        clocks=change.clocks or (),
    )


def _stepped(case: Case, change: Change, fields: dict[str, Any]) -> Case:
    """The case with new fields, the change's clocks, and a way back where the law allows one."""
    law = LAWS[type(change.act)]
    if change.hides:
        fields["secret"] = True
    after = replace(
        case,
        seq=change.seq,
        changed_at=change.at,
        clocks=case.clocks if change.clocks is None else change.clocks,
        assignment_no=case.assignment_no + law.assigns,
        **fields,
    )
    if isinstance(change.act, verb.Bring):
        return replace(after, acts=())  # nothing done before an earlier system's word is undone
    if isinstance(change.act, verb.Unmerge):
        return replace(after, acts=case.acts[:-1])  # the merge itself; it is taken back already
    if not law.undoable:
        return after
    before = {
        name: getattr(case, name)
        for name in _UNDOABLE
        if getattr(case, name) != getattr(after, name)
    }
    act = Act(change.id, change.kind, change.by.id, change.at, before, change.other)
    return replace(after, acts=(*case.acts, act)[-_ACTS_KEPT:])


def _survivor(case: Case, change: Change) -> Case:
    moved = {report.id for report in change.reports}
    kept = tuple(report for report in case.reports if report.id not in moved)
    joins = isinstance(change.act, verb.Merge)
    return replace(
        case,
        seq=change.seq,
        changed_at=change.at,
        reports=kept + change.reports if joins else kept,
    )


def _undone(case: Case, change: Change) -> Case:
    *earlier, last = case.acts
    # Only taking back an assignment is another assignment: a note undone stops nobody's work.
    return replace(
        case,
        **last.before,
        seq=change.seq,
        changed_at=change.at,
        assignment_no=case.assignment_no + assigns(last.kind),
        acts=tuple(earlier),
    )


def _fields(case: Case, change: Change) -> dict[str, Any]:
    """What each kind of change sets; one line of the law a branch."""
    match change.act:
        case verb.Forward(opds, category, report_class, _, place):
            return {
                "category": category,
                "report_class": report_class,
                "place": place or case.place,
                **_sent(opds, change),
            }
        case verb.Reassign(opds):
            return _sent(opds, change)
        case verb.Bounce(_, _, opd):
            return {**_bounced(case.tasks, opd), "bounces": case.bounces + 1}
        case (
            verb.Accept()
            | verb.Start()
            | verb.Schedule()
            | verb.Finish()
            | verb.Validate()
            | verb.Refuse()
        ):
            return _task_fields(case, change)
        case verb.Answer():
            return {"state": State.RESOLVED, "answered": True}
        case verb.AskReporter():
            return {"state": State.RETURNED, "answered": True}
        case verb.Complete(_, place):
            return {"state": State.RECEIVED, "place": place or case.place}
        case verb.Decline(target_body):
            return {"state": State.NOT_OURS, "target_body": target_body, "answered": True}
        case verb.Archive():
            return {"state": State.ARCHIVED}
        case verb.Merge():
            return {"state": State.MERGED, "master": change.other, "before_merge": case.state}
        case verb.Unmerge():
            return {"state": case.before_merge, "master": None, "before_merge": None}
        case verb.Object():
            return {"state": State.RECEIVED, "tasks": (), "reopened": case.reopened + 1}
        case verb.Close():
            return {"state": State.CLOSED}
        case verb.Bring(state):
            return {"state": state, "tasks": _brought(case.tasks, state)}
        case verb.Note():
            return {"notes": case.notes + 1}
        case verb.Attach(media):
            return {"media": _united(case.media, media)}
        case verb.Edit():
            return _edited(change.act)
        case verb.Acknowledge():
            return {"acknowledged_by": change.by.name}
        case verb.Shelve(reason, until):
            return {"shelved_until": until, "shelved_because": reason}
        case _:
            raise ValueError(f"no rule says what {change.kind} does to a case")


def _sent(opds: tuple[str, ...], change: Change) -> dict[str, Any]:
    return _worked(tuple(Task(opd, State.FORWARDED, change.at) for opd in opds))


def _worked(tasks: tuple[Task, ...]) -> dict[str, Any]:
    state = least_advanced(tuple(t.state for t in tasks)) if tasks else State.RECEIVED
    return {"tasks": tasks, "state": state}


def _bounced(tasks: tuple[Task, ...], opd: str | None) -> dict[str, Any]:
    """With nobody left at work it is the room's again: an agency's no makes nothing green."""
    left = tuple(task for task in tasks if opd is not None and task.opd != opd)
    at_work = any(task.state is not State.RESOLVED for task in left)
    return _worked(left if at_work else ())


def _brought(tasks: tuple[Task, ...], state: State) -> tuple[Task, ...]:
    """Agencies keep their part in a case that an earlier system had with them, or done."""
    reached = State.RESOLVED if state is State.CLOSED else state
    return tuple(replace(task, state=reached) for task in tasks) if reached in PROGRESS else ()


def _task_fields(case: Case, change: Change) -> dict[str, Any]:
    act = change.act
    named = getattr(act, "opd", None)
    tasks = tuple(
        _task_after(task, change) if named in (None, task.opd) else task for task in case.tasks
    )
    fields = _worked(tasks)
    if isinstance(act, verb.Finish):
        fields |= {"answered": True, "proofs": _united(case.proofs, act.proofs)}
    if isinstance(act, verb.Refuse):
        fields |= {"refused": case.refused + 1}
    return fields


def _task_after(task: Task, change: Change) -> Task:
    match change.act:
        case verb.Accept(name, _, at):
            return replace(
                task, state=State.ACCEPTED, accepted_at=at or change.at, accepted_by=name
            )
        case verb.Start():
            return replace(task, state=State.ON_SITE)
        case verb.Schedule(plan, on):
            return replace(task, state=State.SCHEDULED, plan=plan, planned_for=on)
        case verb.Finish():
            return replace(task, state=State.AWAITING_VALIDATION, finished_by=change.by.id)
        case verb.Validate() if task.state is State.AWAITING_VALIDATION:
            return replace(task, state=State.RESOLVED)
        case verb.Refuse() if task.state is State.AWAITING_VALIDATION:
            return replace(task, state=State.ACCEPTED)
        case _:
            return task


def _edited(act: verb.Edit) -> dict[str, Any]:
    if act.field == "place":
        return {"place": act.new_place or Place()}
    if act.field == "secret":
        return {"secret": act.new == "yes"}
    return {act.field: act.new}


def _united(held: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return held + tuple(item for item in dict.fromkeys(more) if item not in held)
