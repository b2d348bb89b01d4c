"""Coroutines that nobody waits for, and calls from other threads, until the desk stops."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, ParamSpec

from console.worker import TURN

P = ParamSpec("P")


class Tasks:
    """The main thread's loop as other parts need it. A bug in a task reaches the loop's handler."""

    def __init__(self) -> None:
        self.running = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """From here on; call it inside the loop."""
        self._loop = asyncio.get_running_loop()
        self.running = True
        sys.setswitchinterval(TURN)

    async def stop(self) -> None:
        """Cancel what is under way, and take nothing more."""
        self.running = False
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Have it run; it is cancelled when the desk stops."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def from_thread(self, call: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Have it called on the main thread; not at all once the desk has stopped. Any thread."""

        def called() -> None:
            if self.running:
                call(*args, **kwargs)

        if self._loop is not None and self.running:
            with suppress(RuntimeError):  # the loop has ended in between
                self._loop.call_soon_threadsafe(called)

    def soon(self, call: Callable[[], None]) -> None:
        """Have it called after everything else that waits had its turn."""
        if self._loop is not None and self.running:
            self._loop.call_soon(call)

    def later(self, seconds: float, call: Callable[[], None]) -> asyncio.TimerHandle | None:
        """Have it called after some time."""
        return self._loop.call_later(seconds, call) if self._loop and self.running else None

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.result()
