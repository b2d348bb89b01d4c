"""Whether this machine's clock may be believed: after a jump it is not, for a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from server.log import note

JUMP = timedelta(minutes=1)
"""By so much more than time has passed a clock does not go on by itself."""

DOUBT = timedelta(minutes=10)
"""So long a clock that has jumped is not believed: what was set wrongly may be set right."""


class Believed:
    """Compares the clock with the time that has passed, from one question to the next."""

    def __init__(self, now: Callable[[], datetime], passed: Callable[[], float]) -> None:
        self._now, self._passed = now, passed
        self._looked: tuple[datetime, float] = now(), passed()
        self._doubted_until = passed()

    def believed(self) -> bool:
        """Whether the clock has gone on as time does, for a while. To be asked now and then."""
        now, passed = self._now(), self._passed()
        went, took = now - self._looked[0], timedelta(seconds=passed - self._looked[1])
        self._looked = now, passed
        if abs(went - took) > JUMP:
            note("clock jumped", logging.WARNING, seconds=round((went - took).total_seconds()))
            self._doubted_until = passed + DOUBT.total_seconds()
        return passed >= self._doubted_until
