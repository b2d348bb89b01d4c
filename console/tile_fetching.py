"""Fetches tiles politely: two connections at most, what is looked at first, waiting when told to.

Whoever gives us maps for nothing must not pay for our haste: a tile is asked for when it is in view
or an officer asked for the city, never twice at a time, and not again before it has become old.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Protocol, TypeAlias

from console.async_slot import begin
from console.backoff import delay
from console.faults import BadAnswer, Offline
from console.tile_address import filled, host_of
from console.tile_answers import Answer, Busy, asked_with, verdict
from console.tile_files import LARGEST, NotTiles, Square
from console.web_tiles import WebTiles
from console.worker import Worker

CONNECTIONS = 2
_MOST_IN_VIEW = 200
_MOST_REFUSED = 4
"""After so many answers in a row that are no tiles, nobody is asked any more."""
_BREATH = 0.05
"""Seconds between two tiles fetched ahead, for each connection."""


_Queue: TypeAlias = OrderedDict[Square, None]


class Line(Protocol):
    """A way to the web, for one thread."""

    def get(self, url: str, headers: dict[str, str], most: int) -> Answer: ...


class Fetching:
    """Main thread. `came` is called for each tile that is there now; `told` when it is otherwise
    with `away` (asking in vain since then, 0 when not), `refused` (asked no longer), or `left`."""

    def __init__(
        self,
        tiles: WebTiles,
        shelf: Worker,
        line: Callable[[], Line],
        came: Callable[[Square], None],
        told: Callable[[], None],
    ) -> None:
        self._tiles, self._shelf, self._line = tiles, shelf, line
        self._came, self._told = came, told
        self.away = 0.0
        self.refused: NotTiles | None = None
        self.unkept = False
        """The disk does not take what is fetched."""
        self._view: OrderedDict[Square, None] = OrderedDict()
        self._ahead: OrderedDict[Square, None] = OrderedDict()
        self._busy: set[Square] = set()
        self._never: set[Square] = set()
        self._free: list[tuple[Worker, Line]] = []
        self._opened = 0
        self._running: set[asyncio.Task[None]] = set()
        self._failures, self._seed, self._not_before = 0, time.monotonic_ns(), 0.0
        self._bad, self._ended = 0, False

    # --- what is wanted ---

    def want(self, squares: Iterable[Square]) -> None:
        """These are in view and not there, or old."""
        for square in squares:
            if square not in self._never:
                self._view[square] = None
                self._view.move_to_end(square, last=False)
        while len(self._view) > _MOST_IN_VIEW:
            self._view.popitem()
        self._go()

    def fetch_ahead(self, squares: Iterable[Square]) -> None:
        """These too, after all that is in view; none of an address that was refused."""
        if self.refused is not None:
            return
        self._ahead = OrderedDict.fromkeys(one for one in squares if one not in self._never)
        self._go()

    def stop_ahead(self) -> None:
        """No more than what is in view."""
        self._ahead = OrderedDict()  # another one: what is under way comes back to the old
        if not self._view:
            self.away = 0.0
        self._told()

    @property
    def left(self) -> int:
        """How many tiles are still to be fetched ahead."""
        return len(self._ahead)

    async def end(self) -> None:
        """Ask nobody any more."""
        self._ended = True
        self._view.clear()
        self._ahead.clear()
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        for worker, _ in self._free:
            worker.shutdown(wait=False)

    # --- fetching ---

    def _go(self) -> None:
        while not self._ended and self.refused is None and len(self._running) < CONNECTIONS:
            if len(self._view) + len(self._ahead) <= len(self._running):
                return
            if not self._free:
                self._opened += 1
                self._free.append((Worker(f"tiles {self._opened}"), self._line()))
            task = begin(self._run(*self._free.pop()))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _run(self, worker: Worker, line: Line) -> None:
        try:
            await self._work(worker, line)
        finally:
            self._free.append((worker, line))

    async def _work(self, worker: Worker, line: Line) -> None:
        """Fetch one after another, until there is nothing more."""
        while self.refused is None and not self._ended:
            wait = self._not_before - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            square, queue = self._next()
            if square is None:
                return
            self._busy.add(square)
            try:
                await self._fetch(worker, line, square, queue)
            finally:
                self._busy.discard(square)
            if queue is not self._view:
                self._told()
                await asyncio.sleep(_BREATH)

    def _next(self) -> tuple[Square | None, _Queue]:
        """What is fetched next, and where it stood."""
        for queue in (self._view, self._ahead):
            for square in queue:
                if square not in self._busy:
                    del queue[square]
                    return square, queue
        return None, self._view

    async def _fetch(self, worker: Worker, line: Line, square: Square, queue: _Queue) -> None:
        tiles, vector = self._tiles, self._tiles.vector
        old = await self._shelf.do(tiles.kept, square)
        url = filled(tiles.address, square)
        try:
            answer = await worker.do(line.get, url, asked_with(old), LARGEST)
            found = verdict(answer, old, time.time(), vector=vector)
        except (Offline, Busy) as no:
            queue[square] = None
            self._fail(no.seconds if isinstance(no, Busy) else no.retry_after)
            return
        except (NotTiles, BadAnswer) as no:
            self._refuse(square, no if isinstance(no, NotTiles) else NotTiles("web_too_large"))
            return
        self._failures, self._bad = 0, 0
        if not await self._shelf.do(tiles.take, square, found):
            self.unkept = True
        self._done(square)
        if self.away:
            self.away = 0.0
            self._told()
        self._came(square)

    def _done(self, square: Square) -> None:
        """It was wanted again meanwhile, or from both sides: once is enough."""
        self._view.pop(square, None)
        self._ahead.pop(square, None)

    def _fail(self, asked: float) -> None:
        """Nobody there, or too busy: all wait, longer each time."""
        self._failures += 1
        self._seed, seconds = delay(self._failures, self._seed)
        self._not_before = max(self._not_before, time.monotonic() + max(seconds, asked))
        if not self.away and (self._view or self._ahead):
            self.away = time.time()
            self._told()

    def _refuse(self, square: Square, no: NotTiles) -> None:
        """An answer that is no tile: left out; after some in a row the address is at fault."""
        self._never.add(square)
        self._done(square)
        self._bad += 1
        if self._bad >= _MOST_REFUSED:
            no.facts.setdefault("host", host_of(self._tiles.address))
            self.refused = no
            self._view.clear()
            self._ahead.clear()
            self._told()
