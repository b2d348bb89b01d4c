"""What starts a wall by itself: the unit and the desktop entry say what the program understands."""

from __future__ import annotations

import argparse
import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from console.wall_options import add_arguments


@pytest.fixture
def unit(project: Path) -> dict[str, list[str]]:
    """The lines of the unit by their key, comments left out."""
    found: dict[str, list[str]] = {}
    for line in (project / "packaging/wall/liveroom-wall.service").read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_starts_a_wall_with_flags_there_are(unit: dict[str, list[str]]) -> None:
    shell = shlex.split(unit["ExecStart"][0])
    assert shell[:2] == ["/bin/sh", "-c"]
    given = dict(part.strip('"').split("=", 1) for part in unit["Environment"])
    command = re.sub(r"\$\{(\w+)\}", lambda found: given[found[1]], shell[2])
    program, *words = shlex.split(command.removeprefix("exec "))
    assert program.endswith("/.venv/bin/liveroom")
    parser = argparse.ArgumentParser()
    parser.add_argument("--server")
    add_arguments(parser)
    args = parser.parse_args(words)
    assert (args.wall, args.server, args.depth) == (True, "https://liveroom.example", 5.0)


def test_it_is_started_again_for_ever(unit: dict[str, list[str]]) -> None:
    assert unit["Restart"] == ["always"]
    assert unit["StartLimitIntervalSec"] == ["0"]
    assert unit["WantedBy"] == ["graphical-session.target"]


def test_systemd_takes_the_unit(project: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    copy = tmp_path / "liveroom-wall.service"
    shutil.copy(project / "packaging/wall/liveroom-wall.service", copy)
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(copy)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in ran.stderr.splitlines() if "liveroom-wall" in line]
    # What the unit starts need not be installed here.
    assert [line for line in ours if "not executable" not in line] == []


def test_the_desktop_entry_starts_the_unit(project: Path) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(project / "packaging/wall/liveroom-wall.desktop", "utf-8")
    told = entry["Desktop Entry"]
    assert told["Type"] == "Application"
    assert told["Exec"].split()[-1] == "liveroom-wall.service"
