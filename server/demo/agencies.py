"""The agencies: each in its own temper accepts, bounces, plans, works, proves, or is silent."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from random import Random
from typing import Any

from db.domain import commands as verb
from db.domain.case import Case, Task
from db.domain.city import City
from db.domain.media import of_case
from db.domain.states import State
from server.demo.dice import Step, after, between, dice, in_hours, since
from server.demo.pictures import after_work
from server.demo.staff import Staff, Temper

_BOUNCES = 0.04
_PLANS = 0.18
_GOES = 0.62


class Agencies:
    """Decides for every agency. One without a console is spoken for by an officer who phones."""

    def __init__(self, city: City, staff: Staff, said: dict[str, Any], seed: int) -> None:
        self._city = city
        self._staff = staff
        self._said = said
        self._seed = seed

    def next(self, case: Case) -> Step | None:
        """The soonest thing any agency of this case does."""
        steps = [step for task in case.tasks if (step := self._of_task(case, task)) is not None]
        return min(steps, key=lambda step: step.at, default=None)

    def _of_task(self, case: Case, task: Task) -> Step | None:
        temper = self._staff.tempers.get(task.opd)
        if temper is None:
            return None
        rng = dice(self._seed, case, task.opd)
        if temper.silent and task.state is State.FORWARDED:
            return self._phoned(case, task, rng)
        match task.state:
            case State.FORWARDED:
                return self._answered(case, task, temper, rng)
            case State.ACCEPTED:
                return self._begun(case, task, temper, rng)
            case State.SCHEDULED:
                at = in_hours(rng, between(rng, since(case), 12, 40), self._zone)
                return Step(at, self._hand(case, task, rng), verb.Start(task.opd))
            case State.ON_SITE:
                hours = rng.uniform(0.4, 0.9) if _urgent(case) else rng.uniform(1, 6) * temper.work
                at = since(case) + timedelta(hours=hours)
                return self._finished(case, task, rng, self._open(rng, at, case, temper))
            case _:
                return None

    def _phoned(self, case: Case, task: Task, rng: Random) -> Step:
        """Nobody there answers by themselves: much too late an officer rings them up."""
        who = self._staff.supervisor if case.secret else rng.choice(self._staff.officers)
        act = verb.Accept(self._name(task, rng), task.opd)
        return Step(between(rng, since(case), 8, 30), who, act)

    def _answered(self, case: Case, task: Task, temper: Temper, rng: Random) -> Step:
        minutes = min(temper.accepts, 2.5) if _urgent(case) else temper.accepts
        at = after(rng, since(case), minutes)
        at = self._open(rng, at, case, temper)
        category = self._city.categories.get(case.category or "")
        fitting = {category.agency, *category.supporting} if category else {task.opd}
        right = category.agency if category and category.agency != task.opd else None
        hand = self._hand(case, task, rng)
        if task.opd not in fitting or (rng.random() < _BOUNCES and not _urgent(case)):
            return Step(at, hand, verb.Bounce(rng.choice(self._said["bounce"]), right, task.opd))
        return Step(at, hand, verb.Accept(self._name(task, rng), task.opd))

    def _begun(self, case: Case, task: Task, temper: Temper, rng: Random) -> Step:
        start = since(case)
        if _urgent(case):
            act = verb.Start(task.opd, rng.choice(self._said["start"]))
            return Step(after(rng, start, 7), self._hand(case, task, rng), act)
        at = self._open(rng, after(rng, start, 240 * temper.work), case, temper)
        drawn = rng.random()
        if drawn < _PLANS:
            plan = rng.choice(self._said["plan"])
            act_plan = verb.Schedule(plan, _a_morning(at, rng, self._city), task.opd)
            return Step(at, self._hand(case, task, rng), act_plan)
        if drawn < _PLANS + _GOES:
            act = verb.Start(task.opd, rng.choice(self._said["start"]))
            return Step(at, self._hand(case, task, rng), act)
        return self._finished(case, task, rng, at)

    def _finished(self, case: Case, task: Task, rng: Random, at: datetime) -> Step:
        own = self._said["finish_of"].get(case.category or "")
        text = rng.choice(own or self._said["finish"])
        short = self._city.agencies[task.opd].short if task.opd in self._city.agencies else "OPD"
        count = max(self._city.proofs_required, rng.randint(1, 2))
        proofs = after_work(of_case(case), count, rng)
        act = verb.Finish(text.format(opd=short, number=case.number), proofs, opd=task.opd)
        return Step(at, self._hand(case, task, rng), act)

    def _hand(self, case: Case, task: Task, rng: Random) -> str:
        """Who writes it down: the agency's operator, or whoever phoned in the room."""
        operator = self._staff.operators.get(task.opd)
        if operator is not None:
            return operator
        return self._staff.supervisor if case.secret else rng.choice(self._staff.officers)

    def _name(self, task: Task, rng: Random) -> str:
        operator = self._staff.operators.get(task.opd)
        if operator is not None:
            return self._staff.name_of(operator)
        agency = self._city.agencies[task.opd]
        return f"Piket {agency.short}"

    def _open(self, rng: Random, at: datetime, case: Case, temper: Temper) -> datetime:
        return at if temper.always or _urgent(case) else in_hours(rng, at, self._zone)

    @property
    def _zone(self) -> tzinfo:
        return self._city.calendar.zone


def _urgent(case: Case) -> bool:
    return case.priority == "emergency"


def _a_morning(at: datetime, rng: Random, city: City) -> datetime:
    """Nine o'clock, one to three days later."""
    local = at.astimezone(city.calendar.zone) + timedelta(days=rng.randint(1, 3))
    return local.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(at.tzinfo)
