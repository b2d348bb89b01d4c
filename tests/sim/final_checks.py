"""What must hold half a minute after the last fault: everybody agrees, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.sim.broken import Broken
from tests.sim.journal import Journal
from tests.sim.model_console import Console
from tests.sim.model_server import Server

if TYPE_CHECKING:
    from tests.sim.world import World


def check_journal_kept(server: Server, public: int | None) -> None:
    """12, 13: what was shown or answered before a crash is there after it."""
    if public is not None and server.journal.head < public:
        raise Broken(f"13: the server lost {public - server.journal.head} committed changes")


def check_end(world: World) -> None:
    """1, 2, 6, 15, 17: see the module."""
    server, journal = world.server, world.server.journal
    for console in world.consoles:
        who, cursor = console.desk, console.state.feed.cursor
        if (cursor.epoch, cursor.seq) != (journal.epoch, server.public):
            raise Broken(f"6: {who} is at {cursor.seq} of {server.public}: {console.state.feed}")
        scope = world.feed.scope(console.person.id)
        if console.cache.docs != server.sight(scope, server.public):
            raise Broken(f"6: {who} agrees on the seq and differs in a case")
        left = [e.id for e in console.state.waiting]
        if left:
            raise Broken(f"6: {who} still has {left} to send: {console.state.outbox}")
        _check_rows(console, journal)
    server.deliveries.check_ended(world.clock())


def _check_rows(console: Console, journal: Journal) -> None:
    for id in console.watched.shown:
        row = console.outbox.rows[id]
        if row.state in ("parked", "dismissed", "withdrawn") or row.outcome == "rejected":
            continue
        kept = journal.decisions.get(id)
        if kept is None:
            raise Broken(
                f"15: {id} was {row.outcome or row.state}; this history has not heard of it"
            )
        if kept.outcome.value != row.outcome:
            raise Broken(f"3: {id} is {row.outcome} here and {kept.outcome} there")


def check_independence(
    world: World, pushes: Console, pulls: Console, begun: Mapping[str, int]
) -> None:
    """16: a blocked outbox does not stop downloads, nor a blocked download the outbox."""
    if pushes.state.feed.cursor.seq != world.server.public:
        raise Broken(f"16: {pushes.desk} cannot push and does not download either")
    if len(pushes.watched.shown) > begun[pushes.desk]:
        world.seen["downloads with a blocked outbox"] += bool(pushes.state.waiting)
    if pulls.state.waiting:
        raise Broken(f"16: {pulls.desk} cannot download and does not push either")
    world.seen["uploads with a blocked feed"] += len(pulls.watched.shown) > begun[pulls.desk]
