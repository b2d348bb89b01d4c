"""apply(case, change) -> case: the only way a case ever becomes different, on every machine."""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from db.domain import astray
from db.domain import commands as verb
from db.domain.case import Act, Case, Climb, Place, Report, Seen, Task
from db.domain.changes import Change
from db.domain.commands import LAWS
from db.domain.dispatch import newly_told
from db.domain.drafts import replacer
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
_undoable_of = attrgetter(*_UNDOABLE)
_ACTS_KEPT = 12
_with = replacer(Case)
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
        return _lost_kept(case, _untold(case, _undone(case, change)))
    if isinstance(change.act, verb.Deliver):
        lost = astray.heard(case.astray, change)
        return replace(case, seq=change.seq, tasks=_delivered(case.tasks, change), astray=lost)
    if isinstance(change.act, verb.Resend):
        return _resent(case, change, change.act)
    if isinstance(change.act, verb.Escalate):
        return _climbed(case, change, change.act)
    after = _stepped(case, change, _fields(case, change))
    if isinstance(change.act, verb.Unmerge):
        after = _untold(case, after)
    return _lost_kept(case, after)


def _lost_kept(case: Case, after: Case) -> Case:
    return replace(after, astray=astray.kept(case, after)) if case.astray else after


def _resent(case: Case, change: Change, act: verb.Resend) -> Case:
    """Its agency is awaited to hear of it, as when it was sent first."""
    lost = astray.resent(case.astray, act)
    late = any(one.job == act.job and one.ladder for one in case.astray)
    tasks = tuple(
        replace(task, delivery="")
        if task.opd == act.opd and not act.withdrawn and not late and task.delivery == "failed"
        else task
        for task in case.tasks
    )
    return replace(case, seq=change.seq, tasks=tasks, astray=lost)


def _climbed(case: Case, change: Change, act: verb.Escalate) -> Case:
    """The step stands beside the clocks, where no undo that brings back a clock forgets it."""
    step = Climb(act.rule, act.started, act.step, change.at, act.to, act.opds, act.name)
    return replace(case, seq=change.seq, climbs=(*case.climbs, step))


def _acknowledged(case: Case, change: Change, act: verb.Acknowledge) -> dict[str, Any]:
    """Of each alarm the last word; who has seen all has seen each."""
    seen = Seen(act.rule, change.by.name, change.at)
    others = tuple(one for one in case.seen if act.rule not in ("", one.rule))
    return {"acknowledged_by": change.by.name, "seen": (*others, seen)}


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
    fields["seq"] = change.seq
    fields["changed_at"] = change.at
    if change.clocks is not None:
        fields["clocks"] = change.clocks
    fields["assignment_no"] = case.assignment_no + law.assigns
    if isinstance(change.act, verb.Bring):
        fields["acts"] = ()  # nothing done before an earlier system's word is undone
    elif isinstance(change.act, verb.Unmerge):
        fields["acts"] = case.acts[:-1]  # the merge itself; it is taken back already
    elif law.undoable and case.state is not State.MERGED:  # there it follows its survivor
        before = _before(case, fields)
        act = Act(change.id, change.kind, change.by.id, change.at, before, change.other)
        fields["acts"] = (*case.acts, act)[-_ACTS_KEPT:]
    return _with(case, fields)


def _before(case: Case, fields: dict[str, Any]) -> dict[str, Any]:
    """What an undo brings back: the fields that become others, as they are."""
    return {
        name: held
        for name, held in zip(_UNDOABLE, _undoable_of(case), strict=True)
        if name in fields and fields[name] != held
    }


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


_NEWS = ("delivery", "channel", "delivered_at", "seen_at", "tries")
_NO_NEWS: dict[str, Any] = {f.name: f.default for f in fields(Task) if f.name in _NEWS}


def _untold(case: Case, after: Case) -> Case:
    """What an agency heard of its task is not taken back; of one it gets again it hears anew."""
    held = {(task.opd, task.forwarded_at): task for task in case.tasks}
    again = {(task.opd, task.forwarded_at) for task in newly_told(case, after)}
    tasks = []
    for task in after.tasks:
        key = (task.opd, task.forwarded_at)
        if key in again:
            task = replace(task, **_NO_NEWS)
        elif key in held:
            task = replace(task, **{name: getattr(held[key], name) for name in _NEWS})
        tasks.append(task)
    return replace(after, tasks=tuple(tasks))


def _delivered(tasks: tuple[Task, ...], change: Change) -> tuple[Task, ...]:
    act = change.act
    assert isinstance(act, verb.Deliver)
    if act.withdrawn or act.ladder:
        return tasks
    return tuple(
        _heard(task, act, change)
        if (task.opd, task.forwarded_at) == (act.opd, act.since) and not _had(task, act)
        else task
        for task in tasks
    )


def _had(task: Task, act: verb.Deliver) -> bool:
    """A call about being late says nothing new of a case that had come before."""
    return bool(act.name) and task.delivered_at is not None


def _heard(task: Task, act: verb.Deliver, change: Change) -> Task:
    at = act.at or change.at
    task = replace(task, delivery=act.step, channel=act.channel, tries=act.tries)
    if act.step == "failed":
        return task
    if act.step != "delivered" and task.seen_at is None:
        task = replace(task, seen_at=at)
    return replace(task, delivered_at=task.delivered_at or at)


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
            return _acknowledged(case, change, change.act)
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
