"""What a person may see: the scope of a session, and whether a case lies within it."""

from __future__ import annotations

from db.domain.case import Actor, Case
from db.domain.states import Role
from db.scopes import sees

CITY = "city"
CITY_AND_SECRET = "city+secret"
WALL = "wall"
"""Numbers and places alone: no case lies within it, so no feed and no snapshot does."""

_SCOPES = {
    Role.OFFICER: CITY,
    Role.MAYOR: CITY,
    Role.SUPERVISOR: CITY_AND_SECRET,
    Role.ADMIN: CITY_AND_SECRET,
    Role.SYSTEM: CITY_AND_SECRET,
    Role.WALL: WALL,
}


def scope_of(actor: Actor) -> str:
    """The one scope of a person: the city (and its secrets), one OPD, one channel, or walls."""
    if actor.role is Role.CHANNEL:
        return f"channel:{actor.id}"
    return _SCOPES.get(actor.role) or f"opd:{actor.opd}"


def may_see(scope: str, case: Case) -> bool:
    """Whether a case lies within a scope. A channel knows the cases it brought reports to."""
    kind, _, whose = scope.partition(":")
    if kind == WALL:
        return False
    if kind == "channel":
        return any(report.channel == whose for report in case.reports)
    return sees(scope, case.secret, tuple(task.opd for task in case.tasks))
