"""What has not come to its agency, and what a person may do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from db.domain.case import Astray, Case, Task
from db.domain.changes import Change
from db.domain.climbs import waited_for
from db.domain.commands import Deliver, Resend
from db.domain.deliveries import ASKED_FIRST, BY_HAND, TAKEN_THERE
from db.domain.dispatch import standing
from db.domain.states import Role, State


def awaited(case: Case) -> Iterator[tuple[str, bool]]:
    """What agencies may still be told by phone: each agency, and whether the case is taken back."""
    late = {one.opd for one in case.astray if one.ladder and one.step != "delivered"}
    for task in case.tasks:
        if task.opd in late or unheard(case, task.opd) is not None:
            yield task.opd, False
    yield from dict.fromkeys(
        (one.opd, True) for one in case.astray if one.withdrawn and one.step != "delivered"
    )


def unheard(case: Case, opd: str) -> Task | None:
    """The agency's part of the case, where it was sent and nobody knows that it has come."""
    return next(
        (
            task
            for task in standing(case)
            if task.opd == opd and task.state is State.FORWARDED and task.delivered_at is None
        ),
        None,
    )


def awaited_since(case: Case, opd: str, *, withdrawn: bool) -> datetime | None:
    """When the task began of which an agency may still be told; None: there is nothing to tell."""
    if (opd, withdrawn) not in awaited(case):
        return None
    if not withdrawn:
        return next(task.forwarded_at for task in case.tasks if task.opd == opd)
    return next(one.since for one in case.astray if one.withdrawn and one.opd == opd)


def failed(case: Case) -> list[Astray]:
    """What has not arrived and what nothing has been done about."""
    return [one for one in case.astray if one.step == "failed" and _open(case, one)]


def sendable(case: Case) -> list[Astray]:
    """Those of them that can be sent again: no person goes that way, and it has a form for it."""
    return [one for one in failed(case) if may_be_sent(one.channel, withdrawn=one.withdrawn)]


def may_be_sent(channel: str, *, withdrawn: bool) -> bool:
    """Whether the server can send such a notice by this way."""
    if channel in BY_HAND | TAKEN_THERE:
        return False
    return not (withdrawn and channel in ASKED_FIRST)  # nothing over there takes one back


def _open(case: Case, one: Astray) -> bool:
    return bool(one.withdrawn or one.ladder) or unheard(case, one.opd) is not None


def heard(held: tuple[Astray, ...], change: Change) -> tuple[Astray, ...]:
    """What is astray after news of a delivery."""
    act = change.act
    assert isinstance(act, Deliver)
    if act.step != "failed":
        by_a_person = change.by.role is not Role.SYSTEM
        return tuple(
            replace(one, step="delivered")
            if (one.opd, one.withdrawn) == (act.opd, act.withdrawn)
            and (by_a_person or one.ladder == act.ladder)
            and (by_a_person or not act.withdrawn or one.job == act.job)
            else one
            for one in held
        )
    if not act.job or act.since is None:
        return held
    lost = Astray(
        act.job, act.opd, act.channel, act.since, act.withdrawn, act.reason, ladder=act.ladder
    )
    return (*(one for one in held if one.job != act.job), lost)


def resent(held: tuple[Astray, ...], act: Resend) -> tuple[Astray, ...]:
    """What is astray once one is sent again."""
    return tuple(replace(one, step="again") if one.job == act.job else one for one in held)


def kept(before: Case, after: Case) -> tuple[Astray, ...]:
    """What is still to be told after an act: nothing of a task that is over, nor of a case that is.

    An agency that gets the case again need not hear that it was taken back.
    """
    if not before.astray or after.state is State.CLOSED:
        return ()
    theirs = {task.opd: task for task in standing(after)}
    return tuple(one for one in before.astray if _still(one, theirs.get(one.opd), after))


def _still(one: Astray, task: Task | None, case: Case) -> bool:
    if one.withdrawn:
        return task is None
    if one.ladder:
        late = any(climb.rule == one.ladder and waited_for(case, climb) for climb in case.climbs)
        return late and task is not None and task.forwarded_at == one.since
    return task is not None and (task.state, task.forwarded_at) == (State.FORWARDED, one.since)
