"""The interpreter and PySide6 belong together: some pairs abort after some hundreds of signals."""

import os
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

SIGNALS = 5_000

# 6.12.0 on CPython 3.11 loses a reference to None, True and False at each call and aborts.
EMIT = f"""
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rang = Signal(object)

heard = 0

def listen(value):
    global heard
    heard += value in (True, False, None)

app = QCoreApplication([])
bell = Bell()
bell.rang.connect(listen)
for number in range({SIGNALS}):
    bell.rang.emit((True, False, None)[number % 3])
print(heard)
"""


def pins(project: Path) -> dict[str, str]:
    """Exact versions that pyproject.toml asks of the console, by package."""
    with (project / "pyproject.toml").open("rb") as file:
        wanted: list[str] = tomllib.load(file)["project"]["optional-dependencies"]["console"]
    return dict(line.split("==") for line in wanted if "==" in line)


def aborts(python: tuple[int, int], pyside: str) -> bool:
    """Whether this pair is known to abort."""
    return python == (3, 11) and pyside.startswith("6.12.")


def test_the_installed_qt_is_the_pinned_one(project: Path) -> None:
    wanted = pins(project)
    assert set(wanted) == {"PySide6-Essentials", "PySide6-Addons", "shiboken6"}
    assert {name: version(name) for name in wanted} == wanted


def test_the_pair_is_not_one_that_aborts() -> None:
    assert not aborts(sys.version_info[:2], version("PySide6-Essentials"))


@pytest.mark.parametrize(
    ("python", "pyside", "bad"),
    [((3, 11), "6.12.0", True), ((3, 11), "6.11.3", False), ((3, 12), "6.12.0", False)],
)
def test_a_pair_that_aborts_is_known(python: tuple[int, int], pyside: str, bad: bool) -> None:
    assert aborts(python, pyside) is bad


def test_five_thousand_signals_pass() -> None:
    # In a process of its own: an abort would take the whole test run with it.
    ran = subprocess.run(
        [sys.executable, "-c", EMIT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == [str(SIGNALS)]
