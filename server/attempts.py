"""Counting failed sign-ins, so that nobody tries passwords one after the other."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

LIMIT = 5
WINDOW = timedelta(minutes=5)
_KEPT = 10_000


class Attempts:
    """Failures of each login within the last minutes. Lives in memory; a restart forgives."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, list[datetime]] = OrderedDict()

    def wait(self, login: str, now: datetime) -> int:
        """Seconds until this login may be tried again; 0 when it may be tried now."""
        failed = [at for at in self._failed.get(login, []) if now - at < WINDOW]
        if len(failed) < LIMIT:
            return 0
        return int((failed[-LIMIT] + WINDOW - now).total_seconds()) + 1

    def failed(self, login: str, now: datetime) -> None:
        """Note a failure. Only the newest logins are remembered, so memory stays bounded."""
        self._failed.setdefault(login, []).append(now)
        self._failed[login] = self._failed[login][-LIMIT:]
        self._failed.move_to_end(login)
        if len(self._failed) > _KEPT:
            self._failed.popitem(last=False)

    def succeeded(self, login: str) -> None:
        """The right password came: earlier failures count no more."""
        self._failed.pop(login, None)
