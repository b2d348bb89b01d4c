"""The feed as the server sends it: pages by its real code, streams, and audit points."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from console.replica_events import FeedFailed, HeadSeen, Page, PageCame, Trouble
from server.pages import comes_into_sight, page_of
from server.scopes import scope_of
from tests.sim.journal import Journal, Step
from tests.sim.model_console import Console

if TYPE_CHECKING:
    from tests.sim.world import World

HEARTBEAT = 15.0
AUDIT_EVERY = 8.0
LIMIT = 12
"""Entries a page, so that catching up takes several."""

_PRIVATE = frozenset({"refused", "repeated"})


@dataclass(slots=True)
class Stream:
    """A stream the server is writing; `at` is what it has written, `free` when a line may land."""

    turn: int
    life: int
    viewer: str
    scope: str
    at: int
    free: float
    journal: Journal
    silent: bool = False
    closed: bool = False


class Feed:
    """Pages and streams for whoever is signed in at a desk."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        self._pieces: dict[tuple[int, str, str], Any] = {}
        self._bodies: dict[int, Any] = {}
        self._audited: dict[str, float] = {}

    def scope(self, person: str) -> str:
        """What the server lets this person see at this moment."""
        return scope_of(self._world.server.people[person])

    # --- answers --------------------------------------------------------------------------------

    def page(
        self, console: Console, life: int, who: str, turn: int, epoch: str, since: int
    ) -> None:
        """One page, or why not."""
        network = self._world.network
        failed = FeedFailed(turn, Trouble.OFFLINE, "timeout")
        no = self._refusal(turn, epoch, since)
        answer = no or PageCame(turn, self._made(self.scope(who), who, since))
        network.answer(console, life, failed, answer)

    def open(
        self, console: Console, life: int, who: str, turn: int, epoch: str, since: int
    ) -> None:
        """Begin a stream, or say why not."""
        world, way = self._world, self._world.network.way(console)
        no = self._refusal(turn, epoch, since)
        if no is not None:
            failed = FeedFailed(turn, Trouble.OFFLINE, "timeout")
            return world.network.answer(console, life, failed, no)
        if life != console.life:
            return None  # nobody is left to read it
        if way.stream is not None and way.stream.turn >= turn and way.stream.life == life:
            return None  # the second copy of a request
        if world.trouble and self._chance.random() < 0.15:
            world.seen["stream unfit"] += 1  # the network keeps it back for ever
            silent = FeedFailed(turn, Trouble.OFFLINE, "silent")
            return world.network.lost(way, lambda: _if(console, life, silent))
        stream = Stream(turn, life, who, self.scope(who), since, world.now, world.server.journal)
        if way.stream is not None:
            way.stream.closed = True  # nobody reads it any more
        way.stream = stream
        self._line(console, stream, self._empty(stream), greeting=True)
        self._feed(console, stream)
        self._beat(console, stream)
        return None

    def _refusal(self, turn: int, epoch: str, since: int) -> FeedFailed | None:
        server = self._world.server
        if epoch == server.journal.epoch and since <= server.public:
            return None
        head = server.public if epoch == server.journal.epoch else -1
        return FeedFailed(turn, Trouble.GONE, "take_snapshot", 0.0, head)

    def close(self, console: Console, turn: int) -> None:
        """The desk drops its stream."""
        way = self._world.network.way(console)
        if way.stream is not None and way.stream.turn == turn:
            way.stream.closed = True
            way.stream = None

    def break_off(self, console: Console) -> None:
        """The stream ends and the desk is told."""
        stream = self._world.network.way(console).stream
        if stream is None:
            return
        self.close(console, stream.turn)
        broken = FeedFailed(stream.turn, Trouble.OFFLINE, "broken_off")
        self._world.network.later(lambda: _if(console, stream.life, broken))

    def fall_silent(self, console: Console) -> None:
        """Something on the way forgets the stream and tells nobody."""
        stream = self._world.network.way(console).stream
        if stream is not None:
            stream.silent = True

    def make_peace(self, console: Console) -> None:
        """What was silent is noticed."""
        stream = self._world.network.way(console).stream
        if stream is not None and stream.silent:
            self.break_off(console)

    # --- pages ----------------------------------------------------------------------------------

    def _made(self, scope: str, viewer: str, since: int) -> Page:
        server = self._world.server
        journal = server.journal
        to = min(server.public, since + LIMIT)
        changes = [self._piece(step, scope, viewer) for step in journal.steps[since:to]]
        page = self._page(scope, viewer, since, to, changes)
        return self._spoilt(page) if self._world.trouble else page

    def _page(self, scope: str, viewer: str, since: int, to: int, changes: list[Any]) -> Page:
        server = self._world.server
        epoch, chain, head = server.journal.epoch, server.journal.chains[to], server.public
        content = {"epoch": epoch, "from": since, "to": to, "head": head, "chain": chain,
                   "changes": changes}  # fmt: skip
        if to == head and self._world.now - self._audited.get(viewer, 0.0) > AUDIT_EVERY:
            self._audited[viewer] = self._world.now
            docs = server.sight(scope, to)
            digest = self._world.shared.digest(iter(docs.values()))
            content["audit"] = {"seq": to, "cases": len(docs), "digest": digest}
        return Page(epoch, since, to, head, chain, content)

    def _piece(self, step: Step, scope: str, viewer: str) -> Any:
        """One entry as the wire has it; made once for all who see it alike."""
        entry = step.entry
        key = (id(entry), scope, viewer if entry.kind in _PRIVATE else "")
        if key not in self._pieces:
            shown = {}
            if comes_into_sight(entry, scope):
                shown[entry.seq] = [self._world.shared.doc(step.after[entry.case]).decode()]
            page = page_of([entry], scope, viewer, entry.seq - 1, shown, lambda entry: "")
            (piece,) = json.loads(b"{" + page.tail)["changes"]
            if "body" in piece:
                piece["body"] = self._bodies.setdefault(id(entry), piece["body"])
            self._pieces[key] = piece
        return self._pieces[key]

    def _spoilt(self, page: Page) -> Page:
        """Now and then a page with a hole, a wrong chain, or a wrong beginning."""
        changes = page.content["changes"]
        if not changes or self._chance.random() > 0.03:
            return page
        self._world.seen["page spoilt"] += 1
        kind = self._chance.randrange(3)
        if kind == 0 and len(changes) > 1:
            return replace(page, content={**page.content, "changes": changes[:1] + changes[2:]})
        if kind == 1:
            return replace(page, content={**page.content, "chain": "00" * 32})
        return replace(page, first=page.first + 1)

    # --- streams --------------------------------------------------------------------------------

    def tell_streams(self) -> None:
        """Something was committed."""
        for console in self._world.consoles:
            stream = self._world.network.way(console).stream
            if stream is not None:
                self._feed(console, stream)

    def _feed(self, console: Console, stream: Stream) -> None:
        server = self._world.server
        while stream.at < server.public and not self._over(stream):
            page = self._made(stream.scope, stream.viewer, stream.at)
            stream.at = min(server.public, stream.at + LIMIT)
            self._line(console, stream, page)

    def _beat(self, console: Console, stream: Stream) -> None:
        def again() -> None:
            if self._over(stream):
                return
            if stream.viewer in self._world.network.way(console).denied:
                self.break_off(console)
                return
            self._line(console, stream, self._empty(stream))
            self._beat(console, stream)

        self._world.after(HEARTBEAT, again)

    def _over(self, stream: Stream) -> bool:
        return stream.closed or stream.journal is not self._world.server.journal

    def _empty(self, stream: Stream) -> Page:
        return self._page(stream.scope, stream.viewer, stream.at, stream.at, [])

    def _line(
        self, console: Console, stream: Stream, page: Page, *, greeting: bool = False
    ) -> None:
        """Lines of one stream arrive in order, after any cut, or not at all."""
        world = self._world
        way = world.network.way(console)
        if stream.silent or world.now < way.deaf_until:
            stream.silent = True
            return
        stream.free = max(stream.free, world.now, way.cut_until) + 0.005 + world.network.jitter()
        head = HeadSeen(world.server.journal.epoch, world.server.public)

        def land() -> None:
            if console.up and console.life == stream.life and not stream.closed:
                if greeting:
                    console.post(head)
                console.page_came(PageCame(stream.turn, page))

        world.after(stream.free - world.now, land)


def _if(console: Console, life: int, event: FeedFailed) -> None:
    if console.up and console.life == life:
        console.post(event)
