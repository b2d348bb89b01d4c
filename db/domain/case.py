"""What a case is: one problem in the city, its reports, the agencies' tasks, its clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.domain.clocks import ClockRun
from db.domain.states import Role, State


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is. Without a point `text` or `no_place` says why.

    `lat`, `lng` are WGS 84 degrees; `area` is a kelurahan code of the city pack. `approximate`
    marks an area that was worked out from the point alone.
    """

    text: str = ""
    lat: float | None = None
    lng: float | None = None
    area: str | None = None
    approximate: bool = False
    no_place: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one reporter sent, word for word (personal data masked; the original is kept apart)."""

    id: str
    case: str
    channel: str
    at: datetime
    text: str
    source_id: str = ""
    anonymous: bool = False
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One agency's part of a case.

    `delivery` is how far the news of it has come ("" not yet, then one of the steps of `Deliver`),
    `channel` by which way, `delivered_at` and `seen_at` when; `tries` counts attempts in vain.
    """

    opd: str
    state: State
    forwarded_at: datetime
    accepted_at: datetime | None = None
    accepted_by: str = ""
    plan: str = ""
    planned_for: datetime | None = None
    finished_by: str = ""
    delivery: str = ""
    channel: str = ""
    delivered_at: datetime | None = None
    seen_at: datetime | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Astray:
    """A delivery of which the room was told that it has not arrived.

    `job` is its id, `since` when the agency's task began, `withdrawn`: the news is that the case
    is theirs no longer, `ladder`: that they are late by this rule, `reason` what the last attempt
    met. `step` is what is known since then:
    `failed` nothing, `again` a person has it sent again, `delivered` the agency has it.
    """

    job: str
    opd: str
    channel: str
    since: datetime
    withdrawn: bool = False
    reason: str = ""
    step: str = "failed"
    ladder: str = ""


@dataclass(frozen=True, slots=True)
class Climb:
    """A step of a clock's ladder that has been taken: the late clock was told to somebody.

    `rule` and `started` name the run of the clock, `step` counts from 1, `to` is a role; `opds`
    are the agencies that are waited for, `name` the people who hold the role there, if known.
    """

    rule: str
    started: datetime
    step: int
    at: datetime
    to: str
    opds: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody has acknowledged an alarm of the case; `rule` is which, "" all there were."""

    rule: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted: a person (or `system`, or a channel) at a desk."""

    id: str
    name: str
    role: Role
    desk: str = ""
    opd: str | None = None


SYSTEM = Actor("system", "LIVE Room", Role.SYSTEM)
"""The server itself, where it acts by its own clock or tells of a delivery."""

IMPORTER = "import"
"""The id under which the system writes down what an earlier one has kept."""


@dataclass(frozen=True, slots=True)
class Act:
    """One undoable step in a case's past: whose it was, and the fields as they were before."""

    change: str
    kind: str
    by: str
    at: datetime
    before: Mapping[str, Any]
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One problem in the city. `seq` is the number of the last change that altered it."""

    id: str
    number: str
    seq: int
    state: State
    first_at: datetime
    changed_at: datetime
    reports: tuple[Report, ...]
    report_class: str
    category: str | None = None
    priority: str = "normal"
    secret: bool = False
    place: Place = field(default_factory=Place)
    tasks: tuple[Task, ...] = ()
    assignment_no: int = 0
    bounces: int = 0
    reopened: int = 0
    notes: int = 0
    refused: int = 0
    answered: bool = False
    media: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    master: str | None = None
    before_merge: State | None = None
    target_body: str = ""
    acknowledged_by: str = ""
    shelved_until: datetime | None = None
    shelved_because: str = ""
    clocks: tuple[ClockRun, ...] = ()
    acts: tuple[Act, ...] = ()
    astray: tuple[Astray, ...] = ()
    climbs: tuple[Climb, ...] = ()
    seen: tuple[Seen, ...] = ()

    @property
    def text(self) -> str:
        """The first reporter's words."""
        return self.reports[0].text

    @property
    def report_count(self) -> int:
        """Reports this case stands for; a merged case stands for none, its master counts them."""
        return 0 if self.state is State.MERGED else len(self.reports)
