"""One seeded world: three desks, a server, a network and disks that fail, and what must hold."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush

from console.replica_events import Effect
from tests.sim.checks import (
    check_answers,
    check_cache,
    check_clock,
    check_end,
    check_independence,
    check_journal_kept,
    check_rest,
    check_screen,
)
from tests.sim.model_console import Console
from tests.sim.model_server import Server
from tests.sim.network import Network
from tests.sim.officer import Names, next_command
from tests.sim.small_city import OFFICERS

START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
TROUBLE = 60.0
"""Seconds of faults; then everything works and must come together."""

QUIET = 30.0
BLOCKED = 25.0


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mistake made on purpose, to show that it is found."""

    no_dedupe: bool = False
    cursor_first: bool = False


class World:
    """Everything happens in here, in the order of its clock, and the same for the same seed."""

    def __init__(self, seed: int, mutant: Mutant | None = None) -> None:
        self.mutant = mutant or Mutant()
        self.chance = random.Random(seed)
        self.now = 0.0
        self.seen: Counter[str] = Counter()
        self.trouble = True
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0
        self._names = Names()
        self._backup = b""
        self.server = Server(self.chance, self.seen, dedupe=not self.mutant.no_dedupe)
        self.network = Network(self, self.chance)
        self.consoles = [
            Console(self, person, self.chance, cursor_first=self.mutant.cursor_first)
            for person in OFFICERS
        ]

    # --- time -----------------------------------------------------------------------------------

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Have something called later."""
        self._number += 1
        heappush(self._heap, (self.now + seconds, self._number, call))

    def until(self, end: float) -> None:
        """Let time pass."""
        while self._heap and self._heap[0][0] <= end:
            self.now, _, call = heappop(self._heap)
            call()
        self.now = end

    def clock(self) -> datetime:
        """The server's clock, which is right by definition."""
        return START + timedelta(seconds=self.now)

    # --- the run --------------------------------------------------------------------------------

    def run(self) -> Counter[str]:
        """Sixty seconds of trouble, thirty to settle, and two one-way blockades. Raises Broken."""
        for console in self.consoles:
            console.start()
            self._plan(3.0, partial(self._act, console))
            self._plan(17.0, partial(self._disturb, console))
        self._plan(25.0, self._disturb_server)
        self._plan(20.0, self._cut_off)
        self.until(TROUBLE)
        self._make_peace()
        self.until(self.now + QUIET)
        check_end(self)
        self._blockades()
        return self.seen

    def _plan(self, mean: float, call: Callable[[], None]) -> None:
        """Again and again while there is trouble, at random moments."""

        def again() -> None:
            if self.trouble:
                call()
                self._plan(mean, call)

        self.after(self.chance.expovariate(1 / mean), again)

    def _act(self, console: Console) -> None:
        if not console.up:
            return
        now = console.clock.now() if console.clock.verified else self.clock()
        command = next_command(console, now, self.chance, self._names)
        if command is not None:
            console.submit(command)
        for entry in console.state.needs_action:
            if self.chance.random() < 0.1:
                self._dismiss(console, entry.id)

    def _dismiss(self, console: Console, id: str) -> None:
        console.dismiss(id)
        self.seen["dismissed"] += 1

    def _disturb(self, console: Console) -> None:
        if not console.up:
            return
        kind = self.chance.choice(("kill", "power", "power", "cache", "token", "stream"))
        self.seen[f"console {kind}"] += 1
        if kind == "token":
            self.network.expire(console)
        elif kind == "stream":
            self.network.fall_silent(console)
        elif kind == "cache" and self.chance.random() < 0.5:
            console.damage_cache()
        else:
            console.stop(power=kind == "power")
            if kind == "cache":
                console.lose_cache()
            self.after(self.chance.uniform(0.1, 8), partial(self._console_back, console))

    def _console_back(self, console: Console) -> None:
        if not console.up:
            console.start()

    def _disturb_server(self) -> None:
        if not self.server.up:
            return
        if self.chance.random() < 0.3:
            self._backup = self.server.backup()
            return
        power = self.chance.random() < 0.5
        self.seen["server power" if power else "server kill"] += 1
        self.network.server_gone()
        self.server.crash(power=power)
        restored = None
        if self._backup and self.chance.random() < 0.4:
            restored = self._backup
            self.seen["restored"] += 1
        self.after(self.chance.uniform(0.1, 10), lambda: self._server_back(restored))

    def _server_back(self, restored: bytes | None) -> None:
        if self.server.up:
            return
        kept = None if restored is not None else self.server.public
        self.server.start(restored)
        check_journal_kept(self.server, kept)

    def _cut_off(self) -> None:
        console = self.chance.choice(self.consoles)
        self.seen["partition"] += 1
        self.network.cut(console, self.chance.uniform(1, 20))

    # --- the end --------------------------------------------------------------------------------

    def _make_peace(self) -> None:
        """No more faults; what is lost on the way is noticed now, and waiting for it is over."""
        self.trouble = False
        if not self.server.up:
            self.server.start()
        self.network.make_peace()
        for console in self.consoles:
            if not console.up:
                console.start()

    def _blockades(self) -> None:
        """With one direction blocked the other must come through."""
        pushes, pulls, third = self.chance.sample(self.consoles, 3)
        self.network.block(pushes, "push")
        self.network.block(pulls, "feed")
        begun = {console.person.id: len(console.stored) for console in self.consoles}
        for console in (pushes, pulls, third):
            for _ in range(6):
                self._act(console)
                self.until(self.now + 0.2)
        self.until(self.now + BLOCKED)
        check_independence(self, pushes, pulls, begun)

    # --- what consoles ask of the world ---------------------------------------------------------

    def ask(self, console: Console, effect: Effect) -> None:
        """Carry out an effect that needs the network."""
        self.network.carry(console, effect)

    def changed(self, console: Console) -> None:
        """Look at the console after a step."""
        check_cache(self.server, console, self.network.histories)
        check_screen(console, self.network.histories)
        check_answers(console)
        check_clock(console, self.clock())
        check_rest(console)
