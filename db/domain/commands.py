"""The verbs: everything an operator, a channel or the system itself can ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from db.domain.case import Actor, Place
from db.domain.states import Role, State


@dataclass(frozen=True, slots=True)
class Receive:
    """A report opens a case. `at` is its arrival; `due` only ever comes from an import."""

    report: str
    channel: str
    text: str
    report_class: str = "complaint"
    category: str | None = None
    priority: str = ""
    place: Place = field(default_factory=Place)
    at: datetime | None = None
    source_id: str = ""
    anonymous: bool = False
    secret: bool = False
    media: tuple[str, ...] = ()
    due: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Forward:
    """Send the case to one or more agencies; a `place` given here replaces the case's."""

    opds: tuple[str, ...]
    category: str
    report_class: str
    note: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Reassign:
    """Take the case from its agencies and send it to others."""

    opds: tuple[str, ...]
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Accept:
    """The agency has the case; `name` is who said so, `opd` which agency (None: the only one)."""

    name: str
    opd: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bounce:
    """The agency says the case is not theirs; `to` names the right one if known."""

    reason: str
    to: str | None = None
    opd: str | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """The field team is on site."""

    opd: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The work is planned for a date that the reporter is told."""

    plan: str
    on: datetime
    opd: str | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """The work is done. `proofs` are content hashes; without any, a supervisor writes why."""

    text: str
    proofs: tuple[str, ...] = ()
    without_proof: str = ""
    opd: str | None = None


@dataclass(frozen=True, slots=True)
class Validate:
    """Before and after were seen; the work counts as done."""

    text: str = ""
    opd: str | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """The work does not solve the problem; it goes back to the agency."""

    reason: str
    opd: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The room answers the reporter itself."""

    text: str


@dataclass(frozen=True, slots=True)
class AskReporter:
    """The report is incomplete: `missing` names what, `text` is what the reporter reads."""

    text: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Complete:
    """The missing information has come."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """Another level of government answers for it; a supervisor confirms."""

    target_body: str
    text: str
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """Not a case at all; `reason` is a key of the city's list."""

    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """The same problem as another case, which goes on for both."""

    into: str


@dataclass(frozen=True, slots=True)
class Unmerge:
    """It was another problem after all; everything is as before the merge."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something colleagues should know; never shown to the reporter."""

    text: str


@dataclass(frozen=True, slots=True)
class Attach:
    """Photos or videos, by content hash."""

    media: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Correct `category`, `report_class`, `priority`, `secret` ("yes"/"no") or `place`."""

    field: str
    old: str = ""
    new: str = ""
    old_place: Place | None = None
    new_place: Place | None = None


@dataclass(frozen=True, slots=True)
class Object:
    """The reporter (or a supervisor) does not agree that it is done."""

    text: str


@dataclass(frozen=True, slots=True)
class Close:
    """The objection window has passed, or the reporter agrees."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Somebody has seen the alarm of this case."""

    rule: str = ""


@dataclass(frozen=True, slots=True)
class Shelve:
    """Silence the alarm of this case until a moment, for a reason."""

    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last act on the case, named by the id of its change."""

    change: str


@dataclass(frozen=True, slots=True)
class Bring:
    """An earlier system says where the case stood; importer only, at that system's time."""

    state: State
    text: str = ""


@dataclass(frozen=True, slots=True)
class Deliver:
    """How far the news of an assignment has come to an agency.

    `step` is one of `STEPS`; `since` is when the agency's task began (None: the one that is
    awaited); `withdrawn`: the news is that the case is theirs no longer. `tries` counts attempts,
    `reason` is a short key, `job` the id of the delivery. `ladder`: the news is that the agency is
    late, by this rule of a clock. The server says all of it; an officer
    says that `name` was told by phone `at` a time.
    """

    opd: str
    channel: str
    step: str
    since: datetime | None = None
    at: datetime | None = None
    withdrawn: bool = False
    tries: int = 0
    reason: str = ""
    job: str = ""
    name: str = ""
    ladder: str = ""


@dataclass(frozen=True, slots=True)
class Escalate:
    """A clock is late, and the next step of its ladder is told; see `Climb` for the fields."""

    rule: str
    started: datetime
    step: int
    to: str
    opds: tuple[str, ...] = ()
    name: str = ""


STEPS = ("failed", "delivered", "seen", "acknowledged")
"""What the room is told of a delivery; a later one says more than those before it."""


@dataclass(frozen=True, slots=True)
class Resend:
    """A delivery that has not arrived is sent again under its id; a person has made sure first."""

    job: str
    opd: str
    channel: str
    withdrawn: bool = False


Verb = (
    Receive
    | Forward
    | Reassign
    | Accept
    | Bounce
    | Start
    | Schedule
    | Finish
    | Validate
    | Refuse
    | Answer
    | AskReporter
    | Complete
    | Decline
    | Archive
    | Merge
    | Unmerge
    | Note
    | Attach
    | Edit
    | Object
    | Close
    | Acknowledge
    | Shelve
    | Undo
    | Bring
    | Deliver
    | Resend
    | Escalate
)


@dataclass(frozen=True, slots=True)
class Law:
    """What stands for every command of one kind, whatever the case.

    `expects`: the officer must say which assignment was seen. `dispatches`: it sends somebody
    somewhere, so an old one is confirmed before it counts. `assigns`: assignment_no grows (with
    an undo it grows when the act taken back made it grow).
    """

    name: str
    past: str
    roles: frozenset[Role]
    expects: bool = False
    dispatches: bool = False
    assigns: bool = False
    undoable: bool = True


_ROOM = frozenset({Role.OFFICER, Role.SUPERVISOR})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_WORKERS = _ROOM | {Role.OPD_OPERATOR}
_SYSTEM = frozenset({Role.SYSTEM})
_ENTRY = _ROOM | {Role.CHANNEL, Role.SYSTEM}

LAWS: dict[type[Verb], Law] = {
    Receive: Law("receive", "received", _ENTRY, undoable=False),
    Forward: Law("forward", "forwarded", _ROOM | _SYSTEM, True, True, True),
    Reassign: Law("reassign", "reassigned", _ROOM, True, True, True),
    Accept: Law("accept", "accepted", _WORKERS, True),
    Bounce: Law("bounce", "bounced", _WORKERS, True, assigns=True),
    Start: Law("start", "started", _WORKERS, True),
    Schedule: Law("schedule", "scheduled", _WORKERS, True),
    Finish: Law("finish", "finished", _WORKERS, True),
    Validate: Law("validate", "validated", _ROOM, True),
    Refuse: Law("refuse", "refused_work", _ROOM, True),
    Answer: Law("answer", "answered", _ROOM, True),
    AskReporter: Law("ask_reporter", "returned", _ROOM, True, True, True),
    Complete: Law("complete", "completed", _ENTRY),
    Decline: Law("decline", "declined", _ROOM, True),
    Archive: Law("archive", "archived", _SUPERVISOR, True),
    Merge: Law("merge", "merged", _ROOM | _SYSTEM, assigns=True),
    Unmerge: Law("unmerge", "unmerged", _ROOM, assigns=True, undoable=False),
    Note: Law("note", "noted", _WORKERS | {Role.AGENCY_HEAD, Role.MAYOR}),
    Attach: Law("attach", "attached", _WORKERS | {Role.CHANNEL}),
    Edit: Law("edit", "edited", _ROOM | _SYSTEM),
    Object: Law("object", "reopened", _SUPERVISOR | {Role.CHANNEL}, assigns=True),
    Close: Law("close", "closed", _SUPERVISOR | {Role.CHANNEL, Role.SYSTEM}, True, True, True),
    Acknowledge: Law("acknowledge", "acknowledged", _ROOM, undoable=False),
    Shelve: Law("shelve", "shelved", _ROOM),
    Undo: Law("undo", "undone", _WORKERS, undoable=False),
    Bring: Law("bring", "brought", _SYSTEM, undoable=False),
    Deliver: Law("deliver", "delivered", _ROOM | _SYSTEM, True, undoable=False),
    Resend: Law("resend", "resent", _ROOM, True, undoable=False),
    Escalate: Law("escalate", "escalated", _SYSTEM, undoable=False),
}
"""Every verb, its past tense and the rules that do not depend on the case. The one list."""

VERBS: dict[str, type[Verb]] = {law.name: verb for verb, law in LAWS.items()}
"""Verb classes by their name on the wire."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing somebody asks for. `id` is theirs for ever; sending it again changes nothing.

    `made_at` is the desk's estimate of server time (UTC). `expect` is the assignment_no that was
    on screen; `depends_on` the author's previous undecided command on the same case.
    """

    id: str
    case: str
    act: Verb
    author: Actor
    made_at: datetime
    expect: int | None = None
    depends_on: str | None = None

    @property
    def law(self) -> Law:
        """The rules for commands of this kind."""
        return LAWS[type(self.act)]
