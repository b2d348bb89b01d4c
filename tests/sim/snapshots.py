"""Snapshots as files of one seq: sent in pieces, broken off, and resumed where they ended."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.replica_events import (
    Cursor,
    HeadSeen,
    SnapshotFailed,
    TakeSnapshot,
    Trouble,
)
from db.domain.case import Case
from db.domain.wire import load
from tests.sim.model_console import Console

if TYPE_CHECKING:
    from tests.sim.world import World

PIECE = 4
"""Cases that one piece of a file holds."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a scope saw at one seq; `etag` names the file. `new` holds kinds only schema 2 knows."""

    etag: str
    cursor: Cursor
    scope: str
    docs: tuple[bytes, ...]
    digest: str
    new: bool


class Snapshots:
    """Files for whoever asks, kept until the server starts again."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        self._kept: dict[str, Snapshot] = {}
        self._made = 0
        self._cases: dict[bytes, Case] = {}

    def server_gone(self) -> None:
        """Files end with the process that made them."""
        self._kept.clear()

    def begin(self, console: Console, life: int, ask: int, who: str, floor: TakeSnapshot) -> None:
        """Go on with the file that was begun, if it is still kept; else begin a new one."""
        etag, done = console.partial
        file = self._kept.get(etag)
        scope = self._world.feed.scope(who)
        if file is not None and file.scope == scope:
            self._world.seen["snapshot resumed"] += done > 0
        else:
            file, done = self._new(scope), 0
        self._send(console, life, ask, file, done, floor)

    def _new(self, scope: str) -> Snapshot:
        server, journal = self._world.server, self._world.server.journal
        seq = server.public
        if self._world.trouble and self._chance.random() < 0.2:
            seq = max(0, seq - self._chance.randrange(10))  # made for somebody a while ago
        self._made += 1
        docs = server.sight(scope, seq)
        digest = self._world.shared.digest(iter(docs.values()))
        steps = journal.steps[:seq]
        new = any(s.change.alters and s.change.case in docs and _is_new(s.entry.body)
                  for s in steps)  # fmt: skip
        cursor = Cursor(journal.epoch, seq, journal.chains[seq])
        etag = f"{self._made}"
        file = Snapshot(etag, cursor, scope, tuple(docs.values()), digest, new)
        self._kept[etag] = file
        return file

    def _send(
        self,
        console: Console,
        life: int,
        ask: int,
        file: Snapshot,
        done: int,
        floor: TakeSnapshot,
    ) -> None:
        world = self._world
        way = world.network.way(console)

        def broken() -> None:
            if console.up and console.life == life and ask == console.asked:
                console.post(SnapshotFailed(Trouble.OFFLINE, "timeout"))

        def land() -> None:
            if not (console.up and console.life == life) or ask <= console.loaded:
                return
            console.partial = (file.etag, min(done + PIECE, len(file.docs)))
            if done == 0:
                console.post(HeadSeen(file.cursor.epoch, file.cursor.seq))
            if done + PIECE < len(file.docs):
                self._send(console, life, ask, file, done + PIECE, floor)
            else:
                console.soon(lambda: self._load(console, ask, file, floor))

        if not world.server.up or file.etag not in self._kept:
            world.seen["snapshot interrupted"] += 1
            world.network.later(broken)
        elif world.network.is_lost(way) or world.now < way.deaf_until:
            world.seen["snapshot interrupted"] += done > 0
            world.network.lost(way, broken)
        else:
            world.network.later(land)

    def _load(self, console: Console, ask: int, file: Snapshot, floor: TakeSnapshot) -> None:
        console.partial = ("", 0)
        if ask <= console.loaded:
            return
        if file.scope != console.scope:
            if ask == console.asked:
                console.post(SnapshotFailed(Trouble.BAD_ANSWER, "other_scope"))
            return
        if file.new and console.schema < 2:
            self._world.seen["snapshot of a newer program"] += 1
            console.post(SnapshotFailed(Trouble.OUTDATED, "unknown_kind"))
            return
        cases = {case.id: case for case in map(self._case, file.docs)}
        console.load(file.cursor, file.scope, cases, floor)

    def _case(self, doc: bytes) -> Case:
        if doc not in self._cases:
            self._cases[doc] = load(Case, doc)
        return self._cases[doc]


def _is_new(body: str) -> bool:
    return '"text":"v2 ' in body
