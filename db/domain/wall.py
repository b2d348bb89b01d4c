"""What a wall is told of the city: numbers, and open cases as state, place and deadline. No words.

A wall hangs where anybody may stand before it. What is not in these classes never leaves the
server for it: no number or id of a case, no text, no name, no channel, no photo, no secret case.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import ceil
from typing import NamedTuple

from db.domain.brief import brief, milliseconds
from db.domain.case import Case
from db.domain.states import OPEN, State

WEEKS = 4
"""So many weeks back the same weekday is compared with."""

LATELY = timedelta(days=7)
"""Of so long the times to acceptance are told."""

QUARTER_MS = 900_000
"""Arrivals are counted by quarters of an hour, since zones differ by as little."""

_DEGREE_PARTS = 1000
_CODE = 10


class Shown(NamedTuple):
    """An open case on a wall. Instants are ms since the epoch, 0 where there is none.

    `opds` are the agencies at work, between commas; `lat` and `lng` are WGS 84 degrees to about
    100 m, which is less than a mark is wide and more than a front door.
    """

    state: str
    category: str
    area: str
    due: int
    rule: str
    since: int
    opds: str
    reports: int
    lat: float | None
    lng: float | None


class Wait(NamedTuple):
    """An agency was sent a case, and took it on at `accepted` (ms; 0 while it has not)."""

    opd: str
    forwarded: int
    accepted: int


class Share(NamedTuple):
    """What one case adds to a wall's numbers; `shown` only while it is open."""

    state: str
    reports: int
    arrived: int
    shown: Shown | None
    waits: tuple[Wait, ...]


class Agency(NamedTuple):
    """How soon an agency took on what it was sent in the last days (`LATELY`).

    Half of `accepted` were taken on within `half` seconds, nine of ten within `most`; `waiting`
    are not yet, the longest since `oldest` (ms, 0 when none is).
    """

    opd: str
    accepted: int
    half: int
    most: int
    waiting: int
    oldest: int


class Day(NamedTuple):
    """Reports that came in on a day of the city, by its hours (24)."""

    day: date
    hours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flooding:
    """A flood: so many reports have become so many cases, `each` came for one officer."""

    since: datetime
    reports: int
    cases: int
    each: float
    officers: int
    folding: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted. `states` are reports by the state of the case that answers for them;
    `days` the current one first, then the same weekday of each week before.
    """

    seq: int
    states: Mapping[str, int]
    problems: int
    agencies: tuple[Agency, ...] = ()
    days: tuple[Day, ...] = ()
    flood: Flooding | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a wall knows: figures and open cases, as they were true at `at` (server time)."""

    epoch: str
    n: int
    at: datetime
    figures: Figures
    rows: Mapping[int, Shown] = field(default_factory=dict)


def share_of(case: Case) -> Share | None:
    """What a case adds; None for a secret one, which adds nothing anywhere."""
    if case.secret:
        return None
    still = case.state in OPEN
    waits = tuple(
        Wait(
            task.opd,
            milliseconds(task.forwarded_at),
            milliseconds(task.accepted_at) if task.accepted_at else 0,
        )
        for task in case.tasks
        if task.accepted_at or (still and task.state is State.FORWARDED)
    )
    shown = shown_of(case) if still else None
    return Share(case.state.value, case.report_count, milliseconds(case.first_at), shown, waits)


def shown_of(case: Case) -> Shown:
    """A case as a wall shows it."""
    row, place = brief(case), case.place
    lat, lng = (None, None) if place.lat is None or place.lng is None else (place.lat, place.lng)
    return Shown(
        row.state, row.category, row.area, row.due, row.rule, row.first_at, row.opds,
        row.reports, _coarse(lat), _coarse(lng),
    )  # fmt: skip


def _coarse(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees * _DEGREE_PARTS) / _DEGREE_PARTS


def agency_of(opd: str, waits: Collection[Wait], since: int) -> Agency:
    """How an agency stands, of what it took on since a moment (ms) and what it has not yet."""
    took = sorted(
        max(0, one.accepted - one.forwarded) // 1000 for one in waits if one.accepted >= since
    )
    left = [one.forwarded for one in waits if not one.accepted]
    half, most = (_nearest(took, part) for part in (0.5, 0.9))
    return Agency(opd, len(took), half, most, len(left), min(left, default=0))


def _nearest(ordered: list[int], part: float) -> int:
    """The value that so great a part of all is not above (nearest rank); 0 of none."""
    return ordered[ceil(part * len(ordered)) - 1] if ordered else 0


def first_day(now: datetime, zone: tzinfo) -> int:
    """Where the earliest day that is compared begins, ms since the epoch."""
    return milliseconds(_midnight(now.astimezone(zone).date() - timedelta(weeks=WEEKS), zone))


def days_of(quarters: Mapping[int, int], now: datetime, zone: tzinfo) -> tuple[Day, ...]:
    """Today and the same weekdays before, from arrivals by quarters of an hour since the epoch."""
    today = now.astimezone(zone).date()
    return tuple(_day(quarters, today - timedelta(weeks=back), zone) for back in range(WEEKS + 1))


def _day(quarters: Mapping[int, int], day: date, zone: tzinfo) -> Day:
    """Where clocks are set back an hour comes twice; both are counted in the one."""
    hours = [0] * 24
    begin, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    for at in range(milliseconds(begin), milliseconds(end), QUARTER_MS):
        many = quarters.get(at // QUARTER_MS, 0)
        if many:
            hours[datetime.fromtimestamp(at / 1000, zone).hour] += many
    return Day(day, tuple(hours))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def code_of(token: str) -> str:
    """What a wall shows of its token until somebody lets it in: 50 bits, easy to read aloud.

    Whoever reads it can neither be the wall, nor find another token of this code in time.
    """
    digest = hashlib.sha256(b"liveroom wall " + token.encode()).digest()
    return base64.b32encode(digest).decode()[:_CODE].translate(_READABLE)


def plain_code(typed: str) -> str:
    """A code as somebody typed it, "" when it is none."""
    code = "".join(typed.split()).replace("-", "").upper().translate(_MISREAD)
    return code if len(code) == _CODE and set(code) <= _SIGNS else ""


_READABLE = str.maketrans("IO", "89")
_MISREAD = str.maketrans("IO01", "8998")
_SIGNS = frozenset("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
