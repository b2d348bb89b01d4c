"""Who is signed in on this desk: kept for the next start, behind a lock that needs no server."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from console.answers import Granted
from console.api import Api, fingerprint_of
from console.clock import boot_seconds
from console.faults import NoLastSession, OtherScope, WrongPassword
from console.locks import Lock, Locks, Patience, opens, same_login
from console.private_file import write_private
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

    `viewing`: nobody's, an administrator looks as another role; it reads and does nothing else.
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
    viewing: bool = False


def scope_of(person: Actor) -> str:
    """What the server lets this person see; the name of it in a cache."""
    return _SCOPES.get(person.role) or f"opd:{person.opd}"


class Keeper:
    """session.json in the data folder, mode 0600: the last session, and those still draining.

    The methods a worker thread may call say so; everything else belongs to the main thread.
    Whatever writes raises OSError when the disk does not take it.
    """

    def __init__(self, folder: Path, seconds: Callable[[], float] = boot_seconds) -> None:
        self.folder, self._path = folder, folder / "session.json"
        self._locks, self._patience = Locks(folder), Patience(seconds)
        self._writing = threading.Lock()
        self._worker = Worker("sessions")
        self._sessions: tuple[Session, ...] = ()

    def last(self) -> Session | None:
        """The session that was used last, for its server and names; None on a new desk."""
        return self._sessions[0] if self._sessions else None

    def draining(self) -> tuple[Session, ...]:
        """Sessions of people who have left while commands of theirs were, or may be, waiting."""
        return tuple(one for one in self._sessions if one.draining and one.refresh)

    async def open(self) -> None:
        """Read the file; one that cannot be read counts as none, and signing in mends it."""
        self._sessions = await self._worker.do(_read, self._path)

    def close(self) -> None:
        """End the thread after what it is at."""
        self._worker.shutdown(wait=False)

    async def sign_in(
        self, server: str, login: str, password: str, desk: str = "", pin: str = ""
    ) -> Session:
        """Sign in with the server and keep the session. Raises the faults of `Api`.

        Whoever was signed in until then (the window was closed, or the power failed) has left, and
        what they queued is still delivered in their name.
        """
        session = await self._worker.do(self._signed_in, server, login, password, desk, pin)
        self._patience.met()
        return session

    async def fingerprint(self, server: str) -> str:
        """SHA-256 (hex) of the certificate a server shows, for a person to compare. Or Offline."""
        return await self._worker.do(fingerprint_of, server)

    def _signed_in(self, server: str, login: str, password: str, desk: str, pin: str) -> Session:
        api = Api(server, pin=pin)
        api.hello()
        granted = api.sign_in(login, password, desk)
        lock = PasswordHasher().hash(password)
        session = _session(granted, api.server, login, pin, lock)
        self._displace(session)
        self._locks.keep(Lock(session.server, login, session.person, lock))
        return session

    def _displace(self, session: Session) -> None:
        """This one is the last session from now on; what others queued is still delivered."""
        with self._writing:
            left = (one for one in self._sessions if one.refresh and not _same(one, session))
            self._save((session, *(replace(one, draining=True) for one in left)))

    async def whose(self, login: str, password: str) -> Actor:
        """Who of the last session's server this is, as this desk knows. Raises WrongPassword."""
        last = self.last()
        return (await self._opened(last.server if last else "", login, password)).person

    def wait(self) -> int:
        """Seconds for which no password is looked at, after too many wrong ones."""
        return self._patience.left()

    async def unlock(self, login: str, password: str) -> Session:
        """The last session, or one of another who has signed in here, without asking the server.

        Whoever left with commands still waiting takes their session up again; a session whose
        tokens are gone may queue, and delivers once its person has signed in with the server.
        Raises NoLastSession, WrongPassword, and OtherScope for who sees other cases.
        """
        last = self.last()
        if last is None or not last.lock:
            raise NoLastSession
        if not same_login(login, last.login):
            return await self._taken_up(last, login, password)
        if self.wait():
            raise WrongPassword(self.wait())
        self._note_try(await self._worker.do(opens, last.lock, password))
        if last.draining:
            last = replace(last, draining=False)
            await self._worker.do(self._put, last)
        return self.current(last)

    async def _taken_up(self, last: Session, login: str, password: str) -> Session:
        lock = await self._opened(last.server, login, password)
        if scope_of(lock.person) != scope_of(last.person):
            raise OtherScope
        person = replace(lock.person, desk=last.person.desk)
        gone = replace(last, access="", access_expires=_NEVER, refresh="", refresh_expires=_NEVER)
        session = self.current(replace(gone, login=lock.login, person=person, lock=lock.lock))
        session = replace(session, draining=False, lock=lock.lock)
        await self._worker.do(self._displace, session)
        return session

    async def _opened(self, server: str, login: str, password: str) -> Lock:
        if self.wait():
            raise WrongPassword(self.wait())
        try:
            lock = await self._worker.do(self._locks.opened, server, login, password)
        except WrongPassword:
            self._patience.missed()
            raise
        self._patience.met()
        return lock

    def _note_try(self, opened: bool) -> None:
        if not opened:
            self._patience.missed()
            raise WrongPassword
        self._patience.met()

    def rotated(self, session: Session, granted: Granted) -> None:
        """Keep new tokens durably before they are used. Any thread."""
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
                kept = (session, *others)  # without tokens, its names and its lock stay
            else:
                kept = (*others, session) if session.draining else others
            self._sessions = kept  # counts from now on, also where the disk does not take it
            self._save(kept)

    def current(self, session: Session) -> Session:
        """The session with its newest tokens."""
        return next((one for one in self._sessions if _same(one, session)), session)

    def _save(self, sessions: tuple[Session, ...]) -> None:
        text = json.dumps({"sessions": [wire.encode(one) for one in sessions]})
        write_private(self._path, text)
        self._sessions = sessions


_NEVER = datetime.fromtimestamp(0, UTC)


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


def _read(path: Path) -> tuple[Session, ...]:
    try:
        data: Mapping[str, Any] = wire.parse(path.read_bytes())
        return tuple(wire.decode(Session, one) for one in data["sessions"])
    except (OSError, wire.BadWire, KeyError, TypeError):
        return ()
