"""When reports come: the hours of a day, the minutes of a rain, drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from random import Random

PER_DAY = 40.0
"""Reports on an ordinary day (Kota Tangerang, LAKSA 2024: 14,012 in 355 days)."""

RAIN_REPORTS = 600
RAIN_LASTS = timedelta(minutes=60)

# Share of each local hour: quiet nights, a peak before and at the begin of work, one after it.
HOURS = (
    *(0.25, 0.15, 0.10, 0.10, 0.15, 0.50),
    *(1.20, 2.00, 2.20, 2.00, 1.70, 1.50),
    *(1.20, 1.30, 1.40, 1.50, 1.70, 2.00),
    *(2.10, 1.90, 1.60, 1.20, 0.80, 0.50),
)

_SUM, _PEAK = sum(HOURS), max(HOURS)


def moments(rng: Random, start: datetime, per_day: float, zone: tzinfo) -> Iterator[datetime]:
    """Instants (UTC) of ordinary reports after `start`, for ever: a Poisson process by thinning."""
    at, fastest = start, per_day * _PEAK / _SUM / 3600
    while True:
        at += timedelta(seconds=rng.expovariate(fastest))
        if rng.random() * _PEAK < HOURS[at.astimezone(zone).hour]:
            yield at


def rain_moments(rng: Random, start: datetime) -> list[datetime]:
    """Instants (UTC) of the reports of one rain: few, then very many, then fewer."""
    lasts = RAIN_LASTS.total_seconds()
    drawn = (rng.triangular(0, lasts, lasts * 0.45) for _ in range(RAIN_REPORTS))
    return sorted(start + timedelta(seconds=seconds) for seconds in drawn)
