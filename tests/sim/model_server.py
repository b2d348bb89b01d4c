"""A model of the server: the real rules over a journal that a power cut can shorten."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from console.replica_events import Decided
from db.chain import chain_next, chain_start, leaf_of
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Case
from db.domain.changes import Change, Outcome
from db.domain.commands import LAWS, Command
from db.domain.decide import decide
from db.domain.refused import Refused
from db.domain.wire import canonical, change_bytes, command_bytes, dump, encode, load
from db.scopes import sees
from tests.sim.disk import File
from tests.sim.small_city import CITY, SCOPES

View = dict[str, bytes]
"""Canonical JSON by case id: what one scope sees."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the journal, and the cases it was about before and after."""

    seq: int
    change: Change
    leaf: str
    chain: str
    before: dict[str, Case]
    after: dict[str, Case]


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry of a page, as one person may see it."""

    seq: int
    leaf: str
    change: Change | None = None
    hide: tuple[str, ...] = ()
    show: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to a command id."""

    body: str
    decided: Decided


class Broken(AssertionError):
    """An invariant does not hold; the message begins with its number."""


class Journal:
    """What the server's disk says, in memory. `views` hold every state there ever was, by seq."""

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.lines: list[Line] = []
        self.cases: dict[str, Case] = {}
        self.docs: dict[str, bytes] = {}
        self.decisions: dict[str, Kept] = {}
        self.views: dict[str, list[View]] = {scope: [{}] for scope in set(SCOPES.values())}
        self.dispatches: set[tuple[str, int]] = set()

    @property
    def head(self) -> int:
        return len(self.lines)

    def chain_at(self, seq: int) -> str:
        return self.lines[seq - 1].chain if seq else chain_start(self.epoch)

    def add(self, change: Change, after: dict[str, Case], leaf: str) -> Line:
        before = {id: self.cases[id] for id in change.cases if id in self.cases}
        chain = chain_next(self.chain_at(self.head), leaf)
        line = Line(change.seq, change, leaf, chain, before, after)
        self._check(line)
        self.lines.append(line)
        for id, case in after.items():
            self.cases[id] = case
            self.docs[id] = canonical(encode(case))
        for scope, states in self.views.items():
            view = states[-1]
            if after:
                view = {**view, **{id: self.docs[id] for id in after}}
                for id, case in after.items():
                    if not sees(scope, case.secret, ()):
                        del view[id]
            states.append(view)
        return line

    def _check(self, line: Line) -> None:
        change = line.change
        if change.seq != self.head + 1:
            raise Broken(f"4: change {change.seq} after {self.head}")
        if any(old.change.id == change.id for old in self.lines):
            raise Broken(f"2: command {change.id} is decided twice")
        if not change.alters and line.after:
            raise Broken(f"11: {change.kind} {change.id} alters a case")
        law = LAWS[type(change.act)]
        if change.alters and law.dispatches and change.case in line.after:
            turn = (change.case, line.after[change.case].assignment_no)
            if turn in self.dispatches:
                raise Broken(f"8: {turn} is dispatched twice")
            self.dispatches.add(turn)


class Server:
    """Decides, journals, syncs, and only then answers or shows anything."""

    def __init__(self, chance: random.Random, seen: Counter[str], *, dedupe: bool = True) -> None:
        self._chance, self.seen, self._dedupe = chance, seen, dedupe
        self.disk = File()
        self.up = True
        self.journal = Journal(self._new_epoch())
        self.public = 0
        self.epochs = {self.journal.epoch}

    def _new_epoch(self) -> str:
        epoch = f"{self._chance.getrandbits(64):016x}"
        self.disk.append({"epoch": epoch})
        self.disk.sync()
        return epoch

    # --- deciding -------------------------------------------------------------------------------

    def carry_out(self, commands: list[Command], now: datetime) -> list[Decided]:
        """Decide one after the other; nothing counts until `commit`."""
        return [self._one(command, now) for command in commands]

    def commit(self) -> None:
        """The journal is on the disk; readers may see it."""
        self.disk.sync()
        self.public = self.journal.head

    def _one(self, command: Command, now: datetime) -> Decided:
        body = hashlib.sha256(command_bytes(command)).hexdigest()
        kept = self.journal.decisions.get(command.id)
        if kept is not None and self._dedupe:
            if kept.body != body:
                return Decided(command.id, "rejected", reason="id_reused")
            self.seen["answered again"] += 1
            return kept.decided
        leaned_on = self.journal.decisions.get(command.depends_on or "")
        if command.depends_on is not None and leaned_on is None:
            self.seen["not_yet"] += 1
            return Decided(command.id, "not_yet")
        try:
            if leaned_on is not None and leaned_on.decided.outcome == "rejected":
                raise Refused("dependency_rejected", depends_on=command.depends_on)
            change = self._change(command, now)
        except Refused as no:
            change = Change(
                command.id, command.case, command.act, command.author, now,
                outcome=Outcome.REJECTED, reason=no.key, facts=no.facts, made_at=command.made_at,
            )  # fmt: skip
        return self._write(change, body)

    def _change(self, command: Command, now: datetime) -> Change:
        journal, scope = self.journal, SCOPES[command.author.id]
        self.seen[f"asked to {command.law.name}"] += 1
        case = journal.cases.get(command.case)
        if case is not None and not sees(scope, case.secret, ()):
            raise Refused("unknown_case", case=command.case)
        other = None
        if isinstance(command.act, verb.Merge):
            other = self._root(command.act.into)
        elif case is not None and case.master is not None:
            follow = isinstance(command.act, verb.Note | verb.Attach)
            other = self._root(case.master) if follow else journal.cases[case.master]
        if other is not None and not sees(scope, other.secret, ()):
            other = None
        return decide(case, command, CITY, now, other=other, number=f"KT-{journal.head + 1:04d}")

    def _root(self, id: str) -> Case | None:
        case = self.journal.cases.get(id)
        while case is not None and case.master is not None:
            case = self.journal.cases[case.master]
        return case

    def _write(self, change: Change, body: str) -> Decided:
        journal = self.journal
        change = replace(change, seq=journal.head + 1)
        after = {id: apply(journal.cases.get(id), change) for id in change.cases if change.alters}
        salt = f"{self._chance.getrandbits(64):016x}"
        decided = Decided(
            change.id, change.outcome.value, change.seq, change.reason, dict(change.facts)
        )
        journal.add(change, after, leaf_of(salt, change_bytes(change)))
        self.seen[change.reason or change.kind] += 1
        journal.decisions[change.id] = Kept(body, decided)
        cases = {id: journal.docs[id].decode() for id in after}
        self.disk.append({"change": dump(change), "salt": salt, "cases": cases, "body": body})
        return decided

    # --- reading --------------------------------------------------------------------------------

    def pieces(self, person: str, since: int, limit: int) -> list[Piece]:
        """What follows a cursor, as this person may see it."""
        lines = self.journal.lines[since : min(self.public, since + limit)]
        return [_piece(line, person) for line in lines]

    def sight(self, person: str, seq: int) -> View:
        """Every case this person saw when the journal stood at seq."""
        return self.journal.views[SCOPES[person]][seq]

    # --- faults ---------------------------------------------------------------------------------

    def crash(self, *, power: bool) -> None:
        """Stop at once; with the power, what was not synced may go too."""
        self.up = False
        if power:
            self.disk.power_cut(self._chance)

    def backup(self) -> bytes:
        """A copy of what is safe on the disk."""
        return bytes(self.disk.data[: self.disk.synced])

    def start(self, restored: bytes | None = None) -> None:
        """Read the disk and go on; with a backup, as a new history."""
        if restored is not None:
            self.disk.data = bytearray(restored)
            self.disk.sync()
            self._new_epoch()
        records = self.disk.records()
        epoch = [record["epoch"] for record in records if "epoch" in record][-1]
        self.journal = Journal(epoch)
        for record in records:
            if "change" in record:
                self._read(record)
        self.epochs.add(epoch)
        self.commit()
        self.up = True

    def _read(self, record: dict[str, Any]) -> None:
        change = load(Change, record["change"])
        cases: dict[str, str] = dict(record["cases"])
        after = {id: load(Case, doc) for id, doc in cases.items()}
        self.journal.add(change, after, leaf_of(record["salt"], change_bytes(change)))
        decided = Decided(
            change.id, change.outcome.value, change.seq, change.reason, dict(change.facts)
        )
        self.journal.decisions[change.id] = Kept(record["body"], decided)


def _piece(line: Line, person: str) -> Piece:
    scope, change = SCOPES[person], line.change
    if not change.alters:
        seen = change.by.id == person or scope != "city"
        return Piece(line.seq, line.leaf, change if seen else None)
    saw = {id for id, case in line.before.items() if sees(scope, case.secret, ())}
    now = {id for id, case in line.after.items() if sees(scope, case.secret, ())}
    fresh = (now - saw) & set(line.before)
    show = tuple(line.after[id] for id in sorted(fresh))
    return Piece(line.seq, line.leaf, change if now else None, tuple(sorted(saw - now)), show)
