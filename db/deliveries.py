"""The deliveries to agencies as rows: written with the change, claimed by one sender at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from db import tables
from db.domain.brief import milliseconds
from db.domain.city import City
from db.domain.deliveries import TAKEN_THERE, Job, JobState, Notice, claimed, given_up, too_old
from db.domain.dispatch import Altered, after_change, tells
from db.domain.wire import decode, encode
from db.upsert import put as put_rows

_T = tables.deliveries
_MOMENTS = (
    "made_at", "next_at", "alarm_at", "alarmed_at", "lease_until", "told_at", "delivered_at",
    "seen_at", "acknowledged_at",
)  # fmt: skip
_UNDER_WAY = (JobState.QUEUED.value, JobState.SENT.value, JobState.HELD.value)

AT_ONCE = 4
"""Attempts that run to one agency by one way at the same time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the deliveries stand, for whoever watches over the server. Ages are seconds.

    `waiting` counts by way what has not arrived and is not over; `oldest` is the age of the oldest
    of them; `late` how long the most overdue attempt has been due (0: none is); `alarmed` how many
    of them the room was told of; `held` how many wait for a person.
    """

    waiting: dict[str, int]
    oldest: float
    late: float
    alarmed: int
    held: int


def follow(conn: Connection, altered: Altered, city: City) -> list[Job]:
    """Write what a change means for deliveries, in the transaction that decided it."""
    if not tells(altered):
        return []
    jobs = after_change(of_case(conn, altered.after.id), altered, city)
    put(conn, jobs)
    return jobs


def of_case(conn: Connection, case: str) -> list[Job]:
    """All deliveries there ever were of a case, in the order they were made."""
    return _jobs(conn, _T.c.case == case)


def one(conn: Connection, id: str) -> Job | None:
    """The delivery of this id."""
    found = _jobs(conn, _T.c.id == id)
    return found[0] if found else None


def put(conn: Connection, jobs: Sequence[Job]) -> None:
    """Write jobs as they stand. What is over for good leaves no body behind."""
    put_rows(conn, _T, [_row(job) for job in jobs])


def next_instant(conn: Connection) -> datetime | None:
    """When there is something to do: an attempt, an end, or an alarm. None: nothing is open."""
    moments = (
        conn.execute(select(func.min(_T.c.next_at))).scalar(),
        conn.execute(select(func.min(_T.c.alarm_at))).scalar(),
    )
    known = [moment for moment in moments if moment is not None]
    return _moment(min(known)) if known else None


def claim(conn: Connection, now: datetime, until: datetime, limit: int) -> list[Job]:
    """Take due jobs into hand until then; nobody else gets them before. Ends those too old.

    Of one agency and way at most `AT_ONCE` are in hand together (of claims that do not see each
    other a few more), so that a slow one
    holds up nobody else. What is being sent about a case comes before the next about that case.
    """
    given = _due(conn, milliseconds(now), limit)
    ended = [given_up(job, now) for job in given if too_old(job, now)]
    taken = [claimed(job, now, until) for job in given if not too_old(job, now)]
    put(conn, ended + taken)
    return taken


def _due(conn: Connection, now: int, limit: int) -> list[Job]:
    busy = _T.alias("busy")
    same_way = and_(busy.c.opd == _T.c.opd, busy.c.channel == _T.c.channel)
    in_hand = busy.c.lease_until > now
    order = (_T.c.next_at, _T.c.seq, _T.c.id)
    place = func.row_number().over(partition_by=(_T.c.opd, _T.c.channel), order_by=order)
    occupied = select(func.count()).where(same_way, in_hand).scalar_subquery()
    about_it = select(busy.c.id).where(
        same_way, in_hand, busy.c.case == _T.c.case, busy.c.id != _T.c.id
    )
    ready = (
        select(_T.c.id, (place + occupied).label("place"))
        .where(_T.c.next_at <= now, ~about_it.exists())
        .subquery()
    )
    # A second one about the same case must not go beside the first, whichever arrives sooner.
    chosen = select(ready.c.id).where(ready.c.place <= AT_ONCE)
    # Asked once more of each row: another may have taken it since the choice was made.
    still = _T.c.next_at <= now
    query = select(_T).where(_T.c.id.in_(chosen), still).order_by(*order).limit(limit)
    rows = conn.execute(query.with_for_update(skip_locked=True)).mappings()
    firsts: dict[tuple[str, str, str], Job] = {}
    for job in (_job(dict(row)) for row in rows):
        firsts.setdefault((job.case, job.opd, job.channel), job)
    return list(firsts.values())


def overdue(conn: Connection, now: datetime, limit: int) -> list[Job]:
    """Jobs the room must be told of now."""
    return _jobs(conn, _T.c.alarm_at <= milliseconds(now), limit)


def on_offer(conn: Connection, opd: str, notices: Collection[Notice], seq: int) -> list[Job]:
    """What an agency's consoles, which have come to `seq`, have taken, and that was not known."""
    return _jobs(
        conn,
        and_(
            _T.c.state == JobState.QUEUED.value,
            _T.c.channel.in_(TAKEN_THERE),
            _T.c.opd == opd,
            _T.c.notice.in_([notice.value for notice in notices]),
            _T.c.seq <= seq,
        ),
    )


def unseen(conn: Connection, opd: str, notices: Collection[Notice], case: str) -> list[Job]:
    """What lies in an agency's console about a case and nobody of those told has opened."""
    return _jobs(
        conn,
        and_(
            _T.c.case == case,
            _T.c.opd == opd,
            _T.c.channel.in_(TAKEN_THERE),
            _T.c.notice.in_([notice.value for notice in notices]),
            _T.c.state.in_((JobState.QUEUED.value, JobState.DELIVERED.value)),
        ),
    )


def standing(conn: Connection, now: datetime) -> Standing:
    """How the deliveries stand at this instant."""
    open_ones = _T.c.state.in_(_UNDER_WAY)
    counts = conn.execute(
        select(_T.c.channel, func.count()).where(open_ones).group_by(_T.c.channel)
    ).all()
    oldest, alarmed, held = conn.execute(
        select(
            func.min(_T.c.made_at),
            func.count(_T.c.alarmed_at),
            func.count().filter(_T.c.state == JobState.HELD.value),
        ).where(open_ones)
    ).one()
    free = or_(_T.c.lease_until.is_(None), _T.c.lease_until <= milliseconds(now))
    due = conn.execute(select(func.min(_T.c.next_at)).where(free)).scalar()
    return Standing(
        {channel: int(count) for channel, count in counts},
        _age(oldest, now),
        _age(due, now),
        int(alarmed),
        int(held),
    )


def _age(since: int | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (milliseconds(now) - since) / 1000)


def _jobs(conn: Connection, which: ColumnElement[bool], limit: int | None = None) -> list[Job]:
    query = select(_T).where(which).order_by(_T.c.seq, _T.c.rank, _T.c.id).limit(limit)
    return [_job(dict(row)) for row in conn.execute(query).mappings()]


def _job(row: dict[str, Any]) -> Job:
    for name in _MOMENTS:
        row[name] = _moment(row[name])
    row["since"] = decode(datetime, row["since"])
    row["notice"] = Notice(row["notice"])
    row["state"] = JobState(row["state"])
    return Job(**row)


def _row(job: Job) -> dict[str, Any]:
    row: dict[str, Any] = {one.name: getattr(job, one.name) for one in fields(Job)}
    for name in _MOMENTS:
        row[name] = None if row[name] is None else milliseconds(row[name])
    row["since"] = encode(job.since)
    row["notice"], row["state"] = job.notice.value, job.state.value
    resumable = job.state is JobState.FAILED
    row["body"] = "" if job.over and not resumable else job.body
    return row


def _moment(ms: int | None) -> datetime | None:
    # Not fromtimestamp: that takes the way over a float, which is off by a microsecond at times.
    return None if ms is None else _EPOCH + timedelta(milliseconds=ms)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
