"""Files that outlive a power cut: their bytes synced, and the folders that name them too."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_DIRECTORY = getattr(os, "O_DIRECTORY", 0)


class NotWritten(OSError):
    """A file that could not be written and is as it was; the message is a sentence."""


def write_whole(file: Path, content: str | bytes, *, private: bool = False) -> None:
    """Whole or not at all, with nothing left beside it; text as UTF-8. Raises NotWritten.

    A file that takes the place of another one keeps its permissions; a `private` one is its
    owner's alone, whatever was there.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(data)  # a pipe or a terminal is no file to be replaced
        else:
            _replace(Path(os.path.realpath(file)), data, private=private)
    except OSError as problem:
        raise NotWritten(
            f"{file} cannot be written ({problem.strerror}); see that its folder is there, that "
            "this user may write to it and that the disk has room"
        ) from problem


def _replace(file: Path, data: bytes, *, private: bool) -> None:
    made = file.parent / f"{file.name}.new"
    try:
        made.unlink(missing_ok=True)  # of a machine that stopped, and whoever may read that one
        made.touch(0o600 if private else 0o666, exist_ok=False)
        if not private and file.exists():
            made.chmod(file.stat().st_mode)
        made.write_bytes(data)
        sync_file(made)
        made.replace(file)
    except OSError:
        with suppress(OSError):
            made.unlink()
        raise
    sync_folder(file.parent)


def write_at(path: Path, offset: int, data: bytes) -> None:
    """Put bytes into a file, made if need be; they are on the disk when this returns. OSError."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.lseek(handle, offset, os.SEEK_SET)
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if offset == 0:  # also when an earlier try got no further than making the file
        sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Have what was written by whomever on the disk. OSError."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Have the names in it on the disk; Windows has no call for it. OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | _DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner reads, durably. OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sync_folder(folder.parent)
