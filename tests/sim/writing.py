"""What desks bring to the server: batches of commands and pieces of photos, one writer for all."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from console.replica_events import Answered, Decided, Event, PushFailed, Trouble
from server.ledger import Answer
from tests.sim.broken import Broken
from tests.sim.model_console import Console
from tests.sim.model_server import SIZE

if TYPE_CHECKING:
    from tests.sim.world import World


PATIENCE = 9.0
"""Seconds a desk waits for the answer to a piece of a photo."""


class Writing:
    """Jobs of the one writer: the next begins when the one before is on the disk."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        self._jobs: deque[Callable[[], None]] = deque()
        self._working = False
        self.life = 0
        self._request, self._requests = 0, dict[str, int]()

    def server_gone(self) -> None:
        """Unfinished work is gone."""
        self.life += 1
        self._jobs.clear()
        self._working = False

    def _in_turn(self, job: Callable[[], None]) -> None:
        self._jobs.append(job)
        if not self._working:
            self._working = True
            self._next_job()

    def _next_job(self) -> None:
        if self._jobs:
            self._jobs.popleft()()
        else:
            self._working = False

    def _synced(self, then: Callable[[], None]) -> None:
        """Some time later it is on the disk, if the server lives to see it."""
        life, slow = self.life, self._chance.random() < 0.15
        wait = self._chance.uniform(0.1, 2) if slow and self._world.trouble else 0.0
        wait += self._chance.uniform(0.001, 0.03)
        self._world.after(wait, lambda: then() if life == self.life else None)

    # --- commands -------------------------------------------------------------------------------

    def push(
        self, console: Console, life: int, author: str, turn: int, ids: tuple[str, ...]
    ) -> None:
        """Decide a batch in one transaction, commit, then answer."""
        world = self._world
        batch = [console.outbox.rows[id].command for id in ids]
        if any(command.author.id != author for command in batch):
            raise Broken(f"2: {console.desk} sends commands of others as {author}")
        failed = PushFailed(turn, Trouble.OFFLINE, "timeout")

        def decide() -> None:
            answers = world.server.carry_out(batch, world.clock())
            if [answer.id for answer in answers] != list(ids):
                raise Broken(f"6: of {len(ids)} commands {len(answers)} were answered")
            world.feed.tell_streams()
            self._synced(lambda: done(answers))

        def done(answers: Sequence[Answer]) -> None:
            server = world.server
            server.commit()
            world.seen["drained while outdated"] += console.outdated
            event = Answered(turn, server.journal.epoch, tuple(map(_decided, answers)))
            world.network.answer(console, life, failed, event)
            self._next_job()
            world.feed.tell_streams()

        self._dies_with_server(console, life, failed)
        self._in_turn(decide)

    def _dies_with_server(self, console: Console, life: int, failed: Event) -> None:
        """The answer may die with the server; then the asker waits in vain."""
        mine = self.life

        def tell() -> None:
            if console.life == life and mine != self.life:
                console.post(failed)

        self._world.network.lost(self._world.network.way(console), tell)

    def soon(self, call: Callable[[], None]) -> None:
        """What another server is asked for; it may die first."""
        life = self.life
        self._world.after(
            self._chance.uniform(0.05, 2), lambda: call() if life == self.life else None
        )

    def tell(self) -> None:
        """The server's own commands, in a transaction like any other."""

        def decide() -> None:
            self._world.server.tell(self._world.clock())
            self._synced(done)

        def done() -> None:
            self._world.server.commit()
            self._next_job()
            self._world.feed.tell_streams()

        self._in_turn(decide)

    # --- photos ---------------------------------------------------------------------------------

    def upload(self, console: Console) -> None:
        """The desk looks for a photo to bring, and brings it piece by piece."""
        hashes = console.lacking() if console.up and not console.uploading else []
        if not hashes:
            return
        console.uploading = True
        if console.sessions and not console.away:
            self._bring(console, hashes[0], None)
        else:
            self._pause(console)

    def _bring(self, console: Console, hash: str, offset: int | None) -> None:
        """One request: where the server stands (`offset` None), or the next piece."""
        world, life = self._world, console.life
        way = world.network.way(console)
        lost = world.network.is_lost(way) or not world.server.up
        if lost or "push" in way.blocked or console.person.id in way.denied:
            world.seen["photo interrupted"] += offset is not None
            return self._pause(console)
        network = world.network

        def arrived() -> None:
            if not world.server.up:
                return self._pause(console)
            if offset is None:
                return back(world.server.photos.get(hash, 0))
            self._in_turn(write)
            return None

        def write() -> None:
            now_at = world.server.patch(hash, offset or 0)
            self._synced(lambda: acknowledged(now_at))

        def acknowledged(now_at: int) -> None:
            world.server.commit()
            world.server.acknowledge(hash)
            self._next_job()
            back(now_at)

        def back(now_at: int) -> None:
            if network.is_lost(way):
                world.seen["photo interrupted"] += 1
                self._pause(console)
            else:
                network.later(lambda: landed(now_at))

        def landed(now_at: int) -> None:
            if console.up and console.life == life:
                self._landed(console, hash, now_at)

        network.later(arrived)
        self._request += 1
        mine = self._requests[console.desk] = self._request
        console.later(PATIENCE, lambda: self._given_up(console, mine))
        return None

    def _given_up(self, console: Console, request: int) -> None:
        """No answer: the server died over it."""
        if console.uploading and self._requests[console.desk] == request:
            self._pause(console)

    def _landed(self, console: Console, hash: str, now_at: int) -> None:
        if now_at >= SIZE:
            console.uploading = False
            console.uploaded(hash)
            self.upload(console)
        else:
            self._bring(console, hash, now_at)

    def _pause(self, console: Console) -> None:
        """Later once more, if the desk is still there."""
        console.uploading = False
        console.later(1.0, lambda: self.upload(console))


def _decided(answer: Answer) -> Decided:
    facts = {"media": answer.lacks} if answer.lacks else dict(answer.facts)
    return Decided(answer.id, answer.outcome, answer.seq, answer.reason, facts)
