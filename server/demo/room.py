"""The room's simulated officers: what they do to a case that waits for the room, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.city import City
from db.domain.routing import sent_back
from db.domain.rules import BOUNCES_OF_AN_OFFICER
from db.domain.states import State
from db.domain.suggest import Suggestion, suggest
from server.demo.dice import Step, after, between, dice, since
from server.demo.staff import Staff

Twin = Callable[[Case], Case | None]
"""An open case that is the same problem as this one and came before it, if there is one."""

TAKEN_SOON = 0.6
"""Share of cases the simulated officers take at once; the others are left for a human."""

_WRONG_AGENCY = 0.06
_TWO_AGENCIES = 0.05
_SHORT = 90


class Room:
    """Decides for the officers and the supervisor who work by themselves."""

    def __init__(self, city: City, staff: Staff, said: dict[str, Any], seed: int) -> None:
        self._city = city
        self._staff = staff
        self._said = said
        self._seed = seed

    def triage(self, case: Case, twin: Twin) -> Step | None:
        """The first act on a case that was received, came back or was opened again."""
        rng = dice(self._seed, case, "triage")
        act = self._first_act(case, rng, twin)
        if act is None:
            return None
        who = rng.choice(self._staff.officers)
        if self._needs_supervisor(case, act):
            who = self._staff.supervisor
        return Step(self._when(case, rng), who, act)

    def judge(self, case: Case) -> Step | None:
        """Whether finished work counts; never by the one who did it."""
        rng = dice(self._seed, case, "judge")
        task = next((t for t in case.tasks if t.state is State.AWAITING_VALIDATION), None)
        # Secret cases are out of an officer's sight.
        eyes = (self._staff.supervisor,) if case.secret else self._staff.officers
        free = [who for who in eyes if task and who != task.finished_by]
        if task is None or not free:
            return None
        start = since(case)
        soon = rng.random() < TAKEN_SOON
        at = after(rng, start, 50) if soon else between(rng, start, 5, 18)
        if case.refused or rng.random() < 0.88:
            act: verb.Verb = verb.Validate(rng.choice(self._said["validate"]), task.opd)
        else:
            act = verb.Refuse(rng.choice(self._said["refuse"]), task.opd)
        return Step(at, rng.choice(free), act)

    def give_up(self, case: Case) -> Step:
        """A reporter who never answered: the supervisor files the case away."""
        rng = dice(self._seed, case, "give up")
        act = verb.Archive(self._archive_reason("no_reply"), rng.choice(self._said["no_reply"]))
        return Step(between(rng, since(case), 60, 90), self._staff.supervisor, act)

    def _when(self, case: Case, rng: Random) -> datetime:
        start = since(case)
        if case.priority == "emergency":
            soon = rng.random() < 0.92
            return after(rng, start, 3) if soon else between(rng, start, 0.5, 1.5)
        if rng.random() < TAKEN_SOON or case.reopened:
            return after(rng, start, 18 if case.priority == "urgent" else 40)
        return between(rng, start, *((2, 9) if case.priority == "urgent" else (7, 28)))

    def _first_act(self, case: Case, rng: Random, twin: Twin) -> verb.Verb | None:
        words = case.text.lower()
        if len(words) < 4 or any(sign in words for sign in self._said["spam_signs"]):
            text = rng.choice(self._said["archive"])
            return verb.Archive(self._archive_reason("spam"), text)
        category = self._city.categories.get(case.category or "")
        if category is not None and category.agency is None:
            body = rng.choice(self._said["decline_body"])
            return verb.Decline(body, rng.choice(self._said["decline"]))
        same = None if case.secret or case.acts else twin(case)
        if same is not None and rng.random() < 0.6:
            return verb.Merge(same.id)
        if case.report_class in self._city.room_answers and rng.random() < 0.7:
            return verb.Answer(rng.choice(self._said["answer"]))
        return self._sent_on(case, rng)

    def _sent_on(self, case: Case, rng: Random) -> verb.Verb | None:
        offered = suggest(case, self._city) or self._elsewhere(case, rng)
        place = case.place
        placed = bool(place.text or place.no_place or place.area or place.lat is not None)
        was_asked = any(act.kind == "completed" for act in case.acts)
        unclear = not offered or (not placed and len(case.text) < _SHORT)
        if unclear and not was_asked and not case.bounces:
            text = rng.choice(self._said["ask"])
            return verb.AskReporter(text, tuple(self._said["missing"]))
        if not offered:
            return None
        return self._forward(case, offered, rng, placed=placed)

    def _elsewhere(self, case: Case, rng: Random) -> tuple[Suggestion, ...]:
        """Whom a supervisor tries when the agency of its category has sent the case back."""
        back = sent_back(case)
        other = [a.id for a in self._city.agencies.values() if not a.external and a.id not in back]
        if case.category is None or not back or not other:
            return ()
        return (Suggestion(rng.choice(other), case.category, "supporting"),)

    def _forward(
        self, case: Case, offered: tuple[Suggestion, ...], rng: Random, *, placed: bool
    ) -> verb.Forward:
        first = offered[0]
        category = self._city.categories[first.category]
        opds = [first.opd]
        others = [opd for opd in category.supporting if opd != first.opd]
        own = [a.id for a in self._city.agencies.values() if not a.external and a.id != first.opd]
        if not case.bounces and own and rng.random() < _WRONG_AGENCY:
            opds = [rng.choice(own)]
        elif others and rng.random() < _TWO_AGENCIES:
            opds.append(others[0])
        report_class = case.report_class
        if category.report_class in ("emergency", "oversight"):
            report_class = category.report_class
        urgent = "forward_urgent" if case.priority == "emergency" else "forward"
        return verb.Forward(
            tuple(opds),
            category.id,
            report_class,
            rng.choice(self._said[urgent]),
            None if placed else Place(no_place=rng.choice(self._said["no_place"])),
        )

    def _needs_supervisor(self, case: Case, act: verb.Verb) -> bool:
        thrice = case.bounces > BOUNCES_OF_AN_OFFICER and isinstance(act, verb.Forward)
        return thrice or case.secret or isinstance(act, verb.Archive | verb.Decline)

    def _archive_reason(self, wanted: str) -> str:
        reasons = self._city.archive_reasons
        return wanted if wanted in reasons else next(iter(reasons))
