"""What stands between a console and its server: a port of its own, served in a thread."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from urllib.parse import urlsplit

_GONE = (OSError, EOFError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
LONGEST = 1 << 26
"""Bytes of one line that passes."""


class Between(ABC):
    """Listens from when it is made until `close`; what it does with a connection is `_carry`."""

    def __init__(self, server: str) -> None:
        at = urlsplit(server)
        self._to = (at.hostname or "", at.port or 0)
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait()

    @property
    def url(self) -> str:
        """Where consoles come to."""
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        """Break every connection off."""
        self._loop.call_soon_threadsafe(self._break)

    def close(self) -> None:
        """Listen no more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @abstractmethod
    async def _carry(self, near: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        made = asyncio.start_server(self._came, "127.0.0.1", 0, limit=LONGEST)
        server = self._loop.run_until_complete(made)
        self._port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()
        server.close()
        self._break()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    def _break(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _came(self, near: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._carry(near, out)
        except (*_GONE, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            out.transport.abort()
