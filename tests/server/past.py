"""A history that was watched while it was made: at many instants, what the board showed then."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db import cases, journal
from db.domain import commands as verb
from db.domain.brief import Brief
from db.domain.case import Actor, Case, Place
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.states import Colour, Role, State, colour
from db.store import Conn, Store
from server.ledger import Ledger, body_hash

BEGIN = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
CHIEFS = (
    Actor("budi", "Budi", Role.SUPERVISOR, "meja 1"),
    Actor("rina", "Rina", Role.SUPERVISOR, "meja 2"),
)
Told = Callable[[datetime, Conn], None]


@dataclass
class Seen:
    """What a board showed at an instant: its cases, and all reports by colour."""

    at: datetime
    rows: frozenset[Brief]
    reports: dict[Colour, int] = field(default_factory=dict)


def midnight(at: datetime, zone: str) -> datetime:
    """When the day of an instant began in the city."""
    wall = at.astimezone(ZoneInfo(zone))
    return datetime.combine(wall.date(), time(), ZoneInfo(zone)).astimezone(UTC)


def seen(conn: Conn, at: datetime, city: City) -> Seen:
    """What the live board shows now, as desks read it."""
    rows = frozenset(cases.open_rows(conn, midnight(at, city.zone)))
    sums = dict.fromkeys(Colour, 0)
    for state, tally in cases.counts(conn).items():
        if state is not State.MERGED:
            sums[colour(state)] += tally.reports
    return Seen(at, rows, sums)


class History:
    """Makes one, transaction by transaction; `after` is told of each with its instant."""

    def __init__(self, store: Store, city: City, seed: int, begin: datetime = BEGIN) -> None:
        self._store, self._city, self._dice = store, city, random.Random(seed)
        self.now, self._ids, self._made = begin, list[str](), 0
        self._shelf = journal.Shelf()
        with store.write() as conn:
            journal.begin(conn, city.id)

    def go_on(self, transactions: int, pause: float = 900.0, after: Told | None = None) -> None:
        """So many more; `pause` is about how many seconds lie between two of them."""
        for _ in range(transactions):
            self.now += timedelta(seconds=self._dice.uniform(0.2, 2) * pause)
            self._one(self._dice.randint(1, 4))
            if after is not None:
                with self._store.read() as conn:
                    after(self.now, conn)

    def _one(self, commands: int) -> None:
        with (
            self._store.write() as conn,
            journal.writing(conn, self.now, self._shelf) as pen,
        ):
            ledger = Ledger(conn, pen, self._city, self.now, delivers=False)
            ledger.prepare([], [])
            for _ in range(commands):
                command = self._command(ledger)
                ledger.carry_out(command, body_hash(command))
            ledger.finish()

    def _command(self, ledger: Ledger) -> Command:
        self._made += 1
        dice, id = self._dice, f"command-{self._made:06d}"
        author = dice.choice(CHIEFS)
        if not self._ids or dice.random() < 0.22:
            self._ids.append(f"case-{len(self._ids):05d}")
            act: Verb = self._report()
            return Command(id, self._ids[-1], act, author, self.now)
        case = ledger.pen.case(dice.choice(self._ids[-60:]))
        assert case is not None
        act = dice.choice(list(self._acts(case)))
        return Command(id, case.id, act, author, self.now, case.assignment_no)

    def _report(self) -> verb.Receive:
        dice = self._dice
        place = Place("Jl. Merdeka", -6.17 + dice.gauss(0, 0.02), 106.63 + dice.gauss(0, 0.02))
        return verb.Receive(
            f"report-{self._made:06d}",
            dice.choice(sorted(self._city.channels)),
            "Sampah menumpuk di tepi jalan",
            place=place if dice.random() < 0.8 else Place("Jl. Daan Mogot"),
            secret=dice.random() < 0.08,
        )

    def _acts(self, case: Case) -> Iterator[Verb]:
        """What may be tried on a case; the rules refuse some of it, which is part of a history."""
        opds = ["dlh", "dpupr", "dishub"]
        some = tuple(self._dice.sample(opds, self._dice.choice((1, 1, 2))))
        task = case.tasks[0].opd if case.tasks else None
        yield verb.Note("Sudah ditelepon")
        yield verb.Edit("secret", "yes" if case.secret else "no", "no" if case.secret else "yes")
        yield verb.Merge(self._dice.choice(self._ids[-60:]))
        if case.acts:
            yield verb.Undo(case.acts[-1].change)
        match case.state:
            case State.RECEIVED:
                yield from [verb.Forward(some, "sampah", "complaint")] * 4
                yield verb.AskReporter("Di mana tepatnya?")
                yield verb.Archive(next(iter(self._city.archive_reasons), "spam"), "Bukan laporan")
            case State.RETURNED:
                yield verb.Complete("Di depan pasar")
            case State.FORWARDED:
                yield from [verb.Accept("Bu Ratna", task)] * 4
                yield verb.Bounce("bukan kami", opd=task)
            case State.ACCEPTED | State.ON_SITE | State.SCHEDULED:
                yield verb.Start(task)
                yield verb.Schedule("Besok pagi", self.now + timedelta(days=1), task)
                yield verb.Reassign(some, "lebih dekat")
                yield from [verb.Finish("Sudah bersih", (), "kamera rusak", task)] * 3
            case State.AWAITING_VALIDATION:
                yield from [verb.Validate("", task)] * 4
                yield verb.Refuse("masih kotor", task)
            case State.RESOLVED:
                yield verb.Object("masih bau")
                yield verb.Close()
            case State.MERGED:
                yield verb.Unmerge("ternyata lain")
