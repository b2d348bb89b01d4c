"""A folder of one process's own in one that several share; what dead processes left is swept."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from db.claims import Claim, Taken

_HELD = ".lock"
"""The end of a claim's name: it stands beside the folder while its process lives."""


class OwnFolder:
    """`path` is ours until `close`; `name` tells it from all others. Raises OSError.

    The claim is there before the folder, and the system lets go of it however a process ends: so a
    folder whose claim is free belongs to nobody.
    """

    def __init__(self, shared: Path) -> None:
        shared.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.shared, self.name = shared, secrets.token_hex(4)
        self.path = shared / self.name
        self._lock = _lock_of(self.path)
        self._claim = Claim(self._lock)
        self.path.mkdir(mode=0o700)
        self._sweep()

    def close(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._claim.release()
        _unlink(self._lock)

    def _sweep(self) -> None:
        for left in self.shared.iterdir():
            if left.is_dir():
                _take_away(left)
            elif left.suffix != _HELD:
                _unlink(left)  # of a server from before each had a folder


def _take_away(folder: Path) -> None:
    """Unless its process lives."""
    try:
        claim = Claim(_lock_of(folder))
    except (Taken, OSError):
        return
    shutil.rmtree(folder, ignore_errors=True)
    claim.release()
    _unlink(_lock_of(folder))


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_HELD}")


def _unlink(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
