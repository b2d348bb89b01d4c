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
    """One agency's part of a case."""

    opd: str
    state: State
    forwarded_at: datetime
    accepted_at: datetime | None = None
    accepted_by: str = ""
    plan: str = ""
    planned_for: datetime | None = None
    finished_by: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted: a person (or `system`, or a channel) at a desk."""

    id: str
    name: str
    role: Role
    desk: str = ""
    opd: str | None = None


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

    @property
    def text(self) -> str:
        """The first reporter's words."""
        return self.reports[0].text

    @property
    def report_count(self) -> int:
        """Reports this case stands for; a merged case stands for none, its master counts them."""
        return 0 if self.state is State.MERGED else len(self.reports)
