"""What people and channels ask for: read one by one, decided in order, answered when kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.domain import commands as verb
from db.domain.case import Actor
from db.domain.changes import Outcome
from db.domain.city import City
from db.domain.commands import Command
from db.domain.media import is_hash, named_by
from db.domain.refused import Refused
from db.domain.states import Role
from db.domain.wire import BadWire, decode
from server.ledger import Answer, Decider, body_hash, check_ids
from server.media import Library
from server.problems import Problem, refused
from server.writing import Writer

MOST = 500
"""Commands in one batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The body of POST /commands; each command is read by itself."""

    city: str
    commands: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A command that could be read, under its author's true name."""

    command: Command
    digest: str
    lacks: tuple[str, ...] = ()
    """Photos and videos it names that are not on the server."""


async def carry_out(
    writer: Writer, city: City, author: Actor, batch: Batch, library: Library
) -> list[Answer]:
    """An answer for each command, in order. Raises Problem for a batch as a whole."""
    if batch.city != city.id:
        raise refused(Refused("wrong_city", city=batch.city[:80], here=city.id))
    if len(batch.commands) > MOST:
        raise Problem(413, "too-large", f"{len(batch.commands)} commands; at most {MOST} are taken")
    read = [_read(data, place, author) for place, data in enumerate(batch.commands)]
    read = await asyncio.to_thread(_looked_for, read, library) if _any_media(read) else read
    asked = [one for one in read if isinstance(one, Asked)]
    if not asked:
        return [one for one in read if isinstance(one, Answer)]
    answers = iter(await writer.ask(lambda ledger: decide_all(ledger, asked), *_named(asked)))
    return [one if isinstance(one, Answer) else next(answers) for one in read]


def decide_all(ledger: Decider, asked: Sequence[Asked]) -> list[Answer]:
    """Decide commands one after the other in an open transaction."""
    return [ledger.carry_out(one.command, one.digest, one.lacks) for one in asked]


def asked_by_system(command: Command) -> Asked:
    """A command the server itself makes."""
    return Asked(command, body_hash(command))


def _read(data: Any, place: int, author: Actor) -> Asked | Answer:
    """One command, or the answer that it is malformed."""
    given = data.get("id") if isinstance(data, dict) else None
    try:
        command = decode(Command, data, f"commands[{place}]")
        try:
            check_ids(command)
            _check_media(command, author)
            digest = body_hash(command)
        except BadWire as fault:
            raise BadWire(f"commands[{place}].{fault.place}".rstrip("."), fault.reason) from fault
    except BadWire as fault:
        named = given[:64] if isinstance(given, str) else ""
        # An id may hold signs that no answer can carry.
        shown = named.encode("utf-8", "replace").decode()
        return Answer(shown, "bad_wire", place=fault.place, reason=fault.reason)
    if not _own(command, author):
        # Not a decision: the id stays free for the one it belongs to.
        return Answer(command.id, Outcome.REJECTED, reason="not_allowed")
    return Asked(replace(command, author=author), digest)


def _check_media(command: Command, author: Actor) -> None:
    """Raises BadWire where a person names a file otherwise than by its hash."""
    if author.role is not Role.CHANNEL and not all(map(is_hash, named_by(command.act))):
        field = "proofs" if isinstance(command.act, verb.Finish) else "media"
        raise BadWire(f"act.{field}", "must be SHA-256 sums, 64 hex digits each")


def _any_media(read: Iterable[Asked | Answer]) -> bool:
    return any(isinstance(one, Asked) and named_by(one.command.act) for one in read)


def _looked_for(read: Iterable[Asked | Answer], library: Library) -> list[Asked | Answer]:
    """What people name must be here; channels name what lies with them."""
    return [
        replace(one, lacks=library.lacking(named_by(one.command.act)))
        if isinstance(one, Asked) and one.command.author.role is not Role.CHANNEL
        else one
        for one in read
    ]


def _own(command: Command, author: Actor) -> bool:
    """Whether it is the author's own, and a channel speaks for no other channel."""
    if author.role is Role.CHANNEL and isinstance(command.act, verb.Receive):
        return command.author.id == author.id == command.act.channel
    return command.author.id == author.id


def _named(asked: Sequence[Asked]) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of commands and of cases that deciding them will ask for."""
    commands = [one.command for one in asked]
    ids = {id for c in commands for id in (c.id, c.depends_on) if id is not None}
    cases = {c.case for c in commands}
    cases |= {c.act.into for c in commands if isinstance(c.act, verb.Merge)}
    return frozenset(ids), frozenset(cases)
