"""Reports that go out by e-mail: which, in what forms, when and to whom; and each one that went."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from db.domain.bad_wire import BadWire
from db.domain.deliveries import PATIENCE, JobState, Sending
from db.domain.periods import Kind
from db.domain.states import Role

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Who sees and alters what goes out: the addresses are of named officials."""

KINDS = tuple(Kind)
FORMS = ("pdf", "xlsx", "csv")

CITY = "city"
"""The scope of a report about the whole city, without secret cases."""

AGENCY = "opd:"
"""The scope of a report about one agency's cases begins so; its id follows."""

MOST = 50
"""Schedules of a city, and recipients of one."""

_ID = re.compile(r"[A-Za-z0-9-]{1,40}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{3,254}}\Z){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
_LONGEST_LOCAL = 64
_OURS = uuid.UUID("0f3c6d1e-9f6e-4d1b-8f0c-2a7d1c9b5e44")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One mailbox, and what its report is about: "city" or "opd:<id>"."""

    address: str
    scope: str = CITY


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody wants sent. `at` is a time on the city's wall ("07:00"), of the day after."""

    kind: str
    forms: tuple[str, ...]
    at: str
    recipients: tuple[Recipient, ...]
    paused: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadWire("kind", f"must be one of {', '.join(KINDS)}")
        if not self.forms or len(set(self.forms)) < len(self.forms) or set(self.forms) - {*FORMS}:
            raise BadWire("forms", f"must be some of {', '.join(FORMS)}, each once")
        if not _TIME.fullmatch(self.at):
            raise BadWire("at", "must be a time of day, from 00:00 to 23:59")
        if not 0 < len(self.recipients) <= MOST:
            raise BadWire("recipients", f"must be 1 to {MOST} of them")
        for n, one in enumerate(self.recipients):
            if not is_address(one.address):
                raise BadWire(f"recipients.{n}.address", "is no e-mail address")
        if len({one.address.casefold() for one in self.recipients}) < len(self.recipients):
            raise BadWire("recipients", "holds an address twice")

    @property
    def time(self) -> time:
        """`at`, as a time of day."""
        return time.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class Mailing:
    """A schedule. `reached` is the first day ("2026-11-25") of the newest period that it has dealt
    with; `by` is who altered it last, as a name to show."""

    id: str
    terms: Terms
    reached: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Letter(Sending):
    """One report to one recipient, with its life; the id is the same on every attempt.

    `first` is the first day of its period ("2026-11-25"). `missed` counts periods before it whose
    reports were left out, since no server ran when they were due.
    """

    id: str
    mailing: str
    kind: str
    first: str
    forms: tuple[str, ...]
    address: str
    scope: str
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """What keepers are shown of a letter. `said` is a short key ("smtp_550"), `tries` so far."""

    id: str
    mailing: str
    kind: str
    first: str
    address: str
    scope: str
    state: JobState
    said: str
    tries: int
    made_at: datetime
    missed: int = 0
    next_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mailings:
    """All schedules, and the newest letters first. `next` is when each that is not paused is due
    again; `ready`: this server knows a mail server.
    """

    mailings: tuple[Mailing, ...] = field(default_factory=tuple)
    sent: tuple[Sent, ...] = field(default_factory=tuple)
    next: Mapping[str, datetime] = field(default_factory=dict)
    ready: bool = False


def is_address(text: str) -> bool:
    """Whether it is one plain mailbox: letters, digits and the usual signs, no name, no list."""
    local = text.partition("@")[0]
    return _ADDRESS.fullmatch(text) is not None and len(local) <= _LONGEST_LOCAL


def check_id(id: str) -> None:
    """Raises BadWire for what is no id of a schedule; it stands in List-Id."""
    if not _ID.fullmatch(id):
        raise BadWire("id", "must have 1 to 40 letters, digits and -")


def check_scopes(terms: Terms, agencies: Collection[str]) -> None:
    """Raises BadWire for a scope that is neither the city nor one of its agencies."""
    for n, one in enumerate(terms.recipients):
        kind, _, agency = one.scope.partition(":")
        if one.scope != CITY and (f"{kind}:" != AGENCY or agency not in agencies):
            raise BadWire(f"recipients.{n}.scope", "is neither city nor opd:<an agency's id>")


def letters(mailing: Mailing, first: str, missed: int, now: datetime) -> list[Letter]:
    """What the report of a period means: a letter to each recipient, to be sent at once."""
    return [_letter(mailing, first, one, missed, now) for one in mailing.terms.recipients]


def _letter(mailing: Mailing, first: str, to: Recipient, missed: int, now: datetime) -> Letter:
    terms = mailing.terms
    named = f"{mailing.id} {terms.kind} {first} {to.address.casefold()} {to.scope}"
    return Letter(
        id=str(uuid.uuid5(_OURS, named)),
        mailing=mailing.id,
        kind=terms.kind,
        first=first,
        forms=terms.forms,
        address=to.address,
        scope=to.scope,
        missed=missed,
        made_at=now,
        state=JobState.QUEUED,
        next_at=now,
        alarm_at=now + PATIENCE,
    )


def wanted(letter: Letter, terms: Terms) -> bool:
    """Whether a letter under way still goes to somebody who is to have it."""
    here = ((one.address, one.scope) for one in terms.recipients)
    return not terms.paused and letter.kind == terms.kind and (letter.address, letter.scope) in here


def again(letter: Letter, now: datetime) -> Letter:
    """A letter that never arrived, set going anew; its id stays."""
    return replace(
        letter, state=JobState.QUEUED, made_at=now, next_at=now, alarm_at=now + PATIENCE,
        alarmed_at=None, tries=0,
    )  # fmt: skip


def shown(letter: Letter) -> Sent:
    """The same for those who look."""
    return Sent(**{name: getattr(letter, name) for name in Sent.__slots__})
