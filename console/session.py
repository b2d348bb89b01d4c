"""Who is signed in on this desk: kept for the next start, behind a lock that needs no server."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from console.answers import Granted
from console.api import Api, fingerprint_of
from console.faults import NoLastSession, WrongPassword
from console.worker import Worker
from db.domain import wire
from db.domain.case import Actor
from db.domain.states import Role

_SCOPES = {
    Role.OFFICER: "city",
    Role.MAYOR: "city",
    Role.SUPERVISOR: "city+secret",
    Role.ADMIN: "city+secret",
}


@dataclass(frozen=True, slots=True)
class Session:
    """One person signed in with one server. `draining`: may only deliver what is queued already.

    `lock` is an argon2id hash of the password. Without tokens (`refresh` is "") the session has
    ended and only the lock and the names are left of it.
    """

    server: str
    city: str
    login: str
    person: Actor
    access: str
    access_expires: datetime
    refresh: str
    refresh_expires: datetime
    pin: str = ""
    draining: bool = False
    lock: str = ""


def scope_of(person: Actor) -> str:
    """What the server lets this person see; the name of it in a cache."""
    return _SCOPES.get(person.role) or f"opd:{person.opd}"


class Keeper:
    """session.json in the data folder, mode 0600: the last session, and those still draining.

    The methods a worker thread may call say so; everything else belongs to the main thread.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "session.json"
        self._writing = threading.Lock()
        self._worker = Worker("sessions")
        self._sessions: tuple[Session, ...] = ()

    def last(self) -> Session | None:
        """The session that was used last, for its server and names; None on a new desk."""
        return self._sessions[0] if self._sessions else None

    def draining(self) -> tuple[Session, ...]:
        """Sessions of people who have signed out while commands of theirs were waiting."""
        return tuple(one for one in self._sessions if one.draining and one.refresh)

    async def open(self) -> None:
        """Read the file; one that cannot be read counts as none, and signing in mends it."""
        self._sessions = await self._worker.do(_read, self._path)

    async def sign_in(
        self, server: str, login: str, password: str, desk: str = "", pin: str = ""
    ) -> Session:
        """Sign in with the server and keep the session. Raises the faults of `Api`."""
        return await self._worker.do(self._signed_in, server, login, password, desk, pin)

    async def fingerprint(self, server: str) -> str:
        """SHA-256 (hex) of the certificate a server shows, for a person to compare. Or Offline."""
        return await self._worker.do(fingerprint_of, server)

    def _signed_in(self, server: str, login: str, password: str, desk: str, pin: str) -> Session:
        api = Api(server, pin=pin)
        api.hello()
        granted = api.sign_in(login, password, desk)
        lock = PasswordHasher().hash(password)
        session = _session(granted, api.server, login, pin, lock)
        with self._writing:
            others = tuple(
                one for one in self._sessions if one.draining and not _same(one, session)
            )
            self._save((session, *others))
        return session

    async def unlock(self, login: str, password: str) -> Session:
        """The last session, without asking the server. Raises NoLastSession, WrongPassword.

        One that was signed out with commands still waiting is taken up again by the same person.
        """
        last = self.last()
        if last is None or not last.lock:
            raise NoLastSession
        # The same work for a wrong name as for a wrong password.
        opens = await self._worker.do(_opens, last.lock, password)
        if not opens or login.strip().casefold() != last.login.strip().casefold():
            raise WrongPassword
        if last.draining:
            last = replace(last, draining=False)
            await self._worker.do(self._put, last)
        return last

    def rotated(self, session: Session, granted: Granted) -> None:
        """Keep new tokens durably before they are used. Any thread. Raises OSError."""
        with self._writing:
            held = self.current(session)
            if not held.refresh:
                return  # signed out while the answer was on its way: nothing more is kept
            fresh = _session(granted, held.server, held.login, held.pin, held.lock)
            fresh = replace(fresh, draining=held.draining)
            self._save(tuple(fresh if _same(one, fresh) else one for one in self._sessions))

    async def sign_out(self, session: Session, *, waiting: bool) -> None:
        """Forget the session's tokens, or mark it as draining while commands wait."""
        ended = replace(session, access="", refresh="")
        await self._worker.do(self._put, replace(session, draining=True) if waiting else ended)

    def _put(self, session: Session) -> None:
        with self._writing:
            if session.refresh:  # newer tokens may have come since
                session = replace(self.current(session), draining=session.draining)
            others = tuple(one for one in self._sessions if not _same(one, session))
            if self._sessions and _same(self._sessions[0], session):
                self._save((session, *others))  # without tokens, its names and its lock stay
            else:
                self._save((*others, session) if session.draining else others)

    def current(self, session: Session) -> Session:
        """The session with its newest tokens."""
        return next((one for one in self._sessions if _same(one, session)), session)

    def _save(self, sessions: tuple[Session, ...]) -> None:
        text = json.dumps({"sessions": [wire.encode(one) for one in sessions]})
        write_private(self._path, text)
        self._sessions = sessions


def write_private(path: Path, text: str) -> None:
    """Put a small file in place of the old one, for this user's eyes only, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _session(granted: Granted, server: str, login: str, pin: str, lock: str) -> Session:
    return Session(
        server=server,
        city=granted.city,
        login=login,
        person=granted.person,
        access=granted.access,
        access_expires=granted.access_expires,
        refresh=granted.refresh,
        refresh_expires=granted.refresh_expires,
        pin=pin,
        lock=lock,
    )


def _same(one: Session, other: Session) -> bool:
    return (one.server, one.person.id) == (other.server, other.person.id)


def _opens(lock: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(lock, password)
    except (VerificationError, InvalidHashError):
        return False


def _read(path: Path) -> tuple[Session, ...]:
    try:
        data: Mapping[str, Any] = wire.parse(path.read_bytes())
        return tuple(wire.decode(Session, one) for one in data["sessions"])
    except (OSError, wire.BadWire, KeyError, TypeError):
        return ()
