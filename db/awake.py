"""How long this process has run: a lid that was closed is no part that is stuck."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

READ_EVERY = 1.0
"""Seconds within which some thread must read the clock, or it takes the rest for sleep."""

_GRACE = 1.0


class AwakeClock:
    """Seconds that go on only while the process runs, for any thread.

    The steady clock goes on while a machine sleeps (Windows), a virtual one is paused or a process
    is stopped. Then nobody read this clock and no work was done: such a time is left out. A time
    in which nobody could read it because one thread worked on without a pause is counted.
    """

    def __init__(
        self,
        steady: Callable[[], float] = time.monotonic,
        worked: Callable[[], float] = time.process_time,
    ) -> None:
        self._steady, self._worked = steady, worked
        self._lock = threading.Lock()
        self._read_at, self._work = steady(), worked()
        self._asleep = 0.0

    def __call__(self) -> float:
        """Seconds since some moment."""
        with self._lock:
            now, work = self._steady(), self._worked()
            unread = now - self._read_at - READ_EVERY
            if unread > _GRACE and work - self._work < unread / 2:
                self._asleep += unread
            self._read_at, self._work = now, work
            return now - self._asleep
