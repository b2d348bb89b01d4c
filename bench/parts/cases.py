"""Open cases to measure with, the same every time."""

from __future__ import annotations

import random

from db.domain.brief import Brief

NOW = 1_795_000_000_000
"""The instant at which everything is measured, ms."""

_STATES = (
    ("received", "room"),
    ("forwarded", "opd"),
    ("accepted", "work"),
    ("awaiting_validation", "validation"),
    ("returned", "returned"),
)
_CATEGORIES = ("jalan-rusak", "pju-padam", "banjir", "sampah")


def open_cases(count: int) -> list[Brief]:
    """Cases in five lanes with deadlines around now, soonest first, as the cache yields them."""
    dice = random.Random(7)
    due = sorted(NOW + dice.randrange(-5_000_000, 400_000_000) for _ in range(count))
    return [_case(n, moment, dice) for n, moment in enumerate(due)]


def _case(n: int, due: int, dice: random.Random) -> Brief:
    state, lane = dice.choice(_STATES)
    return Brief(
        id=f"{n:08d}-0000-4000-8000-000000000000",
        number=f"KT-26-{n:06d}",
        seq=n,
        state=state,
        lane=lane,
        due=due,
        warn=due - 3_600_000,
        rule="room",
        title=f"Jalan berlubang di depan rumah nomor {n}, sudah dua minggu tidak diperbaiki",
        category=dice.choice(_CATEGORIES),
        area="36.71.01.1001",
        channel=dice.choice(("laksa", "sp4n", "112")),
        opds="dpupr" if state != "received" else "",
        report_class="complaint",
        priority="normal",
        secret=False,
        placed=True,
        reopened=False,
        reports=1,
        media=0,
        first_at=NOW - dice.randrange(90_000_000),
        changed_at=NOW,
    )


def changed(cases: list[Brief], count: int, seed: int) -> list[Brief]:
    """So many of the cases with another deadline, state and lane."""
    dice = random.Random(seed)
    made = []
    for case in dice.sample(cases, min(count, len(cases))):
        due = NOW + dice.randrange(400_000_000)
        made.append(case._replace(due=due, state="accepted", lane="work"))
    return made
