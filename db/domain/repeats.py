"""Commands that ask for what is already so: agreed with, and nothing is done twice."""

from __future__ import annotations

from db.domain import commands as verb
from db.domain.case import Case, Task
from db.domain.commands import Command
from db.domain.states import IN_WORK, Role, State


def same_effect(case: Case, command: Command) -> bool:
    """Whether the case already is what the command asks for."""
    match command.act:
        case verb.Forward(opds) | verb.Reassign(opds):
            sent_to = {task.opd for task in case.tasks}
            return bool(opds) and case.state in IN_WORK and sent_to == set(opds)
        case verb.Close():
            return case.state is State.CLOSED
        case verb.Attach(media):
            return bool(media) and set(media) <= set(case.media)
        case verb.Deliver(withdrawn=False) if _of_being_late(case, command.act, command):
            return False
        case verb.Deliver(withdrawn=False):
            return _known_already(case, command.act)
        case verb.Deliver(opd) if command.author.role is not Role.SYSTEM:
            steps = {one.step for one in case.astray if one.withdrawn and one.opd == opd}
            return steps == {"delivered"}
        case verb.Resend(job):
            return any(one.job == job and one.step == "again" for one in case.astray)
        case _:
            return case.state in _WORKED and _done_alike(case, command)


def _of_being_late(case: Case, act: verb.Deliver, command: Command) -> bool:
    """Each delivery of that is told once by its id; a call may be what one still waits for."""
    if command.author.role is Role.SYSTEM:
        return bool(act.ladder)
    return any(one.ladder and one.opd == act.opd and one.step != "delivered" for one in case.astray)


def _known_already(case: Case, act: verb.Deliver) -> bool:
    lost = any(one.job == act.job and one.step == "failed" for one in case.astray)
    if act.step == "failed" and act.job and not lost:
        # Another way than the one known of: news, unless the agency has it.
        return any(_is_about(task, act) and task.delivered_at is not None for task in case.tasks)
    return act.step in verb.STEPS and any(
        _is_about(task, act)
        and task.delivery != ""
        and verb.STEPS.index(task.delivery) >= verb.STEPS.index(act.step)
        for task in case.tasks
    )


def _is_about(task: Task, act: verb.Deliver) -> bool:
    return task.opd == act.opd and act.since in (None, task.forwarded_at)


_WORKED = IN_WORK | {State.RESOLVED}


def _done_alike(case: Case, command: Command) -> bool:
    """Whether the agency's part already stands where a working verb would bring it."""
    tasks = _meant(case, command)
    match command.act:
        case verb.Accept():
            return _all_in(tasks, State.ACCEPTED)
        case verb.Start():
            return _all_in(tasks, State.ON_SITE)
        case verb.Schedule(plan, on):
            alike = all((task.plan, task.planned_for) == (plan, on) for task in tasks)
            return alike and _all_in(tasks, State.SCHEDULED)
        case verb.Finish(_, proofs):
            # New photos are never dropped in silence.
            return set(proofs) <= set(case.proofs) and _all_in(tasks, State.AWAITING_VALIDATION)
        case verb.Validate():
            return _all_in(tasks, State.RESOLVED)
        case _:
            return False


def _meant(case: Case, command: Command) -> list[Task]:
    """The tasks a working verb is about; none where the author has no say."""
    named, author = getattr(command.act, "opd", None), command.author
    if author.role is Role.OPD_OPERATOR:
        if author.opd is None or named not in (None, author.opd):
            return []
        named = author.opd
    return [task for task in case.tasks if named in (None, task.opd)]


def _all_in(tasks: list[Task], state: State) -> bool:
    return bool(tasks) and all(task.state is state for task in tasks)
