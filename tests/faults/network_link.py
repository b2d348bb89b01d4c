"""A slow line of ours: so many bits a second each way, and so long until they are there."""

from __future__ import annotations

import asyncio
from collections import Counter, deque

from tests.faults.network_between import Between

_PIECE = 8 * 1024
_IN_FLIGHT = 128 * 1024
"""Bytes that one direction of one connection may have on the way, as a window of TCP does."""


class _Way:
    """One direction of the line: all connections share its bits."""

    def __init__(self, rate: float, delay: float) -> None:
        self.rate, self.delay = rate, delay
        self._free = 0.0

    def arrives(self, now: float, size: int) -> float:
        """When a piece that is sent now is there."""
        self._free = max(self._free, now) + size * 8 / self.rate
        return self._free + self.delay


class Link(Between):
    """Listens on a port of its own, in a thread. `rate` in bit/s, `trip` there and back in s."""

    def __init__(self, server: str, rate: float, trip: float) -> None:
        self._ways = {name: _Way(rate, trip / 2) for name in ("up", "down")}
        self._trip, self._up = trip, True
        self.passed: Counter[str] = Counter()
        super().__init__(server)

    def cut(self) -> None:
        """Nothing passes any more."""
        self._up = False
        super().cut()

    def mend(self) -> None:
        """Connections pass again."""
        self._up = True

    async def _carry(self, near: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        if not self._up:
            return
        await asyncio.sleep(self._trip)  # what opening a connection takes
        far, there = await asyncio.open_connection(*self._to)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass("up", near, there))
                both.create_task(self._pass("down", far, out))
        except* OSError:
            pass
        finally:
            there.transport.abort()

    async def _pass(
        self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Carry one direction: read as far as the window lets, write when it arrives."""
        flying: deque[tuple[float, bytes]] = deque()
        news, room = asyncio.Event(), asyncio.Event()
        size = 0

        async def arrive() -> None:
            nonlocal size
            while True:
                while not flying:
                    news.clear()
                    await news.wait()
                at, data = flying.popleft()
                await asyncio.sleep(max(0.0, at - self._loop.time()))
                if not data:
                    raise ConnectionResetError
                size -= len(data)
                room.set()
                self.passed[way] += len(data)
                writer.write(data)
                await writer.drain()

        async def depart() -> None:
            nonlocal size
            while True:
                while size > _IN_FLIGHT:
                    room.clear()
                    await room.wait()
                data = await reader.read(_PIECE)
                size += len(data)
                flying.append((self._ways[way].arrives(self._loop.time(), len(data)), data))
                news.set()
                if not data:
                    return

        async with asyncio.TaskGroup() as group:
            group.create_task(arrive())
            group.create_task(depart())
