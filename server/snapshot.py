"""Snapshots: all that a scope sees at one seq, as one file that can be fetched piece by piece."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from db import cases, journal
from db.store import Conn, Store
from server.changes import Feed
from server.pages import stamp
from server.scopes import CITY_AND_SECRET

_HEADER = 512
"""Bytes kept free for the first line; blanks before its end fill it up."""

_SEQ = re.compile(r"[0-9]{12,19}")
_KEPT = 3
"""Files of one scope that stay, for those who are still fetching them."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A finished file. `tag` names epoch, seq and scope."""

    path: Path
    tag: str


class Snapshots:
    """Makes one file for each seq and scope, however many ask for it."""

    def __init__(
        self,
        store: Store,
        feed: Feed,
        folder: Path,
        readers: Executor,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._feed = feed
        self._folder = folder
        self._readers = readers
        self._now = now
        self._making: dict[str, asyncio.Lock] = {}
        # Files of an earlier run may be unfinished; making one is cheaper than trusting it.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)

    async def of(self, scope: str, wanted: str) -> Snapshot:
        """The snapshot of this moment, or the one of the tag `wanted` if it is still kept.

        Raises StoreFault.
        """
        held = self._held(scope, wanted)
        if held is not None:
            return held
        async with self._making.setdefault(scope, asyncio.Lock()):
            held = self._held(scope, self._tag(scope, self._feed.head))
            return held or await self._made(scope)

    def _tag(self, scope: str, seq: int) -> str:
        return f"{self._feed.epoch[:12]}-{_short(scope)}-{seq:012d}"

    def _held(self, scope: str, tag: str) -> Snapshot | None:
        # A tag comes from outside: only one of this very scope, and of our own making, is a name.
        parts = tag.split("-")
        if len(parts) != 3 or not _SEQ.fullmatch(parts[2]):
            return None
        if tag != self._tag(scope, int(parts[2])):
            return None
        path = self._folder / f"{tag}.ndjson"
        return Snapshot(path, tag) if path.exists() else None

    async def _made(self, scope: str) -> Snapshot:
        seq = await asyncio.get_running_loop().run_in_executor(self._readers, self._write, scope)
        tag = self._tag(scope, seq)
        return Snapshot(self._folder / f"{tag}.ndjson", tag)

    def _write(self, scope: str) -> int:
        """Write the file of this moment and return its seq."""
        unfinished = self._folder / f"{_short(scope)}.part"
        with self._store.read() as conn, unfinished.open("wb") as out:
            seq = self._fill(out, conn, scope)
        unfinished.rename(self._folder / f"{self._tag(scope, seq)}.ndjson")
        older = sorted(self._folder.glob(f"*-{_short(scope)}-*.ndjson"))[:-_KEPT]
        for path in older:
            path.unlink()
        return seq

    def _fill(self, out: BinaryIO, conn: Conn, scope: str) -> int:
        head = journal.head(conn)
        out.write(b" " * (_HEADER - 1) + b"\n")
        digests = []
        for doc in cases.snapshot_rows(conn, scope):
            out.write(f'{{"case":{doc}}}\n'.encode())
            digests.append(cases.row_digest(doc))
        changes = 0
        for piece in _changes(conn, scope):
            out.write(piece)
            changes += 1
        out.write(b'{"end":true}\n')
        opening = {
            "epoch": head.epoch,
            "seq": head.seq,
            "chain": head.chain,
            "scope": scope,
            "cases": len(digests),
            "changes": changes,
            "digest": f"{sum(digests) % 2**64:016x}",
            "server_time": stamp(self._now()),
        }
        out.seek(0)
        out.write(json.dumps(opening).encode())
        return head.seq


def _changes(conn: Conn, scope: str) -> Iterator[bytes]:
    """The history of the visible cases; what was refused belongs to its author alone."""
    for entry in cases.snapshot_changes(conn, scope):
        if scope == CITY_AND_SECRET or entry.kind not in ("refused", "repeated"):
            text = f'{{"seq":{entry.seq},"salt":"{entry.salt}","body":{entry.body}}}\n'
            yield text.encode()


def _short(scope: str) -> str:
    return hashlib.sha256(scope.encode()).hexdigest()[:12]
