"""A desk's data folder as a working day leaves it: a session with its lock, and a full cache."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from bench.parts.officer import LOGIN, PASSWORD
from console.private_file import write_private
from console.session import Session, scope_of
from db import feed
from db.chain import chain_start
from db.digests import row_digest, total
from db.domain import commands as verb
from db.domain import wire
from db.domain.apply import apply
from db.domain.case import Actor, Case, Place
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.states import Role
from db.store import Kind, Store
from server.city import open_city

SERVER = "http://127.0.0.1:9"
"""Nobody listens on the discard port: the desk stays offline."""

_CITY = Path(__file__).resolve().parents[2] / "resources" / "cities" / "kota-tangerang"
_SARI = Actor("p-sari", "Sari", Role.OFFICER, "meja 1")
_EPOCH = "0" * 32
_TEXT = (
    "Jalan berlubang di depan rumah nomor {n}, sudah dua minggu tidak diperbaiki. Mohon ditambal."
)


def fill(folder: Path, count: int) -> None:
    """Write session.json and cache.db with so many open cases; what is in `folder` is kept."""
    city, plain = open_city(_CITY)
    now = datetime.now(UTC)
    docs = [wire.encode(case) for case in _cases(city, count, now)]
    header = {"epoch": _EPOCH, "seq": count * 2, "chain": chain_start(_EPOCH)}
    header |= {"scope": scope_of(_SARI), "cases": count, "changes": 0}
    header["digest"] = total(row_digest(wire.canonical(doc)) for doc in docs)
    lines = [json.dumps(line) for line in (header, *({"case": doc} for doc in docs), {"end": True})]
    store = Store.open(folder / "cache.db", Kind.CACHE)
    try:
        with store.write() as conn:
            feed.load_snapshot(conn, lines)
            known = json.dumps({"version": "1", "city": plain})
            feed.remember(conn, server=SERVER, city=known, person=json.dumps(wire.encode(_SARI)))
        more = True
        while more:
            with store.write() as conn:
                more = feed.index_words(conn, city)
    finally:
        store.close()
    _write_session(folder, now)


def _write_session(folder: Path, now: datetime) -> None:
    tokens = {"access": "bench", "access_expires": now + timedelta(hours=1)}
    tokens |= {"refresh": "bench", "refresh_expires": now + timedelta(days=30)}
    lock = PasswordHasher().hash(PASSWORD)
    session = Session(SERVER, "kota-tangerang", LOGIN, _SARI, lock=lock, **tokens)  # type: ignore[arg-type]
    write_private(folder / "session.json", json.dumps({"sessions": [wire.encode(session)]}))


def _cases(city: City, count: int, now: datetime) -> Iterator[Case]:
    """Reports of the last days; two in three have been forwarded."""
    dice = random.Random(5)
    categories = [c for c in city.categories.values() if c.agency is not None]
    areas = [area for area in city.areas.values() if area.parent is not None]
    for n in range(count):
        at = now - timedelta(minutes=dice.randrange(3 * 24 * 60))
        category, area = dice.choice(categories), dice.choice(areas)
        report = verb.Receive(
            f"r-{n}",
            "laksa",
            _TEXT.format(n=n),
            category=category.id,
            place=Place(text=area.name, area=area.code),
        )
        case = _after(None, report, city, at, n, 0)
        if n % 3:
            forward = verb.Forward((str(category.agency),), category.id, case.report_class)
            case = _after(case, forward, city, at + timedelta(minutes=9), n, 1)
        yield case


def _after(case: Case | None, act: Verb, city: City, at: datetime, n: int, step: int) -> Case:
    expect = None if case is None else case.assignment_no
    command = Command(
        f"{n:08}-{step:04}-4000-8000-0", f"{n:08}-case", act, _SARI, at, expect=expect
    )
    change = decide(case, command, city, at, number=f"KT-26-{n:06}")
    return apply(case, change)
