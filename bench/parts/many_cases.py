"""Many cases for figures: histories by the real rules, strewn over three years."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import insert

from db import tables
from db.domain import commands as verb
from db.domain.refused import Refused
from db.domain.trail import Spell, Trail, pack, trail_of
from db.rows import case_row
from db.store import Store
from tests.db.domain.small_city import BOTH, DONE, FORWARD, LAKSA, NOW, PU, SARI, Book

HISTORIES = 400
YEARS = 3
CATEGORIES, AREAS, CHANNELS = 32, 104, ("laksa", "phone")
END = datetime(2026, 11, 26, 12, tzinfo=UTC)
_DAY_MS = 86_400_000
_PIECE = 5_000
_STEPS: tuple[tuple[verb.Verb, Any], ...] = (
    (FORWARD, SARI), (verb.Accept("Joko"), PU), (verb.Start(), PU), (DONE, PU),
    (verb.Validate(), SARI), (BOTH, SARI), (verb.Bounce("bukan kami", opd="pu"), PU),
    (verb.Object("belum"), LAKSA), (verb.Refuse("belum"), SARI), (verb.Answer("sudah"), SARI),
)  # fmt: skip

Sample = tuple[Trail, dict[str, Any]]


def samples(rng: random.Random) -> Iterator[Sample]:
    """Trails of made-up histories, and the row of each case."""
    for _ in range(HISTORIES):
        book = Book()
        book.received("a")
        for _ in range(rng.randint(1, 9)):
            book.pass_time(timedelta(minutes=rng.expovariate(1 / 600)))
            act, by = rng.choice(_STEPS[: rng.choice((2, 5, 5, len(_STEPS)))])
            with suppress(Refused):
                book.do("a", act, by)
        trail = trail_of(book.changes)
        assert trail is not None
        yield trail, case_row(book["a"])


def moved(sample: Sample, n: int, ago: int, rng: random.Random) -> tuple[Trail, dict[str, Any]]:
    """The same history, so many ms before END, of another kind, elsewhere."""
    trail, row = sample
    by = round((END - NOW).total_seconds() * 1000) - ago
    category, area = f"category-{rng.randrange(CATEGORIES)}", f"area-{rng.randrange(AREAS)}"
    channel, secret = rng.choice(CHANNELS), rng.random() < 0.01

    def later(at: int | None) -> int | None:
        return None if at is None else at + by

    made = msgspec.structs.replace(
        trail,
        opened=n,
        secret=secret,
        category=category,
        area=area,
        channel=channel,
        first_at=trail.first_at + by,
        forwarded_at=later(trail.forwarded_at),
        arrivals=tuple((at + by, channel) for at, _ in trail.arrivals),
        spells=tuple(
            Spell(one.at + by, one.lane, tuple((channel, many) for _, many in one.reports))
            for one in trail.spells
        ),
        parts=tuple(
            msgspec.structs.replace(
                part,
                sent=part.sent + by,
                accepted=later(part.accepted),
                finished=later(part.finished),
                done=later(part.done),
            )
            for part in trail.parts
        ),
    )
    told = {
        "id": f"case-{n:08}",
        "number": f"KK-26-{n:08}",
        "seq": n,
        "category": category,
        "area": area,
        "channel": channel,
        "secret": secret,
        "first_at": made.first_at,
    }
    return made, {**row, **told}


def fill(store: Store, cases: int, seed: int) -> None:
    """Put so many cases and their trails into the store, as they came in one after the other."""
    rng = random.Random(seed)
    held = list(samples(rng))
    begun = sorted((rng.randrange(YEARS * 365 * _DAY_MS) for _ in range(cases)), reverse=True)
    for start in range(0, cases, _PIECE):
        pairs = [
            moved(rng.choice(held), n + 1, begun[n], rng)
            for n in range(start, min(start + _PIECE, cases))
        ]
        with store.write() as conn:
            conn.execute(insert(tables.cases), [row for _, row in pairs])
            kept = [{"case": row["id"], "seq": row["seq"], "body": pack(t)} for t, row in pairs]
            conn.execute(insert(tables.trails), kept)
    with store.write() as conn:
        conn.execute(insert(tables.trails_reached).values(one=1, seq=cases, after=None))
