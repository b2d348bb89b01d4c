"""A whole desk without a route to anywhere: all of the map works, and nothing calls home.

Two processes in network namespaces of their own: one with its server on the loopback, which then
goes; one that has only what the first has left. strace hears each call that names an address, also
those of Qt and of the server; Python's audit hook hears what the desk asks of a resolver.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import pytest

CALLS = "connect,sendto,sendmsg,sendmmsg"
FAMILY = re.compile(r"AF_INET6?\b")
LOCAL = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "(::1|::ffff:127\.)')
PATIENCE = 240
"""Seconds; a test that takes longer ends the run."""


def cut_off() -> list[str]:
    """What runs a command without any network; skips where that is not allowed."""
    unshare = shutil.which("unshare")
    for how in (["-n"], ["-rn"]):
        if unshare and not subprocess.run([unshare, *how, "true"], check=False).returncode:
            return [unshare, *how]
    pytest.skip("no network namespace can be made here")


def watched(command: Sequence[str], heard: Path) -> list[str]:
    """Python with these arguments, cut off; `heard` takes its calls, where strace is installed."""
    strace = shutil.which("strace")
    watch = ["-f", "--seccomp-bpf", "-qq", "-e", f"trace={CALLS}", "-o", str(heard)]
    return [*([strace, *watch] if strace else []), *cut_off(), sys.executable, *command]


def environment(project: Path) -> dict[str, str]:
    """Of a desk that nobody sees."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(project)}


def outside(heard: Path) -> list[str]:
    """Calls that name an address of a network, other than this machine's own."""
    calls = heard.read_text("utf-8", "replace").splitlines() if heard.exists() else []
    return [call for call in calls if FAMILY.search(call) and not LOCAL.search(call)]


class CutOff:
    """A desk that runs cut off and tells, line by line, what came of each part of the way."""

    def __init__(self, how: str, folder: Path, project: Path) -> None:
        self._errors = (folder / f"{how}.errors").open("ab")
        self.heard = folder / f"{how}.calls"
        script = str(Path(__file__).with_name("cut_off_desk.py"))
        self._process = subprocess.Popen(
            watched([script, str(folder), how], self.heard),
            cwd=project,
            env=environment(project),
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            start_new_session=True,
        )
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._hears = Thread(target=self._hear, daemon=True)
        self._hears.start()

    def told(self, when: str) -> dict[str, Any]:
        """The next line. AssertionError when it is another one, or none comes in time."""
        try:
            facts: dict[str, Any] = json.loads(self._lines.get(timeout=PATIENCE) or "{}")
        except Empty:
            raise AssertionError(f"waited {PATIENCE} s in vain for {when!r}") from None
        assert facts.pop("when", "") == when, Path(self._errors.name).read_text("utf-8")
        return facts

    def end(self) -> None:
        """However it stands: no process is left. Its server ends with it."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._hears.join()
        self._errors.close()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._process.stdout.close()
        self._lines.put("")


def test_who_calls_home_is_heard(tmp_path: Path, project: Path) -> None:
    """Or the silence below would mean nothing."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    asks = "import socket; socket.socket().connect_ex(('192.0.2.7', 443))"
    asked = watched(["-c", asks], tmp_path / "calls")
    subprocess.run(asked, cwd=project, env=environment(project), timeout=PATIENCE, check=True)
    assert len(outside(tmp_path / "calls")) == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one desk: what its session with the server leaves is what it has alone."""
    return tmp_path_factory.mktemp("cut-off")


@pytest.fixture(scope="module")
def served(folder: Path, project: Path) -> Iterator[CutOff]:
    """A desk with its server; the tests go its way with it, one part each."""
    made = CutOff("served", folder, project)
    yield made
    made.end()


def test_a_desk_begins_beside_its_server(served: CutOff) -> None:
    print(served.told("begun"))


def test_everything_works_with_the_server_alone(served: CutOff) -> None:
    check(served.told("served"), "live")


def test_everything_works_when_the_server_has_gone(served: CutOff) -> None:
    check(served.told("forsaken"), "offline")


def test_neither_desk_nor_server_has_asked_anything_of_any_network(served: CutOff) -> None:
    assert served.told("ended") == {"asked": []}
    assert outside(served.heard) == []


def test_a_desk_that_begins_alone_works_and_asks_nothing(folder: Path, project: Path) -> None:
    """It has what the session with the server left."""
    assert (folder / "who").exists()
    desk = CutOff("alone", folder, project)
    try:
        print(desk.told("begun"))
        check(desk.told("alone"), "offline")
        assert desk.told("ended") == {"asked": []}
        assert outside(desk.heard) == []
    finally:
        desk.end()


def check(facts: dict[str, Any], link: str) -> None:
    """Whether everything worked that the desk was used for."""
    assert facts.pop("link") == link
    assert facts.pop("found by name").startswith(facts.pop("street"))
    assert facts.pop("picked") == pytest.approx(-6.1783, abs=1e-4)
    assert facts.pop("facility").startswith("RS ")
    assert [name for name, found in facts.items() if not found] == []
    assert min(facts[f"colours of {layer}"] for layer in ("heat", "open", "months")) > 5
    assert min(facts["map.pdf"], facts["map.png"]) > 10_000
