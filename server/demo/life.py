"""One sitting of the living city: what is about to happen on a server, and whose turn it is."""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from db.domain.case import Case
from db.domain.city import City
from db.domain.states import State
from server.demo.caller import Caller
from server.demo.consoles import Consoles
from server.demo.crew import Crew
from server.demo.dice import Step
from server.demo.living_city import LivingCity
from server.demo.mirror import Mirror
from server.demo.phrases import phrases_for
from server.demo.reports import Arrival
from server.demo.tempo import Tempo
from server.log import note

_BEAT = 0.4
_AT_ONCE = 25


class Life:
    """Follows the server and acts on it, beat by beat. For one thread."""

    def __init__(
        self,
        city: City,
        crew: Crew,
        mirror: Mirror,
        caller: Caller,
        seed: int,
        speed: float,
        watcher: str,
    ) -> None:
        self._crew = crew
        self._mirror = mirror
        self._watcher = watcher
        self._living = LivingCity(city, phrases_for(city), seed)
        self._consoles = Consoles(caller, crew, self._living.staff.operators, _now)
        self._tempo = Tempo(_now(), speed, city.calendar.zone)
        # An officer takes a while for each act, so that a rain can be too much for them.
        self._pace = timedelta(seconds=max(1.2, 90 / speed))
        self._free: dict[str, datetime] = {}
        self._order = count()
        self._steps: list[tuple[datetime, int, str, int]] = []
        self._storm: deque[Arrival] = deque()
        self._ordinary: Iterator[Arrival] = iter(())
        self._coming: Arrival | None = None

    def rain(self) -> None:
        """600 reports within the city's next hour."""
        self._storm.extend(self._living.rain(self._tempo.city(_now())))
        note("rain begins")

    def sign_in_again(self) -> None:
        """The watcher's token may have been the trouble."""
        self._crew.forget(self._watcher)

    def beat(self, stop: threading.Event) -> float:
        """Catch up with the server, do what is due; seconds until the next beat.

        Raises Unreachable, Declined.
        """
        altered = self._mirror.pull(self._crew.token(self._watcher))
        first = self._coming is None
        if first:
            stream = f"{self._mirror.epoch} {self._mirror.seq}"
            self._ordinary = self._living.arrivals(self._tempo.begin, stream=stream)
            self._coming = next(self._ordinary)
        for id in altered:
            self._plan(id, spread=240.0 if first else 15.0)
            self._send_word(id)
        self._consoles.look(self._mirror.epoch, self._mirror.seq)
        done = 0
        while done < _AT_ONCE and not stop.is_set() and (self._one_report() or self._one_step()):
            done += 1
        return 0.02 if done == _AT_ONCE else _BEAT

    def _one_report(self) -> bool:
        """Send the next report if its time has come.

        It is forgotten only afterwards: a server that was away gets it again, as the same one.
        """
        if self._storm and self._is_due(self._storm[0]):
            self._crew.report(self._storm[0])
            self._storm.popleft()
            return True
        if self._coming is not None and self._is_due(self._coming):
            self._crew.report(self._coming)
            self._coming = next(self._ordinary)
            return True
        return False

    def _is_due(self, arrival: Arrival) -> bool:
        return self._tempo.true(arrival.at) <= _now()

    def _one_step(self) -> bool:
        """Take the next thing off the agenda if its time has come."""
        now = _now()
        if not self._steps or self._steps[0][0] > now:
            return False
        _, _, id, seq = heapq.heappop(self._steps)
        case = self._mirror.cases.get(id)
        step = self._next(case) if case is not None and case.seq == seq else None
        if case is None or step is None:
            return True
        free = self._free.get(step.who, now)
        if free > now:
            self._expect(free, case)
            return True
        self._free[step.who] = now + self._pace
        outcome = self._crew.carry_out(step, case)
        if outcome != "accepted":
            note("demo step had no effect", case=case.number, outcome=outcome)
        return True

    def _plan(self, id: str, spread: float) -> None:
        """Put the next step of a case on the agenda; what is overdue, somewhat later than now."""
        case = self._mirror.cases.get(id)
        step = self._next(case) if case is not None else None
        if case is None or step is None:
            return
        at, now = self._tempo.true(step.at), _now()
        if at <= now:
            rng = Random(f"{case.id} {case.seq}")
            at = now + timedelta(seconds=rng.uniform(2.0, spread))
        self._expect(at, case)

    def _send_word(self, id: str) -> None:
        """The agencies that have not taken a case yet will look at their consoles."""
        case = self._mirror.cases.get(id)
        if case is None:
            return
        for task in case.tasks:
            if task.state is State.FORWARDED and task.delivered_at is None:
                self._consoles.expect(task.opd, case.seq)

    def _expect(self, at: datetime, case: Case) -> None:
        heapq.heappush(self._steps, (at, next(self._order), case.id, case.seq))

    def _next(self, case: Case) -> Step | None:
        """What happens next to a case, in the city's time."""
        lived = _in_city_time(case, self._tempo)
        return self._living.next_step(lived, lambda _: self._mirror.open.twin(case))


def _in_city_time(case: Case, tempo: Tempo) -> Case:
    """The case as the city remembers it: its own past, told in the city's hours."""
    return replace(
        case,
        first_at=tempo.city(case.first_at),
        acts=tuple(replace(act, at=tempo.city(act.at)) for act in case.acts),
    )


def _now() -> datetime:
    return datetime.now(UTC)
