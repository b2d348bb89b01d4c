"""The rule of each verb: what must be true of the case before the command may count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from db.domain import commands as verb
from db.domain.astray import awaited_since, sendable
from db.domain.case import Case, Place, Task
from db.domain.city import City
from db.domain.commands import Command
from db.domain.deliveries import BY_HAND
from db.domain.ladder import steps
from db.domain.refused import Refused
from db.domain.states import IN_WORK, OPEN, Role, State

UNDO_WINDOW = timedelta(minutes=10)
BOUNCES_OF_AN_OFFICER = 2
"""After so many bounces only a supervisor forwards again."""

Rule = Callable[[Case, Command, City, datetime], None]
_DECIDES = verb.Answer | verb.Validate | verb.Refuse


def _stands(case: Case, command: Command, *states: State) -> None:
    if case.state not in states:
        done = case.state is State.CLOSED or (
            case.state is State.RESOLVED and isinstance(command.act, _DECIDES)
        )
        key = "already_closed" if done else "illegal_state"
        raise Refused(key, verb=command.law.name, state=case.state, number=case.number)


def known(value: str, table: Mapping[str, object], key: str) -> None:
    if value not in table:
        raise Refused(key, value=value)


def _said(text: str, field: str) -> None:
    if not text.strip():
        raise Refused("text_missing", field=field)


def check_place(place: Place, city: City) -> None:
    if (place.lat is None) != (place.lng is None):
        raise Refused("half_a_point", lat=str(place.lat), lng=str(place.lng))
    if place.lat is not None and not (abs(place.lat) <= 90 and abs(place.lng or 0) <= 180):
        raise Refused("point_off_the_earth", lat=str(place.lat), lng=str(place.lng))
    if place.area is not None:
        known(place.area, city.areas, "unknown_area")


def _forward(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Forward)
    _stands(case, command, State.RECEIVED)
    _check_opds(act.opds, city)
    known(act.category, city.categories, "unknown_category")
    known(act.report_class, city.classes, "unknown_class")
    place = act.place or case.place
    check_place(place, city)
    if not (place.area or place.text or place.no_place or place.lat is not None):
        raise Refused("place_missing", number=case.number)
    if case.bounces > BOUNCES_OF_AN_OFFICER and command.author.role is Role.OFFICER:
        raise Refused("bounced_thrice", number=case.number, bounces=case.bounces)


def _check_opds(opds: tuple[str, ...], city: City) -> None:
    if not opds:
        raise Refused("opd_missing")
    if len(set(opds)) != len(opds):
        raise Refused("opd_twice", value=", ".join(opds))
    for opd in opds:
        known(opd, city.agencies, "unknown_opd")


def _reassign(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Reassign)
    _stands(case, command, State.FORWARDED, State.ACCEPTED, State.ON_SITE, State.SCHEDULED)
    begun = any(task.state is not State.FORWARDED for task in case.tasks)
    if begun and command.author.role is not Role.SUPERVISOR:
        raise Refused("supervisor_only", verb="reassign", state=case.state)
    _check_opds(act.opds, city)
    _said(act.reason, "reason")


def _task(case: Case, command: Command, *states: State) -> Task:
    """The task a working verb is about; it must stand in one of the states."""
    author, named = command.author, getattr(command.act, "opd", None)
    if author.role is Role.OPD_OPERATOR:
        if author.opd is None or named not in (None, author.opd):
            raise Refused("not_your_task", opd=named, yours=author.opd)
        named = author.opd
    tasks = [task for task in case.tasks if named in (None, task.opd)]
    if not tasks:
        raise Refused("not_your_task" if case.tasks else "illegal_state", **_where(case, command))
    if named is None and len(tasks) > 1:
        raise Refused("which_opd", opds=", ".join(task.opd for task in tasks))
    if tasks[0].state not in states:
        raise Refused("illegal_state", **_where(case, command))
    return tasks[0]


def _where(case: Case, command: Command) -> dict[str, str]:
    return {"verb": command.law.name, "state": case.state, "number": case.number}


def _accept(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Accept)
    _stands(case, command, *IN_WORK)
    _task(case, command, State.FORWARDED)
    _said(act.name, "name")


def _bounce(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Bounce)
    _stands(case, command, *IN_WORK)
    _task(case, command, State.FORWARDED, State.ACCEPTED)
    _said(act.reason, "reason")
    if act.to is not None:
        known(act.to, city.agencies, "unknown_opd")


def _start(case: Case, command: Command, city: City, now: datetime) -> None:
    _stands(case, command, *IN_WORK)
    _task(case, command, State.ACCEPTED, State.SCHEDULED)


def _schedule(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Schedule)
    _stands(case, command, *IN_WORK)
    _task(case, command, State.ACCEPTED)
    _said(act.plan, "plan")
    if act.on <= now:
        raise Refused("date_in_the_past", on=act.on.isoformat())


def _finish(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Finish)
    _stands(case, command, *IN_WORK)
    _task(case, command, State.ACCEPTED, State.ON_SITE, State.SCHEDULED)
    _said(act.text, "text")
    # A photo of before the work, or of work that was refused, proves nothing.
    seen = {item for report in case.reports for item in report.media} | set(case.proofs)
    fresh = len(set(act.proofs) - seen)
    if fresh >= city.proofs_required:
        return
    if command.author.role is not Role.SUPERVISOR or not act.without_proof.strip():
        raise Refused("proof_missing", needed=city.proofs_required, given=fresh)


def _validate(case: Case, command: Command, city: City, now: datetime) -> None:
    _stands(case, command, *IN_WORK)
    task = _task(case, command, State.AWAITING_VALIDATION)
    if task.finished_by == command.author.id:
        raise Refused("own_work", number=case.number)


def _refuse(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Refuse)
    _validate(case, command, city, now)
    _said(act.reason, "reason")


def _answer(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Answer)
    _stands(case, command, State.RECEIVED)
    _said(act.text, "text")
    if case.report_class not in city.room_answers:
        raise Refused("class_not_answered_here", report_class=case.report_class)


def _ask_reporter(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.AskReporter)
    _stands(case, command, State.RECEIVED)
    _said(act.text, "text")


def _complete(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Complete)
    _stands(case, command, State.RETURNED)
    _said(act.text, "text")
    check_place(act.place or case.place, city)


def _decline(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Decline)
    _stands(case, command, State.RECEIVED)
    _said(act.target_body, "target_body")
    _said(act.text, "text")
    another = act.confirmed_by.strip() not in ("", command.author.id, command.author.name)
    if command.author.role is not Role.SUPERVISOR and not another:
        raise Refused("supervisor_only", verb="decline", state=case.state)


def _archive(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Archive)
    _stands(case, command, State.RECEIVED, State.RETURNED)
    known(act.reason, city.archive_reasons, "unknown_reason")


def _merge(case: Case, command: Command, city: City, now: datetime) -> None:
    if case.state is State.MERGED:
        raise Refused("already_merged", number=case.number, into=case.master)
    _stands(case, command, *(OPEN - {State.AWAITING_VALIDATION}))


def _unmerge(case: Case, command: Command, city: City, now: datetime) -> None:
    _stands(case, command, State.MERGED)


def _note(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Note)
    _said(act.text, "text")


def _attach(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Attach)
    if not act.media:
        raise Refused("proof_missing", needed=1, given=0)


def _edit(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Edit)
    if act.field == "secret":
        _check_secret(case, command, act)
    elif command.author.role is Role.SYSTEM:
        raise Refused("not_allowed", verb=command.law.name, role=command.author.role)
    else:
        _stands(case, command, *OPEN)
    if act.field == "place":
        if act.old_place != case.place:
            raise Refused("value_changed", field="place", now=case.place.text)
        check_place(act.new_place or Place(), city)
        return
    _check_word(case, act, city)


def _check_secret(case: Case, command: Command, act: verb.Edit) -> None:
    """Any officer hides a case, also a finished one; what was hidden a supervisor shows.

    A case that was merged away follows its survivor, by the server's own hand.
    """
    if command.author.role is Role.SYSTEM:
        _stands(case, command, State.MERGED)
        return
    _stands(case, command, *(set(State) - {State.MERGED}))
    if act.new == "no" and command.author.role is not Role.SUPERVISOR:
        raise Refused("supervisor_only", verb="edit", state=case.state)


PRIORITIES = {"normal": 0, "urgent": 1, "emergency": 2}


def _check_word(case: Case, act: verb.Edit, city: City) -> None:
    allowed: dict[str, Mapping[str, object]] = {
        "category": city.categories,
        "report_class": city.classes,
        "priority": PRIORITIES,
        "secret": {"yes": 1, "no": 0},
    }
    known(act.field, allowed, "unknown_field")
    held = getattr(case, act.field) or ""
    if act.field == "secret":
        held = "yes" if case.secret else "no"
    if held != act.old:
        raise Refused("value_changed", field=act.field, now=held)
    known(act.new, allowed[act.field], "unknown_value")


def _object(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Object)
    _stands(case, command, State.RESOLVED)
    _said(act.text, "text")


def _close(case: Case, command: Command, city: City, now: datetime) -> None:
    _stands(case, command, State.RESOLVED)


def _acknowledge(case: Case, command: Command, city: City, now: datetime) -> None:
    _stands(case, command, *OPEN)


def _shelve(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Shelve)
    _stands(case, command, *OPEN)
    _said(act.reason, "reason")
    standing = case.shelved_until is not None and case.shelved_until > now
    if act.until <= now and not standing:  # else it takes back what stands
        raise Refused("date_in_the_past", on=act.until.isoformat())


def _undo(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Undo)
    last = case.acts[-1] if case.acts else None
    if last is None or last.change != act.change:
        raise Refused("undo_not_last", number=case.number, last=last.kind if last else "")
    if command.author.role is Role.SUPERVISOR:
        return
    if case.secret and not last.before.get("secret", True):
        raise Refused("supervisor_only", verb="undo", state=case.state)
    if last.by != command.author.id:
        raise Refused("undo_not_yours", kind=last.kind)
    if now - last.at > UNDO_WINDOW:
        raise Refused("undo_too_late", minutes=int(UNDO_WINDOW.total_seconds() // 60))


def _bring(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Bring)
    _stands(case, command, *OPEN, State.RESOLVED)
    if act.state is State.MERGED:  # without a master its reports would be nobody's
        raise Refused("illegal_state", verb="bring", state=act.state, number=case.number)
    if act.state in IN_WORK and not case.tasks:
        raise Refused("opd_missing")


def _deliver(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Deliver)
    known(act.step, dict.fromkeys(verb.STEPS), "unknown_value")
    if command.author.role is not Role.SYSTEM:
        _told_by_phone(case, command, act)
        return
    if act.withdrawn:
        return
    task = next((task for task in case.tasks if task.opd == act.opd), None)
    if task is None or task.forwarded_at != act.since:
        raise Refused("not_your_task", opd=act.opd)


def _told_by_phone(case: Case, command: Command, act: verb.Deliver) -> None:
    """Of other ways the server knows; a person knows who was told."""
    if act.step != "delivered" or act.channel not in BY_HAND:
        raise Refused("not_allowed", verb=command.law.name, role=command.author.role)
    _said(act.name, "name")
    since = awaited_since(case, act.opd, withdrawn=act.withdrawn)
    if since is None or act.since not in (None, since):
        raise _delivery_over(case, act.opd)


def _resend(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Resend)
    asked = (act.job, act.opd, act.channel, act.withdrawn)
    if asked not in [(one.job, one.opd, one.channel, one.withdrawn) for one in sendable(case)]:
        raise _delivery_over(case, act.opd)


def _escalate(case: Case, command: Command, city: City, now: datetime) -> None:
    act = command.act
    assert isinstance(act, verb.Escalate)
    asked = (act.rule, act.started, act.step)
    due = [(one.rule, one.started, one.step) for one in steps(case, city) if one.at < now]
    if asked not in due:
        raise Refused("not_due", rule=act.rule, step=act.step, number=case.number)


def _delivery_over(case: Case, opd: str) -> Refused:
    return Refused("delivery_over", opd=opd, number=case.number, state=case.state)


RULES: dict[type[verb.Verb], Rule] = {
    verb.Forward: _forward,
    verb.Reassign: _reassign,
    verb.Accept: _accept,
    verb.Bounce: _bounce,
    verb.Start: _start,
    verb.Schedule: _schedule,
    verb.Finish: _finish,
    verb.Validate: _validate,
    verb.Refuse: _refuse,
    verb.Answer: _answer,
    verb.AskReporter: _ask_reporter,
    verb.Complete: _complete,
    verb.Decline: _decline,
    verb.Archive: _archive,
    verb.Merge: _merge,
    verb.Unmerge: _unmerge,
    verb.Note: _note,
    verb.Attach: _attach,
    verb.Edit: _edit,
    verb.Object: _object,
    verb.Close: _close,
    verb.Acknowledge: _acknowledge,
    verb.Shelve: _shelve,
    verb.Undo: _undo,
    verb.Bring: _bring,
    verb.Deliver: _deliver,
    verb.Resend: _resend,
    verb.Escalate: _escalate,
}
