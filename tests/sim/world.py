"""One seeded world: four desks, a server, a network and disks that fail, and what must hold."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush

from console import replica
from console.replica_events import Effect
from tests.sim import seat
from tests.sim.checks import check_step
from tests.sim.faults import Faults
from tests.sim.final_checks import check_end, check_independence
from tests.sim.model_console import Console
from tests.sim.model_server import Server
from tests.sim.mutants import Mutant, made
from tests.sim.network import Network
from tests.sim.officer import Names, in_the_place_of, next_command, once_more
from tests.sim.shared import Shared
from tests.sim.small_city import DESKS, PEOPLE
from tests.sim.snapshots import Snapshots
from tests.sim.streams import Feed
from tests.sim.writing import Writing

START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
TROUBLE = 60.0
"""Seconds of faults; then everything works and must come together."""

QUIET = 30.0
SETTLED = 5.0
"""Seconds after the trouble from which on the server makes no changes of its own."""

BLOCKED = 25.0
BLOCKADES = 4
"""Every fourth world ends with two one-way blockades: they take a fifth of its time."""


class World:
    """Everything happens in here, in the order of its clock, and the same for the same seed."""

    def __init__(self, seed: int, mutant: Mutant | None = None) -> None:
        self.mutant = mutant
        self._seed = seed
        self.chance = random.Random(seed)
        self.now = self.skipped = 0.0
        self.seen: Counter[str] = Counter()
        self.trouble = True
        self.shared = Shared()
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self.events = 0
        self._names = Names()
        self.server = Server(self.chance, self.seen, self.shared, mutant)
        self.network = Network(self, self.chance)
        self.feed = Feed(self, self.chance)
        self.snapshots = Snapshots(self, self.chance)
        self.writing = Writing(self, self.chance)
        self.consoles = [
            Console(self, desk, PEOPLE[who], self.feed.scope(who), self.chance)
            for desk, who in DESKS.items()
        ]
        self.faults = Faults(self, self.chance)

    # --- time -----------------------------------------------------------------------------------

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Have something called later."""
        self.events += 1
        heappush(self._heap, (self.now + seconds, self.events, call))

    def until(self, end: float) -> None:
        """Let time pass."""
        while self._heap and self._heap[0][0] <= end:
            self.now, _, call = heappop(self._heap)
            call()
        self.now = end

    def clock(self) -> datetime:
        """The server's clock, which is right by definition."""
        return START + timedelta(seconds=self.now + self.skipped)

    # --- the run --------------------------------------------------------------------------------

    def run(self) -> Counter[str]:
        """Sixty seconds of trouble, thirty to settle, in some also blockades. Raises Broken."""
        with self.shared.in_use(), made(self.mutant):
            self._run()
        self.seen["events"] = self.events
        return self.seen

    def _run(self) -> None:
        for console in self.consoles:
            console.start()
            self.plan(4.0, partial(self.act, console), once_more=self._in_trouble)
        self.plan(3.0, self._deliver, once_more=lambda: True)
        self.faults.begin()
        self.until(TROUBLE)
        self.trouble = False
        self.faults.end()
        self.until(self.now + QUIET)
        check_end(self)
        if self._seed % BLOCKADES == 0:
            self._blockades()

    def _in_trouble(self) -> bool:
        return self.trouble

    def plan(self, mean: float, call: Callable[[], None], once_more: Callable[[], bool]) -> None:
        """Again and again at random moments, as long as `once_more` says so."""

        def again() -> None:
            if once_more():
                call()
                self.plan(mean, call, once_more)

        self.after(self.chance.expovariate(1 / mean) if self.trouble else mean, again)

    def _deliver(self) -> None:
        """The server's sender, and what the room hears of it."""
        if not self.server.up:
            return
        chance = self.chance if self.trouble else None
        for ended in self.server.deliveries.send(self.clock(), chance):
            self.writing.soon(lambda ended=ended: ended(self.clock()))  # type: ignore[misc]
        recent = self.now < TROUBLE + SETTLED
        if recent and self.server.deliveries.untold and self.chance.random() < 0.5:
            self.writing.tell()

    def act(self, console: Console) -> None:
        """The officer at this desk does something, and clears up what failed."""
        if not console.up or console.away:
            return
        now = console.clock.now() if console.clock.verified else self.clock()
        command = next_command(console, now, self.chance, self._names)
        if command is not None:
            seat.submit(console, command)
        for entry in console.state.needs_action:
            if entry.author == console.person.id and self.chance.random() < 0.15:
                self._clear_up(console, entry.id, now)
        for entry in console.state.waiting:
            if seat.is_stranded(console, entry) and self.chance.random() < 0.8:
                self._give_again(console, entry.id, now)
                break

    def _give_again(self, console: Console, id: str, now: datetime) -> None:
        """What somebody who has no session any more left here, unless the rules say no."""
        fresh = in_the_place_of(console, id, now, self._names)
        if fresh is None:
            return
        if self.chance.random() < 0.3:
            self.seen["reinstated"] += 1
            seat.withhold(console, id)
            console.later(0.05, lambda: seat.reinstate(console, id))
            return
        seat.give_again(console, id, fresh)

    def _clear_up(self, console: Console, id: str, now: datetime) -> None:
        row = console.outbox.rows[id]
        if row.state == "parked" and self.chance.random() < 0.5:
            self.seen["asked again"] += 1
            seat.ask_again(console, id)
            return
        if row.reason in ("stale_confirm", "assignment_changed"):
            fresh = once_more(console, id, now, self._names)
            if fresh is not None:
                self.seen["sent as a new command"] += 1
                seat.submit(console, fresh)
        seat.dismiss(console, id)
        self.seen["dismissed"] += 1

    def _blockades(self) -> None:
        """With one direction blocked the other must come through."""
        pushes, pulls, third = self.chance.sample(self.consoles, 3)
        self.network.way(pushes).blocked = frozenset({"push"})
        self.network.way(pulls).blocked = frozenset({"feed"})
        self.feed.break_off(pulls)
        begun = {console.desk: len(console.watched.shown) for console in self.consoles}
        for console in (pushes, pulls, third):
            for _ in range(4):
                self.act(console)
                self.until(self.now + 0.2)
        self.until(self.now + BLOCKED)
        check_independence(self, pushes, pulls, begun)

    # --- what consoles ask of the world ---------------------------------------------------------

    def ask(self, console: Console, effect: Effect) -> None:
        """Carry out an effect that needs the network."""
        self.network.carry(console, effect)

    def bring_photos(self, console: Console) -> None:
        """There is a photo that the server has not."""
        self.writing.upload(console)

    def changed(self, console: Console, before: replica.State, due: float | None) -> None:
        """Look at the console after a step."""
        check_step(console, before, due, self.clock(), self.server.histories)
