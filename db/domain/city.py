"""The city pack as the domain sees it: agencies, categories, areas, clocks, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from db.domain.boundaries import Boundaries
from db.domain.clocks import Calendar, ClockRule
from db.domain.facilities import Facilities
from db.domain.shifts import USUAL, Shift

Bounds = tuple[float, float, float, float]
"""South, west, north, east in degrees (WGS 84)."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An OPD (or an outside body) that receives forwarded cases.

    `hours` is "24h" or "office" (the city's calendar); `phone` is empty where none is known;
    `delivery` names the ways a case reaches it, the first one first.
    """

    id: str
    short: str
    name: str
    kind: str
    duties: str
    phone: str
    hours: str
    delivery: tuple[str, ...]
    evidence: str
    grade: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of problem and the agency that usually answers for it (None: no agency of the city).

    `emergency` is "no", "yes" or "depends", and then `emergency_when` says on what. `icon` is a
    Material Design icon ("mdi6.road-variant"). `grade` says how well the agency is known. `nearest`
    are the kinds of facilities that its cases are shown the nearest of; None leaves that to us.
    """

    id: str
    name: str
    name_en: str
    words: tuple[str, ...]
    agency: str | None
    supporting: tuple[str, ...]
    report_class: str
    priority: str
    risk: str
    emergency: str
    secret: bool
    icon: str
    evidence: str
    grade: str
    emergency_when: str = ""
    nearest: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A kecamatan (`parent` is None) or a kelurahan: code, name, a point inside (WGS 84)."""

    code: str
    name: str
    lat: float
    lng: float
    parent: str | None
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A text with {places} to fill from a case: note to an OPD or answer to a reporter."""

    id: str
    act: str
    title: str
    text: str
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class City:
    """Everything that makes one city differ from another.

    A policy brief says nothing of fewer cases than `claims_from`.
    """

    id: str
    name: str
    zone: str
    number_prefix: str
    lat: float
    lng: float
    confirm_after: timedelta
    proofs_required: int
    classes: Mapping[str, str]
    room_answers: frozenset[str]
    channels: Mapping[str, str]
    agencies: Mapping[str, Agency]
    categories: Mapping[str, Category]
    areas: Mapping[str, Area]
    calendar: Calendar
    clocks: tuple[ClockRule, ...]
    replies: tuple[Reply, ...]
    words: Mapping[str, str]
    archive_reasons: Mapping[str, str]
    bounds: Bounds = (-90.0, -180.0, 90.0, 180.0)
    shifts: tuple[Shift, ...] = USUAL
    boundaries: Boundaries = field(default_factory=Boundaries)
    claims_from: int = 5

    @property
    def clock_names(self) -> dict[str, str]:
        """What a clock is called, by its rule: as the widest of an id, the last; true for all."""
        return {rule.id: rule.name for rule in self.clocks}

    facilities: Facilities = field(default_factory=Facilities)
