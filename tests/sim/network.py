"""The network of the simulator: requests and streams that are lost, late, doubled or cut off."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from console.replica_events import (
    Answered,
    CloseStream,
    Cursor,
    Effect,
    Event,
    FeedFailed,
    HeadSeen,
    OpenStream,
    Page,
    PageCame,
    Pull,
    Push,
    PushFailed,
    SignedIn,
    SnapshotFailed,
    TakeSnapshot,
    Trouble,
)
from tests.sim.model_console import Console
from tests.sim.model_server import Broken, Journal

if TYPE_CHECKING:
    from tests.sim.world import World

TIMEOUT = 20.0
HEARTBEAT = 15.0
LIMIT = 12
"""Entries a page, so that catching up takes several."""


@dataclass(slots=True)
class Way:
    """How one console is connected."""

    cut_until: float = 0.0
    denied: bool = False
    blocked: frozenset[str] = frozenset()
    stream: Stream | None = None
    lost: list[Callable[[], None]] = field(default_factory=list)


@dataclass(slots=True)
class Stream:
    """A stream the server is writing; `at` is what it has written, `free` when a line may land."""

    turn: int
    life: int
    at: int
    free: float
    journal: Journal
    silent: bool = False
    closed: bool = False


class Network:
    """Between the desks and the server."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        self._ways: dict[str, Way] = {}
        self._jobs: deque[Callable[[], None]] = deque()
        self._working = False
        self._server_life = 0
        self.histories: dict[str, Journal] = {}

    def way(self, console: Console) -> Way:
        """The console's connection."""
        return self._ways.setdefault(console.person.id, Way())

    # --- faults ---------------------------------------------------------------------------------

    def cut(self, console: Console, seconds: float) -> None:
        """Nothing gets through in either direction; streams wait, as TCP does."""
        self.way(console).cut_until = self._world.now + seconds

    def expire(self, console: Console) -> None:
        """The session is over; the officer signs in again some seconds later."""
        way = self.way(console)
        way.denied = True
        console.signed_in = False
        self._world.after(self._chance.uniform(2, 10), lambda: self._sign_in(console))

    def _sign_in(self, console: Console) -> None:
        self.way(console).denied = False
        console.signed_in = True
        console.post(SignedIn(console.person.id))

    def fall_silent(self, console: Console) -> None:
        """Something on the way forgets the stream and tells nobody."""
        stream = self.way(console).stream
        if stream is not None:
            stream.silent = True

    def block(self, console: Console, what: str) -> None:
        """Refuse every push, or every download, for good."""
        way = self.way(console)
        way.blocked = frozenset({what})
        if what == "feed" and way.stream is not None:
            self._break(console, way.stream)

    def server_gone(self) -> None:
        """Streams break, unanswered requests are lost, unfinished work is gone."""
        self._server_life += 1
        self._jobs.clear()
        self._working = False
        for console in self._world.consoles:
            stream = self.way(console).stream
            if stream is not None:
                self._break(console, stream)

    def make_peace(self) -> None:
        """Every fault is over, and whoever waits for a lost answer learns that it is lost."""
        for console in self._world.consoles:
            way = self.way(console)
            way.cut_until = 0.0
            if way.denied:
                self._sign_in(console)
            lost, way.lost = way.lost, []
            for tell in lost:
                tell()
            if way.stream is not None and way.stream.silent:
                self._break(console, way.stream)

    # --- requests -------------------------------------------------------------------------------

    def carry(self, console: Console, effect: Effect) -> None:
        """Take a request to the server, perhaps."""
        match effect:
            case OpenStream(turn, epoch, since):
                self._ask(console, "feed", effect, lambda: self._open(console, turn, epoch, since))
            case CloseStream(turn):
                stream = self.way(console).stream
                if stream is not None and stream.turn == turn:
                    stream.closed = True
                    self.way(console).stream = None
            case Pull(turn, epoch, since):
                self._world.seen["pull"] += 1
                self._ask(console, "feed", effect, lambda: self._page(console, turn, epoch, since))
            case Push(turn, _, ids):
                self._ask(console, "push", effect, lambda: self._push(console, turn, ids))
            case TakeSnapshot():
                self._ask(console, "feed", effect, lambda: self._snapshot(console, effect))

    def _ask(self, console: Console, what: str, effect: Effect, arrive: Callable[[], None]) -> None:
        way, life, chance = self.way(console), console.life, self._chance

        def fail(trouble: Trouble, key: str) -> None:
            if console.life == life:
                console.post(_failure(effect, trouble, key))

        if what in way.blocked:
            return self._later(lambda: fail(Trouble.OFFLINE, "blocked"))
        if way.denied:
            self._world.seen["denied"] += 1
            return self._later(lambda: fail(Trouble.DENIED, "token_expired"))
        if self._is_lost(way):
            self._world.seen["request lost"] += 1
            return self._lost(way, lambda: fail(Trouble.OFFLINE, "timeout"))
        if not self._world.server.up:
            return self._later(lambda: fail(Trouble.OFFLINE, "no_route"))
        doubled = self._world.trouble and chance.random() < 0.1
        times = 2 if doubled and not isinstance(effect, TakeSnapshot) else 1
        for _ in range(times):
            self._later(lambda: self._arrived(arrive, lambda: fail(Trouble.OFFLINE, "broken_off")))
        self._world.seen["request doubled"] += times - 1
        return None

    def _arrived(self, arrive: Callable[[], None], fail: Callable[[], None]) -> None:
        if self._world.server.up:
            arrive()
        else:
            self._later(fail)

    def _is_lost(self, way: Way) -> bool:
        if self._world.now < way.cut_until:
            return True
        return self._world.trouble and self._chance.random() < 0.06

    def _lost(self, way: Way, tell: Callable[[], None]) -> None:
        """The asker learns of it by waiting in vain."""
        told = [False]

        def once() -> None:
            if not told[0]:
                told[0] = True
                tell()

        way.lost.append(once)
        self._world.after(TIMEOUT, once)

    def _later(self, call: Callable[[], None]) -> None:
        slow = self._world.trouble and self._chance.random() < 0.05
        self._world.after(self._chance.uniform(0.5, 6) if slow else 0.01 + self._jitter(), call)

    def _jitter(self) -> float:
        return self._chance.uniform(0, 0.12)

    def _answer(self, console: Console, life: int, effect_failed: Event, *events: Event) -> None:
        """Bring an answer back, unless it is lost on the way."""
        way, sent = self.way(console), console.boot()
        stamp = self._world.clock().timestamp() * 1000
        server = self._world.server
        head = HeadSeen(server.journal.epoch, server.public)
        asked = sent - self._jitter()

        def land() -> None:
            if console.up and console.life == life:
                console.clock.heard(stamp, asked, console.boot())
                for event in (head, *events):
                    console.post(event)

        def tell() -> None:
            if console.life == life:
                console.post(effect_failed)

        if self._is_lost(way):
            self._world.seen["answer lost"] += 1
            self._lost(way, tell)
        else:
            self._later(land)

    # --- what the server does -------------------------------------------------------------------

    def _in_turn(self, job: Callable[[], None]) -> None:
        """One writer: the next begins when the one before is on the disk."""
        self._jobs.append(job)
        if not self._working:
            self._working = True
            self._next_job()

    def _next_job(self) -> None:
        if self._jobs:
            self._jobs.popleft()()
        else:
            self._working = False

    def _push(self, console: Console, turn: int, ids: tuple[str, ...]) -> None:
        life = console.life
        commands = [console.rows[id].command for id in ids]
        failed = PushFailed(turn, Trouble.OFFLINE, "timeout")

        def decide() -> None:
            decided = tuple(self._world.server.carry_out(commands, self._world.clock()))
            server_life = self._server_life
            self._world.after(self._chance.uniform(0.001, 0.03), lambda: done(server_life, decided))

        def done(server_life: int, decided: tuple[object, ...]) -> None:
            if server_life != self._server_life:
                return
            server = self._world.server
            server.commit()
            self.histories[server.journal.epoch] = server.journal
            event = Answered(turn, server.journal.epoch, decided)  # type: ignore[arg-type]
            self._answer(console, life, failed, event)
            self._next_job()
            self._tell_streams()

        # The answer may die with the server; then the asker waits in vain.
        self._lost_with_server(console, life, failed)
        self._in_turn(decide)

    def _lost_with_server(self, console: Console, life: int, failed: Event) -> None:
        server_life = self._server_life

        def tell() -> None:
            if console.life == life and server_life != self._server_life:
                console.post(failed)

        self._lost(self.way(console), tell)

    def _gone(self, console: Console, epoch: str, since: int) -> bool:
        server = self._world.server
        return epoch != server.journal.epoch or since > server.public

    def _refuse(self, console: Console, turn: int) -> None:
        head = self._world.server.public
        gone = FeedFailed(turn, Trouble.GONE, "take_snapshot", 0.0, head)
        self._answer(console, console.life, FeedFailed(turn, Trouble.OFFLINE, "timeout"), gone)

    def _made(self, console: Console, since: int) -> Page:
        server = self._world.server
        self.histories[server.journal.epoch] = server.journal
        pieces = tuple(server.pieces(console.person.id, since, LIMIT))
        to, chain = since + len(pieces), server.journal.chain_at(since + len(pieces))
        page = Page(server.journal.epoch, since, to, server.public, chain, {"pieces": pieces})
        return self._spoilt(page) if self._world.trouble else page

    def _spoilt(self, page: Page) -> Page:
        """Now and then a page with a hole, a wrong chain, or a wrong beginning."""
        pieces = page.content["pieces"]
        if not pieces or self._chance.random() > 0.03:
            return page
        self._world.seen["page spoilt"] += 1
        kind = self._chance.randrange(3)
        if kind == 0 and len(pieces) > 1:
            return replace(page, content={"pieces": pieces[:1] + pieces[2:]})
        if kind == 1:
            return replace(page, chain="00" * 32)
        return replace(page, first=page.first + 1)

    def _page(self, console: Console, turn: int, epoch: str, since: int) -> None:
        if self._gone(console, epoch, since):
            return self._refuse(console, turn)
        came = PageCame(turn, self._made(console, since))
        failed = FeedFailed(turn, Trouble.OFFLINE, "timeout")
        return self._answer(console, console.life, failed, came)

    def _snapshot(self, console: Console, floor: TakeSnapshot) -> None:
        server, life = self._world.server, console.life
        seq = server.public
        if self._world.trouble and self._chance.random() < 0.2:
            seq = max(0, seq - self._chance.randrange(10))  # a file made for somebody a while ago
        self.histories[server.journal.epoch] = server.journal
        cursor = Cursor(server.journal.epoch, seq, server.journal.chain_at(seq))
        docs = server.sight(console.person.id, seq)
        failed = SnapshotFailed(Trouble.OFFLINE, "timeout")
        if self._is_lost(self.way(console)):
            return self._lost(self.way(console), lambda: _if(console, life, failed))
        head = HeadSeen(server.journal.epoch, server.public)

        def land() -> None:
            if console.up and console.life == life:
                console.post(head)
                console.soon(lambda: console.load(cursor, docs, floor))

        self._later(land)
        return None

    # --- streams --------------------------------------------------------------------------------

    def _open(self, console: Console, turn: int, epoch: str, since: int) -> None:
        if self._gone(console, epoch, since):
            return self._refuse(console, turn)
        way, life = self.way(console), console.life
        if way.stream is not None and way.stream.turn >= turn and way.stream.life == life:
            return None  # the second copy of a request
        if self._world.trouble and self._chance.random() < 0.15:
            self._world.seen["stream unfit"] += 1  # the network keeps it back for ever
            return self._lost(way, lambda: None)
        server = self._world.server
        stream = Stream(turn, life, since, self._world.now, server.journal)
        way.stream = stream
        self._line(console, stream, self._empty(console, stream), greeting=True)
        self._feed(console, stream)
        self._beat(console, stream)
        return None

    def _tell_streams(self) -> None:
        for console in self._world.consoles:
            stream = self.way(console).stream
            if stream is not None:
                self._feed(console, stream)

    def _feed(self, console: Console, stream: Stream) -> None:
        server = self._world.server
        while stream.at < server.public and not self._over(stream):
            page = self._made(console, stream.at)
            stream.at += len(server.pieces(console.person.id, stream.at, LIMIT))
            self._line(console, stream, page)

    def _beat(self, console: Console, stream: Stream) -> None:
        def again() -> None:
            if not self._over(stream):
                self._line(console, stream, self._empty(console, stream))
                self._beat(console, stream)

        self._world.after(HEARTBEAT, again)

    def _over(self, stream: Stream) -> bool:
        return stream.closed or stream.journal is not self._world.server.journal

    def _empty(self, console: Console, stream: Stream) -> Page:
        server, at = self._world.server, stream.at
        chain = server.journal.chain_at(at)
        return Page(server.journal.epoch, at, at, server.public, chain, {"pieces": ()})

    def _line(
        self, console: Console, stream: Stream, page: Page, *, greeting: bool = False
    ) -> None:
        """Lines of one stream arrive in order, after any cut, or not at all."""
        way = self.way(console)
        if stream.silent:
            return
        stream.free = max(stream.free, self._world.now, way.cut_until) + 0.005 + self._jitter()
        server = self._world.server
        head = HeadSeen(server.journal.epoch, server.public)

        def land() -> None:
            if console.up and console.life == stream.life and not stream.closed:
                if greeting:
                    console.post(head)
                console.post(PageCame(stream.turn, page))

        self._world.after(stream.free - self._world.now, land)

    def _break(self, console: Console, stream: Stream) -> None:
        stream.closed = True
        way = self.way(console)
        if way.stream is stream:
            way.stream = None
        broken = FeedFailed(stream.turn, Trouble.OFFLINE, "broken_off")
        self._later(lambda: _if(console, stream.life, broken))


def _if(console: Console, life: int, event: Event) -> None:
    if console.up and console.life == life:
        console.post(event)


def _failure(effect: Effect, trouble: Trouble, key: str) -> Event:
    match effect:
        case OpenStream(turn) | Pull(turn):
            return FeedFailed(turn, trouble, key)
        case Push(turn):
            return PushFailed(turn, trouble, key)
        case TakeSnapshot():
            return SnapshotFailed(trouble, key)
        case _:
            raise Broken(f"{effect} asks nothing of the network")
