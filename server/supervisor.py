"""Keeps the parts that run as long as the server does: one that ended with a fault begins again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from prometheus_client.core import Metric

from server.log import LOG
from server.measures import gauge

FIRST_WAIT = 1.0
"""Seconds until a part that ended begins again; doubled each time that it soon ends again."""

LONGEST_WAIT = 30.0

WELL = 30.0
"""Seconds that a part must have run before it counts as well again."""

Part = Callable[[], Coroutine[Any, Any, None]]
"""Begins a part; it goes on until it is cancelled, or returns when its work is over for good."""


class Supervisor:
    """Lives in the event loop. `told` hears whether any part has ended and is not well again."""

    def __init__(self, told: Callable[[bool], None]) -> None:
        self._told = told
        self._ended: set[str] = set()

    async def keep(self, name: str, part: Part) -> None:
        """Run a part until it returns, or until this is cancelled; whatever fault it has."""
        loop, wait = asyncio.get_running_loop(), FIRST_WAIT
        while True:
            begun = loop.time()
            if not await self._ended_badly(name, part):
                return
            wait = FIRST_WAIT if loop.time() - begun >= WELL else wait
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def gauges(self) -> Iterable[Metric]:
        """For /metrics."""
        yield gauge("parts_ended", "Parts that ended and are not well again", len(self._ended))

    async def _ended_badly(self, name: str, part: Part) -> bool:
        """One life of a part. False when it is over for good."""
        running = asyncio.create_task(part(), name=name)
        well = asyncio.get_running_loop().call_later(WELL, self._well, name)
        try:
            await asyncio.wait({running})
        finally:
            well.cancel()
            running.cancel()
            await asyncio.wait({running})
        fault = asyncio.CancelledError() if running.cancelled() else running.exception()
        if fault is not None:
            facts = {"facts": {"part": name}}
            LOG.error("a part of the server has ended", exc_info=fault, extra=facts)
            self._ended.add(name)
            self._told(True)
        else:
            self._well(name)
        return fault is not None

    def _well(self, name: str) -> None:
        self._ended.discard(name)
        self._told(bool(self._ended))
