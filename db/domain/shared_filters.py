"""Filters that the room shares: what is wanted of the cases, under a name, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime

from db.domain.bad_wire import BadWire
from db.domain.personal import mask_personal
from db.domain.refused import Refused
from db.domain.states import Role

SHARERS = frozenset({Role.OFFICER, Role.SUPERVISOR})
"""The room: who shares filters, and who sees them."""

MOST = 30
"""Filters that the room has at a time; more would be a list that nobody reads."""

LONGEST_NAME = 40
_LONGEST_TEXT = 200
_MOST_KEYS = 300
_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """What is wanted; empty means everything. Tuples hold ids of the city pack, or colours."""

    text: str = ""
    category: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    mine: bool = False
    breached: bool = False

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class NamedTerms:
    """What somebody wants to share. `name` has single blanks and none around it."""

    name: str
    terms: Terms

    def __post_init__(self) -> None:
        if self.name != " ".join(self.name.split()) or not 0 < len(self.name) <= LONGEST_NAME:
            raise BadWire("name", f"must have 1 to {LONGEST_NAME} characters, single blanks")
        if len(self.terms.text) > _LONGEST_TEXT:
            raise BadWire("terms.text", f"has more than {_LONGEST_TEXT} characters")
        for one in fields(self.terms):
            keys = getattr(self.terms, one.name)
            if isinstance(keys, tuple) and len(keys) > _MOST_KEYS:
                raise BadWire(f"terms.{one.name}", f"has more than {_MOST_KEYS} keys")
            if isinstance(keys, tuple) and any(len(key) > _LONGEST_KEY for key in keys):
                raise BadWire(f"terms.{one.name}", f"a key has over {_LONGEST_KEY} characters")


@dataclass(frozen=True, slots=True)
class SharedFilter:
    """One as the room has it; `by` is the id of who shared it, `by_name` their name."""

    id: str
    name: str
    terms: Terms
    by: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """All of them, by name."""

    shared: tuple[SharedFilter, ...] = field(default_factory=tuple)


def check(given: NamedTerms) -> None:
    """Raises Refused for what the room does not take."""
    if not given.terms.active:
        raise Refused("filter_empty")
    kinds = mask_personal(f"{given.name}\n{given.terms.text}")[1]
    if kinds:
        raise Refused("personal_data", field="filter", kinds=", ".join(kinds))


def may_withdraw(one: SharedFilter, person: str, role: Role) -> bool:
    """Whether somebody may take it away: who shared it, or a supervisor."""
    return one.by == person or role is Role.SUPERVISOR
