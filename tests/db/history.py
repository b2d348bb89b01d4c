"""A small city and commands that make a history in it, as the tests of db/ need them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from db import journal
from db.domain import commands as verb
from db.domain import wire
from db.domain.apply import apply
from db.domain.case import Actor, Case, Place
from db.domain.changes import Change
from db.domain.city import Agency, Area, Category, City
from db.domain.clocks import Limit
from db.domain.commands import Command
from db.domain.decide import decide
from db.domain.states import Role
from db.journal import Entry, Pen, Shelf
from db.store import Store
from tests.db.domain.tangerang import CALENDAR, rule

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SARI = Actor("p-sari", "Sari", Role.OFFICER, "desk-1")
BUDI = Actor("p-budi", "Budi", Role.SUPERVISOR, "desk-2")


def _agency(id: str, short: str, name: str) -> Agency:
    return Agency(id, short, name, "dinas", "", "", "24h", (), "", "A")


def _category(id: str, name: str, agency: str) -> Category:
    grade = ("A",)
    return Category(
        id, name, name, (), agency, (), "complaint", "normal", "low", "no", False, "", "", *grade
    )


CITY = City(
    id="kota-tangerang",
    name="Kota Tangerang",
    zone="Asia/Jakarta",
    number_prefix="KT",
    lat=-6.17,
    lng=106.63,
    confirm_after=timedelta(hours=12),
    proofs_required=1,
    classes={"complaint": "Pengaduan"},
    room_answers=frozenset(),
    channels={"laksa": "LAKSA", "112": "112"},
    agencies={
        "dishub": _agency("dishub", "Dishub", "Dinas Perhubungan"),
        "dpupr": _agency("dpupr", "DPUPR", "Dinas Pekerjaan Umum"),
    },
    categories={
        "pju": _category("pju", "Lampu PJU", "dishub"),
        "jalan": _category("jalan", "Jalan rusak", "dpupr"),
    },
    areas={"36.71.01": Area("36.71.01", "Ciledug", -6.23, 106.71, None)},
    calendar=CALENDAR,
    clocks=(
        rule("room", Limit(days=1), "received", "forwarded answered", calendar="elapsed"),
        rule("acceptance", Limit(seconds=3600), "forwarded", "accepted", calendar="elapsed"),
    ),
    replies=(),
    words={},
    archive_reasons={},
)

_numbers = count(1)


def fresh(name: str) -> str:
    """An id that no other call gave."""
    return f"{name}-{next(_numbers):08d}"


def receive(text: str = "Lampu jalan mati", **more: Any) -> Command:
    """A report that opens a new case."""
    act = verb.Receive(fresh("report"), "laksa", text, **more)
    return Command(fresh("command"), fresh("case"), act, SARI, NOW)


def forward(case: Case, *opds: str) -> Command:
    """The case goes to agencies."""
    act = verb.Forward(opds or ("dishub",), "pju", "complaint", place=Place("Jl. Merdeka"))
    return Command(fresh("command"), case.id, act, SARI, NOW, expect=case.assignment_no)


def note(case: str, text: str = "Sudah ditelepon") -> Command:
    """A note on a case."""
    return Command(fresh("command"), case, verb.Note(text), SARI, NOW)


def merge(case: Case, into: Case) -> Command:
    """The first case is the second one's problem."""
    return Command(fresh("command"), case.id, verb.Merge(into.id), SARI, NOW)


def secret(case: Case) -> Command:
    """The case is hidden from the city's scope."""
    edit = verb.Edit("secret", "no", "yes")
    return Command(fresh("command"), case.id, edit, SARI, NOW)


def carry_out(pen: Pen, command: Command, city: City = CITY) -> Change:
    """Decide a command, number it and give it to the pen, as a server does."""
    other = getattr(command.act, "into", None)
    change = decide(
        pen.case(command.case),
        command,
        city,
        NOW,
        other=pen.root(other) if other else None,
        number=pen.number_for(city, NOW),
    )
    change = replace(change, seq=pen.next_seq)
    cases = [apply(pen.case(id), change) for id in change.cases] if change.alters else []
    pen.add(change, *cases)
    return change


def write(
    store: Store, commands: Iterable[Command], shelf: Shelf | None = None, city: City = CITY
) -> list[Entry]:
    """Carry out commands in one transaction."""
    with store.write() as conn:
        journal.begin(conn, CITY.id)
        with journal.writing(conn, NOW, shelf) as pen:
            for command in commands:
                carry_out(pen, command, city)
            return pen.added


@contextmanager
def pen_of(store: Store, shelf: Shelf | None = None) -> Iterator[Pen]:
    """A pen in a transaction of its own."""
    with store.write() as conn:
        journal.begin(conn, CITY.id)
        with journal.writing(conn, NOW, shelf) as pen:
            yield pen


def page_of(store: Store, since: int, limit: int = 1000) -> dict[str, Any]:
    """What a server that hides nothing would send after a cursor."""
    with store.read() as conn:
        head, entries = journal.head(conn), journal.after(conn, since, limit)
        before = journal.chain_at(conn, since)
    return {
        "epoch": head.epoch,
        "from": since,
        "to": entries[-1].seq if entries else since,
        "head": head.seq,
        "chain": entries[-1].chain if entries else before,
        "changes": [
            {"seq": entry.seq, "salt": entry.salt, "body": wire.parse(entry.body)}
            for entry in entries
        ],
    }
