"""The network of the simulator: requests that are lost, late, doubled or cut off."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

from console.replica_events import (
    CloseStream,
    Effect,
    Event,
    FeedFailed,
    HeadSeen,
    OpenStream,
    PageCame,
    Pull,
    Push,
    PushFailed,
    SignedIn,
    SnapshotFailed,
    TakeSnapshot,
    Trouble,
)
from console.replica_outbox import SERVER_ERROR
from tests.sim import seat
from tests.sim.broken import Broken
from tests.sim.model_console import Console

if TYPE_CHECKING:
    from tests.sim.streams import Stream
    from tests.sim.world import World

TIMEOUT = 20.0


@dataclass(slots=True)
class Way:
    """How one desk is connected. `denied` are people whose tokens are worth nothing.

    Until `deaf_until` what it sends arrives, and no answer does.
    """

    cut_until: float = 0.0
    deaf_until: float = 0.0
    denied: set[str] = field(default_factory=set)
    blocked: frozenset[str] = frozenset()
    stream: Stream | None = None
    lost: list[Callable[[], None]] = field(default_factory=list)


class Network:
    """Between the desks and the server."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        self._ways: dict[str, Way] = {}

    def way(self, console: Console) -> Way:
        """The console's connection."""
        return self._ways.setdefault(console.desk, Way())

    # --- faults ---------------------------------------------------------------------------------

    def cut(self, console: Console, seconds: float) -> None:
        """Nothing gets through in either direction; streams wait, as TCP does."""
        self.way(console).cut_until = self._world.now + seconds

    def deafen(self, console: Console, seconds: float) -> None:
        """Requests arrive and answers do not."""
        self.way(console).deaf_until = self._world.now + seconds

    def expire(self, console: Console, person: str) -> None:
        """A session is over; its officer signs in again some seconds later."""
        way = self.way(console)
        way.denied.add(person)
        self._world.after(self._chance.uniform(2, 10), lambda: self.sign_in(console, person))

    def sign_in(self, console: Console, person: str) -> None:
        """New tokens for this person, as soon as there is anybody to ask for them."""
        way = self.way(console)
        if person in console.sessions and (console.away or not console.up):
            self._world.after(2.0, lambda: self.sign_in(console, person))
            return
        way.denied.discard(person)
        if person == console.person.id and person in console.sessions:
            seat.enter(console, console.person, self._world.feed.scope(person))
        elif person in console.sessions:
            console.post(SignedIn(person, reads=False))

    def make_peace(self) -> None:
        """Every fault is over, and whoever waits for a lost answer learns that it is lost."""
        for console in self._world.consoles:
            way = self.way(console)
            way.cut_until = way.deaf_until = 0.0
            for person in sorted(way.denied):
                self.sign_in(console, person)
            lost, way.lost = way.lost, []
            for tell in lost:
                tell()

    # --- requests -------------------------------------------------------------------------------

    def carry(self, console: Console, effect: Effect) -> None:
        """Take a request to the server, perhaps."""
        feed, world, who, life = self._world.feed, self._world, console.person.id, console.life
        match effect:
            case OpenStream(turn, epoch, since):
                self._ask(console, "feed", who, effect,
                          lambda: feed.open(console, life, who, turn, epoch, since))  # fmt: skip
            case CloseStream(turn):
                feed.close(console, turn)
            case Pull(turn, epoch, since):
                world.seen["pull"] += 1
                self._ask(console, "feed", who, effect,
                          lambda: feed.page(console, life, who, turn, epoch, since))  # fmt: skip
            case Push(turn, author, ids):
                if again := console.watched.withheld & set(ids):
                    raise Broken(f"2: {console.desk} sends {again}, given again by another")
                self._ask(console, "push", author, effect,
                          lambda: world.writing.push(console, life, author, turn, ids))  # fmt: skip
            case TakeSnapshot():
                ask = console.ask_snapshot()
                begin = world.snapshots.begin
                self._ask(console, "feed", who, effect,
                          lambda: begin(console, life, ask, who, effect))  # fmt: skip

    def _ask(
        self, console: Console, what: str, who: str, effect: Effect, arrive: Callable[[], None]
    ) -> None:
        way, life, chance = self.way(console), console.life, self._chance

        ask = console.asked

        def fail(trouble: Trouble, key: str) -> None:
            late = isinstance(effect, TakeSnapshot) and ask != console.asked
            if console.life == life and not late:
                console.post(_failure(effect, trouble, key))

        if what in way.blocked:
            return self.later(lambda: fail(Trouble.OFFLINE, "blocked"))
        if who in way.denied or who not in console.sessions:
            self._world.seen["denied"] += 1
            return self.later(lambda: fail(Trouble.DENIED, "token_expired"))
        if self.is_lost(way):
            self._world.seen["request lost"] += 1
            return self.lost(way, lambda: fail(Trouble.OFFLINE, "timeout"))
        if not self._world.server.up:
            return self.later(lambda: fail(Trouble.OFFLINE, "no_route"))
        if isinstance(effect, Push) and self._fails_at(effect.ids):
            self._world.seen["server error"] += 1
            return self.later(lambda: fail(Trouble.OFFLINE, SERVER_ERROR))
        doubled = self._world.trouble and chance.random() < 0.1
        times = 2 if doubled and not isinstance(effect, TakeSnapshot) else 1
        for _ in range(times):
            self.later(lambda: self._arrived(way, who, arrive, fail))
        self._world.seen["request doubled"] += times - 1
        return None

    def _fails_at(self, ids: Iterable[str]) -> bool:
        """Some commands meet a fault of the server's own, until it is mended with the rest."""
        return self._world.trouble and any(crc32(id.encode()) % 40 == 0 for id in ids)

    def _arrived(
        self, way: Way, who: str, arrive: Callable[[], None], fail: Callable[[Trouble, str], None]
    ) -> None:
        """Whose tokens are good is judged by the server, when the request is there."""
        if not self._world.server.up:
            self.later(lambda: fail(Trouble.OFFLINE, "broken_off"))
        elif who in way.denied:
            self.later(lambda: fail(Trouble.DENIED, "token_revoked"))
        else:
            arrive()

    def is_lost(self, way: Way) -> bool:
        """Whether the next message does not get through."""
        if self._world.now < way.cut_until:
            return True
        return self._world.trouble and self._chance.random() < 0.06

    def lost(self, way: Way, tell: Callable[[], None]) -> None:
        """The asker learns of it by waiting in vain."""
        told = [False]

        def once() -> None:
            if not told[0]:
                told[0] = True
                tell()

        way.lost.append(once)
        self._world.after(TIMEOUT, once)

    def later(self, call: Callable[[], None]) -> None:
        """After the time a message takes; some take long, and come after younger ones."""
        slow = self._world.trouble and self._chance.random() < 0.05
        self._world.after(self._chance.uniform(0.5, 6) if slow else 0.01 + self.jitter(), call)

    def jitter(self) -> float:
        """Seconds that a message takes more or less."""
        return self._chance.uniform(0, 0.12)

    def answer(self, console: Console, life: int, failed: Event, *events: Event) -> None:
        """Bring an answer back, unless it is lost on the way."""
        way, sent, world = self.way(console), console.boot(), self._world
        stamp = world.clock().timestamp() * 1000
        head = HeadSeen(world.server.journal.epoch, world.server.public)
        asked = sent - self.jitter()

        def land() -> None:
            if console.up and console.life == life:
                console.clock.heard(stamp, asked, console.boot())
                for event in (head, *events):
                    if isinstance(event, PageCame):
                        console.page_came(event)
                    else:
                        console.post(event)

        def tell() -> None:
            if console.life == life:
                console.post(failed)

        if world.now < way.deaf_until or self.is_lost(way):
            world.seen["answer lost"] += 1
            self.lost(way, tell)
        else:
            self.later(land)


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
