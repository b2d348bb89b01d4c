"""An hour of two walls by the clock: killed, cut off and resized in random order, asked each time.

Every process is a real one: the server with the demo's living city, and two walls that follow it
through a proxy. Both are resized, and both lose the server and the network; one of them is killed
as well, the other lives all the time and tells whether its memory grows.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from bench.parts.runs import resident
from console.demo import CityProcess
from db import cases, journal
from db.store import Kind, Store
from server import admission
from tests.faults.network_plain import Plain

TROUBLES = ("wall killed", "server killed", "network cut", "resized")
PATIENCE = 240.0
"""Seconds until the truth is given up; a start of the server under load takes most of it."""

GROWN = 1.03
_SIZES = ((640, 480), (1366, 768), (1920, 1080), (2560, 1080), (3840, 2160), (1017, 1700))
_REST = (3.0, 15.0)
_KEPT = 5_000
_CHILD = Path(__file__).with_name("wall_child.py")


class _Wall:
    """One wall's process and folder; the folder outlives the process."""

    def __init__(self, folder: Path, server: str) -> None:
        folder.mkdir()
        self._folder, self._server = folder, server
        self.start()

    def start(self) -> None:
        """Hang it, or hang it again."""
        command = [sys.executable, str(_CHILD), str(self._folder), self._server]
        pipe = subprocess.PIPE
        with (self._folder / "wall.log").open("ab") as log:
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=log, text=True)

    def kill(self) -> None:
        """As when the power goes."""
        self._child.kill()
        self._child.communicate()

    def say(self, words: str) -> None:
        """Tell it something."""
        assert self._child.stdin is not None
        self._child.stdin.write(words + "\n")
        self._child.stdin.flush()

    def told(self) -> dict[str, Any]:
        """What is on its screens."""
        assert self._child.stdout is not None
        self.say("told")
        found: dict[str, Any] = json.loads(self._child.stdout.readline())
        return found

    def close(self) -> None:
        """End it as its user does."""
        self._child.communicate()


class _Ledger:
    """The journal's own sums after each change, as far back as a wall may be; a thread follows."""

    def __init__(self, database: Path) -> None:
        self._store = Store.open(database, Kind.SERVER)
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._held: dict[int, dict[str, int]] = {}
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()

    def head(self) -> int:
        """The change after which it read last."""
        with self._lock:
            return max(self._held, default=0)

    def at(self, seq: int) -> dict[str, int] | None:
        """Reports by state after a change; None where it read on before and behind it."""
        with self._lock:
            return self._held.get(seq)

    def close(self) -> None:
        """Follow no more."""
        self._ended.set()
        self._thread.join()
        self._store.close()

    def _follow(self) -> None:
        while not self._ended.wait(0.05):
            with self._store.read() as conn:
                seq, tallies = journal.head(conn).seq, cases.counts(conn, "city")
            sums = {state.value: one.reports for state, one in tallies.items() if one.reports}
            with self._lock:
                self._held[seq] = sums
                for old in list(self._held)[:-_KEPT]:
                    del self._held[old]

    def let_in(self, name: str, code: str) -> None:
        """What `liveroom-server wall add` does."""
        with self._store.write() as conn:
            admission.expect(conn, name, code, datetime.now(UTC))


class Hour:
    """`run` prints a line for each trouble and says whether all of them ended with the truth."""

    def __init__(self, folder: Path, speed: float, seed: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = str(free.getsockname()[1])
        self._folder, self._speed, self._dice = folder, str(speed), Random(seed)
        self._city = self._started()
        self._ledger = _Ledger(folder / "city" / "liveroom.db")
        self._between = Plain(self._server)
        self._lives, self._dies = (_Wall(folder / name, self._between.url) for name in "ab")
        self._memory: list[tuple[str, float]] = []
        self._size = "screen"
        self._took: dict[str, list[float]] = {name: [] for name in TROUBLES}
        self._typed: set[str] = set()
        self._lies = 0

    def _started(self) -> CityProcess:
        city = CityProcess(self._folder / "city", "--port", self._port, "--speed", self._speed)
        self._server = city.wait_ready().server
        return city

    def run(self, minutes: float) -> bool:
        """Whether every trouble ended with the truth and the memory did not grow."""
        begun = time.monotonic()
        print(f"both true for the first time after {self._until(self._true):.1f} s", flush=True)
        while time.monotonic() < begun + 60 * minutes:
            self._rest(self._dice.uniform(*_REST))
            which = self._dice.choice(TROUBLES)
            said = self._trouble(which)
            took = self._until(self._true)
            self._took[which].append(took)
            memory = self._lives.told()["memory"]
            passed = (time.monotonic() - begun) / 60
            print(
                f"{passed:6.1f} min  {which:14} {said:40} true after {took:6.1f} s, "
                f"{memory:6.1f} MiB, this process {resident():6.1f} MiB",
                flush=True,
            )
        return self._verdict()

    def _rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._memory.append((self._size, self._lives.told()["memory"]))
            time.sleep(1.0)

    def _trouble(self, which: str) -> str:
        """Make it, see that the walls say so, and mend it; words about it."""
        if which == "resized":
            sizes = [self._dice.choice(_SIZES) for _ in range(2)]
            for wall, (wide, high) in zip((self._lives, self._dies), sizes, strict=True):
                wall.say(f"size {wide} {high}")
            self._size = "{}x{}".format(*sizes[0])
            return " and ".join(f"{wide}x{high}" for wide, high in sizes)
        if which == "wall killed":
            self._dies.kill()
            self._dies.start()
            return ""
        if which == "network cut":
            self._between.shut = True
            self._between.cut()
            owned = self._until(self._old)
            self._between.shut = False
        else:
            self._city._child.kill()
            self._city.stop()
            owned = self._until(self._old)
            self._city = self._started()
        return f"both say they are old after {owned:.1f} s"

    def _until(self, holds: Callable[[], bool]) -> float:
        """Seconds until it holds; a lie where it does not within PATIENCE."""
        begun = time.monotonic()
        while not holds():
            if time.monotonic() > begun + PATIENCE:
                self._lies += 1
                print(f"NOT TRUE: {holds.__name__}", self._lives.told(), self._dies.told())
                break
            time.sleep(0.2)
        return time.monotonic() - begun

    def _old(self) -> bool:
        """Whether all faces say that what they show is old."""
        return all(told["old"] and all(told["old"]) for told in self._both())

    def _true(self) -> bool:
        """Whether both walls show, no earlier than now, what the journal's own sums said then.

        The city goes on while it is asked, so each wall is held against the change it shows.
        """
        since = self._ledger.head()
        for _ in range(15):
            both = self._both()
            for name, told in zip("ab", both, strict=True):
                if told["code"] and told["code"] not in self._typed:
                    self._typed.add(told["code"])
                    self._ledger.let_in(name, told["code"])
            if all(self._shows(told, since) for told in both):
                return True
            time.sleep(0.1)
        return False

    def _shows(self, told: dict[str, Any], since: int) -> bool:
        right = all(seq >= since and self._ledger.at(seq) == sums for seq, sums in told["shown"])
        return bool(told["shown"]) and right and not any(told["old"]) and all(told["fits"])

    def _both(self) -> list[dict[str, Any]]:
        return [wall.told() for wall in (self._lives, self._dies)]

    def _verdict(self) -> bool:
        for which, took in self._took.items():
            if took:
                middle, worst = statistics.median(took), max(took)
                print(f"  {which:14} {len(took):4} times, true after {middle:.1f} s (median), "
                      f"{worst:.1f} s (worst)")  # fmt: skip
        grown = self._grown()
        for words, kept in (
            (f"memory grown {grown:.3f}x (<= {GROWN}x)", grown <= GROWN),
            (f"{self._lies} times without the truth (0)", not self._lies),
        ):
            print(f"  {'met    ' if kept else 'NOT met'}  {words}")
        return not self._lies and grown <= GROWN

    def _grown(self) -> float:
        """The last quarter's memory over the second's, at the same size; the median of sizes.

        In the first quarter all is made for the first time.
        """
        quarter = len(self._memory) // 4
        parts = self._memory[quarter : 2 * quarter], self._memory[3 * quarter :]
        first, last = ({size for size, _ in part} for part in parts)
        grown = []
        for size in sorted(first & last):
            before, after = (statistics.median(mib for of, mib in part if of == size)
                             for part in parts)  # fmt: skip
            grown.append(after / before)
            print(f"  memory at {size:10} second quarter {before:6.1f} MiB, last {after:6.1f}")
        print(f"  memory, peak {max(mib for _, mib in self._memory):6.1f} MiB")
        return statistics.median(grown) if grown else float("inf")

    def close(self) -> None:
        """Take everything down."""
        self._lives.close()
        self._dies.close()
        self._between.close()
        self._ledger.close()
        self._city.stop()
