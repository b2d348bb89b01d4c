"""A console around the real replica: two files, one officer, and effects that a crash cuts off."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from console import replica
from console.clock import ServerClock
from console.replica_events import (
    ApplyPage,
    CacheLost,
    CloseStream,
    Cursor,
    Decided,
    Dismissed,
    Effect,
    Entry,
    Event,
    Notice,
    OpenStream,
    Page,
    PageApplied,
    PageThrown,
    Park,
    Pull,
    Push,
    Queued,
    Reoffer,
    Reoffered,
    Settle,
    SignedIn,
    SnapshotFailed,
    SnapshotLoaded,
    TakeSnapshot,
    Tell,
    Trouble,
    Unpark,
    Woke,
)
from db.chain import chain_next
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Actor, Case
from db.domain.commands import Command
from db.domain.overlay import Overlay, apply_local
from db.domain.wire import canonical, dump, encode, load
from tests.sim.disk import File
from tests.sim.model_server import Broken, Piece
from tests.sim.small_city import CITY


@dataclass(frozen=True, slots=True)
class Row:
    """One command of the outbox, as the file has it."""

    command: Command
    state: str = "queued"
    outcome: str = ""
    seq: int = 0


class Surroundings(Protocol):
    """What a console needs of the world around it."""

    now: float
    seen: Counter[str]

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Have something called later."""

    def ask(self, console: Console, effect: Effect) -> None:
        """Carry out an effect that needs the network."""

    def changed(self, console: Console) -> None:
        """Look at the console after a step."""


class Console:
    """One desk. `life` grows with every start, so that what an earlier life began is dropped."""

    def __init__(
        self, world: Surroundings, person: Actor, chance: random.Random, *, cursor_first: bool
    ) -> None:
        self.world, self.person, self._chance = world, person, chance
        self._cursor_first = cursor_first
        self.cache, self.outbox = File(), File()
        self.up, self.life = False, 0
        self.boots, self._booted = 0, -chance.uniform(0, 1e5)
        self._drift = chance.uniform(-90e-6, 90e-6)
        self._memory = ""
        self.rows: dict[str, Row] = {}
        self.stored: set[str] = set()
        self.told: set[str] = set()
        self.dismissed: set[str] = set()
        self.answers: dict[tuple[str, str], tuple[str, int]] = {}
        self.top: dict[str, int] = {}
        self.signed_in = True
        self.checked = ("", 0)

    # --- life and death -------------------------------------------------------------------------

    def start(self) -> None:
        """Read both files and go on from there, without anybody's help."""
        self.life += 1
        self.up = True
        self._todo: deque[Effect | Callable[[], None]] = deque()
        self._busy = False
        self._wake_at: float | None = None
        cursor = self._read_cache()
        offered = self._read_outbox()
        same = cursor is not None and cursor.epoch == offered
        at = cursor.seq if cursor and same else 0 if offered else 2**62
        entries = [e for e in self._entries(offered) if _unsettled(e, at)]
        self.told = {entry.id for entry in entries if entry.outcome == "rejected"}
        self.state = replica.begin(self._chance.getrandbits(60), cursor, offered, entries)
        self.clock = ServerClock(
            self._memory, boot=self.boot, wall=self._wall, boot_id=lambda: f"boot {self.boots}"
        )
        if self.signed_in:
            self.post(SignedIn(self.person.id))

    def stop(self, *, power: bool) -> None:
        """Killed between any two effects; with the power, un-synced bytes may go too."""
        self.up = False
        self._memory = self.clock.memory()
        if power:
            self.cache.power_cut(self._chance)
            self.outbox.power_cut(self._chance)
            self.boots += 1
            self._booted = self.world.now
            self.top.clear()  # a cache that is not synced at every page may fall back here

    def lose_cache(self) -> None:
        """Somebody deletes the disposable file while the program is off."""
        self.cache = File()
        self.top.clear()

    def boot(self) -> float:
        """This machine's boot clock: its own beginning, its own speed."""
        return (self.world.now - self._booted) * (1 + self._drift) + 5.0

    def _wall(self) -> float:
        return 1.0e12  # a wall clock that is years behind; nothing may lean on it

    # --- the two files --------------------------------------------------------------------------

    def _read_cache(self) -> Cursor | None:
        cursor, self.cases, self.docs = None, dict[str, Case](), dict[str, bytes]()
        for record in self.cache.records():
            if record.get("fresh"):
                self.docs.clear()
            for id, doc in record.get("cases", {}).items():
                if doc is None:
                    self.docs.pop(id, None)
                else:
                    self.docs[id] = doc.encode()
            if "cursor" in record:
                cursor = Cursor(*record["cursor"])
        self.cases = {id: load(Case, doc) for id, doc in self.docs.items()}
        return cursor

    def _read_outbox(self) -> str:
        offered, self.rows = "", {}
        for record in self.outbox.records():
            match record:
                case {"put": text}:
                    command = load(Command, text)
                    self.rows[command.id] = Row(command)
                case {"row": [id, state, outcome, seq]}:
                    self.rows[id] = replace(self.rows[id], state=state, outcome=outcome, seq=seq)
                case {"offered": epoch}:
                    offered = epoch
        lost = self.stored - set(self.rows)
        if lost:
            raise Broken(f"1: {self.person.id} lost {sorted(lost)} that were shown as stored")
        return offered

    def _entries(self, epoch: str) -> list[Entry]:
        return [
            Entry(
                id, row.command.case, self.person.id, row.command.depends_on, row.state,
                row.outcome, epoch if row.seq else "", row.seq,
            )
            for id, row in self.rows.items()
        ]  # fmt: skip

    def _write_row(self, id: str, state: str, outcome: str = "", seq: int = 0) -> None:
        self.rows[id] = Row(self.rows[id].command, state, outcome, seq)
        self.outbox.append({"row": [id, state, outcome, seq]})
        self.outbox.sync()

    # --- steps ----------------------------------------------------------------------------------

    def post(self, event: Event) -> None:
        """One step of the real replica; its effects follow one by one."""
        if not self.up:
            return
        self.state, effects = replica.step(self.state, event, self.boot())
        for effect in effects:
            self._begin(effect)
        self.world.changed(self)
        self._set_alarm()

    def _begin(self, effect: Effect) -> None:
        """Files are written in order; the network is asked at once."""
        if isinstance(effect, OpenStream | CloseStream | Pull | Push | TakeSnapshot):
            self.world.ask(self, effect)
        elif isinstance(effect, Tell):
            self.told.add(effect.id)
            self.world.seen["rejected"] += 1
        elif isinstance(effect, Notice):
            self.world.seen[effect.key] += 1
        else:
            self.soon(effect)

    def soon(self, effect: Effect | Callable[[], None]) -> None:
        """Write this after what is being written; a crash may come first."""
        self._todo.append(effect)
        if not self._busy:
            self._busy = True
            self._later(self._work)

    def _work(self) -> None:
        self._busy = False
        if self._todo:
            effect = self._todo.popleft()
            if callable(effect):
                effect()
            else:
                self._write(effect)
        if self._todo:
            self._busy = True
            self._later(self._work)

    def _later(self, call: Callable[[], None]) -> None:
        life = self.life
        self.world.after(
            self._chance.uniform(0.0005, 0.02),
            lambda: call() if self.up and self.life == life else None,
        )

    def _set_alarm(self) -> None:
        due = replica.next_wake(self.state)
        if due is None or (self._wake_at is not None and self._wake_at <= due + 1e-9):
            return
        self._wake_at, life = due, self.life
        wait = max(0.001, (due - self.boot()) / (1 + self._drift) + 1e-6)
        self.world.after(wait, lambda: self._alarm(life, due))

    def _alarm(self, life: int, due: float) -> None:
        if self.up and self.life == life:
            if self._wake_at == due:
                self._wake_at = None
            self.post(Woke())

    def _write(self, effect: Effect) -> None:
        match effect:
            case ApplyPage(page):
                self._apply(page)
            case Settle(decided):
                for one in decided:
                    self._write_row(one.id, "decided", one.outcome, one.seq)
            case Park(ids):
                self.world.seen["parked"] += 1
                for id in ids:
                    self._write_row(id, "parked")
            case Unpark(ids):
                for id in ids:
                    self._write_row(id, "queued")
            case Reoffer(epoch):
                self._reoffer(epoch)

    def _reoffer(self, epoch: str) -> None:
        again = [id for id, row in self.rows.items() if row.outcome in ("accepted", "same_effect")]
        self.world.seen["reoffered"] += bool(again)
        for id in again:
            self._write_row(id, "queued")
        for id, row in list(self.rows.items()):
            if row.state == "decided" and row.seq:
                self._write_row(id, "decided", row.outcome)
        self.outbox.append({"offered": epoch})
        self.outbox.sync()
        entries = [entry for entry in self._entries(epoch) if _unsettled(entry, 2**62)]
        self.post(Reoffered(epoch, tuple(entries)))

    # --- the cache ------------------------------------------------------------------------------

    def _apply(self, page: Page) -> None:
        """A page and its cursor in one record; whatever does not fit exactly is thrown away."""
        at = self.state.feed.cursor
        pieces: tuple[Piece, ...] = page.content["pieces"]
        chain, seq = at.chain, at.seq
        for piece in pieces:
            seq += 1
            if piece.seq != seq:
                return self._throw("hole")
            chain = chain_next(chain, piece.leaf)
        if (page.epoch, page.first) != (at.epoch, at.seq) or (page.to, page.chain) != (seq, chain):
            return self._throw("wrong_chain")
        changed: dict[str, Case | None] = {}
        for piece in pieces:
            self._take(piece, changed)
        cursor = Cursor(page.epoch, page.to, page.chain)
        self._keep(cursor, changed, fresh=False)
        own = tuple(_decision(p) for p in pieces if p.change and p.change.id in self.rows)
        self.post(PageApplied(cursor, own))
        return None

    def _throw(self, reason: str) -> None:
        self.world.seen["page thrown"] += 1
        self.post(PageThrown(reason))

    def _take(self, piece: Piece, changed: dict[str, Case | None]) -> None:
        def held(id: str) -> Case | None:
            return changed[id] if id in changed else self.cases.get(id)

        change, shown = piece.change, {case.id for case in piece.show}
        if change is not None and change.alters:
            for id in change.cases:
                opens = isinstance(change.act, verb.Receive)
                if id not in shown and (opens or held(id) is not None):
                    changed[id] = apply(held(id), change)
        changed.update((case.id, case) for case in piece.show)
        changed.update((id, None) for id in piece.hide)
        self.world.seen["hidden"] += len(piece.hide)
        self.world.seen["shown"] += len(piece.show)

    def _keep(self, cursor: Cursor, changed: dict[str, Case | None], *, fresh: bool) -> None:
        docs = {
            id: None if case is None else canonical(encode(case)) for id, case in changed.items()
        }
        place = [cursor.epoch, cursor.seq, cursor.chain]
        texts = {id: doc and doc.decode() for id, doc in docs.items()}
        if self._cursor_first:
            self.cache.append({"cursor": place})
            self.cache.append({"cases": texts, "fresh": fresh})
        else:
            self.cache.append({"cursor": place, "cases": texts, "fresh": fresh})
        if self._chance.random() < 0.3:
            self.cache.sync()
        if fresh:
            self.cases.clear()
            self.docs.clear()
        for id, doc in docs.items():
            case = changed[id]
            if case is None or doc is None:
                self.cases.pop(id, None)
                self.docs.pop(id, None)
            else:
                self.cases[id], self.docs[id] = case, doc

    def load(self, cursor: Cursor, docs: dict[str, bytes], floor: TakeSnapshot) -> None:
        """Swap the cache for a snapshot, unless that would take the screen back."""
        if cursor.epoch == floor.epoch and cursor.seq < floor.seq:
            self.world.seen["older snapshot"] += 1
            self.post(SnapshotFailed(Trouble.BAD_ANSWER, "older"))
            return
        self._keep(cursor, {id: load(Case, doc) for id, doc in docs.items()}, fresh=True)
        self.world.seen["snapshot"] += 1
        self.post(SnapshotLoaded(cursor))

    def damage_cache(self) -> None:
        """The running program finds its cache damaged and begins an empty one."""
        self.cache = File()
        self.cases, self.docs = {}, {}
        self.top.clear()
        self.post(CacheLost())

    # --- the officer ----------------------------------------------------------------------------

    def look(self, case: str) -> Overlay:
        """The case as it is on the screen: base, and the outbox on top."""
        commands = [self.rows[e.id].command for e in self.state.overlay if e.case == case]
        masters = {c.act.into for c in commands if isinstance(c.act, verb.Merge)}
        base = self.cases.get(case)
        if base is not None and base.master:
            masters.add(base.master)
        other = self.cases.get(min(masters)) if masters else None
        return apply_local(base, commands, CITY, other=other)

    def last_undecided(self, case: str) -> str | None:
        """The officer's previous undecided command on the case."""
        entries = self.state.outbox.entries
        found = [e.id for e in entries if e.case == case and e.stage != "decided"]
        return found[-1] if found else None

    def submit(self, command: Command) -> None:
        """Write, sync, and only then say that it is stored."""

        def put() -> None:
            self.outbox.append({"put": dump(command)})
            self.soon(synced)

        def synced() -> None:
            self.outbox.sync()
            self.rows[command.id] = Row(command)
            self.stored.add(command.id)
            entry = Entry(command.id, command.case, self.person.id, command.depends_on)
            self.post(Queued(entry))

        self.soon(put)

    def dismiss(self, id: str) -> None:
        """The officer is done with a command that failed."""

        def written() -> None:
            self._write_row(id, "dismissed", self.rows[id].outcome)
            self.dismissed.add(id)
            self.post(Dismissed(id))

        self.soon(written)


def _unsettled(entry: Entry, cursor: int) -> bool:
    if entry.stage != "decided":
        return entry.stage != "dismissed"
    return entry.outcome == "rejected" or entry.seq > cursor


def _decision(piece: Piece) -> Decided:
    assert piece.change is not None, "only pieces with a visible change are asked"
    change = piece.change
    return Decided(change.id, change.outcome.value, change.seq, change.reason, change.facts)
