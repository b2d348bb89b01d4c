"""The first minute: a few cases whose clocks run out while somebody watches."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Actor, Case
from db.domain.commands import Command
from db.domain.decide import decide
from db.domain.states import Role
from server.demo.dice import Step
from server.demo.living_city import LivingCity
from server.demo.reports import Arrival, received

_TRIES = 1500
_LATER = timedelta(minutes=30)


def scene(living: LivingCity, now: datetime, rng: Random) -> Iterator[tuple[Arrival, str]]:
    """Reports and the ids of their cases, chosen so that what the city does to them fits.

    Three were sent to the silent agency, two of them almost an hour ago; three have waited for
    the room, two of them almost a day; of two more the room has just asked the reporter.
    """
    silent = next((id for id, one in living.staff.tempers.items() if one.silent), None)
    wanted = next((c.id for c in living.city.categories.values() if c.agency == silent), None)
    for least, most in ((55.5, 57.5), (46.0, 53.0), (64.0, 110.0)) if silent and wanted else ():
        came = now - timedelta(minutes=most + 24)
        yield from _found(living, wanted, came, rng, _sent(silent or "", now, least, most))
    for minutes in (7, 26, -75):
        came = now - timedelta(hours=24) + timedelta(minutes=minutes)
        yield from _found(living, None, came, rng, lambda step: step.at > now + _LATER)
    for minutes in (70, 110):
        yield from _found(
            living, None, now - timedelta(minutes=minutes), rng, _asked(now), clear=False
        )


def _asked(now: datetime) -> Callable[[Step], bool]:
    return lambda step: isinstance(step.act, verb.AskReporter) and step.at <= now


def _sent(opd: str, now: datetime, least: float, most: float) -> Callable[[Step], bool]:
    def fits(step: Step) -> bool:
        ago = (now - step.at) / timedelta(minutes=1)
        act = step.act
        return isinstance(act, verb.Forward) and act.opds == (opd,) and least <= ago <= most

    return fits


def _found(
    living: LivingCity,
    category: str | None,
    at: datetime,
    rng: Random,
    fits: Callable[[Step], bool],
    *,
    clear: bool = True,
) -> Iterator[tuple[Arrival, str]]:
    """At most one report whose first step is as wanted; none where chance gives none.

    A `clear` one says what it is about, and where.
    """
    for _ in range(_TRIES):
        arrival = living.report(rng, at, category)
        id = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        step = living.next_step(_opened(living, arrival, id), lambda case: None)
        says = bool(arrival.category and arrival.place.area)
        if says is clear and step is not None and fits(step):
            yield replace(arrival, at=at), id
            return


def _opened(living: LivingCity, arrival: Arrival, id: str) -> Case:
    author = Actor(arrival.channel, "", Role.CHANNEL)
    command = Command(f"c-{id}", id, received(arrival, f"r-{id}"), author, arrival.at)
    return apply(None, decide(None, command, living.city, arrival.at))
