"""A past for an empty store: ten weeks of real commands, each decided at its own time."""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, takewhile
from random import Random

from db import identities, journal, sources
from db.domain import commands as verb
from db.domain.case import SYSTEM, Actor, Case
from db.domain.changes import Outcome
from db.domain.commands import Command
from db.domain.states import Role, State
from db.identities import Identity
from db.sources import Source
from db.store import Store
from server.demo.dice import Step
from server.demo.living_city import LivingCity
from server.demo.open_cases import OpenCases
from server.demo.opening_scene import scene
from server.demo.reports import Arrival, received
from server.demo.rhythm import PER_DAY
from server.demo.staff import actor_of
from server.ledger import Ledger, body_hash
from server.watch import OBJECTION

BUSY_DAYS = 3
QUIET_DAYS = 66
QUIET_PER_DAY = 6.0
"""The weeks before are thinner: they are there for figures and search, not for the board."""


class HistoryFault(Exception):
    """The rules refused something of the past: texts and rules do not fit each other."""


def seed_history(store: Store, living: LivingCity, now: datetime) -> int:
    """Fill a begun, empty store with the last weeks up to `now`; how many cases that made.

    Raises HistoryFault, StoreFault; nothing is written then.
    """
    with store.write() as conn, journal.writing(conn, None) as pen:
        ledger = Ledger(conn, pen, living.city, now, delivers=False)
        past = _Past(ledger, living, now)
        past.run()
        ledger.finish()
        sources.put(conn, past.sources)
        identities.put(conn, *past.identities)
    return len(past.sources)


class _Past:
    """Plays what happened in order of time."""

    def __init__(self, ledger: Ledger, living: LivingCity, now: datetime) -> None:
        self._ledger = ledger
        self._living = living
        self._now = now
        self._rng = Random(f"{living.seed} past")
        self._open = OpenCases()
        self._clock = now - timedelta(days=BUSY_DAYS + QUIET_DAYS)
        self._order = count()
        self._agenda: list[tuple[datetime, int, Arrival | str, str]] = []
        self.sources: list[Source] = []
        self.identities: list[Identity] = []

    def run(self) -> None:
        """Let everything up to now happen."""
        for arrival in self._arrivals():
            self._expect(arrival.at, arrival, _id(self._rng))
        for arrival in self._living.rise(self._now):
            self._expect(arrival.at, arrival, _id(self._rng))
        for arrival, case in scene(self._living, self._now, self._rng):
            self._expect(arrival.at, arrival, case)
        while self._agenda and self._agenda[0][0] <= self._now:
            self._clock, _, what, case = heapq.heappop(self._agenda)
            if isinstance(what, Arrival):
                self._receive(what, case)
            else:
                self._step(case, self._clock)

    def _arrivals(self) -> Iterator[Arrival]:
        busy = self._now - timedelta(days=BUSY_DAYS)
        quiet = busy - timedelta(days=QUIET_DAYS)
        living = self._living
        yield from takewhile(lambda a: a.at < busy, living.arrivals(quiet, QUIET_PER_DAY))
        yield from takewhile(lambda a: a.at < self._now, living.arrivals(busy, PER_DAY))

    def _expect(self, at: datetime, what: Arrival | str, case: str) -> None:
        heapq.heappush(self._agenda, (at, next(self._order), what, case))

    def _receive(self, arrival: Arrival, case: str) -> None:
        act = received(arrival, _id(self._rng))
        channel = arrival.channel
        author = Actor(channel, self._living.city.channels[channel], Role.CHANNEL)
        seq = self._decide(Command(_id(self._rng), case, act, author, arrival.at), arrival.at)
        opened = self._known(case)
        key = (channel, arrival.source_id, case, act.report, opened.number, seq)
        self.sources.append(Source(*key))
        if arrival.name:
            self.identities.append(Identity(act.report, case, arrival.name, arrival.phone))

    def _step(self, case: str, at: datetime) -> None:
        """What was expected of a case, if it still is: another case may have moved it since."""
        step = self._next(self._known(case))
        if step is None or step.at > at:
            self._plan(step, case)
            return
        author = SYSTEM if step.who == SYSTEM.id else self._author(step.who)
        expect = self._known(case).assignment_no
        self._decide(Command(_id(self._rng), case, step.act, author, at, expect), at)

    def _decide(self, command: Command, at: datetime) -> int:
        self._ledger.now = at
        answer = self._ledger.carry_out(command, body_hash(command))
        if answer.outcome != Outcome.ACCEPTED:
            verb_name, why = command.law.name, f"{answer.outcome} {answer.reason}"
            raise HistoryFault(f"{verb_name} of case {command.case} at {at}: {why}")
        touched = [command.case]
        if isinstance(command.act, verb.Merge):
            touched.append(command.act.into)
        for id in touched:
            case = self._known(id)
            self._open.put(case)
            self._plan(self._next(case), id)
        return answer.seq

    def _next(self, case: Case) -> Step | None:
        """The next step, or the end of the time for objections if that comes first."""
        step = self._living.next_step(case, self._open.twin)
        if case.state is not State.RESOLVED:
            return step
        lapse = next((c.due for c in case.clocks if c.rule == OBJECTION and not c.ended), None)
        if lapse is None or (step is not None and step.at <= lapse):
            return step
        return Step(lapse, SYSTEM.id, verb.Close())

    def _plan(self, step: Step | None, case: str) -> None:
        if step is not None:
            # What another task's progress brought forward happens now, not in the past.
            self._expect(max(step.at, self._clock), "", case)

    def _known(self, case: str) -> Case:
        found = self._ledger.pen.case(case)
        assert found is not None
        return found

    def _author(self, who: str) -> Actor:
        channel = self._living.city.channels.get(who)
        if channel is not None:
            return Actor(who, channel, Role.CHANNEL)
        return actor_of(self._living.staff, who)


def _id(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))
