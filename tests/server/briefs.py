"""A city in which rubbish rises in one kelurahan, and a brief about it, as a desk makes one."""

from __future__ import annotations

import uuid
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from db import policies
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.city import City
from db.domain.policy import Facts, Period, Policy, Said
from resources import path
from server.city import open_city
from tests.server.room import CITY, Desk, Room, forward

TOWN: City = open_city(path("cities", CITY))[0]
AREA, OTHER = sorted(code for code, area in TOWN.areas.items() if area.parent)[:2]
RISEN = 9
"""So many cases rose in AREA, two of them with DLH."""

PLANTED = "Pak Joko Susilo dari RT 05, hp 081234567890, lampu depan rumahnya"


def rise(room: Room) -> list[str]:
    """Ten weeks with one case each, then many of one kind in one kelurahan; these."""
    siti = room.desk("siti")
    for week in range(10):
        received(siti, week * 7 + 3, "jalan-rusak", OTHER)
    risen = [received(siti, 1.5 + n / 2, "sampah", AREA) for n in range(RISEN)]
    for case in risen[:2]:
        told = siti.do(case, forward("dlh"), 0)
        assert told["outcome"] == "accepted", told
    return risen


def received(desk: Desk, days: float, category: str, area: str, **more: Any) -> str:
    """A case that came in so many days ago."""
    case, at = str(uuid.uuid4()), desk.room.clock() - timedelta(days=days)
    place = Place("Jl. Daan Mogot", area=area)
    act = verb.Receive(str(uuid.uuid4()), "phone", PLANTED, category=category, place=place, at=at)
    told = desk.do(case, replace(act, **more))
    assert told["outcome"] == "accepted", told
    return case


def week(room: Room) -> Period:
    """The last seven days, until now; a desk takes midnights."""
    return Period(room.clock().replace(microsecond=0), 1)


def facts(room: Room, period: Period | None = None, at: datetime | None = None) -> Facts:
    """What a desk that knows everything counts now."""
    now = room.clock().replace(microsecond=0)
    with closing(room.store()) as store, store.read() as conn:
        return policies.count(conn, period or week(room), at or now, TOWN, TOWN.claims_from)


def brief(desk: Desk, of: Facts, **more: Any) -> Policy:
    """A brief that this person would sign."""
    said = tuple(
        Said(*claim.pair, text="{category} naik di {place}: {count}", advice="Tambah 2 armada.")
        for claim in of.claims
    )
    now = desk.room.clock().replace(microsecond=0)
    return replace(Policy(str(uuid.uuid4()), now, desk.actor, of, said), **more)
