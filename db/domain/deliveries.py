"""One delivery of a case to an agency, and its life: tried, alarmed, taken, seen, called off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar


class Notice(StrEnum):
    """What the agency is told: the case is theirs, or is theirs no longer; or they are late with
    it, which is told to those who work there (`REMINDED`) or to who answers for them."""

    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"
    REMINDED = "reminded"
    ESCALATED = "escalated"


LATE = frozenset({Notice.REMINDED, Notice.ESCALATED})


class JobState(StrEnum):
    """Where one delivery stands. `RESERVE` waits until the way before it has failed to arrive;
    `SENT` may have arrived, nobody has said so; `HELD` is for a person to do or to settle."""

    RESERVE = "reserve"
    QUEUED = "queued"
    SENT = "sent"
    HELD = "held"
    DELIVERED = "delivered"
    SEEN = "seen"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Reply(StrEnum):
    """What became of one attempt."""

    DELIVERED = "delivered"
    UNSENT = "unsent"
    """It certainly did not arrive: nobody answered the call."""
    UNKNOWN = "unknown"
    """It may have arrived: the answer was lost, or says that something broke over there."""
    REFUSED = "refused"
    """They do not want it like this; somebody must mend an address or a key."""
    GONE = "gone"
    """They will never take anything there again."""
    HOLD = "hold"
    """It may have arrived and sending again could do it twice: a person looks."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome of one attempt. `said` is a short key ("http_503"), never a text of theirs.

    `wait` is how long they asked for, if they did.
    """

    reply: Reply
    said: str
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The life of one thing that is sent: a notice to an agency, or a report by e-mail.

    `next_at` is when something is to be done about it next, `alarm_at` when the room must hear
    that it has not arrived. `lease_until`: somebody is at it until then. `told_at`: from then on it
    may have arrived.
    """

    made_at: datetime
    state: JobState
    next_at: datetime | None = None
    alarm_at: datetime | None = None
    alarmed_at: datetime | None = None
    tries: int = 0
    lease_until: datetime | None = None
    told_at: datetime | None = None
    delivered_at: datetime | None = None
    said: str = ""

    @property
    def over(self) -> bool:
        """Nothing more will be done about it by the server."""
        return self.state in _OVER

    @property
    def arrived(self) -> bool:
        """It is there."""
        return self.delivered_at is not None

    @property
    def may_have_arrived(self) -> bool:
        """It is there, may be there, or may be getting there at this moment."""
        return self.arrived or self.told_at is not None or self.lease_until is not None


S = TypeVar("S", bound=Sending)


@dataclass(frozen=True, slots=True)
class Job(Sending):
    """One notice about one case to one agency by one way; the id is the same on every attempt.

    `rank` is the place of the way among the agency's ways, `since` when the task began,
    `seq` the number of the change that made the job.
    """

    id: str
    command: str
    case: str
    opd: str
    channel: str
    notice: Notice
    rank: int
    seq: int
    since: datetime
    urgent: bool
    seen_at: datetime | None = None
    acknowledged_at: datetime | None = None
    body: str = ""


_OVER = frozenset(
    {
        JobState.DELIVERED,
        JobState.SEEN,
        JobState.ACKNOWLEDGED,
        JobState.FAILED,
        JobState.CANCELLED,
    }
)

BY_HAND = frozenset({"phone"})
"""Ways that a person goes."""
TAKEN_THERE = frozenset({"console"})
"""Ways by which the agency itself comes and takes it."""
ASKED_FIRST = frozenset({"open311"})
"""Ways that do not know a repeated notice, and have no form to take one back."""

LADDER = tuple(timedelta(seconds=s) for s in (0, 5, 30, 120, 300, 900, 1800))
HOURLY = timedelta(hours=1)
GIVEN_UP = timedelta(hours=72)
SOON = timedelta(minutes=5)
"""Patience for urgent cases before the room hears that one has not arrived."""
PATIENCE = timedelta(minutes=30)


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many attempts; none before the first."""
    return LADDER[tries] if tries < len(LADDER) else HOURLY


def patience(*, urgent: bool) -> timedelta:
    """How long a delivery may take before it is alarmed and the next way is opened."""
    return SOON if urgent else PATIENCE


def begun(job: Job, at: datetime) -> Job:
    """The job set going, with all its time before it."""
    alarm_at = at + patience(urgent=job.urgent)
    if job.channel in BY_HAND:
        return replace(
            job,
            state=JobState.HELD,
            made_at=at,
            next_at=at + GIVEN_UP,
            alarm_at=alarm_at,
        )
    first = at + GIVEN_UP if job.channel in TAKEN_THERE else at
    return replace(job, state=JobState.QUEUED, made_at=at, next_at=first, alarm_at=alarm_at)


def claimed(job: S, at: datetime, until: datetime) -> S:
    """The job in the hands of one who sends it now. What another never reported may be there."""
    lost = job.lease_until
    return replace(
        job,
        tries=job.tries + 1,
        lease_until=until,
        next_at=until,
        told_at=job.told_at or lost,
        state=JobState.SENT if job.told_at or lost else job.state,
    )


def attempted(job: S, attempt: Attempt, at: datetime) -> S:
    """The job after an attempt that ended at `at`."""
    job = replace(job, lease_until=None, said=attempt.said)
    if attempt.reply is Reply.DELIVERED:
        return arrived(job, at)
    if job.over:
        return job
    if attempt.reply in (Reply.UNKNOWN, Reply.HOLD):
        job = replace(job, told_at=job.told_at or at, state=JobState.SENT)
    match attempt.reply:
        case Reply.GONE:
            return replace(job, state=JobState.FAILED, next_at=None, alarm_at=_now(job, at))
        case Reply.HOLD:
            end = job.made_at + GIVEN_UP
            return replace(job, state=JobState.HELD, next_at=end, alarm_at=_now(job, at))
        case Reply.REFUSED:
            job = replace(job, alarm_at=_now(job, at))
    pause = max(pause_after(job.tries), min(attempt.wait or timedelta(0), HOURLY))
    return replace(job, next_at=min(at + pause, max(at, job.made_at + GIVEN_UP)))


def _now(job: Sending, at: datetime) -> datetime | None:
    """An alarm is raised once."""
    return at if job.alarmed_at is None else None


def too_old(job: Sending, at: datetime) -> bool:
    """Whether its 72 hours are over."""
    return at >= job.made_at + GIVEN_UP


def given_up(job: S, at: datetime) -> S:
    """Nobody tries any longer. One whose agency took the case otherwise just ends."""
    muted = job.alarm_at is None and job.alarmed_at is None
    state = JobState.CANCELLED if muted else JobState.FAILED
    alarm_at = None if muted else _now(job, at)
    return replace(job, state=state, next_at=None, lease_until=None, alarm_at=alarm_at)


def alarmed(job: S, at: datetime) -> S:
    """The room has been told that it has not arrived."""
    return replace(job, alarmed_at=at, alarm_at=None)


def arrived(job: S, at: datetime) -> S:
    """The agency has it. One that was called off meanwhile stays so: they are told of that."""
    job = replace(
        job, delivered_at=job.delivered_at or at, next_at=None, alarm_at=None, lease_until=None
    )
    if job.state in (JobState.CANCELLED, JobState.SEEN, JobState.ACKNOWLEDGED):
        return job
    return replace(job, state=JobState.DELIVERED)


def seen(job: Job, at: datetime) -> Job:
    """Somebody there has opened it."""
    job = arrived(job, at)
    if job.state is not JobState.DELIVERED:
        return job
    return replace(job, state=JobState.SEEN, seen_at=at)


def acknowledged(job: Job, at: datetime) -> Job:
    """They say that it is theirs."""
    job = arrived(job, at)
    if job.state is JobState.CANCELLED:
        return job
    return replace(job, state=JobState.ACKNOWLEDGED, acknowledged_at=job.acknowledged_at or at)


def accepted(job: Job, at: datetime) -> Job:
    """The agency answered by other means: nobody need be told that this has not arrived.

    What may still be of use to their own system goes on being sent.
    """
    if job.state is JobState.RESERVE:
        return called_off(job)
    if job.arrived or job.channel in BY_HAND | TAKEN_THERE:
        return acknowledged(job, at)
    return job if job.over else replace(job, alarm_at=None)


def told_by_hand(job: Job, at: datetime) -> Job:
    """A person has told the agency. What their own system may still want goes on being sent."""
    if job.over and job.state is not JobState.FAILED:
        return job
    if job.channel in BY_HAND or job.state in (JobState.HELD, JobState.FAILED):
        return arrived(job, at)
    return called_off(job) if job.state is JobState.RESERVE else replace(job, alarm_at=None)


def resumed(job: Job, at: datetime) -> Job:
    """A person has it sent again: all its time is before it, the room hears anew how it goes."""
    if job.over and job.state is not JobState.FAILED:
        return job
    alarm_at = at + patience(urgent=job.urgent)
    again = replace(job, made_at=at, alarm_at=alarm_at, alarmed_at=None)
    if job.lease_until is not None:
        return again  # somebody is at it
    looked = job.channel in ASKED_FIRST and job.state is not JobState.SENT
    told_at = None if looked else job.told_at  # that person has seen that it is not there
    return replace(again, state=JobState.QUEUED, next_at=at, tries=0, told_at=told_at)


def called_off(job: S) -> S:
    """Not to be delivered any more; what is under way cannot be caught."""
    if job.arrived:
        return job
    return replace(job, state=JobState.CANCELLED, next_at=None, alarm_at=None)


def raised(jobs: Iterable[Job], job: Job, at: datetime) -> list[Job]:
    """The room is told that a delivery has not arrived, and the next way is opened."""
    following = next_in_line(jobs, job)
    return [alarmed(job, at), *([begun(following, at)] if following else [])]


def settled(jobs: Iterable[Job], done: Job) -> list[Job]:
    """A delivery that has arrived, and the later ways that need not be gone any more."""
    return [done, *(settled_by(jobs, done) if done.state is not JobState.CANCELLED else [])]


def step_told(before: Job, after: Job) -> str:
    """What the room is to hear of the step from `before` to `after`; "" when nothing."""
    if after.alarmed_at is not None and before.alarmed_at is None:
        return "failed"
    if after.state is before.state:
        return ""
    return _TOLD.get(after.state, "")


_TOLD = {
    JobState.DELIVERED: "delivered",
    JobState.SEEN: "seen",
    JobState.ACKNOWLEDGED: "acknowledged",
}


def next_in_line(jobs: Iterable[Job], failed: Job) -> Job | None:
    """The way to open when one has been alarmed."""
    waiting = [job for job in jobs if siblings(job, failed) and job.state is JobState.RESERVE]
    return min(waiting, key=lambda job: job.rank, default=None)


def siblings(job: Job, other: Job) -> bool:
    """Whether they bring the same notice by different ways."""
    return job.id != other.id and (job.command, job.case, job.opd, job.notice) == (
        other.command,
        other.case,
        other.opd,
        other.notice,
    )


def settled_by(jobs: Iterable[Job], done: Job) -> list[Job]:
    """Later ways that need not be gone, since this one has arrived."""
    return [
        called_off(job)
        for job in jobs
        if siblings(job, done)
        and job.rank > done.rank
        and not job.over
        and not job.may_have_arrived
    ]
