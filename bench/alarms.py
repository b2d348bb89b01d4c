"""How often a desk is alarmed in a replayed hour of rain: 600 reports, 11 officers, virtual time.

Everything is real but time and hands: the city pack, the rules, the clocks, the ladders and the
alarms of a desk. Officers take one case after the other, the most pressing alarm first, and forward
it; agencies answer late, one in ten not at all. Nobody sleeps: the hour takes seconds. What each
desk is heard to tell of is decided by what decides it on a desk, a look a second, and so is what it
would be if every alarm were heard everywhere. Where more than one report in twelve is an emergency
the average is not kept: each of them needs an act.

    python -m bench.alarms [--seed N] [--emergencies 0.03]
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from console.alarms import Alarm, Alarms
from console.sounding import Heard, Standing, next_sound
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import SYSTEM, Actor, Case, Place
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.ladder import steps, told
from db.domain.states import Role, State
from resources import path
from server.city import open_city

REPORTS, DESKS, MINUTES = 600, 11, 60
AT_WORK = timedelta(seconds=55)
"""What an officer takes for one case."""

_SILENT = 0.1
_BEGAN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_SLOT = 600
_SLOTS = MINUTES * 60 // _SLOT
_OFFICERS = [Actor(f"officer {n}", f"Officer {n}", Role.OFFICER, f"{n}") for n in range(DESKS)]


@dataclass(slots=True)
class Ears:
    """The desks of a room as they are heard: `alarms` by desk and slot, `sounds` with repeats."""

    together: bool
    heard: list[Heard] = field(default_factory=lambda: [Heard()] * DESKS)
    alarms: Counter[tuple[int, int]] = field(default_factory=Counter)
    sounds: Counter[tuple[int, int]] = field(default_factory=Counter)

    def listen(self, alarms: list[Alarm], slot: int, now: datetime) -> None:
        """What is to be heard this second; `together`: the desks know who else is there."""
        everyone = frozenset(officer.id for officer in _OFFICERS) if self.together else frozenset()
        for desk, officer in enumerate(_OFFICERS):
            standing = Standing(alarms, me=officer.id, colleagues=everyone - {officer.id})
            self.heard[desk], sound = next_sound(standing, self.heard[desk], now)
            if sound is not None:
                self.sounds[desk, slot] += 1
                self.alarms[desk, slot] += len(self.heard[desk].news)

    def rates(self) -> tuple[float, float, float]:
        """Alarms a desk tells of in ten minutes: on average, and at the worst desk and time; and
        sounds, each repeat counted, on average."""
        places = DESKS * _SLOTS
        most = max(self.alarms.values(), default=0)
        return self.alarms.total() / places, most, self.sounds.total() / places


@dataclass(slots=True)
class Hour:
    """The room in one hour; `raised` counts alarms by slot of ten minutes."""

    city: City
    chance: random.Random
    now: datetime = _BEGAN
    cases: dict[str, Case] = field(default_factory=dict)
    alarms: Alarms = field(default_factory=lambda: Alarms(_OFFICERS[0]))
    free_at: list[datetime] = field(default_factory=lambda: [_BEGAN] * DESKS)
    accepts: list[tuple[datetime, str]] = field(default_factory=list)
    known: set[tuple[str, str, datetime]] = field(default_factory=set)
    raised: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    rooms: tuple[Ears, ...] = ()
    seq: int = 0

    def do(self, case: str, act: Verb, by: Actor) -> None:
        """Decide an act, apply it, and have the alarms look."""
        held = self.cases.get(case)
        self.seq += 1
        expect = held.assignment_no if held else None
        command = Command(f"c{self.seq}", case, act, by, self.now, expect)
        change = decide(held, command, self.city, self.now, number=f"KT-26-{self.seq:06d}")
        self.cases[case] = apply(held, replace(change, seq=self.seq))
        self.alarms.take(self.cases[case], self.now)

    def receive(self, number: int, emergencies: float) -> None:
        """One more report of the rain."""
        priority = "emergency" if self.chance.random() < emergencies else "normal"
        category = self.chance.choice(["sampah", *self.city.categories])
        act = verb.Receive(
            f"r{number}", "laksa", "Banjir", category=category, priority=priority,
            place=Place("Jl. Daan Mogot"),
        )  # fmt: skip
        self.do(f"case {number}", act, SYSTEM)

    def climb(self) -> None:
        """Every step that is due, as the server takes it."""
        for case in list(self.cases.values()):
            for step in steps(case, self.city) if case.state is State.FORWARDED else ():
                if step.at < self.now:
                    to, opds = told(step, case)
                    act = verb.Escalate(step.rule, step.started, step.step, to, opds)
                    self.do(case.id, act, SYSTEM)

    def work(self, waiting: list[str]) -> None:
        """Whoever is free sees to the most pressing alarm, else to the oldest report."""
        for desk, free_at in enumerate(self.free_at):
            if free_at > self.now:
                continue
            alarms = self.alarms.standing()
            case = alarms[0].case if alarms else next(iter(waiting), None)
            if case is None:
                return
            self._see_to(case, alarms, _OFFICERS[desk])
            if case in waiting:
                waiting.remove(case)
            self.free_at[desk] = self.now + AT_WORK

    def _see_to(self, case: str, alarms: list[Alarm], officer: Actor) -> None:
        for key in self.alarms.keys(case, self.now) if alarms else ():
            self.do(case, verb.Acknowledge(key), officer)
        if self.cases[case].state is State.RECEIVED:
            held = self.cases[case]
            opd = self.city.categories[held.category or ""].agency or "dpupr"
            forward = verb.Forward((opd,), held.category or "", held.report_class)
            self.do(case, forward, officer)
            late = held.priority == "emergency"
            wait = self.chance.expovariate(1 / 120 if late else 1 / 1200)
            if self.chance.random() > _SILENT:
                self.accepts.append((self.now + timedelta(seconds=wait), case))

    def accept(self) -> None:
        """Agencies take what they are due to take by now."""
        due = [one for one in self.accepts if one[0] <= self.now]
        for one in due:
            self.accepts.remove(one)
            self.do(one[1], verb.Accept("Petugas OPD"), _OFFICERS[0])

    def count(self) -> None:
        """What is new on the bell."""
        slot = int((self.now - _BEGAN).total_seconds()) // _SLOT
        alarms = self.alarms.standing()
        for alarm in alarms:
            name = (alarm.case, alarm.key, alarm.since)
            if name not in self.known:
                self.known.add(name)
                self.raised[slot] += 1
                self.kinds[alarm.kind.name.lower()] += 1
        for ears in self.rooms:
            ears.listen(alarms, slot, self.now)


def replay(seed: int = 1, emergencies: float = 0.03) -> Hour:
    """The whole hour."""
    chance = random.Random(seed)
    rooms = (Ears(together=True), Ears(together=False))
    hour = Hour(open_city(path("cities", "kota-tangerang"))[0], chance, rooms=rooms)
    arrivals = sorted(chance.uniform(0, MINUTES * 60) for _ in range(REPORTS))
    waiting: list[str] = []
    for second in range(MINUTES * 60):
        hour.now = _BEGAN + second * _SECOND
        while arrivals and arrivals[0] <= second:
            arrivals.pop(0)
            number = REPORTS - len(arrivals)
            hour.receive(number, emergencies)
            waiting.append(f"case {number}")
        hour.accept()
        if second % 30 == 0:
            hour.climb()
        hour.alarms.pass_time(hour.now)
        hour.count()
        hour.work(waiting)
    return hour


def rates(hour: Hour) -> tuple[float, float]:
    """Alarms an officer has to see to in ten minutes: on average, and in the worst ten."""
    each = [hour.raised[slot] / DESKS for slot in range(_SLOTS)]
    return sum(each) / _SLOTS, max(each)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--emergencies", type=float, default=0.03)
    given = parser.parse_args()
    hour = replay(given.seed, given.emergencies)
    mean, worst = rates(hour)
    print(f"{REPORTS} reports in {MINUTES} min, {DESKS} officers, seed {given.seed}")
    print(f"alarms: {sum(hour.raised.values())} ({dict(hour.kinds)})")
    print(f"an officer in 10 min: {mean:.2f} on average (<= 1), {worst:.2f} at the peak (<= 10)")
    for ears in hour.rooms:
        mean, worst, sounds = ears.rates()
        room = "one desk first" if ears.together else "every desk at once"
        print(
            f"heard at a desk in 10 min, {room}: {mean:.2f} alarms on average (<= 1), "
            f"{worst:.0f} at the peak (<= 10); {sounds:.1f} sounds with their repeats"
        )


if __name__ == "__main__":
    main()
