"""A console around the real replica: files, officers, and effects that a crash cuts off."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

from console import replica
from console.clock import ServerClock
from console.replica_events import (
    ApplyPage,
    CacheLost,
    CloseStream,
    Cursor,
    Decided,
    Effect,
    Entry,
    Event,
    Gone,
    Notice,
    OpenStream,
    Page,
    PageApplied,
    PageCame,
    PageThrown,
    Park,
    Pull,
    Push,
    Ready,
    Reoffer,
    Reoffered,
    Settle,
    SignedIn,
    SignedOut,
    SnapshotFailed,
    SnapshotLoaded,
    TakeSnapshot,
    Tell,
    Trouble,
    Unpark,
    Upload,
    Woke,
)
from console.replica_feed import Phase
from db.audits import audit_of
from db.domain.case import Actor, Case
from db.domain.changes import Change
from db.feed import Desk, cases_of
from db.pages import PageRefused, read_page
from tests.sim.broken import Broken
from tests.sim.desk_files import Cache, Outbox
from tests.sim.model_server import photos_of
from tests.sim.mutants import Mutant
from tests.sim.shared import Shared
from tests.sim.watched import Watched

REBUILD_EVERY = 3600.0


class Surroundings(Protocol):
    """What a console needs of the world around it."""

    now: float
    skipped: float
    seen: Counter[str]
    shared: Shared
    mutant: Mutant | None

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Have something called later."""

    def ask(self, console: Console, effect: Effect) -> None:
        """Carry out an effect that needs the network."""

    def bring_photos(self, console: Console) -> None:
        """There is a photo that the server has not."""

    def changed(self, console: Console, before: replica.State, due: float | None) -> None:
        """Look at the console after a step; `due` is when it wants to be woken."""


class Console:
    """One desk. `life` grows with every start, so that what an earlier life began is dropped.

    `person` is who works here, `sessions` for whom there are tokens, those who drain included.
    """

    def __init__(
        self, world: Surroundings, desk: str, person: Actor, scope: str, chance: random.Random
    ) -> None:
        self.world, self.desk, self.person, self._chance = world, desk, person, chance
        self.cache, self.outbox = Cache(world.shared), Outbox()
        self.scope, self.schema = scope, 1
        self.sessions, self.leaving = {person.id}, set[str]()
        self.away = False
        self.up, self.life = False, 0
        self._boots, self._booted = 0, -chance.uniform(0, 1e5)
        self._drift = chance.uniform(-90e-6, 90e-6)
        self._memory, self._rebuilt = "", -REBUILD_EVERY
        self.partial: tuple[str, int] = ("", 0)
        self.asked = self.loaded = self.looks = 0
        self.watched = Watched(desk)

    # --- life and death -------------------------------------------------------------------------

    def start(self) -> None:
        """Read the files and go on from there, without anybody's help."""
        self.life += 1
        self.up = True
        self._todo: deque[Effect | Callable[[], None]] = deque()
        self._busy = False
        self._wake_at: float | None = None
        self.uploading, self._rebuilt = False, -REBUILD_EVERY
        self.cache.read()
        self.outbox.read()
        self.watched.opened(self.outbox.rows)
        cursor, offered = self.cache.cursor, self.outbox.offered
        at = replica.settled_up_to(cursor, offered)
        entries = [self.needing(e) for e in self.outbox.entries(offered, at)]
        self.watched.told = {e.id for e in entries if e.outcome == "rejected"}
        self.state = replica.begin(self._chance.getrandbits(60), cursor, offered, entries)
        self.clock = ServerClock(
            self._memory, boot=self.boot, wall=self._wall, boot_id=lambda: f"boot {self._boots}"
        )
        if self.cache.cursor is not None and self.cache.scope != self.scope:
            self.cache.clear()
            self.post(CacheLost())
        if not self.away:
            for person in sorted(self.sessions):
                self.post(SignedIn(person, reads=person == self.person.id))
        self.world.bring_photos(self)

    def stop(self, *, power: bool) -> None:
        """Killed between any two effects; with the power, un-synced bytes may go too."""
        self.up = False
        self._memory = self.clock.memory()
        if power:
            for file in (self.cache.file, *self.outbox.files()):
                file.power_cut(self._chance)
            if self._chance.random() < 0.5:
                self.partial = ("", 0)
            self._boots += 1
            self._booted = self.world.now + self.world.skipped
            self.watched.top.clear()  # a cache that is not synced at every page may fall back here

    def lose_cache(self) -> None:
        """Somebody deletes the disposable file while the program is off."""
        self.cache.clear()
        self.watched.emptied()

    def boot(self) -> float:
        """This machine's boot clock: its own beginning, its own speed."""
        world = self.world
        return (world.now + world.skipped - self._booted) * (1 + self._drift) + 5.0

    def _wall(self) -> float:
        """A wall clock that is years behind and jumps about; nothing may lean on it."""
        return 1.0e12 + self._chance.uniform(0, 1e10)

    def needing(self, entry: Entry) -> Entry:
        """The photos it names that are not known to be on the server."""
        named = photos_of(self.outbox.rows[entry.id].command)
        needs = tuple(hash for hash in named if hash not in self.outbox.ready)
        return replace(entry, needs=needs) if needs and entry.stage == "queued" else entry

    # --- steps ----------------------------------------------------------------------------------

    def post(self, event: Event) -> None:
        """One step of the real replica; its effects follow one by one."""
        if not self.up:
            return
        before = self.state
        self.state, effects = replica.step(before, event, self.boot())
        for effect in effects:
            self._begin(effect)
        due = replica.next_wake(self.state)
        self.world.changed(self, before, due)
        self._set_alarm(due)
        if self.leaving:
            self._end_drained()

    @property
    def outdated(self) -> bool:
        """Whether it has stopped to read until it is upgraded."""
        return self.up and self.state.feed.phase is Phase.STOPPED

    def _begin(self, effect: Effect) -> None:
        """Files are written in order; the network is asked at once."""
        if isinstance(effect, OpenStream | CloseStream | Pull | Push | TakeSnapshot):
            self.world.ask(self, effect)
        elif isinstance(effect, Tell):
            self.watched.told.add(effect.id)
        elif isinstance(effect, Notice):
            self.world.seen[effect.key] += 1
        else:
            self.soon(effect)

    def soon(self, effect: Effect | Callable[[], None]) -> None:
        """Write this after what is being written; a crash may come first."""
        self._todo.append(effect)
        if not self._busy:
            self._busy = True
            self.later(self._chance.uniform(0.0005, 0.02), self._work)

    def _work(self) -> None:
        self._busy = False
        if self._todo:
            effect = self._todo.popleft()
            if callable(effect):
                effect()
            else:
                self._write(effect)
        if self._todo and not self._busy:
            self._busy = True
            self.later(self._chance.uniform(0.0005, 0.02), self._work)

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Call it in this life, or not at all."""
        life = self.life
        self.world.after(seconds, lambda: call() if self.up and self.life == life else None)

    def _set_alarm(self, due: float | None) -> None:
        if due is None or (self._wake_at is not None and self._wake_at <= due + 1e-9):
            return
        self._wake_at = due
        wait = max(0.001, (due - self.boot()) / (1 + self._drift) + 1e-6)
        self.later(wait, lambda: self.wake(due))

    def wake(self, due: float | None = None) -> None:
        """Time has passed; `due` is the alarm that rings, if it is one."""
        if due is None or self._wake_at == due:
            self._wake_at = None
        self.post(Woke())

    def _write(self, effect: Effect) -> None:
        match effect:
            case ApplyPage(page):
                self._apply(page)
            case Settle(decided):
                for one in decided:
                    self.outbox.alter(one.id, "decided", one.outcome, one.seq, one.reason)
            case Park(ids):
                self.world.seen["parked"] += 1
                for id in ids:
                    self.outbox.alter(id, "parked")
            case Unpark(ids):
                for id in ids:
                    self.outbox.alter(id, "queued")
            case Upload(hashes):
                self._upload_again(hashes)
            case Reoffer(epoch):
                self.world.seen["reoffered"] += self.outbox.offer(epoch)
                entries = self.outbox.entries(epoch, 2**62)
                self.post(Reoffered(epoch, tuple(entries)))

    # --- photos ---------------------------------------------------------------------------------

    def lacking(self) -> list[str]:
        """Photos on this desk that the server has not, of those that commands wait for."""
        needed = {hash for entry in self.state.waiting for hash in entry.needs}
        return sorted(needed & self.outbox.photos)

    def _upload_again(self, hashes: Iterable[str]) -> None:
        self.world.seen["photo asked for again"] += 1
        for hash in hashes:
            self.outbox.ready.discard(hash)
            if hash not in self.outbox.photos:
                self.world.seen["photo gone"] += 1
                self.post(Gone(hash))
        self.world.bring_photos(self)

    def uploaded(self, hash: str) -> None:
        """The server has the whole photo."""
        self.outbox.is_ready(hash)
        self.world.seen["photo ready"] += 1
        self.post(Ready(hash))

    # --- the cache ------------------------------------------------------------------------------

    def page_came(self, event: PageCame) -> None:
        """A page of a stream or a pull; an empty one may be an audit point all the same."""
        self.post(event)
        page = event.page
        if page.first == page.to and "audit" in page.content:
            self.soon(lambda: self.audit(page))

    def _apply(self, page: Page) -> None:
        """A page and its cursor in one transaction; what does not fit exactly is thrown away."""
        at = self.cache.cursor
        if at is None:
            return self._throw("not_my_cursor")
        try:
            read = read_page(page.content, at.epoch, at.seq, at.chain)
            if self.schema < 2 and any(map(is_new, page.content["changes"])):
                self.world.seen["unknown kind"] += 1
                return self._throw("unknown_kind")
            ids = cases_of(read.lines)
            desk = Desk(
                read.lines, {id: self.cache.cases[id] for id in ids if id in self.cache.cases}
            )
            desk.take_all()
        except PageRefused as no:
            return self._throw(no.reason)
        cursor = Cursor(at.epoch, read.to, read.chain)
        first = self.world.mutant is Mutant.CURSOR_FIRST
        self.cache.apply(cursor, desk.altered, desk.removed, cursor_first=first)
        if self._chance.random() < 0.3:
            self.cache.file.sync()
        self.world.seen["hidden"] += len(desk.removed)
        self.world.seen["shown"] += sum(len(line.show) for line in read.lines)
        changes = [line.change for line in read.lines if line.change is not None]
        own = tuple(_decision(change) for change in changes if change.id in self.outbox.rows)
        self.post(PageApplied(cursor, own))
        self.audit(page)
        return None

    def _throw(self, reason: str) -> None:
        self.world.seen["page thrown"] += 1
        self.world.seen[f"page thrown: {reason}"] += 1
        self.post(PageThrown(reason))

    def audit(self, page: Page) -> None:
        """Compare what the server says the cases add up to with the cases of this desk."""
        said, at = audit_of(page.content), self.cache.cursor
        if said is None or at is None or (said.epoch, said.seq) != (at.epoch, at.seq):
            return
        self.world.seen["audit"] += 1
        found = self.world.shared.digest(self.cache.docs.values())
        if self.world.mutant is Mutant.ADOPTED:
            found = said.digest
        if found == said.digest or self.boot() - self._rebuilt < REBUILD_EVERY:
            return
        if not self.watched.rotten:
            raise Broken(f"5: {self.desk} differs at {at.seq} though nothing was damaged")
        self.world.seen["digest_differs"] += 1
        self._rebuilt = self.boot()
        self.damage_cache()

    def ask_snapshot(self) -> int:
        """The number of this question for a snapshot; an older one that fails is not told."""
        self.asked += 1
        return self.asked

    def load(self, cursor: Cursor, scope: str, cases: dict[str, Case], floor: TakeSnapshot) -> None:
        """Swap the cache for a snapshot, unless that would take the screen back."""
        if cursor.epoch == floor.epoch and cursor.seq < floor.seq:
            self.world.seen["older snapshot"] += 1
            self.post(SnapshotFailed(Trouble.BAD_ANSWER, "older"))
            return
        self.asked += 1
        self.loaded = self.asked
        self.cache.load(cursor, scope, cases)
        self.scope = scope
        self.cache.file.sync()
        self.watched.rotten = ""
        self.world.seen["snapshot"] += 1
        self.post(SnapshotLoaded(cursor))

    def rot(self) -> None:
        """A case in the cache becomes another one, once in the life of this machine."""
        if not self.watched.was_rotten:
            self.watched.rotten = self.watched.was_rotten = self.cache.rot(self._chance)

    def damage_cache(self) -> None:
        """The running program finds its cache damaged and begins an empty one."""
        self.cache.clear()
        self.watched.emptied()
        self.post(CacheLost())

    # --- sessions -------------------------------------------------------------------------------

    def _end_drained(self) -> None:
        waiting = {entry.author for entry in self.state.waiting}
        for person in sorted(self.leaving - waiting):
            self.leaving.discard(person)
            self.sessions.discard(person)
            self.world.seen["drained"] += 1
            self.soon(lambda person=person: self.post(SignedOut(person, reads=False)))  # type: ignore[misc]


def is_new(piece: dict[str, object]) -> bool:
    """Whether the entry is of a kind that programs of schema 1 do not know."""
    body = piece.get("body")
    return isinstance(body, dict) and str(body["act"].get("text", "")).startswith("v2 ")


def _decision(change: Change) -> Decided:
    return Decided(change.id, change.outcome.value, change.seq, change.reason, change.facts)
