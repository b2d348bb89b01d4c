"""Whose passwords this desk can check by itself: those of people who have signed in here."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from console.clock import boot_seconds
from console.faults import WrongPassword
from console.private_file import write_private
from db.domain import wire
from db.domain.case import Actor

_MOST = 60
"""People of one desk; who has not been here for longest is forgotten first."""

FREE_TRIES = 3
_LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Lock:
    """One person of one server. `lock` is an argon2id hash of the password, as it was last here."""

    server: str
    login: str
    person: Actor
    lock: str


class Locks:
    """locks.json in the data folder, mode 0600. Any worker thread.

    A lock that makes no sense counts as none: signing in with the server mends it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "locks.json"
        self._busy = threading.Lock()

    def keep(self, lock: Lock) -> None:
        """Remember who has just proved to the server who they are.

        Raises OSError, also when the file is there and cannot be read now: the others in it stay.
        """
        with self._busy:
            others = [one for one in _read(self._path) if not _same(one, lock)]
            kept = [lock, *others][:_MOST]
            write_private(self._path, json.dumps({"locks": [wire.encode(one) for one in kept]}))

    def opened(self, server: str, login: str, password: str) -> Lock:
        """What is kept of the person with this login and password.

        Raises WrongPassword, also for a stranger.
        """
        try:
            held = _read(self._path)
        except OSError:
            held = []
        for one in held:
            if one.server == server and same_login(one.login, login):
                if opens(one.lock, password):
                    return one
                raise WrongPassword
        PasswordHasher().hash(password)  # the same work for a wrong name as for a wrong password
        raise WrongPassword


class Patience:
    """After some wrong passwords everybody at this desk waits: 2 s, then twice as long each time,
    a minute at most. A right one ends it. `seconds` is a clock that also counts sleep.
    """

    def __init__(self, seconds: Callable[[], float] = boot_seconds) -> None:
        self._seconds = seconds
        self._wrong, self._until = 0, 0.0

    def left(self) -> int:
        """Whole seconds until the next try, 0 when it may be now."""
        return max(0, ceil(self._until - self._seconds()))

    def missed(self) -> None:
        """A password was wrong."""
        self._wrong += 1
        if self._wrong >= FREE_TRIES:
            wait = min(_LONGEST, 2.0 ** (self._wrong - FREE_TRIES + 1))
            self._until = self._seconds() + wait

    def met(self) -> None:
        """A password was right."""
        self._wrong, self._until = 0, 0.0


def same_login(one: str, other: str) -> bool:
    """Whether two people would type the same name."""
    return one.strip().casefold() == other.strip().casefold()


def opens(lock: str, password: str) -> bool:
    """Whether the password is the one the hash was made of."""
    try:
        return PasswordHasher().verify(lock, password)
    except (VerificationError, InvalidHashError):
        return False


def _same(one: Lock, other: Lock) -> bool:
    return (one.server, one.person.id) == (other.server, other.person.id)


def _read(path: Path) -> list[Lock]:
    """Raises OSError for a file that is there and cannot be read."""
    try:
        data = wire.parse(path.read_bytes())
    except (FileNotFoundError, wire.BadWire):
        return []
    held = data.get("locks") if isinstance(data, dict) else None
    found = []
    for one in held if isinstance(held, list) else []:
        with suppress(wire.BadWire):
            found.append(wire.decode(Lock, one))
    return found
