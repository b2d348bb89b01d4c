"""Late clocks are told up their ladders: each step once for everybody, whoever finds it due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from db import climbs, people
from db.domain import commands as verb
from db.domain.case import SYSTEM, Case
from db.domain.changes import Outcome
from db.domain.city import City
from db.domain.climbs import id_of
from db.domain.commands import Command
from db.domain.ladder import Step, next_at, steps, told
from db.domain.states import Role
from server.changes import Feed
from server.ledger import Ledger, body_hash
from server.writing import Writer

AGAIN = timedelta(seconds=30)
"""After which a case is looked at again that is due and could not climb."""

_AT_ONCE = 200


class Ladders:
    """Finds due steps by their instant; a look costs what is due, however many cases there are."""

    def __init__(self, writer: Writer, feed: Feed, city: City, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._feed = feed
        self._city = city
        self._now = now

    async def look(self) -> int:
        """Take every step that is due now; how many were taken."""
        taken = 0
        while True:
            now = self._now()
            cases = await self._feed.read(
                lambda conn, now=now: climbs.due(conn, now, _AT_ONCE)  # type: ignore[misc]
            )
            if not cases:
                return taken
            ids = {_id(case, step) for case in cases for step in steps(case, self._city)}
            names = [case.id for case in cases]
            counts = await self._writer.ask(
                lambda ledger, ids=ids, names=names: [_climb(ledger, n, ids) for n in names],  # type: ignore[misc]
                frozenset(ids),
                frozenset(names),
            )
            taken += sum(counts)
            if len(cases) < _AT_ONCE:
                return taken


def _climb(ledger: Ledger, name: str, ids: set[str]) -> int:
    """Take the steps of a case that are due as it stands in this transaction; how many.

    The rows of the index are only hints. A step that came up since they were read, under an id
    that was not asked for, waits for a later look; so does one whose id somebody has used up, or
    the cases behind it would wait for ever.
    """
    taken = 0
    case = ledger.pen.case(name)
    for step in steps(case, ledger.city) if case is not None else ():
        if case is not None and step.at < ledger.now and _id(case, step) in ids:
            command = _command(ledger, case, step)
            answer = ledger.carry_out(command, body_hash(command))
            taken += answer.outcome == Outcome.ACCEPTED
    at = next_at(ledger.pen.case(name), ledger.city)
    if at is not None and at < ledger.now:
        at = ledger.now + AGAIN
    climbs.note(ledger.conn, name, at)
    return taken


def _command(ledger: Ledger, case: Case, step: Step) -> Command:
    to, opds = told(step, case)
    name = ", ".join(people.holders(ledger.conn, Role(to), opds))
    act = verb.Escalate(step.rule, step.started, step.step, to, opds, name)
    return Command(_id(case, step), case.id, act, SYSTEM, ledger.now)


def _id(case: Case, step: Step) -> str:
    return id_of(case.id, step.rule, step.started, step.step)
