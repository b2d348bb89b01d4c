"""Tells the screens how the desk and the server stand, and only when something is different."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from console import replica
from console.api import Api
from console.clock import ServerClock
from console.sync_status import Link, Status, link_of, status_of

_HEARD_EVERY_MS = 5000


class Teller:
    """Holds the last status told. `heard_ms` is when the server last said anything."""

    def __init__(self, clock: ServerClock, changed: Callable[[Status], None]) -> None:
        self.status = Status()
        self.heard_ms = self._told_heard_ms = 0
        self._clock, self._changed = clock, changed

    def heard(self) -> None:
        """The server said something just now."""
        self.heard_ms = self._clock.now_ms()

    def publish(self, state: replica.State, me: str, api: Api | None, city_known: bool) -> None:
        """What a replica in this state means for the screens."""
        if api is None:
            self.say(state, me, None, Link.STOPPED, "")
        elif not city_known:
            self.say(state, me, api, self.status.link, self.status.key)
        else:
            self.say(state, me, api, link_of(state), state.feed.key or state.outbox.key)

    def say(self, state: replica.State, me: str, api: Api | None, link: Link, key: str) -> None:
        """Tell if anything is different; the time of the last word at most every 5 s."""
        now, before = self._clock.now_ms(), self.status
        status = replace(
            status_of(state, me),
            link=link,
            since_ms=before.since_ms if link is before.link else now,
            heard_ms=self.heard_ms,
            clock_verified=self._clock.verified,
            key=key if link is not Link.LIVE else "",
            tls=api.tls if api else before.tls,
        )
        self.status = status
        recently = status.heard_ms - self._told_heard_ms < _HEARD_EVERY_MS
        if replace(status, heard_ms=0) != replace(before, heard_ms=0) or not recently:
            self._told_heard_ms = status.heard_ms
            self._changed(status)
