"""Schedules of reports and their letters as rows: made once a period, claimed by one sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from db import tables
from db.domain import wire
from db.domain.brief import milliseconds
from db.domain.deliveries import JobState, alarmed, called_off, claimed, given_up, too_old
from db.domain.mailings import Letter, Mailing, Terms, wanted
from db.rows import from_ms, maybe_from_ms, to_ms
from db.upsert import insert_new
from db.upsert import put as put_rows

_M, _L = tables.mailings, tables.report_letters
_MOMENTS = ("next_at", "alarm_at", "alarmed_at", "lease_until", "told_at", "delivered_at")
_UNDER_WAY = (JobState.QUEUED.value, JobState.SENT.value)

KEPT = timedelta(days=400)
"""How long it is known whom a report went to."""

COUNTED = timedelta(days=7)
"""How long a letter that was given up is told of as a fault."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the letters stand: so many `waiting`, of these so many `unsent` that were to be there by
    now; so many `lost` that were given up of late; `late` is for how many seconds the most overdue
    attempt has been due."""

    waiting: int = 0
    unsent: int = 0
    lost: int = 0
    late: float = 0.0


def everything(conn: Connection) -> tuple[Mailing, ...]:
    """All schedules, the oldest first."""
    rows = conn.execute(select(_M).order_by(_M.c.at, _M.c.id)).mappings()
    return tuple(_mailing(dict(row)) for row in rows)


def held(conn: Connection, id: str) -> Mailing | None:
    """The schedule of this id; in a transaction that writes nobody else alters it until its end."""
    row = conn.execute(select(_M).where(_M.c.id == id).with_for_update()).mappings().first()
    return None if row is None else _mailing(dict(row))


def put(conn: Connection, mailing: Mailing) -> None:
    """Keep a schedule; letters under way to whom it no longer names are called off."""
    row = {
        "id": mailing.id,
        "terms": wire.dump(mailing.terms),
        "reached": mailing.reached,
        "by": mailing.by,
        "at": milliseconds(mailing.at),
    }
    put_rows(conn, _M, [row])
    waiting = under_way(conn, mailing.id)
    put_letters(conn, [called_off(one) for one in waiting if not wanted(one, mailing.terms)])


def remove(conn: Connection, id: str) -> bool:
    """Away with a schedule and what it has under way; whether there was one."""
    put_letters(conn, [called_off(one) for one in under_way(conn, id)])
    return conn.execute(delete(_M).where(_M.c.id == id)).rowcount > 0


def reach(conn: Connection, id: str, first: str) -> None:
    """A schedule has dealt with the period that begins then, and with all before it."""
    conn.execute(update(_M).where(_M.c.id == id).values(reached=first))


def add_letters(conn: Connection, letters: Sequence[Letter]) -> None:
    """Keep those that are new; what became of the others stays as it is."""
    if letters:
        conn.execute(insert_new(conn.dialect.name, _L), [_row(one) for one in letters])


def put_letters(conn: Connection, letters: Sequence[Letter]) -> None:
    """Write letters as they stand."""
    put_rows(conn, _L, [_row(one) for one in letters])


def under_way(conn: Connection, mailing: str) -> list[Letter]:
    """Letters of a schedule about which something is still to be done."""
    return _letters(conn, and_(_L.c.mailing == mailing, _L.c.state.in_(_UNDER_WAY)))


def of_ids(conn: Connection, ids: Sequence[str]) -> list[Letter]:
    """The letters of these ids that there are."""
    return _letters(conn, _L.c.id.in_(ids))


def newest(conn: Connection, limit: int) -> list[Letter]:
    """The newest letters."""
    query = select(_L).order_by(_L.c.made_at.desc(), _L.c.id).limit(limit)
    return [_letter(dict(row)) for row in conn.execute(query).mappings()]


def next_instant(conn: Connection) -> datetime | None:
    """When an attempt, an end or an alarm is due; None: nothing is under way."""
    moments = conn.execute(select(func.min(_L.c.next_at), func.min(_L.c.alarm_at))).one()
    return maybe_from_ms(min((one for one in moments if one is not None), default=None))


def claim(conn: Connection, now: datetime, until: datetime, limit: int) -> list[Letter]:
    """Take due letters into hand until then; nobody else gets them before. Ends those too old."""
    query = select(_L).where(_L.c.next_at <= milliseconds(now))
    query = query.order_by(_L.c.next_at, _L.c.mailing, _L.c.scope, _L.c.id).limit(limit)
    rows = conn.execute(query.with_for_update(skip_locked=True)).mappings()
    due = [_letter(dict(row)) for row in rows]
    taken = [claimed(one, now, until) for one in due if not too_old(one, now)]
    put_letters(conn, [given_up(one, now) for one in due if too_old(one, now)] + taken)
    return taken


def raise_alarms(conn: Connection, now: datetime) -> list[Letter]:
    """Mark what was to be there by now as told; those that were not before."""
    late = [alarmed(one, now) for one in _letters(conn, _L.c.alarm_at <= milliseconds(now))]
    put_letters(conn, late)
    return late


def sweep(conn: Connection, now: datetime) -> None:
    """Forget letters of long ago, and with them their addresses."""
    conn.execute(delete(_L).where(_L.c.made_at < milliseconds(now - KEPT)))


def standing(conn: Connection, now: datetime) -> Standing:
    """How the letters stand at this instant."""
    open_ones = _L.c.state.in_(_UNDER_WAY)
    lost = and_(_L.c.state == JobState.FAILED.value, _L.c.made_at >= milliseconds(now - COUNTED))
    overdue = or_(_L.c.alarmed_at.is_not(None), _L.c.alarm_at <= milliseconds(now))
    counts = conn.execute(
        select(
            func.count().filter(open_ones),
            func.count().filter(and_(open_ones, overdue)),
            func.count().filter(lost),
        )
    ).one()
    free = or_(_L.c.lease_until.is_(None), _L.c.lease_until <= milliseconds(now))
    due = conn.execute(select(func.min(_L.c.next_at)).where(free)).scalar()
    late = 0.0 if due is None else max(0.0, (milliseconds(now) - due) / 1000)
    waiting, unsent, lost_ones = counts
    return Standing(waiting, unsent, lost_ones, late)


def _mailing(row: dict[str, Any]) -> Mailing:
    terms = wire.load(Terms, row["terms"])
    return Mailing(row["id"], terms, row["reached"], row["by"], from_ms(row["at"]))


def _letters(conn: Connection, which: ColumnElement[bool]) -> list[Letter]:
    """To be altered in this transaction: what another is about to write is waited for."""
    query = select(_L).where(which).order_by(_L.c.made_at, _L.c.id).with_for_update()
    return [_letter(dict(row)) for row in conn.execute(query).mappings()]


def _letter(row: dict[str, Any]) -> Letter:
    row |= {name: maybe_from_ms(row[name]) for name in _MOMENTS}
    row["made_at"], row["state"] = from_ms(row["made_at"]), JobState(row["state"])
    row["forms"] = tuple(row["forms"].split(","))
    return Letter(**row)


def _row(letter: Letter) -> dict[str, Any]:
    row: dict[str, Any] = {one.name: getattr(letter, one.name) for one in fields(letter)}
    row |= {name: to_ms(row[name]) for name in _MOMENTS}
    row["made_at"], row["state"] = milliseconds(letter.made_at), letter.state.value
    row["forms"] = ",".join(letter.forms)
    return row
