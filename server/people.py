"""Who is there: sign-in, tokens that rotate, and what a session may see."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from starlette.requests import Request

from db import identities, people, sessions
from db.domain.case import Actor
from db.domain.city import City
from db.domain.states import Role
from db.domain.wire import BadWire, encode
from db.people import Person
from db.sessions import Session
from db.store import Conn
from server import admission
from server.attempts import Attempts
from server.changes import Feed, Viewer
from server.log import note
from server.pages import stamp
from server.passwords import matches
from server.problems import Problem, busy, denied, not_allowed
from server.scopes import scope_of
from server.viewing import AsRole, check, family_of, is_view, kind_of, passes, viewed
from server.writing import Writer

ACCESS = timedelta(minutes=15)
REFRESH = timedelta(days=30)

TRUSTED = 2.0
"""Seconds for which a token that was looked up is not looked up again."""

_REMEMBERED = 4096
_LONGEST_LOGIN = 200
_PROGRAMS = (Role.CHANNEL, Role.WALL)
"""Whose tokens are made for them; they have no password."""

_UNNAMED = tuple(role for role in Role if role is not Role.WALL)
_APART = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The body of POST /session."""

    login: str
    password: str
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Refresh:
    """The body of POST /session/refresh."""

    refresh: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A person behind a valid token."""

    actor: Actor
    session: Session

    @property
    def viewer(self) -> Viewer:
        """Who reads, and what they may see."""
        return Viewer(self.actor.id, scope_of(self.actor))

    @property
    def viewing(self) -> bool:
        """Whether an administrator views as this role: it counts as nobody's reading."""
        return is_view(self.session)


def token_hash(token: str) -> str:
    """What is kept of a token: its SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


class People:
    """Sign-in and sessions. Lives in the event loop.

    Passwords are checked on threads of their own, two at a time, since each takes 64 MiB.
    """

    def __init__(self, writer: Writer, feed: Feed, city: City, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._feed = feed
        self._city = city
        self._now = now
        self._attempts = Attempts()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._hashing = ThreadPoolExecutor(2, "passwords")
        self._trusted: OrderedDict[str, tuple[float, Signed]] = OrderedDict()

    def close(self) -> None:
        """Check no more passwords."""
        self._hashing.shutdown(cancel_futures=True)

    async def sign_in(self, asked: SignIn) -> dict[str, Any]:
        """A new session. Raises Problem 401 `bad_credentials`, or 429 after too many failures."""
        login = asked.login.strip().casefold()
        if len(login) > _LONGEST_LOGIN:
            raise BadWire("login", f"has more than {_LONGEST_LOGIN} characters")
        if len(asked.desk) > 80:
            raise BadWire("desk", "has more than 80 characters")
        # One after the other: guesses sent all at once must not pass before the first has failed.
        async with self._turns.setdefault(login, asyncio.Lock()):
            known = await self._checked(login, asked.password)
        family = secrets.token_hex(16)
        pair = _Pair.new(known, family, asked.desk, self._now())
        await self._writer.write(lambda conn: sessions.put(conn, pair.access, pair.refresh))
        note("signed in", person=known.id)
        return pair.plain(known, self._city)

    async def _checked(self, login: str, password: str) -> Person:
        """Whose login and password these are. Raises Problem 401, or 429."""
        wait = self._attempts.wait(login, self._now())
        if wait:
            raise busy(429, "too many failed sign-ins for this login; wait a while", wait)
        person = await self._feed.read(lambda conn: people.by_login(conn, login))
        known = person if person and person.active and person.role not in _PROGRAMS else None
        check = partial(matches, password[:1000], known.password_hash if known else None)
        fits = await asyncio.get_running_loop().run_in_executor(self._hashing, check)
        if known is None or not fits:
            self._attempts.failed(login, self._now())
            note("sign-in failed")
            raise denied("bad_credentials")
        self._attempts.succeeded(login)
        return known

    async def refresh(self, token: str) -> dict[str, Any]:
        """A new pair for a refresh token. Raises Problem 401."""
        found = await self._writer.write(lambda conn: _rotated(conn, token, self._now()))
        if isinstance(found, str):
            self._trusted.clear()
            raise denied(found)
        pair, person = found
        return pair.plain(person, self._city)

    async def view(self, signed: Signed, asked: AsRole) -> dict[str, Any]:
        """A session that views as a role, in the audit before it is answered; there is one at a
        time of each sign-in. It ends by itself with its token, which cannot be renewed.
        """
        check(asked, self._city)
        now, token, kind = self._now(), new_token(), kind_of(asked)
        family, desk, who = family_of(signed.session.family), signed.session.desk, signed.actor.id
        made = Session(token_hash(token), who, kind, family, desk, now, now + ACCESS)

        def begun(conn: Conn) -> Person | None:
            sessions.revoke_family(conn, family, now)
            sessions.put(conn, made)
            identities.note_look(conn, kind, who=who, at=now, reason="", desk=desk)
            return people.one(conn, who)

        person = await self._writer.write(begun)
        assert person is not None, "who is signed in is known"
        self._trusted.clear()
        note("viewed as another role", person=who, role=kind)
        actor = viewed(made, person)
        return {
            "access": token,
            "access_expires": stamp(now + ACCESS),
            "person": encode(actor),
            "scope": scope_of(actor),
            "city": self._city.id,
        }

    async def sign_out(self, signed: Signed) -> None:
        """End the session and all its tokens, and what is viewed from it."""
        family = signed.session.family

        def ended(conn: Conn) -> None:
            for one in (family, family_of(family)):
                sessions.revoke_family(conn, one, self._now())

        await self._writer.write(ended)
        self._trusted.clear()

    async def signed_in(self, request: Request, *roles: Role) -> Signed:
        """Who sends a request. Raises Problem 401, or 403 when the role is none of `roles`, and
        when somebody who only views would do more than read.

        A wall hangs where anybody may take it away: it must be named to be let in.
        """
        signed, allowed = await self._known(request), roles or _UNNAMED
        role = signed.actor.role
        if signed.viewing and not passes(request.method, role, allowed):
            raise not_allowed(f"view {request.url.path.split('/')[1]}", role=Role.ADMIN)
        if role not in allowed:
            raise not_allowed(f"use {request.url.path.split('/')[1]}", role=role)
        return signed

    async def leaving(self, request: Request) -> Signed:
        """Who ends their session, or only what they view. Raises Problem 401, or 403 for a wall."""
        signed = await self._known(request)
        return signed if signed.viewing else await self.signed_in(request)

    async def _known(self, request: Request) -> Signed:
        return await self.of_token(token_hash(_token_of(request)))

    async def admit(self, request: Request) -> None:
        """Let a wall in whose code was typed at the server. Raises Problem 401."""
        token = _token_of(request)
        try:
            await self.of_token(token_hash(token))
        except Problem as problem:
            if problem.key != "token_unknown" or not await self._admitted(token):
                raise

    async def _admitted(self, token: str) -> bool:
        """Anybody may ask: the writer is bothered only where an admission is open."""
        hashed, now = token_hash(token), self._now()
        waiting = await self._feed.read(lambda conn: admission.expected(conn, token, now))
        if waiting is None:
            return False
        note("a wall is let in", wall=waiting.person)
        return await self._writer.write(lambda conn: admission.admit(conn, token, hashed, now))

    async def of_token(self, hashed: str) -> Signed:
        """Who holds an access token. Raises Problem 401."""
        at, held = self._trusted.get(hashed, (0.0, None))
        if held is None or time.monotonic() - at > TRUSTED:
            held = await self._looked_up(hashed)
            self._trusted[hashed] = (time.monotonic(), held)
            if len(self._trusted) > _REMEMBERED:
                self._trusted.popitem(last=False)
        expires = held.session.expires
        if expires is not None and expires <= self._now():
            raise denied("token_expired")
        return held

    async def still_valid(self, signed: Signed) -> bool:
        """Whether a session that was valid still is, with the same rights."""
        try:
            return (await self.of_token(signed.session.token_hash)).viewer == signed.viewer
        except Problem:
            return False

    async def _looked_up(self, hashed: str) -> Signed:
        found = await self._feed.read(lambda conn: sessions.with_person(conn, hashed))
        if found is None or found[0].kind == "refresh":
            raise denied("token_unknown")
        session, person = found
        if session.revoked is not None or not person.active:
            raise denied("token_revoked")
        if is_view(session):
            if person.role is not Role.ADMIN:
                raise denied("token_revoked")
            return Signed(viewed(session, person), session)
        if session.used_at is None:
            # From its first use on, the pair before it is worth nothing any more.
            await self._writer.write(lambda conn: sessions.use(conn, hashed, self._now()))
        return Signed(_actor(person, session.desk), session)


@dataclass(frozen=True, slots=True)
class _Pair:
    """An access and a refresh token with the rows that are kept of them."""

    access_token: str
    refresh_token: str
    access: Session
    refresh: Session

    @classmethod
    def new(cls, person: Person, family: str, desk: str, now: datetime) -> _Pair:
        access, refresh = new_token(), new_token()
        short = Session(
            token_hash(access), person.id, "access", family, desk, now, now + ACCESS, None, None
        )
        hashed, expires = token_hash(refresh), now + REFRESH
        long = replace(short, token_hash=hashed, kind="refresh", expires=expires)
        return cls(access, refresh, short, long)

    def plain(self, person: Person, city: City) -> dict[str, Any]:
        """The answer to whoever signed in or refreshed."""
        assert self.access.expires is not None
        assert self.refresh.expires is not None
        return {
            "access": self.access_token,
            "access_expires": stamp(self.access.expires),
            "refresh": self.refresh_token,
            "refresh_expires": stamp(self.refresh.expires),
            "person": encode(_actor(person, self.access.desk)),
            "scope": scope_of(_actor(person, "")),
            "city": city.id,
        }


def _token_of(request: Request) -> str:
    """The token that a request brings. Raises Problem 401 when it brings none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise denied("token_missing")
    return token.strip()


def _actor(person: Person, desk: str) -> Actor:
    return Actor(person.id, person.name, person.role, desk, person.opd)


def _rotated(conn: Conn, token: str, now: datetime) -> tuple[_Pair, Person] | str:
    """A new pair, or why there is none. Keeps what it finds: a stolen token ends its family."""
    found = sessions.with_person(conn, token_hash(token))
    if found is None or found[0].kind != "refresh":
        return "token_unknown"
    mine, person = found
    if mine.revoked is not None or not person.active:
        return "token_revoked"
    if mine.expires is not None and mine.expires <= now:
        return "token_expired"
    family = sessions.family(conn, mine.family)
    if any(one.issued > mine.issued and one.used_at is not None for one in family):
        sessions.revoke_family(conn, mine.family, now)
        note("refresh token used twice", 40, person=person.id)
        return "token_revoked"
    sessions.use(conn, mine.token_hash, now)
    # Which pair is newer is told by when it was issued, so no two are issued at one moment.
    issued = max(now, max(one.issued for one in family) + _APART)
    pair = _Pair.new(person, mine.family, mine.desk, issued)
    sessions.put(conn, pair.access, pair.refresh)
    return pair, person
