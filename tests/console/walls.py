"""A picture such as a city has it on a Thursday afternoon, and the screens that walls have."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

from PySide6.QtCore import QSize, QSizeF

from db.domain.city import City
from db.domain.locating import smallest
from db.domain.wall import Agency, Day, Figures, Flooding, Picture, Shown

NOW = datetime(2026, 11, 26, 7, 42, 11, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
HOUR = 3_600_000

SCREENS = {
    "1080p": (QSize(1920, 1080), QSizeF(1218, 685)),
    "4k": (QSize(3840, 2160), QSizeF(1218, 685)),
    "ultra-wide": (QSize(3840, 1080), QSizeF(2436, 685)),
    "portrait": (QSize(1080, 1920), QSizeF(685, 1218)),
}
"""Pixels and millimetres: 55 inches each, the wide one two of them side by side."""

_OPEN = (
    *["received"] * 4, *["forwarded"] * 8, *["accepted"] * 9, *["on_site"] * 4,
    *["scheduled"] * 5, *["awaiting_validation"] * 3, *["returned"] * 2,
)  # fmt: skip


def picture_of(city: City, *, flood: bool = False, many: int = 230, n: int = 1) -> Picture:
    """So many open cases, and a year of those that are over."""
    dice = Random(3)
    rows = {key: _row(city, dice) for key in range(many)}
    states = dict(Counter(row.state for row in rows.values()))
    states |= {"resolved": 812, "closed": 12_203, "not_ours": 102, "archived": 61}
    opds = list(city.agencies)[:14]
    agencies = tuple(
        Agency(opd, 12 + k, 400 * k + 240, 9000 * k + 900, k % 5, NOW_MS - HOUR * (k % 5) * 3)
        for k, opd in enumerate(opds)
    )
    days = tuple(
        Day((NOW - timedelta(weeks=back)).date(), _hours(dice, 15 if back == 0 else 24))
        for back in range(5)
    )
    rain = Flooding(NOW - timedelta(minutes=47), 612, 143, 21.4, 3, True) if flood else None
    figures = Figures(900, states, sum(states.values()), agencies, days, rain)
    return Picture("epoch", n, NOW - timedelta(seconds=1), figures, rows)


def _row(city: City, dice: Random) -> Shown:
    state, area = dice.choice(_OPEN), dice.choice(smallest(city.areas.values()))
    placed = dice.random() < 0.93
    return Shown(
        state,
        "" if state == "received" else dice.choice(list(city.categories)),
        area.code,
        NOW_MS + int(dice.uniform(-6, 90) * HOUR),
        dice.choice(city.clocks).id,
        NOW_MS - int(dice.uniform(0.1, 40) * HOUR),
        "" if state in ("received", "returned") else dice.choice(list(city.agencies)),
        1,
        area.lat + dice.gauss(0, 0.004) if placed else None,
        area.lng + dice.gauss(0, 0.004) if placed else None,
    )


def _hours(dice: Random, until: int) -> tuple[int, ...]:
    return tuple(dice.randrange(5) if hour < until else 0 for hour in range(24))
