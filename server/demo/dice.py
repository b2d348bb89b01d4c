"""Chance that is the same whenever it is asked: drawn from the seed and what a case has been."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from random import Random

from db.domain.case import Case
from db.domain.commands import Verb

_KEEP_STILL = frozenset({"noted", "attached", "edited", "shelved"})
_OPENS, _SHUTS = time(6, 30), time(21, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does to a case at `at`. `who` is a login, or a channel of the city."""

    at: datetime
    who: str
    act: Verb


def since(case: Case) -> datetime:
    """When the case came to stand as it stands; notes and corrections do not count."""
    moved = [act.at for act in case.acts if act.kind not in _KEEP_STILL]
    return max(moved, default=case.first_at)


def dice(seed: int, case: Case, topic: str) -> Random:
    """Chance for one question about a case as it stands."""
    moves = sum(act.kind not in _KEEP_STILL for act in case.acts)
    return Random(f"{seed} {case.id} {case.state} {case.assignment_no} {moves} {topic}")


def after(rng: Random, start: datetime, minutes: float) -> datetime:
    """Some time later: half of all draws within `minutes`, a few take several times as long."""
    return start + timedelta(minutes=minutes * math.exp(rng.gauss(0, 0.6)))


def between(rng: Random, start: datetime, least: float, most: float) -> datetime:
    """So many hours later."""
    return start + timedelta(hours=rng.uniform(least, most))


def in_hours(rng: Random, at: datetime, zone: tzinfo) -> datetime:
    """The instant, or the next morning when it falls into the night."""
    local = at.astimezone(zone)
    if _OPENS <= local.time() < _SHUTS:
        return at
    day = local.date() + timedelta(days=local.time() >= _SHUTS)
    opening = datetime.combine(day, _OPENS, zone)
    return (opening + timedelta(minutes=rng.uniform(0, 90))).astimezone(at.tzinfo)
