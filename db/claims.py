"""A claim on files that only one process may use: a lock of the system, gone with its holder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Taken(Exception):
    """Another process holds the claim."""


class Claim:
    """Held until `release`, or until the process ends, however it ends. Raises Taken, OSError.

    `lock` is a file for this alone; it is made where it is missing, and never written.
    """

    def __init__(self, lock: Path) -> None:
        self._file = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _lock(self._file)
        except (OSError, Taken):
            os.close(self._file)
            raise

    def release(self) -> None:
        """Let another have it. The lock's file stays: removing it would let two in."""
        os.close(self._file)


def _lock(file: int) -> None:
    if sys.platform == "win32":
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError as held:
            raise Taken from held
    else:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Taken from held
