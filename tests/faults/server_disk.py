"""The disk under a server, in the test's hands: its k-th altering call kills, tears or fails."""

from __future__ import annotations

import errno
import mmap
import shutil
import struct
import subprocess
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

_LAYOUT = struct.Struct("qqqqii48s")
SOURCE = Path(__file__).with_name("server_disk.c")


class Mode(IntEnum):
    """What happens at the chosen call."""

    COUNT = 0
    KILL = 1
    TEAR = 2
    FAIL = 3
    FAIL_ONCE = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """Where it happened: how many calls there were, whether the chosen one came, and its name."""

    count: int
    fired: int
    call: str


class Disk:
    """Shared memory with the preloaded library, which is compiled when first needed."""

    def __init__(self, folder: Path, counted: Path) -> None:
        self.folder = counted
        self._library = folder / "server_disk.so"
        _compile(self._library)
        self._control = folder / "control"
        self._control.write_bytes(bytes(4096))
        with self._control.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 4096)

    @property
    def environment(self) -> dict[str, str]:
        """Variables for a process whose disk this is."""
        return {
            "LD_PRELOAD": str(self._library),
            "LIVEROOM_DISK_CONTROL": str(self._control),
            "LIVEROOM_DISK_FOLDER": str(self.folder) + "/",
        }

    def arm(self, mode: Mode, at: int = 0, error: int = errno.EIO) -> None:
        """Count from nought; the call number `at` (from 1) is hit."""
        # The mode comes first while the place is out of reach, so that no call sees half of this.
        _LAYOUT.pack_into(self._shared, 0, 0, 1 << 62, 0, 0, Mode.COUNT, error, b"")
        _LAYOUT.pack_into(self._shared, 0, 0, at, 0, 0, mode, error, b"")

    def rest(self) -> Hit:
        """Let every call pass from now on; what happened until then."""
        count, _, fired, commits, _, error, last = self._unpacked()
        _LAYOUT.pack_into(self._shared, 0, count, 0, fired, commits, Mode.COUNT, error, last)
        return Hit(count, fired, last.rstrip(b"\0").decode(errors="replace"))

    @property
    def count(self) -> int:
        """Calls since `arm`."""
        return int(self._unpacked()[0])

    @property
    def fired(self) -> bool:
        """Whether the chosen call has come."""
        return bool(self._unpacked()[2])

    @property
    def commits(self) -> int:
        """How many commits have reached the disk before it refused anything."""
        return int(self._unpacked()[3])

    @property
    def refuses(self) -> bool:
        """Whether every call fails from now on."""
        return self.fired and self._unpacked()[4] == Mode.FAIL

    @property
    def refused_commit(self) -> bool:
        """Whether the call that failed was one of a commit; what follows a commit may fail."""
        _, _, fired, _, mode, _, last = self._unpacked()
        failing = mode in (Mode.FAIL, Mode.FAIL_ONCE)
        call = bytes(last).rstrip(b"\0")
        # A log that is opened is a reader's; what an idle sync syncs was synced by the commit.
        commits = call.endswith(b"-wal") and not call.startswith((b"open", b"idle"))
        return bool(fired) and failing and commits

    def _unpacked(self) -> tuple[Any, ...]:
        return _LAYOUT.unpack_from(self._shared, 0)

    def close(self) -> None:
        """Give the shared memory back."""
        self._shared.close()


def compiler() -> str | None:
    """The C compiler of this machine, if it has one."""
    return shutil.which("cc") or shutil.which("gcc")


def _compile(library: Path) -> None:
    cc = compiler()
    assert cc is not None, "this machine has no C compiler"
    flags = ["-O2", "-shared", "-fPIC", "-Wall", "-Werror", "-Wno-nonnull-compare"]
    subprocess.run([cc, *flags, "-o", str(library), str(SOURCE), "-ldl"], check=True)
