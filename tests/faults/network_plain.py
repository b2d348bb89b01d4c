"""A proxy that alters nothing: it passes bytes on, or lets nobody through."""

from __future__ import annotations

import asyncio

from tests.faults.network_between import Between

_PIECE = 65_536


class Plain(Between):
    """Passes everything on until it is cut; nobody gets through while it is `shut`."""

    shut = False

    async def _carry(self, near: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        if self.shut:
            return
        far, back = await asyncio.open_connection(*self._to)
        try:
            await asyncio.gather(_pump(near, back), _pump(far, out))
        finally:
            back.transport.abort()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(_PIECE):
        sink.write(data)
        await sink.drain()
