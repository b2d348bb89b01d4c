"""Wakes everybody who waits for the journal to grow."""

from __future__ import annotations

import asyncio


class Bell:
    """Rings after a commit. Belongs to one event loop."""

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self.closed = False

    def ring(self) -> None:
        """Wake all who wait now; whoever comes later waits for the next time."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    def close(self) -> None:
        """Ring for the last time: streams end."""
        self.closed = True
        self.ring()

    async def wait(self, seconds: float) -> bool:
        """Whether it rang within so many seconds."""
        if self.closed:
            return True
        try:
            await asyncio.wait_for(self._next.wait(), seconds)
        except TimeoutError:
            return False
        return True
