"""Schedules altered by those who may, at a console or on the server's machine; and made due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from db import mailings
from db.domain.mailings import MOST, Letter, Mailing, Terms, again, letters
from db.domain.periods import Kind
from db.domain.refused import Refused
from db.store import Conn
from server.mailing.due import newest_due, newest_whole, outstanding


def put(conn: Conn, id: str, terms: Terms, by: str, zone: ZoneInfo, now: datetime) -> Mailing:
    """Keep a schedule, new or in place of the one of this id.

    A new one, one that looks back over another span and one that was paused begin with the next
    report that falls due. Raises Refused when there are as many as may be.
    """
    before = mailings.held(conn, id)
    if before is None and len(mailings.everything(conn)) >= MOST:
        raise Refused("mailings_full", limit=MOST)
    reached = newest_due(Kind(terms.kind), terms.time, zone, now).first.isoformat()
    if before is not None and not before.terms.paused and before.terms.kind == terms.kind:
        reached = before.reached
    mailing = Mailing(id, terms, reached, by, now if before is None else before.at)
    mailings.put(conn, mailing)
    return mailing


def begin_due(conn: Conn, zone: ZoneInfo, now: datetime) -> list[Letter]:
    """Make the letters of every report that is due, once; they are to be sent at once."""
    made: list[Letter] = []
    for id in [one.id for one in mailings.everything(conn) if outstanding(one, zone, now)]:
        mailing = mailings.held(conn, id)  # as nobody alters it any more
        found = outstanding(mailing, zone, now) if mailing is not None else None
        if mailing is not None and found is not None:
            period, missed = found
            made += letters(mailing, period.first.isoformat(), missed, now)
            mailings.reach(conn, id, period.first.isoformat())
    mailings.add_letters(conn, made)
    return made


def run_now(conn: Conn, id: str, zone: ZoneInfo, now: datetime) -> list[Letter] | None:
    """Send the report of the last whole period now to all who do not have it, also while paused.

    What will be sent; None where there is no such schedule. Who has it does not get it again.
    """
    mailing = mailings.held(conn, id)
    if mailing is None:
        return None
    first = newest_whole(Kind(mailing.terms.kind), zone, now).first.isoformat()
    asked = {one.id: one for one in letters(mailing, first, 0, now)}
    for one in mailings.of_ids(conn, list(asked)):
        if one.arrived or one.lease_until is not None:
            del asked[one.id]
        else:
            asked[one.id] = replace(again(one, now), forms=mailing.terms.forms)
    mailings.put_letters(conn, list(asked.values()))
    return list(asked.values())
