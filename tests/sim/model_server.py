"""The server: its real deciding code over tables in memory, and a disk a power cut can shorten."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from db.decisions import Decision
from db.domain import commands as verb
from db.domain.case import SYSTEM, Actor, Case
from db.domain.commands import LAWS, Command
from db.domain.states import Role
from db.pen import Shelf
from server import commands
from server.ledger import Answer, Decider, body_hash
from tests.sim.broken import Broken
from tests.sim.deliveries import Deliveries
from tests.sim.disk import File, Record
from tests.sim.journal import Journal, MemoryBook, Step, StepPen, View
from tests.sim.mutants import DECIDERS, Mutant
from tests.sim.shared import Shared
from tests.sim.small_city import CITY, PEOPLE


@dataclass(frozen=True, slots=True)
class Tx:
    """What one commit writes."""

    steps: tuple[Step, ...]
    cases: dict[str, Case]
    decisions: tuple[Decision, ...]
    reporters: tuple[str, ...]


class Server:
    """Decides, writes, syncs, and only then answers or shows anything.

    `people` are the server's own records, by which rights are judged; `public` is how far readers
    see. `schema` 2 is a newer program, whose notes an older console cannot read.
    """

    def __init__(
        self,
        chance: random.Random,
        seen: Counter[str],
        shared: Shared,
        mutant: Mutant | None = None,
    ) -> None:
        self._chance, self.seen, self._shared, self._mutant = chance, seen, shared, mutant
        self._decider = DECIDERS.get(mutant, Decider) if mutant else Decider
        self.people: dict[str, Actor] = dict(PEOPLE)
        self.disk = File()
        self.up, self.schema = True, 1
        self.photos: dict[str, int] = {}
        self.acknowledged: dict[str, int] = {}
        self.histories: dict[str, Journal] = {}
        self.deliveries = Deliveries(self.disk, seen)
        self._digests: dict[str, str] = {}
        self._begin(self._new_epoch())
        self.public = 0

    def _begin(self, epoch: str) -> None:
        self.journal = self.histories[epoch] = Journal(epoch, self._shared)
        self._shelf = Shelf()

    def _new_epoch(self) -> str:
        epoch = f"{self._chance.getrandbits(64):016x}"
        self.disk.append("epoch", epoch)
        self.disk.sync()
        return epoch

    # --- deciding -------------------------------------------------------------------------------

    def carry_out(self, batch: Sequence[Command], now: datetime) -> list[Answer]:
        """Decide one after the other; nothing counts until `commit`."""
        asked = [self._asked(command) for command in batch]
        book = MemoryBook(self.journal)
        at = self.journal.at()
        pen = StepPen(book, at, self._shelf.take(at.chain))
        pen.steps = []
        decider = self._decider(book, pen, CITY, now)
        ids = {id for c in batch for id in (c.id, c.depends_on) if id is not None}
        decider.prepare(ids, {c.case for c in batch})
        known = set(decider._known)
        made = commands.decide_all(decider, asked)
        decider.finish()
        self._shelf.give(pen.at.chain)
        self._count(made, known)
        self._write(Tx(tuple(pen.steps), dict(pen.altered), tuple(book.made),
                       tuple(book.reporters)))  # fmt: skip
        self._check_expected(pen.steps, batch)
        return made

    def _asked(self, command: Command) -> commands.Asked:
        digest = self._digests.get(command.id)
        if digest is None:
            digest = self._digests[command.id] = body_hash(command)
        author = self.people.get(command.author.id, SYSTEM)
        lacks = tuple(hash for hash in photos_of(command) if self.photos.get(hash, 0) < SIZE)
        return commands.Asked(replace(command, author=author), digest, lacks)

    def _count(self, made: Sequence[Answer], known: set[str]) -> None:
        for answer in made:
            self.seen["answered again"] += answer.id in known
            self.seen[str(answer.outcome)] += 1
            self.seen["photo lacking"] += bool(answer.lacks)
            if answer.reason:
                self.seen[answer.reason] += 1

    def _check_expected(self, steps: Sequence[Step], batch: Sequence[Command]) -> None:
        """8: whoever assigns had seen the assignment that is replaced."""
        expected = {c.id: c.expect for c in batch}
        for step in steps:
            change = step.change
            self.seen[change.kind] += 1
            before = step.before.get(change.case)
            of_people = change.by.role is not Role.SYSTEM  # the server tells, it saw no screen
            relies = change.alters and of_people and LAWS[type(change.act)].expects
            if relies and before and expected[change.id] != before.assignment_no:
                raise Broken(f"8: {change.id} replaces an assignment its author never saw")

    def _write(self, tx: Tx) -> None:
        self.disk.append("tx", tx)
        if self._mutant is Mutant.SEQ_FIRST:
            self.public = self.journal.head + len(tx.steps)
        self._read(tx)

    def _read(self, tx: Tx) -> None:
        for step in tx.steps:
            self.journal.add(step)
        self.journal.cases.update(tx.cases)
        self.journal.check_hidden_alike(tx.cases)
        self.journal.decisions.update((one.id, one) for one in tx.decisions)
        self.journal.reporters.update(tx.reporters)
        self.deliveries.take(tx.steps)

    def tell(self, now: datetime) -> None:
        """The server's own word on how far deliveries have come, as changes of their cases."""
        made = self.deliveries.told(self.journal.cases, now)
        if made:
            self.carry_out(made, now)

    def commit(self) -> None:
        """The journal is on the disk; readers may see it."""
        self.disk.sync()
        self.public = self.journal.head

    # --- reading --------------------------------------------------------------------------------

    def sight(self, scope: str, seq: int) -> View:
        """Every case this scope saw when the journal stood at seq."""
        return self.journal.views[scope][seq]

    # --- photos ---------------------------------------------------------------------------------

    def patch(self, hash: str, offset: int) -> int:
        """Bytes from this offset on; how many there are now. A wrong offset changes nothing."""
        held = self.photos.get(hash, 0)
        if offset == held and held < SIZE:
            self.photos[hash] = held + 1
            self.disk.append("photo", hash, held + 1)
        return self.photos.get(hash, 0)

    def acknowledge(self, hash: str) -> None:
        """What was received is on the disk, and the desk may know it."""
        self.disk.sync()
        self.acknowledged[hash] = max(self.acknowledged.get(hash, 0), self.photos.get(hash, 0))

    # --- faults ---------------------------------------------------------------------------------

    def crash(self) -> None:
        """Stop at once; what was not committed may be gone, with or without the power."""
        self.up = False
        self.disk.power_cut(self._chance)

    def start(self, restored: list[Record] | None = None) -> None:
        """Read the disk and go on; with a backup, as a new history."""
        if restored is not None:
            self.disk.replace(restored)
            if self._mutant is not Mutant.NO_EPOCH:
                self._new_epoch()
        records = self.disk.read()
        self._begin([record[1] for record in records if record[0] == "epoch"][-1])
        self.photos = {}
        self.deliveries.forget()
        for record in records:
            match record:
                case ("tx", tx):
                    self._read(tx)
                case ("photo", hash, size):
                    self.photos[hash] = size
                case ("job", job):
                    self.deliveries.remember(job)
        if restored is not None:
            self.acknowledged = dict(self.photos)
        self._check_photos()
        self.commit()
        self.up = True

    def _check_photos(self) -> None:
        for hash, size in self.acknowledged.items():
            if self.photos.get(hash, 0) < size:
                raise Broken(f"18: of {hash} {size} pieces were acknowledged and are not there")


SIZE = 3
"""Pieces of a photo."""


def photos_of(command: Command) -> tuple[str, ...]:
    """The photos a command names."""
    match command.act:
        case verb.Attach(media):
            return media
        case verb.Finish(_, proofs):
            return proofs
        case _:
            return ()
