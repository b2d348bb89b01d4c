"""`liveroom-server demo` as a process: it lives, stops clean, and finds its data again."""

import json
import os
import select
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db import journal
from db.store import Kind, Store

PATIENCE = 60.0


class Demo:
    """A running demo: how to get in, and its process."""

    def __init__(self, data: Path, *more: str, stdin: int = subprocess.PIPE) -> None:
        # A real room's settings in the environment must not lead the demo to real data.
        env = {**os.environ, "LIVEROOM_DATABASE": str(data / "real.db")}
        self.log = data / "demo.log"
        command = [sys.executable, "-m", "server", "demo", "--data", str(data), *more]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=stdin, stdout=subprocess.PIPE, stderr=log, env=env
            )
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert ready, self.log.read_text()
        self.told: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.url: str = self.told["ready"]

    def head(self) -> int:
        """How far the journal is."""
        with urllib.request.urlopen(f"{self.url}/hello") as answer:
            return int(answer.headers["Liveroom-Head"].split("/")[1])

    def until(self, so: Callable[[], bool]) -> None:
        """Wait until it is so."""
        end = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)

    def ended(self) -> int:
        """The exit code, at most five seconds from now."""
        code = self.process.wait(timeout=5)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Demo]]:
    """Starts demos on one folder; what still runs at the end is killed."""
    begun: list[Demo] = []

    def started(*more: str, **ways: int) -> Demo:
        begun.append(Demo(tmp_path, *more, **ways))
        return begun[-1]

    yield started
    for demo in begun:
        demo.process.kill()
        demo.process.wait()
        for pipe in (demo.process.stdin, demo.process.stdout):
            if pipe is not None:
                pipe.close()


def post(url: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


def test_it_lives_stops_and_finds_its_data(start: Callable[..., Demo], tmp_path: Path) -> None:
    demo = start("--speed", "600")
    begun = demo.head()
    assert begun > 1000
    for who in (demo.told, demo.told["supervisor"], demo.told["mayor"]):
        body = {"login": who["login"], "password": who["password"], "desk": "Meja 1"}
        assert post(f"{demo.url}/session", body)["person"]["desk"] == "Meja 1"
    demo.until(lambda: demo.head() >= begun + 5)
    demo.process.send_signal(signal.SIGTERM)
    assert demo.ended() == 0
    kept = head_of(tmp_path)
    assert kept >= begun + 5
    assert not (tmp_path / "real.db").exists()
    again = start("--speed", "600")
    assert again.head() >= kept
    assert again.told["password"] == demo.told["password"]
    again.until(lambda: again.head() >= kept + 5)
    again.process.send_signal(signal.SIGINT)
    assert again.ended() == 0
    assert demo.log.read_text() == ""


def test_it_ends_when_its_stdin_does(start: Callable[..., Demo]) -> None:
    demo = start()
    assert demo.process.stdin is not None
    demo.process.stdin.close()
    assert demo.ended() == 0


def test_a_stdin_that_never_was_is_no_order_to_stop(start: Callable[..., Demo]) -> None:
    demo = start("--speed", "600", stdin=subprocess.DEVNULL)
    begun = demo.head()
    demo.until(lambda: demo.head() > begun)
    demo.process.send_signal(signal.SIGTERM)
    assert demo.ended() == 0


def test_rain_begins_when_asked_for(start: Callable[..., Demo]) -> None:
    demo = start("--speed", "240")
    begun = demo.head()
    assert demo.process.stdin is not None
    demo.process.stdin.write(b"rain\n")
    demo.process.stdin.flush()
    demo.until(lambda: demo.head() > begun + 150)
    demo.process.send_signal(signal.SIGTERM)
    assert demo.ended() == 0


def test_the_feed_alone_plays_on_a_running_server(
    start: Callable[..., Demo], tmp_path: Path
) -> None:
    demo = start("--speed", "1")
    begun = demo.head()
    feed = subprocess.Popen(
        [
            *(sys.executable, "-m", "server", "demo-feed", "--server", demo.url),
            *("--credentials", str(tmp_path / "demo.json"), "--speed", "240"),
        ],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert feed.stdin is not None
    try:
        feed.stdin.write(b"rain\n")
        feed.stdin.flush()
        demo.until(lambda: demo.head() > begun + 150)
        feed.stdin.close()
        assert feed.wait(timeout=PATIENCE) == 0
    finally:
        feed.kill()
        feed.wait()


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--speed", "0"], "not a number from 1 to 3600"),
        (["--city", "atlantis"], "city 'atlantis' is neither a folder nor the id"),
        (["--port", "99999"], "port '99999'"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path, flags: list[str], told: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "server", "demo", "--data", str(tmp_path / "d"), *flags],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert ran.returncode == 2
    assert told in ran.stderr


def head_of(data: Path) -> int:
    store = Store.open(data / "liveroom.db", Kind.SERVER)
    try:
        with store.read() as conn:
            assert journal.verify(conn) is None
            return journal.head(conn).seq
    finally:
        store.close()
