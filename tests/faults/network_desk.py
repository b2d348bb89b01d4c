"""The desk of the journeys, which also tells what it noticed and how long it stood still."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from pathlib import Path
from typing import Any

from console.app import Program
from db import feed
from tests.journeys import desk_process
from tests.journeys.processes import DeskProcess

_BEAT = 0.005


class WatchedDesk(desk_process.DrivenDesk):
    """Beside what the desk of the journeys may be asked."""

    def __init__(self, program: Program) -> None:
        self._looks = True
        super().__init__(program)
        self._told: list[dict[str, Any]] = []
        self._longest = 0.0
        self._cursors: list[tuple[str, int]] = []
        program.sync.noticed.connect(self._noticed)
        self._beating = asyncio.get_running_loop().create_task(self._beat())

    def _noticed(self, key: str, facts: dict[str, Any]) -> None:
        self._told.append({"key": key, "facts": {k: str(v) for k, v in facts.items()}})

    async def _beat(self) -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(_BEAT)
            now = time.monotonic()
            self._longest, last = max(self._longest, now - last - _BEAT), now

    def _look(self) -> None:
        if self._looks:
            super()._look()

    async def look_away(self) -> None:
        """Note no more what lies on the board: to look at every card takes longer than to show."""
        self._looks = False

    async def notices(self) -> list[dict[str, Any]]:
        """What the desk was told of, in order."""
        return self._told

    async def stood_still(self) -> float:
        """The longest stretch (s) for which the event loop did nothing else, since last asked."""
        longest, self._longest = self._longest, 0.0
        return longest

    async def cursor(self) -> int:
        """Where the cache stands."""
        found = await self._program.sync.cache.read(feed.cursor)
        return found.seq if found else 0

    async def ever_seen(self) -> list[tuple[str, str]]:
        """Every state in which a case ever lay on this board."""
        return list(self._seen)

    async def notes(self, case: str, texts: list[str]) -> list[str]:
        """Write many notes; their commands."""
        return [(await self.note(case, text))["id"] for text in texts]


class Desk(DeskProcess):
    """Such a desk as a process."""

    script = Path(__file__)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    setattr(desk_process, "DrivenDesk", WatchedDesk)  # noqa: B010
    desk_process.main(Path(sys.argv[1]))
