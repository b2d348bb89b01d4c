"""Who may sign in to a demonstration: made once, kept in a file only its owner can read."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from db import people, sessions
from db.domain.city import City
from db.domain.states import Role
from db.people import Person
from db.sessions import Session
from db.store import Conn
from server.demo.staff import Staff
from server.disk import write_whole
from server.passwords import hashed
from server.people import new_token, token_hash
from server.settings import SettingsFault


@dataclass(frozen=True, slots=True)
class Account:
    """A person's way in."""

    login: str
    password: str
    name: str
    role: str
    viewer: bool


@dataclass(frozen=True, slots=True)
class Credentials:
    """Everybody's passwords and each channel's token. `seed` is of the city they live in."""

    city: str
    seed: int
    people: tuple[Account, ...]
    channels: Mapping[str, str]

    def viewer(self, role: Role) -> Account:
        """The account of this role for whoever watches."""
        return next(one for one in self.people if one.viewer and one.role == role)

    def of(self, login: str) -> Account:
        """The account of a login."""
        return next(one for one in self.people if one.login == login)


def read_credentials(file: Path) -> Credentials:
    """What `open_accounts` wrote. Raises SettingsFault."""
    try:
        data = json.loads(file.read_text("utf-8"))
        accounts = tuple(Account(**row) for row in data["people"])
        return Credentials(data["city"], int(data["seed"]), accounts, dict(data["channels"]))
    except OSError as fault:
        raise SettingsFault(f"{file} cannot be read ({fault.strerror})") from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise SettingsFault(
            f"{file} is not a file of demo accounts ({type(fault).__name__}); "
            "remove it and start the demo again: new passwords are made"
        ) from fault


def open_accounts(city: City, staff: Staff, seed: int, file: Path) -> tuple[Credentials, bool]:
    """The accounts of the file, and whether they are new.

    Without the file, or when it lacks somebody the city has by now, everybody gets new ones.
    Raises SettingsFault.
    """
    if file.exists():
        kept = read_credentials(file)
        logins = {member.login for member in staff.members}
        whole = logins <= {one.login for one in kept.people}
        if whole and kept.channels.keys() >= city.channels.keys():
            return kept, False
    made = _new(city, staff, seed)
    _written(file, made)
    return made, True


def let_in(conn: Conn, city: City, staff: Staff, accounts: Credentials, now: datetime) -> None:
    """Make the accounts known to the server's store."""
    # One password, and so one slow hash, for all who are played by the program.
    hashes: dict[str, str] = {}
    for member in staff.members:
        password = accounts.of(member.login).password
        kept = hashes[password] = hashes.get(password) or hashed(password)
        person = Person(
            member.login, member.login, member.name, member.role, member.opd, kept, True, now
        )
        if not people.add(conn, person):
            people.set_password(conn, member.login, kept)
    for channel, token in accounts.channels.items():
        name, login = city.channels[channel], f"channel:{channel}"
        people.add(conn, Person(channel, login, name, Role.CHANNEL, None, "", True, now))
        if sessions.one(conn, token_hash(token)) is None:
            family = secrets.token_hex(16)
            sessions.put(conn, Session(token_hash(token), channel, "channel", family, "", now))


def _new(city: City, staff: Staff, seed: int) -> Credentials:
    played = secrets.token_urlsafe(18)
    accounts = tuple(
        Account(
            member.login,
            secrets.token_urlsafe(9) if member.viewer else played,
            member.name,
            member.role.value,
            member.viewer,
        )
        for member in staff.members
    )
    return Credentials(city.id, seed, accounts, {id: new_token() for id in city.channels})


def _written(file: Path, accounts: Credentials) -> None:
    """Write the file so that it is whole and never readable by others."""
    write_whole(file, json.dumps(asdict(accounts), ensure_ascii=False, indent=1), private=True)
