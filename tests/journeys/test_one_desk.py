"""One program at a desk: a second start says so and touches nothing, also beside a frozen one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from console.__main__ import main
from db.claims import Claim, Taken
from tests.journeys.processes import ROOT, until

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program on one data folder; `seen` by somebody, or without a screen."""
    running: list[subprocess.Popen[str]] = []

    def started(*, seen: bool) -> subprocess.Popen[str]:
        env = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
        env |= {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":99" if seen else ""}
        command = [sys.executable, "-m", "console", "--data", str(tmp_path / "data")]
        one = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
        running.append(one)
        return one

    yield started
    for one in running:
        one.kill()
        one.communicate()


def listed(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file, with its size and when it was last written."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


def is_open(folder: Path) -> bool:
    """Whether a program has claimed the desk and made its files."""
    if not (folder / "desk" / "outbox.log").exists():
        return False
    try:
        Claim(folder / "open.lock").release()
    except Taken:
        return True
    return False


def test_a_second_start_says_that_the_desk_is_open_and_touches_no_file(
    tmp_path: Path, start: Start
) -> None:
    folder = tmp_path / "data"
    first = start(seen=True)
    until(lambda: is_open(folder), "the first has its files")
    first.send_signal(signal.SIGSTOP)  # frozen, so what is written is not its own
    before = listed(folder)
    second = start(seen=False)
    _, said = second.communicate(timeout=60)
    assert second.returncode == 2
    assert "sudah terbuka di meja ini" in said
    assert str(folder) in said
    assert listed(folder) == before
    first.kill()
    first.wait()

    start(seen=True)
    until(lambda: is_open(folder), "the claim died with its holder")


def test_where_there_is_a_screen_the_second_start_says_it_there(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.__main__._has_display", lambda: True)
    claim, said = Claim(tmp_path / "open.lock"), list[str]()

    def read() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        box.accept()

    QTimer.singleShot(200, read)
    assert main(["--data", str(tmp_path)]) == 2
    assert ["sudah terbuka" in one for one in said] == [True]
    claim.release()
