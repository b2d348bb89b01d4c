"""decide(case, command, city, now) -> change, or Refused: the rules, the same on every machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from db.domain import commands as verb
from db.domain.advance import advance
from db.domain.apply import assigns
from db.domain.astray import awaited_since
from db.domain.case import Actor, Case, Place
from db.domain.changes import Change, Outcome
from db.domain.city import City
from db.domain.clocks import Subject
from db.domain.commands import Command
from db.domain.flood import check_fold
from db.domain.personal import mask_personal
from db.domain.refused import Refused
from db.domain.repeats import same_effect
from db.domain.rules import PRIORITIES, RULES, check_place, known
from db.domain.states import OPEN, Role, State
from db.domain.timing import timed


def decide(
    case: Case | None,
    command: Command,
    city: City,
    now: datetime,
    *,
    other: Case | None = None,
    number: str = "",
) -> Change:
    """What a command does to a case at `now` (UTC), as a change without its seq.

    `other` is the surviving case a merge is about (already followed to its root), or of a case
    that was merged away. `number` is the number a new case gets. Raises Refused.
    """
    _check_role(command)
    if isinstance(command.act, verb.Receive):
        return _opened(case, command, command.act, city, now, number)
    if case is None:
        raise Refused("unknown_case", case=command.case)
    if case.state is State.MERGED and isinstance(command.act, verb.Note | verb.Attach):
        return _landed_on_survivor(case, command, city, now, other)
    if same_effect(case, command):
        return _change(case, command, now, outcome=Outcome.SAME_EFFECT)
    _check_stale(command, city, now)
    _check_expect(case, command)
    _check_text(command)
    RULES[type(command.act)](case, command, city, now)
    return timed(case, _effect(case, command, city, now, other), city)


def _opened(
    case: Case | None, command: Command, act: verb.Receive, city: City, now: datetime, number: str
) -> Change:
    if case is not None:
        raise Refused("case_exists", number=case.number)
    if not act.text.strip():
        raise Refused("text_missing", field="text")
    known(act.channel, city.channels, "unknown_channel")
    known(act.report_class, city.classes, "unknown_class")
    known(act.priority or "normal", PRIORITIES, "unknown_value")
    check_place(act.place, city)
    if act.category is not None:
        known(act.category, city.categories, "unknown_category")
    if act.due and command.author.role is not Role.SYSTEM:
        raise Refused("not_allowed", verb="receive", role=command.author.role, field="due")
    # A clock that runs ahead at the desk must not bring in reports from the future.
    act = _from_category(replace(act, at=min(act.at or now, now)), city)
    subject = Subject(act.channel, act.report_class, act.priority)
    clocks = advance(
        (), "received", act.at or now, subject, city.clocks, city.calendar, given=act.due
    )
    return Change(
        command.id,
        command.case,
        act,
        command.author,
        now,
        number=number,
        clocks=clocks,
        made_at=command.made_at,
    )


def _from_category(act: verb.Receive, city: City) -> verb.Receive:
    category = city.categories.get(act.category or "")
    return replace(
        act,
        priority=act.priority or (category.priority if category else "normal"),
        secret=act.secret or bool(category and category.secret),
    )


def _check_role(command: Command) -> None:
    if command.author.role not in command.law.roles:
        raise Refused("not_allowed", verb=command.law.name, role=command.author.role)


def _check_stale(command: Command, city: City, now: datetime) -> None:
    age = now - command.made_at
    if command.law.dispatches and age > city.confirm_after and command.author.role in _PEOPLE:
        raise Refused("stale_confirm", hours=int(age.total_seconds() // 3600))


_PEOPLE = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.OPD_OPERATOR})


def _check_expect(case: Case, command: Command) -> None:
    if not command.law.expects or command.author.role is Role.SYSTEM:
        return
    if command.expect is None:
        raise Refused("expect_missing", verb=command.law.name)
    if command.expect != case.assignment_no:
        last = next((act for act in reversed(case.acts) if assigns(act.kind)), None)
        raise Refused(
            "already_closed" if case.state is State.CLOSED else "assignment_changed",
            number=case.number,
            state=case.state,
            opd=", ".join(task.opd for task in case.tasks),
            by=last.by if last else "",
            at=(last.at if last else case.changed_at).isoformat(),
            change=last.change if last else "",
            assignment_no=case.assignment_no,
        )


def _check_text(command: Command) -> None:
    """Personal data is masked at the desk; what still carries it is not stored."""
    if command.author.role is Role.SYSTEM:
        return
    for name in _FREE_TEXTS:
        kinds = mask_personal(_words(getattr(command.act, name, "")))[1]
        if kinds:
            raise Refused("personal_data", field=name, kinds=", ".join(kinds))


_FREE_TEXTS = (
    "text", "note", "reason", "plan", "without_proof", "name", "target_body", "confirmed_by",
    "missing", "place", "new_place", "rule",
)  # fmt: skip


def _words(value: str | tuple[str, ...] | Place | None) -> str:
    if isinstance(value, Place):
        return f"{value.text}\n{value.no_place}"
    if isinstance(value, tuple):
        return "\n".join(value)
    return value or ""


def _change(
    case: Case, command: Command, now: datetime, *, outcome: Outcome = Outcome.ACCEPTED
) -> Change:
    return Change(
        command.id,
        case.id,
        command.act,
        command.author,
        now,
        outcome=outcome,
        number=case.number,
        made_at=command.made_at,
    )


def _effect(case: Case, command: Command, city: City, now: datetime, other: Case | None) -> Change:
    """The change, with what only the rules know: which task, which reports move."""
    change = replace(_change(case, command, now), hides=_hides(case, command, city))
    act = command.act
    if isinstance(act, _TASK_VERBS) and act.opd is None:
        change = replace(change, act=replace(act, opd=_only_opd(case, command.author)))
    if isinstance(change.act, verb.Accept | verb.Deliver) and change.act.at is not None:
        change = replace(change, act=replace(change.act, at=min(change.act.at, now)))
    if isinstance(change.act, verb.Deliver) and change.act.since is None:
        act = change.act
        since = awaited_since(case, act.opd, withdrawn=act.withdrawn)
        change = replace(change, act=replace(act, since=since))
    last = case.acts[-1] if case.acts else None
    undoes_merge = isinstance(act, verb.Undo) and last is not None and last.kind == "merged"
    if isinstance(act, verb.Merge):
        survivor = _survivor(case, other, act.into)
        if command.author.role is Role.SYSTEM:
            check_fold(case, survivor, city)
        return replace(change, other=survivor.id, reports=case.reports)
    if isinstance(act, verb.Unmerge) or undoes_merge:
        return replace(change, other=_parted(case, other).id, reports=case.reports)
    return change


_TASK_VERBS = (
    verb.Accept,
    verb.Bounce,
    verb.Start,
    verb.Schedule,
    verb.Finish,
    verb.Validate,
    verb.Refuse,
)


def _hides(case: Case, command: Command, city: City) -> bool:
    """Whether the category the case gets is one that nobody outside may see."""
    match command.act:
        case verb.Forward(_, category) | verb.Edit("category", _, category):
            return not case.secret and city.categories[category].secret
        case _:
            return False


def _only_opd(case: Case, author: Actor) -> str:
    if author.role is Role.OPD_OPERATOR and author.opd is not None:
        return author.opd
    return case.tasks[0].opd


def _survivor(case: Case, other: Case | None, into: str) -> Case:
    if other is None:
        raise Refused("unknown_case", case=into)
    if other.id == case.id:
        raise Refused("would_cycle", number=case.number)
    if other.state not in OPEN:
        raise Refused("survivor_not_open", number=other.number, state=other.state)
    if other.secret is not case.secret:
        raise Refused("secret_differs", number=case.number, into=other.number)
    return other


def _parted(case: Case, other: Case | None) -> Case:
    if other is None:
        raise Refused("unknown_case", case=case.master)
    if other.state is State.MERGED:
        raise Refused("master_merged", number=other.number)
    return other


def _landed_on_survivor(
    case: Case, command: Command, city: City, now: datetime, survivor: Case | None
) -> Change:
    """A note or photo for a case that was merged away belongs to the case that goes on."""
    if survivor is None:
        raise Refused("unknown_case", case=case.master)
    change = decide(survivor, replace(command, case=survivor.id), city, now)
    return replace(change, facts={**change.facts, "sent_to": case.number})
