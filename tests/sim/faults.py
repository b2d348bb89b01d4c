"""Everything that goes wrong in a world, and the end of it all."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from tests.sim import seat
from tests.sim.disk import Record
from tests.sim.final_checks import check_journal_kept
from tests.sim.model_console import Console
from tests.sim.small_city import PEOPLE, PROMOTED, SARI, TONO

if TYPE_CHECKING:
    from tests.sim.world import World

_DESK = (
    "kill", "power", "power", "cache", "outbox", "token", "stream", "rot", "leave", "leave",
    "revoke", "deaf",
)  # fmt: skip
_NIGHTS = (13.0, 26.0, 26.0, 73.0)
"""Hours that pass at once: longer than a dispatch may wait, longer than a day, three days."""


class Faults:
    """Breaks things at random moments until the trouble is over, then mends them all."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        self._backups: list[list[Record]] = []
        self._last_restored = -1

    def begin(self) -> None:
        """From now on."""
        world, chance = self._world, self._chance

        def often(mean: float, call: object) -> None:
            assert callable(call), "only calls are planned"
            world.plan(mean, call, once_more=lambda: world.trouble)

        for console in world.consoles:
            often(15.0, partial(self._disturb, console))
        often(18.0, self._disturb_server)
        often(20.0, self._cut_off)
        if chance.random() < 0.6:
            world.after(chance.uniform(15, 50), self._night)
        if chance.random() < 0.4:
            world.after(chance.uniform(5, 40), self._upgrade)
        if chance.random() < 0.5:
            world.after(chance.uniform(10, 50), self._change_rights)

    def end(self) -> None:
        """No more faults; what is lost on the way is noticed now, and waiting for it is over."""
        world = self._world
        if not world.server.up:
            self._server_back(None)
        for console in world.consoles:
            if console.up and console.schema < world.server.schema:
                console.stop(power=False)
            console.schema = world.server.schema
            if not console.up:
                console.start()
        world.network.make_peace()
        for console in world.consoles:
            world.feed.make_peace(console)
            if console.away:
                world.network.way(console).denied.clear()
                seat.enter(console, console.person, world.feed.scope(console.person.id))
            world.plan(4.0, partial(seat.readmit, console), once_more=lambda: True)

    # --- desks ----------------------------------------------------------------------------------

    def _disturb(self, console: Console) -> None:
        if not console.up:
            return
        kind = self._chance.choice(_DESK)
        self._world.seen[f"console {kind}"] += 1
        match kind:
            case "token":
                self._world.network.expire(console, console.person.id)
            case "stream":
                self._world.feed.fall_silent(console)
            case "deaf":
                self._world.network.deafen(console, self._chance.uniform(2, 10))
            case "rot":
                console.rot()
            case "leave":
                self._leave(console)
            case "revoke":
                self._revoke(console)
            case "cache" if self._chance.random() < 0.5:
                console.damage_cache()
            case _:
                self._stop(console, kind)

    def _stop(self, console: Console, kind: str) -> None:
        console.stop(power=kind == "power")
        if kind == "cache":
            console.lose_cache()
        elif kind == "outbox":
            console.outbox.lose(self._chance)
        self._world.after(self._chance.uniform(0.1, 8), partial(self._console_back, console))

    def _console_back(self, console: Console) -> None:
        if not console.up:
            console.start()

    def _leave(self, console: Console) -> None:
        """The officer signs out; the same one or a colleague signs in a while later."""
        if console.away:
            return
        seat.leave(console)
        if self._chance.random() < 0.7:
            self._revoke(console)
        others = (SARI.id, TONO.id) if console.person.id in (SARI.id, TONO.id) else ()
        who = self._chance.choice((console.person.id, *others))
        self._world.seen["officer switch"] += who != console.person.id

        def enter() -> None:
            if console.up and console.away:
                self._world.network.way(console).denied.discard(who)
                seat.enter(console, PEOPLE[who], self._world.feed.scope(who))

        self._world.after(self._chance.uniform(0.5, 8), enter)

    def _revoke(self, console: Console) -> None:
        """The sessions of those who have left and only deliver are ended at the server."""
        self._world.network.way(console).denied |= console.leaving

    def _cut_off(self) -> None:
        console = self._chance.choice(self._world.consoles)
        self._world.seen["partition"] += 1
        self._world.network.cut(console, self._chance.uniform(1, 20))

    def _night(self) -> None:
        """Answers get lost for a while; then hours pass at once, and everybody wakes up."""
        world = self._world
        if not world.trouble:
            return
        for console in world.consoles:
            if self._chance.random() < 0.5:
                world.network.deafen(console, 4.0)
            elif self._chance.random() < 0.5:
                world.network.cut(console, 5.0)
        world.after(3.5, self._dawn)

    def _dawn(self) -> None:
        world = self._world
        if not world.trouble:
            return
        world.skipped += 3600 * self._chance.choice(_NIGHTS)
        world.seen["night"] += 1
        for console in world.consoles:
            if console.up:
                if self._chance.random() < 0.3:
                    world.network.expire(console, console.person.id)
                console.wake()

    # --- the server -----------------------------------------------------------------------------

    def _disturb_server(self) -> None:
        world = self._world
        if not world.server.up:
            return
        if self._chance.random() < 0.45:
            self._backups.append(world.server.disk.copy())
            return
        world.seen["server crash"] += 1
        restored = self._backup() if self._chance.random() < 0.45 else None
        self._crash(restored)
        if restored is not None and self._chance.random() < 0.4:
            world.after(self._chance.uniform(5, 15), self._restore_again)

    def _crash(self, restored: list[Record] | None) -> None:
        world = self._world
        world.writing.server_gone()
        world.snapshots.server_gone()
        for console in world.consoles:
            world.feed.break_off(console)
        world.server.crash()
        world.after(self._chance.uniform(0.1, 8), lambda: self._server_back(restored))

    def _backup(self) -> list[Record] | None:
        if not self._backups:
            return None
        which = self._chance.randrange(len(self._backups))
        if self._last_restored > 0 and self._chance.random() < 0.4:
            which = 0
        self._world.seen["restored"] += 1
        self._world.seen["older backup after a newer one"] += which < self._last_restored
        self._last_restored = which
        return self._backups[which]

    def _restore_again(self) -> None:
        world = self._world
        if world.server.up and world.trouble:
            world.seen["restored twice"] += 1
            self._crash(self._backup())

    def _server_back(self, restored: list[Record] | None) -> None:
        server = self._world.server
        if server.up:
            return
        kept = None if restored is not None else server.public
        server.start(restored)
        check_journal_kept(server, kept)

    def _upgrade(self) -> None:
        """The server first, desks some time later; one of them says something new at once."""
        world = self._world
        if not (world.server.up and world.trouble):
            return
        world.seen["upgrade"] += 1
        world.server.schema = 2
        self._crash(None)
        for console in world.consoles:
            if self._chance.random() < 0.5:
                world.after(self._chance.uniform(5, 30), partial(self._upgrade_desk, console))

    def _upgrade_desk(self, console: Console) -> None:
        if console.up and console.schema < 2 and self._world.trouble:
            self._world.seen["desk upgrade"] += 1
            self._world.seen["went on after an upgrade"] += console.outdated
            console.stop(power=False)
            console.schema = 2
            console.start()

    def _change_rights(self) -> None:
        world = self._world
        who = self._chance.choice(sorted(PROMOTED))
        person = PROMOTED[who] if world.server.people[who] == PEOPLE[who] else PEOPLE[who]
        world.server.people[who] = person
        world.seen["rights changed"] += 1
        for console in world.consoles:  # whose tokens are worth nothing from this moment on
            if who in console.sessions:
                world.network.expire(console, who)
