"""The preloaded library that counts, ends and fails calls on a desk's files; see desk_shim.c."""

from __future__ import annotations

import ctypes
import errno
import shutil
import subprocess
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("desk_shim.c")


class How(IntEnum):
    """What happens at the chosen call; the numbers are those of desk_shim.c.

    KILL: the process is gone before it. TORN: gone after half of it. FAIL: it returns an error.
    CUT: as KILL, and all that was not synced is lost. CUT_SOME: and some of it is lost.
    """

    COUNT = 0
    KILL = 1
    TORN = 2
    FAIL = 3
    CUT = 4
    CUT_SOME = 5


@dataclass(frozen=True, slots=True)
class Arm:
    """Which call on the desk's folder (1 is the first), and what happens then.

    `span` calls fail one after the other where `how` is FAIL, with `error`.
    """

    how: How = How.COUNT
    k: int = 0
    span: int = 1
    error: int = errno.EIO
    seed: int = 1


def build(folder: Path) -> Path:
    """Compile the library into the folder. Skips the test where there is no C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler here: calls on files cannot be counted")
    made = folder / "desk_shim.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return made


class Shim:
    """The library as a process that was started with it sees it."""

    def __init__(self) -> None:
        self._calls = ctypes.CDLL(None)
        self._calls.fault_clock.argtypes = [ctypes.c_double]

    def arm(self, folder: Path, arm: Arm, tell: int) -> None:
        """Begin to count; each call that something is done to is told on the descriptor."""
        self._calls.fault_arm(
            str(folder).encode(), int(arm.how), ctypes.c_long(arm.k), ctypes.c_long(arm.span),
            arm.error, arm.seed, tell,
        )  # fmt: skip

    def over(self) -> None:
        """No further call fails."""
        self._calls.fault_over()

    def cut(self) -> None:
        """The power fails: what was not synced is gone, and so is this process."""
        self._calls.fault_cut(0)

    def set_clock(self, ahead: float) -> None:
        """From now on the clock on the wall is this many seconds ahead."""
        self._calls.fault_clock(ahead)
