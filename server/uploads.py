"""Uploads: a subset of tus 1.0 as rules about offsets, whatever dies in between.

An offset that was told is on the disk: bytes are synced, then the offset is noted, then answered.
Bytes are only ever put at the noted offset, so a torn or doubled request can spoil nothing but
itself; the whole file's SHA-256 has the last word. Source: https://tus.io/protocols/resumable-upload
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import secrets
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from db import media, uploads
from db.domain.media_kinds import HEAD, LARGEST_VIDEO, kind_of, largest
from db.faults import StoreFault
from db.store import Conn
from db.uploads import OPEN, READY, REFUSED, Upload
from server.changes import Feed
from server.disk import make_folder, write_at
from server.log import note
from server.media import Library, Overloaded
from server.problems import Problem, busy, unknown
from server.washed import Unfit
from server.writing import Writer

T = TypeVar("T")

LIFE = timedelta(days=7)
"""How long an upload may stand still."""

PROMISED = 2 * 1024**3
"""Bytes that one person may have announced and not sent."""

_LEAST_FREE = 512 * 1024**2
_SWEEP_EVERY = 3600.0
_HALF_MADE = 3600.0
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Announced:
    """What a person says of a file before it is sent."""

    id: str
    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes for an offset, with the algorithm and digest their sender worked out, if any."""

    offset: int
    data: bytes
    algorithm: str = ""
    digest: bytes = b""


class Uploads:
    """Lives in the event loop; disks and decoders are waited for on threads."""

    def __init__(
        self,
        folder: Path,
        library: Library,
        writer: Writer,
        feed: Feed,
        now: Callable[[], datetime],
    ) -> None:
        self._folder, self._library = folder, library
        self._writer, self._feed, self._now = writer, feed, now
        self._disk = ThreadPoolExecutor(4, "uploads")
        self._washer = ThreadPoolExecutor(1, "washing")  # one at a time: each may take a gigabyte
        self._finishing: dict[str, asyncio.Task[None]] = {}

    async def close(self) -> None:
        """Begin nothing more; what is being looked at is looked at again when its sender asks."""
        self._library.close()
        for task in tuple(self._finishing.values()):
            task.cancel()
            await asyncio.wait({task})
        self._disk.shutdown()
        self._washer.shutdown(cancel_futures=True)

    # --- what senders ask -----------------------------------------------------------------------

    async def create(self, author: str, new: Announced) -> Upload:
        """Begin an upload; the same one again is as it is. Raises Problem, StoreFault."""
        if not 0 < new.length <= LARGEST_VIDEO:
            raise Problem(413, "too-large", f"an upload has 1 to {LARGEST_VIDEO} bytes")
        held = await self._feed.read(lambda conn: uploads.one(conn, new.id))
        if held is not None and (held.author, held.sha256, held.length) != (
            author, new.sha256, new.length,
        ):  # fmt: skip
            detail = "this id belongs to another upload; choose a new one"
            raise Problem(409, "refused", detail, key="id_reused")
        if held is not None and not await self._lost(held):
            return await self.of(author, new.id)
        await self._check_room(author, new)
        fresh = Upload(
            new.id, author, new.sha256, new.length, 0, OPEN, "", self._now() + LIFE
        )  # fmt: skip
        return await self._writer.write(partial(_begun, fresh, held))

    async def _lost(self, held: Upload) -> bool:
        """Whether its time is over, or what was ready is not there: it is to be sent anew."""
        if held.expires <= self._now():
            return True
        return held.state == READY and not await self._do(self._library.holds, held.sha256)

    async def _check_room(self, author: str, new: Announced) -> None:
        promised = await self._feed.read(lambda conn: uploads.promised(conn, author))
        if promised + new.length > PROMISED:
            raise busy(429, "too many uploads of yours are unfinished; finish or end some", 60)
        await self._do(make_folder, self._folder)
        free = (await self._do(shutil.disk_usage, self._folder)).free
        if free < _LEAST_FREE + new.length:
            note("no room for uploads", 40, free=free)
            raise busy(503, "the server's disk is nearly full", 60)

    async def of(self, author: str, id: str) -> Upload:
        """The author's own upload; a complete one is ready or refused when this returns.

        Raises Problem 404, 410; StoreFault.
        """
        upload = await self._one(author, id)
        if upload.state == OPEN:
            there = await self._do(self._size, id)
            if there < upload.offset:
                upload = await self._writer.write(partial(_fell_back, upload, there))
        if upload.state == OPEN and upload.complete:
            await self._finished(upload)
            upload = await self._one(author, id)
        return upload

    async def take(self, author: str, id: str, chunk: Chunk) -> Upload:
        """Keep a chunk; its bytes are on the disk when this returns. Raises Problem, StoreFault."""
        upload = await self.of(author, id)
        if upload.offset != chunk.offset or upload.state == REFUSED:
            raise _elsewhere(upload)
        if upload.complete and not chunk.data:
            return upload
        if chunk.offset + len(chunk.data) > upload.length:
            raise Problem(413, "too-large", "the bytes go beyond the announced length")
        _check_sum(chunk)
        if chunk.offset == 0 and len(chunk.data) >= min(HEAD, upload.length):
            await self._check_kind(upload, kind_of(chunk.data[:HEAD]))
        return await self._kept(upload, chunk)

    async def _kept(self, upload: Upload, chunk: Chunk) -> Upload:
        if chunk.data:
            await self._do(self._write, upload.id, chunk)
            end, expires = chunk.offset + len(chunk.data), self._now() + LIFE
            noted = await self._writer.write(
                lambda conn: uploads.advance(conn, upload.id, chunk.offset, end, expires)
            )
            if not noted:  # another request was faster
                raise _elsewhere(await self._one(upload.author, upload.id))
        return await self._answered(upload.author, upload.id)

    async def _answered(self, author: str, id: str) -> Upload:
        upload = await self.of(author, id)
        if upload.state == REFUSED:
            raise _refused(upload)
        return upload

    async def end(self, author: str, id: str) -> None:
        """Forget an upload at its author's wish. What is ready stays."""
        await self._one(author, id)
        await self._writer.write(lambda conn: uploads.remove(conn, id))
        await self._do(self._part(id).unlink, True)

    # --- one upload -----------------------------------------------------------------------------

    async def _one(self, author: str, id: str) -> Upload:
        found = await self._feed.read(lambda conn: uploads.one(conn, id))
        if found is None or found.author != author:
            raise unknown("upload")
        if found.expires <= self._now():
            detail = "this upload has stood still for too long; begin it again"
            raise Problem(410, "gone", detail, key="upload_expired")
        return found

    async def _check_kind(self, upload: Upload, kind: str) -> None:
        """Before the rest is sent in vain. Raises Problem."""
        reason = "" if kind else "not_a_picture"
        if kind and upload.length > largest(kind):
            reason = "too_large"
        if reason:
            await self._settle(upload.id, REFUSED, reason)
            raise _unfit(reason)

    async def _settle(self, id: str, state: str, reason: str) -> None:
        await self._writer.write(lambda conn: uploads.settle(conn, id, state, reason))

    def _part(self, id: str) -> Path:
        return self._folder / f"{id}.part"

    def _size(self, id: str) -> int:
        try:
            # Opened, since a shared folder tells the new size only then.
            with self._part(id).open("rb") as part:
                return os.fstat(part.fileno()).st_size
        except FileNotFoundError:
            return 0
        except OSError as fault:
            raise StoreFault.of(fault, self._part(id)) from fault

    def _write(self, id: str, chunk: Chunk) -> None:
        try:
            write_at(self._part(id), chunk.offset, chunk.data)
        except OSError as fault:
            raise StoreFault.of(fault, self._part(id)) from fault

    async def _do(self, work: Callable[..., T], *given: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._disk, work, *given)

    # --- a complete one -------------------------------------------------------------------------

    async def _finished(self, upload: Upload) -> None:
        """Wait until it is ready or refused; whoever asked first may have gone away meanwhile."""
        task = self._finishing.get(upload.id)
        if task is None:
            task = asyncio.create_task(self._finish(upload))
            self._finishing[upload.id] = task
            task.add_done_callback(partial(self._over, upload.id))
        await asyncio.shield(task)

    def _over(self, id: str, task: asyncio.Task[None]) -> None:
        self._finishing.pop(id, None)
        if not task.cancelled():
            task.exception()  # whoever still waits is told; nobody may

    async def _finish(self, upload: Upload) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._washer, self._take_in, upload)
            state, reason = READY, ""
        except Unfit as no:
            state, reason = REFUSED, no.reason
        except Overloaded as fault:
            raise busy(503, "the file cannot be looked at now", 10) from fault
        except StoreFault:
            if not await self._settled_elsewhere(upload):
                raise
            return
        await self._settle(upload.id, state, reason)
        note("upload", state=state, reason=reason, bytes=upload.length)
        await self._do(self._part(upload.id).unlink, True)

    async def _settled_elsewhere(self, upload: Upload) -> bool:
        """Whether another process on the same folder has taken it in, and its bytes away."""
        now = await self._feed.read(lambda conn: uploads.one(conn, upload.id))
        return now is None or now.state != OPEN

    def _take_in(self, upload: Upload) -> None:
        """From a copy that no late request can alter between checking and washing."""
        part = self._part(upload.id)
        # Of its own name: another process may be at the same file.
        copy = part.with_suffix(f".{secrets.token_hex(4)}.whole")
        try:
            if _copied(part, copy, upload.length) != upload.sha256:
                raise Unfit("checksum")
            self._library.take_in(copy, upload.sha256)
        except OSError as fault:
            raise StoreFault.of(fault, part) from fault
        finally:
            copy.unlink(missing_ok=True)

    # --- sweeping -------------------------------------------------------------------------------

    async def run(self) -> None:
        """Sweep now and every hour."""
        while True:
            try:
                await self.sweep()
            except (StoreFault, OSError) as fault:  # another process may be sweeping, too
                note("uploads could not be swept", 30, fault=type(fault).__name__)
            await asyncio.sleep(_SWEEP_EVERY)

    async def sweep(self) -> None:
        """Remove uploads that stood still too long, and media that no case named in 30 days."""
        now = self._now()
        for id in await self._feed.read(lambda conn: uploads.expired(conn, now)):
            await self._writer.write(partial(_forget, id))
        held = await self._feed.read(uploads.known)
        await self._do(self._sweep_parts, held)
        await self._do(self._library.tidy)
        old = await self._do(self._library.old)
        named = await self._feed.read(lambda conn: media.named(conn, old))
        for sha256 in old:
            if sha256 not in named:
                await self._do(self._library.remove, sha256)
                note("media swept")

    def _sweep_parts(self, held: frozenset[str]) -> None:
        for file in self._folder.glob("*.*"):
            with suppress(FileNotFoundError):  # another process is at it, too
                old = time.time() - file.stat().st_mtime > _HALF_MADE
                if old and (file.suffix != ".part" or file.stem not in held):
                    file.unlink()


def _begun(fresh: Upload, held: Upload | None, conn: Conn) -> Upload:
    """Unless somebody else has begun it meanwhile."""
    found = uploads.one(conn, fresh.id)
    if found is not None and found != held:
        return found
    uploads.put(conn, fresh)
    return fresh


def _fell_back(upload: Upload, there: int, conn: Conn) -> Upload:
    """The disk has less than was noted: another disk, or one that lied.

    Or the file is gone because it has been taken in meanwhile: then the row tells.
    """
    found = uploads.one(conn, upload.id)
    if found is None or found != upload:
        return found or upload
    fresh = replace(upload, offset=there)
    uploads.put(conn, fresh)
    return fresh


def _forget(id: str, conn: Conn) -> None:
    uploads.remove(conn, id)


def _copied(part: Path, copy: Path, length: int) -> str:
    """SHA-256 of the first `length` bytes, which `copy` has when this returns."""
    told = hashlib.sha256()
    with part.open("rb") as source, copy.open("wb") as target:
        while length > 0 and (piece := source.read(min(_PIECE, length))):
            told.update(piece)
            target.write(piece)
            length -= len(piece)
    return told.hexdigest()


def _check_sum(chunk: Chunk) -> None:
    """Raises Problem 460 when the bytes are not those that were sent."""
    if not chunk.algorithm:
        return
    told = hashlib.new(chunk.algorithm, chunk.data, usedforsecurity=False).digest()
    if not hmac.compare_digest(told, chunk.digest):
        raise Problem(460, "bad-wire", "the bytes were altered on their way; send them again",
                      key="checksum")  # fmt: skip


def _elsewhere(upload: Upload) -> Problem:
    detail = "this upload goes on at another offset; ask with HEAD where"
    return Problem(409, "refused", detail, key="offset_differs",
                   headers={"Upload-Offset": str(upload.offset)})  # fmt: skip


def _unfit(reason: str) -> Problem:
    detail = "this is no photo or video that is taken here"
    return Problem(415, "refused", detail, key="media_refused", facts={"reason": reason})


def _refused(upload: Upload) -> Problem:
    return _unfit(upload.reason)
