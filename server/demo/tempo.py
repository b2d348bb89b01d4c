"""How fast the city lives: its own time against the server's."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

WAKES = time(7, 0)
WAKING = timedelta(hours=15)
"""When time is compressed the nights are left out: nobody watches an hour of nothing."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class Tempo:
    """Maps true instants to the city's own and back; `speed` 1 leaves them as they are.

    From `start` on the city lives `speed` times as fast, through mornings that begin at 07.00
    local time. What happened before `start` keeps its distance to it.
    """

    def __init__(self, start: datetime, speed: float, zone: tzinfo) -> None:
        self._start = start
        self._speed = speed
        local = start.astimezone(zone)
        morning = datetime.combine(local.date() + _DAY, WAKES, zone)
        self._morning = start if speed == 1 else morning.astimezone(start.tzinfo)

    @property
    def begin(self) -> datetime:
        """The city's time at the start."""
        return self._morning

    def city(self, at: datetime) -> datetime:
        """The city's time at a true instant."""
        if self._speed == 1 or at < self._start:
            return self._morning + (at - self._start)
        days, rest = divmod((at - self._start) * self._speed, WAKING)
        return self._morning + days * _DAY + rest

    def true(self, at: datetime) -> datetime:
        """The true instant at which it is so late in the city."""
        if self._speed == 1 or at < self._morning:
            return self._start + (at - self._morning)
        days, rest = divmod(at - self._morning, _DAY)
        lived = days * WAKING + min(rest, WAKING)
        return self._start + timedelta(seconds=(lived / _SECOND) / self._speed)
