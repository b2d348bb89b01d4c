"""A desk's files: the disposable cache, and the outbox in two files of which one is enough."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from console.replica_events import Cursor, Entry
from db.domain.case import Case
from db.domain.commands import Command
from tests.sim.disk import File
from tests.sim.shared import Shared


@dataclass(frozen=True, slots=True)
class Row:
    """One command of the outbox, as both files have it. The higher `rev` is the newer."""

    command: Command
    state: str = "queued"
    outcome: str = ""
    seq: int = 0
    reason: str = ""
    rev: int = 0


class Cache:
    """Cases, their canonical text, and the cursor; `scope` is whose eyes they are for."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self.clear()

    def clear(self) -> None:
        """A new, empty file in the place of this one."""
        self.file = File()
        self.cursor: Cursor | None = None
        self.scope = ""
        self.cases: dict[str, Case] = {}
        self.docs: dict[str, bytes] = {}

    def read(self) -> None:
        """Everything anew from the file."""
        file = self.file
        self.clear()
        self.file = file
        for record in file.read():
            match record:
                case ("snapshot", cursor, scope, cases):
                    self.cases, self.cursor, self.scope = dict(cases), cursor, scope
                case ("page", cursor, cases, gone):
                    self.cases.update(cases)
                    for id in gone:
                        self.cases.pop(id, None)
                    self.cursor = cursor or self.cursor
                case ("cursor", cursor):
                    self.cursor = cursor
        self.docs = {id: self._shared.doc(case) for id, case in self.cases.items()}

    def load(self, cursor: Cursor, scope: str, cases: Mapping[str, Case]) -> None:
        """Swap everything for a snapshot, in one transaction."""
        self.file.append("snapshot", cursor, scope, dict(cases))
        self.cursor, self.scope, self.cases = cursor, scope, dict(cases)
        self.docs = {id: self._shared.doc(case) for id, case in cases.items()}

    def apply(
        self, cursor: Cursor, cases: Mapping[str, Case], gone: set[str], *, cursor_first: bool
    ) -> None:
        """A page and its cursor in one transaction, unless the mistake is to make it two."""
        if cursor_first:
            self.file.append("cursor", cursor)
            self.file.append("page", None, dict(cases), set(gone))
        else:
            self.file.append("page", cursor, dict(cases), set(gone))
        self.cursor = cursor
        for id, case in cases.items():
            self.cases[id], self.docs[id] = case, self._shared.doc(case)
        for id in gone:
            self.cases.pop(id, None)
            self.docs.pop(id, None)

    def rot(self, chance: random.Random) -> str:
        """A case becomes another one and nobody wrote it; its id, "" where there is none."""
        if not self.cases:
            return ""
        id = chance.choice(sorted(self.cases))
        case = replace(self.cases[id], notes=self.cases[id].notes + 7)
        self.file.append("page", None, {id: case}, set())
        self.file.sync()
        self.cases[id], self.docs[id] = case, self._shared.doc(case)
        return id


class Outbox:
    """Commands by id in two files; `offered` names the history all of it was last offered to."""

    def __init__(self) -> None:
        self.database, self.log, self.epoch = File(), File(), File()
        self.rows: dict[str, Row] = {}
        self.photos: set[str] = set()
        self.ready: set[str] = set()
        self.offered = ""

    def files(self) -> tuple[File, ...]:
        """All of them."""
        return self.database, self.log, self.epoch

    def lose(self, chance: random.Random) -> None:
        """Somebody destroys one of the files, any one."""
        chance.choice(self.files()).replace([])

    def read(self) -> None:
        """Everything anew: what either file knows, as it was last altered; both are mended."""
        self.rows = {}
        for record in (*self.log.read(), *self.database.read()):
            match record:
                case ("row", Row() as row):
                    held = self.rows.get(row.command.id)
                    if held is None or held.rev < row.rev:
                        self.rows[row.command.id] = row
                case ("ready", hash):
                    self.ready.add(hash)
        self.rows = dict(sorted(self.rows.items()))
        whole = [("row", row) for row in self.rows.values()]
        self.log.replace(whole)
        self.database.replace([*whole, *(("ready", hash) for hash in sorted(self.ready))])
        told = self.epoch.read()
        self.offered = told[-1][1] if told else ""

    def put(self, row: Row) -> None:
        """First step: a new command in the log, which may still be lost."""
        self.log.append("row", row)

    def keep(self, row: Row) -> None:
        """Second step: it is on the disk in both."""
        self.log.sync()
        self.database.append("row", row)
        self.database.sync()
        self.rows[row.command.id] = row

    def alter(self, id: str, state: str, outcome: str = "", seq: int = 0, reason: str = "") -> None:
        """Another state of a command, in both files."""
        held = self.rows[id]
        row = Row(held.command, state, outcome, seq, reason, held.rev + 1)
        self.put(row)
        self.keep(row)

    def offer(self, epoch: str) -> bool:
        """Queue again what was accepted, then note the epoch; whether there was any."""
        again = [id for id, row in self.rows.items() if row.outcome in ("accepted", "same_effect")]
        for id in again:
            self.alter(id, "queued")
        for id, row in list(self.rows.items()):
            if row.state == "decided" and row.seq:
                self.alter(id, "decided", row.outcome, 0, row.reason)
        self.epoch.replace([("epoch", epoch)])
        self.offered = epoch
        return bool(again)

    def entries(self, epoch: str, cursor: int) -> list[Entry]:
        """What sync has to know of: waiting, rejected, accepted behind the cursor."""
        return [e for row in self.rows.values() if _unsettled(e := _entry(row, epoch), cursor)]

    def is_ready(self, hash: str) -> None:
        """The server has this photo."""
        self.ready.add(hash)
        self.database.append("ready", hash)


def _entry(row: Row, epoch: str) -> Entry:
    command = row.command
    return Entry(
        command.id, command.case, command.author.id, command.depends_on, row.state, row.outcome,
        epoch if row.seq else "", row.seq,
    )  # fmt: skip


def _unsettled(entry: Entry, cursor: int) -> bool:
    if entry.stage != "decided":
        return entry.stage != "dismissed"
    return entry.outcome == "rejected" or entry.seq > cursor
