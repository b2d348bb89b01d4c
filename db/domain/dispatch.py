"""Which deliveries a change sets going, and which it calls off."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from db.domain import commands as verb
from db.domain.brief import milliseconds
from db.domain.case import SYSTEM, Case, Climb, Task
from db.domain.changes import Change
from db.domain.city import City
from db.domain.climbs import id_of, waited_for
from db.domain.commands import Command
from db.domain.deliveries import (
    ASKED_FIRST,
    BY_HAND,
    LATE,
    TAKEN_THERE,
    Job,
    JobState,
    Notice,
    accepted,
    begun,
    called_off,
    resumed,
    told_by_hand,
)
from db.domain.notices import hushed, notice
from db.domain.states import PROGRESS, Role, State

_OURS = uuid.UUID("0f8a3a52-7c53-4be1-9a7c-44d9f3a0b6e1")
_HELD_BY_AGENCIES = frozenset(PROGRESS) | {State.CLOSED}
_IN_HAND = (verb.Accept, verb.Start, verb.Schedule, verb.Finish)
_HURRY = frozenset({"urgent", "emergency"})


@dataclass(frozen=True, slots=True)
class Altered:
    """A change that was accepted, with its case as it stood and as it stands."""

    before: Case | None
    change: Change
    after: Case


def after_change(held: Iterable[Job], altered: Altered, city: City) -> list[Job]:
    """The jobs a change made or altered; `held` are all there were of its case."""
    jobs = {job.id: job for job in held}
    was = dict(jobs)
    if isinstance(altered.change.act, verb.Escalate):
        return list(_told_late(altered, altered.change.act, city).values())
    if isinstance(altered.change.act, verb.Deliver | verb.Resend):
        settled = (_settled(job, altered.change) for job in was.values())
        return [job for job in settled if was[job.id] != job]
    new = _begun(altered)
    ended = {task.opd: task for task in _ended(altered) if task.opd not in {t.opd for t in new}}
    for opd in {task.opd for task in new} | ended.keys():
        jobs |= {job.id: called_off(job) for job in was.values() if job.opd == opd}
    for task in ended.values():
        if task.state is not State.RESOLVED:
            jobs |= _withdrawals(was.values(), task, altered, city)
    if altered.change.by.role is not Role.SYSTEM:
        for task in new:
            jobs |= _deliveries(task, altered, city)
    jobs |= _answered(jobs.values(), altered)
    jobs |= _late_no_more(jobs.values(), altered.after)
    if _hidden(altered):
        jobs |= {job.id: replace(job, body=hushed(job.body)) for job in jobs.values()}
    return [job for job in jobs.values() if was.get(job.id) != job]


def _hidden(altered: Altered) -> bool:
    """Whether the case has become secret: what is still to be sent must not tell of it."""
    return altered.before is not None and altered.after.secret and not altered.before.secret


def _settled(job: Job, change: Change) -> Job:
    """The job after a person told the agency, or had it sent again."""
    act = change.act
    if isinstance(act, verb.Resend):
        return resumed(job, change.at) if job.id == act.job else job
    assert isinstance(act, verb.Deliver)
    withdrawn = job.notice is Notice.WITHDRAWN
    if change.by.role is Role.SYSTEM or (job.opd, withdrawn) != (act.opd, act.withdrawn):
        return job
    if job.since != act.since and not withdrawn:
        return job
    return told_by_hand(job, act.at or change.at)


def news(job: Job, step: str, case: Case, at: datetime) -> Command | None:
    """The command by which the room hears of a delivery; None when it says nothing new.

    Its id belongs to job and step, so that it is decided once however often it is asked for.
    """
    withdrawn = job.notice is Notice.WITHDRAWN
    task = next((t for t in case.tasks if _key(t) == (job.opd, job.since)), None)
    climb = climb_of(job, case)
    if not withdrawn and (task is None or not (climb or _says_more(job, step, task, case))):
        return None
    act = verb.Deliver(
        job.opd, job.channel, step, job.since, at, withdrawn, job.tries, _reason(job, step), job.id,
        ladder=climb.rule if climb is not None else "",
    )  # fmt: skip
    return Command(_news_id(job, step), case.id, act, SYSTEM, at)


def news_ids(job: Job) -> frozenset[str]:
    """The ids of all commands by which the room may hear of a job."""
    return frozenset(_news_id(job, step) for step in verb.STEPS)


def _news_id(job: Job, step: str) -> str:
    # One that a person has sent again begins anew, and so does what is said of it.
    return str(uuid.uuid5(_OURS, f"{job.id} {step} {milliseconds(job.made_at)}"))


def _says_more(job: Job, step: str, task: Task, case: Case) -> bool:
    """That a second way has failed as well is news: a person may settle each of them."""
    if _further(task.delivery, step):
        return True
    known = any(one.job == job.id and one.step == "failed" for one in case.astray)
    return task.delivery == step == "failed" and not known


def _further(known: str, step: str) -> bool:
    return known == "" or verb.STEPS.index(step) > verb.STEPS.index(known)


def _reason(job: Job, step: str) -> str:
    if step != "failed":
        return ""
    if job.channel in BY_HAND:
        return "by_hand"
    return "not_taken" if job.channel in TAKEN_THERE else job.said


def tells(altered: Altered) -> bool:
    """Whether a change can matter to any delivery at all."""
    before = altered.before
    if isinstance(altered.change.act, verb.Resend):
        return True
    if isinstance(altered.change.act, verb.Escalate):
        return bool(altered.change.act.opds)
    if isinstance(altered.change.act, verb.Deliver):
        return altered.change.by.role is not Role.SYSTEM
    return before is not None and (
        before.tasks != altered.after.tasks
        or _hidden(altered)
        or (bool(before.tasks) and before.state is not altered.after.state)
        or (bool(before.climbs) and before.clocks != altered.after.clocks)
    )


def climb_of(job: Job, case: Case) -> Climb | None:
    """The step of a ladder that a delivery tells of; None where it tells of something else."""
    if job.notice not in LATE:
        return None
    return next((one for one in case.climbs if _taken_by(case, one) == job.command), None)


def _taken_by(case: Case, climb: Climb) -> str:
    return id_of(case.id, climb.rule, climb.started, climb.step)


def _told_late(altered: Altered, act: verb.Escalate, city: City) -> dict[str, Job]:
    """A job for each way to each agency that is waited for, the first one begun.

    A request can be opened at an Open311 server, but not hurried: a person calls instead.
    """
    told = Notice.ESCALATED if act.to == Role.AGENCY_HEAD else Notice.REMINDED
    jobs: dict[str, Job] = {}
    for task in altered.after.tasks:
        agency = city.agencies.get(task.opd)
        if agency is None or task.opd not in act.opds:
            continue
        known = [way for way in agency.delivery if way not in ASKED_FIRST]
        for rank, channel in enumerate(known or sorted(BY_HAND)):
            job = _job(altered, task, channel, told, rank, city)
            jobs[job.id] = begun(job, altered.change.at) if rank == 0 else job
    return jobs


def _late_no_more(jobs: Iterable[Job], case: Case) -> dict[str, Job]:
    """Nobody need hear of a clock that has stopped."""
    climbs = ((job, climb_of(job, case)) for job in jobs)
    return {
        job.id: called_off(job)
        for job, climb in climbs
        if climb is not None and not job.over and not waited_for(case, climb)
    }


def newly_told(before: Case, after: Case) -> tuple[Task, ...]:
    """Parts of the case that come back to an agency which had been told otherwise meanwhile."""
    had = {_key(task) for task in standing(before)}
    return tuple(
        task
        for task in standing(after)
        if task.state is not State.RESOLVED and _key(task) not in had
    )


def _begun(altered: Altered) -> tuple[Task, ...]:
    if isinstance(altered.change.act, verb.Forward | verb.Reassign):
        return altered.after.tasks
    return newly_told(altered.before, altered.after) if altered.before else ()


def _ended(altered: Altered) -> tuple[Task, ...]:
    have = {_key(task) for task in standing(altered.after)}
    return tuple(task for task in standing(altered.before) if _key(task) not in have)


def standing(case: Case | None) -> tuple[Task, ...]:
    """The parts of a case that agencies hold."""
    return case.tasks if case is not None and case.state in _HELD_BY_AGENCIES else ()


def _key(task: Task) -> tuple[object, ...]:
    return task.opd, task.forwarded_at


def _deliveries(task: Task, altered: Altered, city: City) -> dict[str, Job]:
    """A job for each way to the agency: the first goes at once, the others stand by."""
    agency = city.agencies.get(task.opd)
    ways = agency.delivery if agency is not None else ()
    jobs = [
        _job(altered, task, channel, Notice.FORWARDED, rank, city)
        for rank, channel in enumerate(ways)
    ]
    at = altered.change.at
    return {job.id: begun(job, at) if job.rank == 0 else job for job in jobs}


def _withdrawals(held: Iterable[Job], task: Task, altered: Altered, city: City) -> dict[str, Job]:
    """An agency that may have been told is told again, by the same ways."""
    told: dict[str, int] = {}
    taken_back: dict[str, int] = {}
    for job in held:
        if job.opd != task.opd or job.channel in BY_HAND or not job.may_have_arrived:
            continue
        last = taken_back if job.notice is Notice.WITHDRAWN else told
        if last is told or job.state is not JobState.CANCELLED:
            last[job.channel] = max(last.get(job.channel, 0), job.seq)
    jobs = [
        _job(altered, task, channel, Notice.WITHDRAWN, 0, city)
        for channel, seq in sorted(told.items())
        if seq > taken_back.get(channel, 0)
    ]
    return {job.id: begun(job, altered.change.at) for job in jobs}


def _job(altered: Altered, task: Task, channel: str, what: Notice, rank: int, city: City) -> Job:
    change, case = altered.change, altered.after
    named = f"{change.id} {case.id} {task.opd} {channel} {what}"
    job = Job(
        id=str(uuid.uuid5(_OURS, named)),
        command=change.id,
        case=case.id,
        opd=task.opd,
        channel=channel,
        notice=what,
        rank=rank,
        seq=change.seq,
        since=task.forwarded_at,
        made_at=change.at,
        urgent=case.priority in _HURRY,
        state=JobState.RESERVE,
    )
    return replace(job, body=notice(job, change, case, city))


def _answered(jobs: Iterable[Job], altered: Altered) -> dict[str, Job]:
    """An agency that has the case in hand need not be told of it; one closed concerns nobody."""
    change = altered.change
    if altered.after.state is State.CLOSED:
        return {job.id: called_off(job) for job in jobs}
    if not isinstance(change.act, _IN_HAND):
        return {}
    return {
        job.id: accepted(job, change.at)
        for job in jobs
        if job.opd == change.act.opd
        and job.notice is Notice.FORWARDED
        and job.state is not JobState.CANCELLED
    }
