"""Photos and videos on this desk's disk until the server has them, each under its own hash."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from db.domain.media import is_hash
from db.domain.media_kinds import HEAD, kind_of, largest
from db.store import StoreFault

KEPT = 30 * 86400.0
"""Seconds a delivered photo stays at most: a server that loses it asks for it again."""

MOST = 500 * 1024 * 1024
"""Bytes that delivered photos may take up together."""

_DRAFT = 86400.0
_PIECE = 1024 * 1024


class NotAPhoto(Exception):
    """What was chosen is not taken. `reason` is the server's word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PhotoStore:
    """A folder of staged files. For one worker thread, but `path` is for any."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where it lies if it lies here."""
        if not is_hash(sha256):
            raise ValueError(f"not a SHA-256: {sha256[:80]!r}")
        return self._folder / sha256

    def hashes(self) -> frozenset[str]:
        """Everything staged; what a crash left half-copied is removed. Raises StoreFault."""
        if not self._folder.exists():
            return frozenset()
        try:
            for left in self._folder.glob("*.part"):
                with suppress(OSError):  # in the way of nothing; tried again at each sweep
                    left.unlink()
            return frozenset(path.name for path in self._folder.iterdir() if is_hash(path.name))
        except OSError as fault:
            raise StoreFault.of(fault, self._folder) from fault

    def stage(self, source: Path | bytes) -> str:
        """Copy a file, or bytes, byte by byte; its SHA-256. On return it outlives a power cut.

        Raises NotAPhoto, StoreFault when this disk does not take it, OSError when the source
        cannot be read.
        """
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            head = file.read(HEAD)
            kind = kind_of(head)
            if not kind:
                raise NotAPhoto("not_a_picture")
            pieces = self._pieces(file, head, largest(kind))
            return self._kept(pieces)

    def _pieces(self, file: BinaryIO, head: bytes, most: int) -> Callable[[], bytes]:
        left, first = most, head

        def piece() -> bytes:
            nonlocal left, first
            data, first = first or file.read(_PIECE), b""
            left -= len(data)
            if left < 0:
                raise NotAPhoto("too_large")
            return data

        return piece

    def _kept(self, piece: Callable[[], bytes]) -> str:
        part = self._folder / f"{os.getpid()}-{time.monotonic_ns()}.part"
        told = hashlib.sha256()
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except OSError as fault:
            raise StoreFault.of(fault, self._folder) from fault
        try:
            with _let_go(os.fdopen(descriptor, "wb")) as target:
                while data := piece():
                    told.update(data)
                    _written(target, data, part)
                _synced(target, part)
            return self._named(part, told.hexdigest())
        finally:
            with suppress(OSError):  # the next sweep removes it
                part.unlink(missing_ok=True)

    def _named(self, part: Path, sha256: str) -> str:
        try:
            part.replace(self.path(sha256))
            _sync_folder(self._folder)
            _sync_folder(self._folder.parent)
        except OSError as fault:
            raise StoreFault.of(fault, self._folder) from fault
        return sha256

    def readable(self, sha256: str) -> bool:
        """Whether the disk still gives all of it."""
        try:
            with self.path(sha256).open("rb") as file:
                while file.read(_PIECE):
                    pass
        except OSError:
            return False
        return True

    def sweep(self, needed: Iterable[str], now: float) -> frozenset[str]:
        """Remove what nothing waits for: old ones, then the oldest of too many. What is left.

        `needed` are named by commands that are not over; those staged today may be named yet.
        """
        kept, free = set(needed), list[tuple[float, int, str]]()
        for sha256 in self.hashes():
            stat = self.path(sha256).stat()
            if sha256 not in kept and now - stat.st_mtime > _DRAFT:
                free.append((stat.st_mtime, stat.st_size, sha256))
        room = MOST
        for made, size, sha256 in sorted(free, reverse=True):
            room -= size
            if room < 0 or now - made > KEPT:
                self.path(sha256).unlink(missing_ok=True)
        return self.hashes()


@contextmanager
def _let_go(target: BinaryIO) -> Iterator[BinaryIO]:
    """Close it in the end: by then the disk has said whether it took everything."""
    try:
        yield target
    finally:
        with suppress(OSError):
            target.close()


def _written(target: BinaryIO, data: bytes, path: Path) -> None:
    try:
        target.write(data)
    except OSError as fault:
        raise StoreFault.of(fault, path) from fault


def _synced(target: BinaryIO, path: Path) -> None:
    try:
        target.flush()
        os.fsync(target.fileno())
    except OSError as fault:
        raise StoreFault.of(fault, path) from fault


def _sync_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is; Windows has no call for it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_BINARY = getattr(os, "O_BINARY", 0)
