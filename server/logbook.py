"""The shift log: what is signed comes in once, by whoever's desk brings it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db import logbook, people
from db.domain.case import Actor
from db.domain.city import City
from db.domain.flood import is_stop
from db.domain.logbook import SIGNERS, Entry, Kept, check, check_receipt
from db.domain.refused import Refused
from db.domain.states import Role
from db.domain.wire import canonical, encode
from db.store import Conn
from server.writing import Writer

_AHEAD = timedelta(minutes=5)
"""By so much a desk's clock may run ahead."""


async def take(
    writer: Writer, city: City, entry: Entry, carrier: Actor, now: Callable[[], datetime]
) -> Kept:
    """Keep an entry; one that is here already is answered as it was kept. Raises Refused."""
    check(entry)
    return await writer.write(lambda conn: _taken(conn, city, entry, carrier, now()))


def _taken(conn: Conn, city: City, entry: Entry, carrier: Actor, now: datetime) -> Kept:
    known, stop = logbook.one(conn, entry.id), is_stop(entry.id)
    if stop and (carrier.role is not Role.SUPERVISOR or carrier.id != entry.by.id):
        raise Refused("log_stop_not_yours")  # before its id is taken from who may write it
    if known is not None:
        if not stop and canonical(encode(known.entry)) != canonical(encode(entry)):
            raise Refused("id_reused")
        return known
    _check_signer(conn, entry.by)
    if entry.at > now + _AHEAD:
        raise Refused("log_from_tomorrow")
    if entry.receipt is not None:
        _check_receipt(conn, entry, entry.receipt.handover)
    day = entry.at.astimezone(ZoneInfo(city.zone)).date().isoformat()
    return logbook.add(conn, entry, day, carrier, now)


def _check_signer(conn: Conn, by: Actor) -> None:
    """Names are this server's own, whatever a desk believes."""
    person = people.one(conn, by.id)
    if person is None or person.role not in SIGNERS or person.name != by.name:
        raise Refused("log_unknown_signer", name=by.name)


def _check_receipt(conn: Conn, entry: Entry, handover: str) -> None:
    given = logbook.one(conn, handover)
    if given is None:
        raise Refused("log_no_handover")
    check_receipt(entry, given.entry)
    before = logbook.receipt_of(conn, handover)
    if before is not None:
        raise Refused("log_taken_over", by=before.entry.by.name)
