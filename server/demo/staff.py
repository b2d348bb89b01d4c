"""Who works in the demonstration: the room's people, an operator for each agency, and tempers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from db.domain.case import Actor
from db.domain.city import Agency, City
from db.domain.states import Role
from server.demo.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can sign in. A `viewer` is left to whoever watches and does nothing alone."""

    login: str
    name: str
    role: Role
    opd: str | None = None
    viewer: bool = False


@dataclass(frozen=True, slots=True)
class Temper:
    """How an agency answers: minutes until it accepts (median), how slow its work is."""

    accepts: float
    work: float
    always: bool
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody, and how each agency is. `operators` maps an agency to its operator's login."""

    members: tuple[Member, ...]
    operators: Mapping[str, str]
    tempers: Mapping[str, Temper]

    @property
    def officers(self) -> tuple[str, ...]:
        """Logins of the officers who work by themselves."""
        return self._working(Role.OFFICER)

    @property
    def supervisor(self) -> str:
        """Login of the supervisor who works by themselves."""
        return self._working(Role.SUPERVISOR)[0]

    def name_of(self, login: str) -> str:
        """The name that goes with a login."""
        return next(member.name for member in self.members if member.login == login)

    def _working(self, role: Role) -> tuple[str, ...]:
        return tuple(m.login for m in self.members if m.role is role and not m.viewer)


def staff_for(city: City, phrases: Phrases, seed: int) -> Staff:
    """The people of a city's demonstration; the same seed gives the same people and tempers."""
    room = [
        Member(row["login"], row["name"], Role(row["role"]), viewer=table == "viewer")
        for table in ("viewer", "colleague")
        for row in phrases.people[table]
    ]
    rng, names = Random(f"{seed} staff"), phrases.people["names"]
    operators = [
        Member(
            f"opd-{agency.id}",
            f"{rng.choice(names['first'])} {rng.choice(names['last'])}",
            Role.OPD_OPERATOR,
            agency.id,
        )
        for agency in city.agencies.values()
        if "console" in agency.delivery
    ]
    silent = _silent(city)
    return Staff(
        (*room, *operators),
        {member.opd: member.login for member in operators if member.opd},
        {a.id: _temper(a, silent=a.id == silent, rng=rng) for a in city.agencies.values()},
    )


def actor_of(staff: Staff, login: str) -> Actor:
    """The member as the author of a command; in a demonstration a login is a person's id."""
    member = next(member for member in staff.members if member.login == login)
    desk = "Call centre" if member.role is Role.OPD_OPERATOR else "Ruang kendali"
    return Actor(member.login, member.name, member.role, desk, member.opd)


def _silent(city: City) -> str | None:
    """The agency nobody hears from: one reached by phone alone, in office hours, if there is one.

    It must have a category of its own but no urgent one, or its silence would never be met.
    """
    owners = Counter(c.agency for c in city.categories.values() if c.agency)
    urgent = {c.agency for c in city.categories.values() if c.priority == "emergency"}
    fit = [a for a in city.agencies.values() if owners[a.id] and a.id not in urgent]
    fit.sort(key=lambda a: ("console" in a.delivery, a.hours == "24h", owners[a.id], a.id))
    return fit[0].id if len(fit) > 1 else None


def _temper(agency: Agency, *, silent: bool, rng: Random) -> Temper:
    if agency.hours == "24h":
        return Temper(rng.uniform(2, 8), 0.5, always=True, silent=silent)
    accepts, work = rng.choice(((8.0, 0.6), (22.0, 1.0), (35.0, 1.3), (75.0, 2.2)))
    return Temper(accepts, work, always=False, silent=silent)
