"""A server, a channel and real desks, some of them behind something that is ours."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import sessions
from db.sessions import Session
from db.store import Kind, Store
from server.people import token_hash
from tests.faults.network_desk import Desk
from tests.faults.network_truth import differs
from tests.journeys.processes import Channel, Site, until
from tests.server.room import PASSWORD, add_people


class Town:
    """One server process and the desks of a test; `close` ends all of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.site = Site(folder / "server")
        add_people(self.site.database)
        self.channel = Channel(self.site, "laksa", token(self.site.database, "laksa"))
        self.site.start()
        self.desks: dict[str, Desk] = {}

    def seat(self, login: str, url: str = "") -> Desk:
        """A desk at which this officer is signed in, at the server or at what stands before it."""
        desk = self.open(login)
        assert desk.ask("enter", server=url or self.site.url, login=login, password=PASSWORD)
        until(lambda: live(desk), f"{login} is connected")
        return desk

    def open(self, login: str) -> Desk:
        """The desk process on this officer's folder; nobody is signed in yet."""
        desk = self.desks[login] = Desk(self._folder / login)
        return desk

    def head(self) -> int:
        """The last seq of the journal."""
        return self.site.entries()[-1].seq

    def settled(self, *desks: Desk, patience: float = 30.0) -> None:
        """Until these desks have everything, owe nothing, and hold what the server holds."""
        head = self.head()
        for desk in desks:
            until(lambda desk=desk: _settled(desk, head), "the desk has caught up", patience)  # type: ignore[misc]
            wrong = differs(self.site, desk.ask("cache"))
            assert not wrong, wrong

    def close(self) -> None:
        """End everything."""
        for desk in self.desks.values():
            desk.end()
        self.site.stop()


def live(desk: Desk) -> bool:
    """Whether the desk says that it is connected."""
    return bool(desk.ask("status")["link"] == "live")


def _settled(desk: Desk, head: int) -> bool:
    return bool(desk.ask("cache")["seq"] >= head and desk.ask("status")["waiting"] == 0)


def token(database: str, login: str) -> str:
    """A token that was issued and used before."""
    return tokens(database, login, 1)[0]


def tokens(database: str, login: str, count: int) -> list[str]:
    """Tokens of sessions of their own, without the cost of signing in."""
    made, now = [secrets.token_urlsafe(32) for _ in range(count)], datetime.now(UTC)
    kind = "channel" if login == "laksa" else "access"
    expires = None if kind == "channel" else now + timedelta(days=1)
    rows = [
        Session(token_hash(one), login, kind, one[:16], "meja 1", now, expires, now)
        for one in made
    ]  # fmt: skip
    store = Store.open(database, Kind.SERVER)
    with store.write() as conn:
        sessions.put(conn, *rows)
    store.close()
    return made


def pairs(database: str, logins: Sequence[str], count: int) -> list[str]:
    """Refresh tokens of sessions whose access tokens have run out, of these people in turn."""
    made, now = [secrets.token_urlsafe(32) for _ in range(count)], datetime.now(UTC)
    then = now - timedelta(hours=1)
    rows = []
    for n, refresh in enumerate(made):
        long = Session(
            token_hash(refresh), logins[n % len(logins)], "refresh", refresh[:16], f"meja {n}",
            then, now + timedelta(days=30),
        )  # fmt: skip
        spent = token_hash(secrets.token_urlsafe(32))
        expired = replace(long, token_hash=spent, kind="access", expires=then, used_at=then)
        rows += [long, expired]
    store = Store.open(database, Kind.SERVER)
    with store.write() as conn:
        sessions.put(conn, *rows)
    store.close()
    return made
