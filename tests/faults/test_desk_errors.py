"""The console's disk says no: nothing is called stored that is not, and the program says so."""

from __future__ import annotations

import errno
import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.faults.desk_points import campaign
from tests.faults.desk_scenarios import SETTINGS
from tests.faults.desk_shim import Arm, How
from tests.faults.desk_stage import Stage, staged

SAMPLE = ("queue several",)

_PRECIOUS = ("write /outbox.log", "fsync /outbox.log", "pwrite /outbox.db", "fdatasync /outbox.db")


@pytest.fixture
def stage(tmp_path: Path, shim: Path) -> Iterator[Stage]:
    """A desk with some work behind it, and its server."""
    with staged("warm start", tmp_path, shim) as made:
        yield made


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 4 MiB of room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("a small file system can be mounted by the system's administrator only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def failing(calls: int) -> Sequence[Arm]:
    """All along the scenario: input/output errors and full disks by turns, for one call or ten."""
    errors, spans = (errno.EIO, errno.ENOSPC), (1, 1, 10)
    return [
        Arm(How.FAIL, k, spans[n % 3], errors[n % 2]) for n, k in enumerate(range(1, calls + 1, 6))
    ]


def _keeps_a_photo(call: str) -> bool:
    name, _, path = call.partition(" ")
    return path.startswith("/photos") and name != "unlink"


def few(arms: Sequence[Arm]) -> Sequence[Arm]:
    """Three of them, always the same."""
    return random.Random(len(arms)).sample(list(arms), 3)


@pytest.mark.expects_log("history lost, new epoch|console trouble")
def test_a_call_that_fails_never_makes_a_stored_command_of_one_that_is_not(
    shim: Path, tmp_path: Path, full: bool
) -> None:
    names = SETTINGS if full else SAMPLE
    arms = failing if full else lambda calls: few(failing(calls))
    outcome = campaign(names, arms, tmp_path, shim)
    print(outcome, dict(outcome.silent), sep="\n")
    assert not outcome.wrong, "\n".join(outcome.wrong)
    assert outcome.points >= (300 if full else 3)
    assert not [call for call in outcome.silent if call in _PRECIOUS or _keeps_a_photo(call)]


@pytest.mark.expects_log("console trouble")
def test_a_disk_that_is_full_and_has_room_again_costs_nothing(
    stage: Stage, small_disk: Path
) -> None:
    def onto(desk: Path) -> None:
        shutil.copytree(desk, small_disk / desk.name)
        shutil.rmtree(desk)
        desk.symlink_to(small_disk / desk.name)

    reply, point = stage.trial("full disk", onto)
    assert not point.wrong, "\n".join(point.wrong)
    assert [key for _, key in reply.all("refused")] == ["disk_full"] * 5
    assert len(reply.all("stored")) == 2
