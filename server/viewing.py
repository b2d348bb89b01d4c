"""Viewing as another role: an administrator's session that reads what that role would, no more.

Nobody's account is entered: there is the role, with its agency where it has one, and no person.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.domain.case import Actor
from db.domain.city import City
from db.domain.states import Role
from db.domain.wire import BadWire
from db.people import Person
from db.sessions import Session

VIEWED = (Role.OFFICER, Role.SUPERVISOR, Role.OPD_OPERATOR, Role.AGENCY_HEAD, Role.MAYOR)
"""As whom the console can be viewed."""

_OF_AN_AGENCY = (Role.OPD_OPERATOR, Role.AGENCY_HEAD)
_KIND = "view:"
_FAMILY = "/view"
_READS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class AsRole:
    """The body of POST /session/view; `opd` for the roles of an agency alone."""

    role: Role
    opd: str = ""


def check(asked: AsRole, city: City) -> None:
    """Raises BadWire when there is no such role to view as."""
    if asked.role not in VIEWED:
        raise BadWire("role", f"must be one of {', '.join(VIEWED)}")
    if asked.role in _OF_AN_AGENCY and asked.opd not in city.agencies:
        raise BadWire("opd", "must be an agency of the city")
    if asked.role not in _OF_AN_AGENCY and asked.opd:
        raise BadWire("opd", f"is not for the role {asked.role}")


def kind_of(asked: AsRole) -> str:
    """What the session and the audit call it: `view:mayor`, `view:agency_head:dlh`."""
    return f"{_KIND}{asked.role}" + (f":{asked.opd}" if asked.opd else "")


def family_of(family: str) -> str:
    """The views of a sign-in; they are apart from its own tokens, which rotate."""
    return family + _FAMILY


def is_view(session: Session) -> bool:
    """Whether a session only views."""
    return session.kind.startswith(_KIND)


def viewed(session: Session, person: Person) -> Actor:
    """Who is seen to read: the role, under an id that no person has."""
    role, _, opd = session.kind.removeprefix(_KIND).partition(":")
    return Actor(session.kind, person.name, Role(role), session.desk, opd or None)


def passes(method: str, asked: Role, allowed: tuple[Role, ...]) -> bool:
    """Whether a view may have what only `allowed` may: reads that the administrator may have too.

    So nothing is shown that is kept from administrators, as shift logs are, whatever the role sees.
    """
    return method in _READS and asked in allowed and Role.ADMIN in allowed
