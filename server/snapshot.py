"""Snapshots: all that a scope sees at one seq, as one file that can be fetched piece by piece."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from db import cases, journal
from db.store import Conn, Store
from server.changes import Feed
from server.own_folder import OwnFolder
from server.pages import stamp
from server.problems import busy
from server.scopes import CITY_AND_SECRET

_HEADER = 512
"""Bytes kept free for the first line; blanks before its end fill it up."""

FRESH = 1_000
"""Changes by which a file may be behind: a reader has them by pages sooner than a new file."""

MOST = 64
"""Files that are being sent at the same time; who comes then is asked to wait."""

_MAKER = re.compile(r"[0-9a-f]{8}")
_SEQ = re.compile(r"[0-9]{12,19}")
_KEPT = 3
"""Files of one scope that stay, for those who are still fetching them."""

_LEVEL = 5
_PACKED = ".gz"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A finished file. `tag` names epoch, scope, seq, and the coding if it is packed."""

    path: Path
    tag: str

    @property
    def packed(self) -> bool:
        """Whether the file is gzip."""
        return self.path.suffix == _PACKED


class Snapshots:
    """Makes few files for each scope, however many ask. `sending` are on their way now.

    Of several processes on one folder each makes its own; a download that was begun at another is
    gone on with here, by that one's file.
    """

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
        # Files of an earlier run may be unfinished; making one is cheaper than trusting it.
        self._own = OwnFolder(folder)
        self._folder = self._own.path
        self._readers = readers
        self._now = now
        self.sending = 0
        self._making: dict[str, asyncio.Lock] = {}

    def close(self) -> None:
        """Leave no file behind."""
        self._own.close()

    async def of(self, scope: str, wanted: str, at_least: int, *, packed: bool) -> Snapshot:
        """A snapshot that has come as far as `at_least`, or the one of the tag `wanted`.

        Raises StoreFault, and Problem 429 or 503 when it is not to be had now.
        """
        if self.sending >= MOST:
            raise busy(429, "many snapshots are being sent; wait a little", 3)
        held = self._held(scope, wanted)
        if held is not None and held.packed == packed:
            return held
        if at_least > self._feed.head:
            await self._feed.look()
        if at_least > self._feed.head:
            raise busy(503, f"this server has not come as far as change {at_least}", 1)
        async with self._making.setdefault(scope, asyncio.Lock()):
            with self._feed.hurry():
                return await self._ready(scope, at_least, packed=packed)

    async def _ready(self, scope: str, at_least: int, *, packed: bool) -> Snapshot:
        plain = self._fresh(scope, at_least) or await self._made(scope)
        return await self._packed(plain) if packed else plain

    def newest(self) -> os.stat_result | None:
        """What the system says of the youngest file."""
        found = [path.stat() for path in self._folder.glob("*.ndjson")]
        return max(found, key=lambda stat: stat.st_mtime, default=None)

    def _tag(self, scope: str, seq: int, maker: str = "") -> str:
        # Two makers' files of one moment differ, if only in the time they tell.
        maker = maker or self._own.name
        return f"{self._feed.epoch[:12]}-{_short(scope)}-{maker}-{seq:012d}"

    def _held(self, scope: str, wanted: str) -> Snapshot | None:
        # A tag comes from outside: only one of this very scope, and of our own making, is a name.
        tag = wanted.removesuffix(_PACKED)
        parts = tag.split("-")
        if len(parts) != 4 or not (_MAKER.fullmatch(parts[2]) and _SEQ.fullmatch(parts[3])):
            return None
        if tag != self._tag(scope, int(parts[3]), parts[2]):
            return None
        path = self._folder / f"{tag}.ndjson{wanted.removeprefix(tag)}"
        if parts[2] != self._own.name and not path.exists():
            with suppress(OSError):  # gone there, or no disk for links
                os.link(self._own.shared / parts[2] / path.name, path)
        return Snapshot(path, wanted) if path.exists() else None

    def _fresh(self, scope: str, at_least: int) -> Snapshot | None:
        """The newest file of this history, if it is new enough."""
        oldest = self._tag(scope, max(at_least, self._feed.head - FRESH))
        tags = sorted(
            path.stem for path in self._folder.glob(self._tag(scope, 0)[:-12] + "*.ndjson")
        )
        return self._held(scope, tags[-1]) if tags and tags[-1] >= oldest else None

    async def _made(self, scope: str) -> Snapshot:
        seq = await asyncio.get_running_loop().run_in_executor(self._readers, self._write, scope)
        tag = self._tag(scope, seq)
        return Snapshot(self._folder / f"{tag}.ndjson", tag)

    async def _packed(self, plain: Snapshot) -> Snapshot:
        path = plain.path.with_name(plain.path.name + _PACKED)
        if not path.exists():
            await asyncio.get_running_loop().run_in_executor(self._readers, _pack, plain.path, path)
        return Snapshot(path, plain.tag + _PACKED)

    def _write(self, scope: str) -> int:
        """Write the file of this moment and return its seq."""
        unfinished = self._folder / f"{_short(scope)}.part"
        with self._store.read() as conn, unfinished.open("wb") as out:
            seq = self._fill(out, conn, scope)
        unfinished.rename(self._folder / f"{self._tag(scope, seq)}.ndjson")
        self._forget_older(scope)
        return seq

    def _forget_older(self, scope: str) -> None:
        ages: dict[str, int] = {}
        for path in self._folder.glob(f"*-{_short(scope)}-*.ndjson*"):
            tag, made = path.name.partition(".")[0], path.stat().st_mtime_ns
            ages[tag] = min(made, ages.get(tag, made))
        # By age, since the name of a new epoch may come before that of the old one.
        for tag in sorted(ages, key=lambda tag: ages[tag])[:-_KEPT]:
            for ending in (".ndjson", f".ndjson{_PACKED}"):
                (self._folder / f"{tag}{ending}").unlink(missing_ok=True)

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


def _pack(plain: Path, packed: Path) -> None:
    unfinished = packed.with_suffix(".part")
    with plain.open("rb") as source, gzip.open(unfinished, "wb", _LEVEL) as out:
        shutil.copyfileobj(source, out, 1 << 20)
    unfinished.rename(packed)


def _changes(conn: Conn, scope: str) -> Iterator[bytes]:
    """The history of the visible cases; what was refused belongs to its author alone."""
    for entry in cases.snapshot_changes(conn, scope):
        if scope == CITY_AND_SECRET or entry.kind not in ("refused", "repeated"):
            text = f'{{"seq":{entry.seq},"salt":"{entry.salt}","body":{entry.body}}}\n'
            yield text.encode()


def _short(scope: str) -> str:
    return hashlib.sha256(scope.encode()).hexdigest()[:12]
