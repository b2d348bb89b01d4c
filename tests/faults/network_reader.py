"""A light console: speaks HTTP over a socket of its own and reads the feed, nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


class Turned(Exception):
    """The server answered with a status that is no success."""

    def __init__(self, status: int, wait: float) -> None:
        super().__init__(status)
        self.status, self.wait = status, wait


@dataclass(slots=True)
class Reader:
    """One such console at one server."""

    url: str
    access: str = ""

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One answer as JSON. Raises Turned."""
        async with self._sent(method, path, body) as (reader, headers):
            data = await reader.readexactly(int(headers.get("content-length", 0)))
        return json.loads(data) if data else None

    @asynccontextmanager
    async def following(self, epoch: str, since: int) -> AsyncIterator[AsyncIterator[Any]]:
        """The pages of a stream. Raises Turned."""
        path = f"/changes?epoch={epoch}&since={since}&follow=1"
        async with self._sent("GET", path) as (reader, _):
            yield _pages(reader)

    @asynccontextmanager
    async def _sent(
        self, method: str, path: str, body: Any = None
    ) -> AsyncIterator[tuple[asyncio.StreamReader, dict[str, str]]]:
        at = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(at.hostname, at.port, limit=1 << 26)
        try:
            data = b"" if body is None else json.dumps(body).encode()
            head = f"{method} {path} HTTP/1.1\r\nHost: {at.netloc}\r\nLiveroom-Protocol: 1\r\n"
            if self.access:
                head += f"Authorization: Bearer {self.access}\r\n"
            writer.write(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
            status, headers = await _head(reader)
            if status >= 300:
                raise Turned(status, float(headers.get("retry-after", 1)))
            yield reader, headers
        finally:
            writer.transport.abort()


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.split(":", 1) for line in lines if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, value in pairs}


async def _pages(reader: asyncio.StreamReader) -> AsyncIterator[Any]:
    held = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        *lines, held = (held + (await reader.readexactly(size + 2))[:-2]).split(b"\n")
        for line in lines:
            if line:
                yield json.loads(line)
