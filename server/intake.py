"""What channels bring: a report becomes a receive command, its sender an identity kept apart."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from db import identities, sources
from db.domain import commands as verb
from db.domain.case import Actor, Place
from db.domain.changes import Outcome
from db.domain.city import City
from db.domain.commands import Command
from db.domain.refused import Refused
from db.domain.states import Role
from db.domain.wire import BadWire
from db.identities import Identity
from db.sources import Source
from server.commands import Asked, asked_by_system
from server.identity import Reporter
from server.ledger import Ledger
from server.problems import not_allowed, refused
from server.writing import Writer

_LONGEST_SOURCE_ID = 200
_MOST_MEDIA = 50


@dataclass(frozen=True, slots=True)
class Brought:
    """The body of POST /reports."""

    city: str
    channel: str
    text: str
    source_id: str = ""
    at: datetime | None = None
    report_class: str = "complaint"
    category: str | None = None
    place: Place = field(default_factory=Place)
    media: tuple[str, ...] = ()
    anonymous: bool = False
    reporter: Reporter = field(default_factory=Reporter)


async def take_in(
    writer: Writer, city: City, author: Actor, brought: Brought, now: datetime
) -> tuple[Source, bool]:
    """The case a report opened, and whether this was the first time it came.

    Raises Problem 409 when the rules refuse it, 403 for the name of another channel, BadWire.
    """
    _check(city, author, brought)
    # Read here and not in the shared transaction: what is too large is one sender's fault alone.
    asked = asked_by_system(_command(author, brought, now))
    source, no = await writer.ask(lambda ledger: _taken_in(ledger, asked, brought))
    if source is None:
        raise refused(no or Refused("not_taken_in"))
    return source, no is None


def _check(city: City, author: Actor, brought: Brought) -> None:
    if brought.city != city.id:
        raise refused(Refused("wrong_city", city=brought.city[:80], here=city.id))
    if author.role is Role.CHANNEL and brought.channel != author.id:
        raise not_allowed("speak for another channel", channel=brought.channel[:80])
    if not 0 < len(brought.source_id) <= _LONGEST_SOURCE_ID:
        what = f"1 to {_LONGEST_SOURCE_ID} characters, here or in the header Idempotency-Key"
        raise BadWire("source_id", f"must have {what}: by it a repeated report is known")
    if len(brought.media) > _MOST_MEDIA:
        raise BadWire("media", f"names {len(brought.media)}; at most {_MOST_MEDIA} are taken")


def _taken_in(
    ledger: Ledger, asked: Asked, brought: Brought
) -> tuple[Source | None, Refused | None]:
    """The source and None; a known source and a reason; no source and why it was refused."""
    known = sources.known(ledger.conn, brought.channel, [brought.source_id])
    if brought.source_id in known:
        return known[brought.source_id], Refused("known")
    answer = ledger.carry_out(asked.command, asked.digest)
    if answer.outcome != Outcome.ACCEPTED:
        return None, Refused(answer.reason, **answer.facts)
    return _kept(ledger, asked.command, brought, answer.seq), None


def _command(author: Actor, brought: Brought, now: datetime) -> Command:
    act = verb.Receive(
        report=str(uuid.uuid4()),
        channel=brought.channel,
        text=brought.text,
        report_class=brought.report_class,
        category=brought.category,
        place=brought.place,
        at=brought.at,
        source_id=brought.source_id,
        anonymous=brought.anonymous,
        media=brought.media,
    )
    return Command(str(uuid.uuid4()), str(uuid.uuid4()), act, author, now)


def _kept(ledger: Ledger, command: Command, brought: Brought, seq: int) -> Source:
    """Remember where the report came from, and apart from it who sent it."""
    act, who = command.act, brought.reporter
    assert isinstance(act, verb.Receive)
    case = ledger.pen.case(command.case)
    assert case is not None
    source = Source(brought.channel, brought.source_id, case.id, act.report, case.number, seq)
    sources.put(ledger.conn, [source])
    identity = Identity(act.report, case.id, who.name, who.phone, who.email, who.nik)
    if who != Reporter():
        identities.put(ledger.conn, identity)
    return source
