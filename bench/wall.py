"""Weeks of a wall in minutes: pages turn by the thousand while servers die and networks break.

    python -m bench.wall [--turns 3000] [--speed 240] [--every 250] [--seed 1]
    python -m bench.wall --minutes 60 [--speed 60] [--seed 1]

A real server with the demo's living city, and the real wall (offscreen) that follows it through a
proxy. Every turn shows the next page and paints it; the city goes on meanwhile, so figures and rows
change. After every `--every` turns one of these happens, in turn: the network is cut for some
seconds, the server is killed and started again, or the screen is plugged out and in. At every 40th
turn the window becomes another size, in random order.

Memory is what this process has in RAM after a collection; `grown` is the median of the last quarter
of the turns over that of the second (in the first one all is made for the first time). In the end
the wall must be live and show, at one and the same change, what the journal's own sums say.

With `--minutes` it goes by the clock instead, as `bench/parts/wall_hour.py` says: the walls are
processes too, one of them is killed among the rest, and the truth is asked for after each trouble.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from bench.parts.runs import resident
from bench.parts.wall_hour import Hour
from console.demo import CityProcess
from console.wall import WallProgram
from console.wall_options import WallOptions
from console.wall_scenes import HUNG
from db import cases, journal
from db.store import Kind, Store
from tests.faults.network_plain import Plain

_PATIENCE = 60.0
_SAMPLE = 25
_GROWN = 1.03
_ODD = (QSize(640, 480), QSize(1366, 768), QSize(2560, 1080), QSize(1017, 1700))


class Soak:
    """The wall, what it follows, and what is done to both."""

    def __init__(self, app: QApplication, folder: Path, speed: float, seed: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = str(free.getsockname()[1])
        self._folder, self._speed, self._dice = folder, str(speed), Random(seed)
        self.city = self._started()
        self._between = Plain(self._server)
        (folder / "wall").mkdir()
        self.program = WallProgram(app, folder / "wall", self._between.url, WallOptions())
        self._beat = 0.0
        self.memory: list[float] = []
        self.done: dict[str, int] = {"cut": 0, "killed": 0, "unplugged": 0, "resized": 0}
        self.stale = 0

    def _started(self) -> CityProcess:
        city = CityProcess(self._folder / "city", "--port", self._port, "--speed", self._speed)
        self._server = city.wait_ready().server
        return city

    async def begin(self) -> None:
        """Hang the wall and let it in."""
        link = self.program.link
        link.changed.connect(lambda: self.city.admit(link.code) if link.code else None)
        await self.program.begin()
        self.program._ticker.stop()  # turns come from here
        await self._until_live()

    async def turn(self) -> None:
        """The next page on every screen, painted."""
        self._beat += 20.0
        program = self.program
        now = program.clock.now_ms(), True, self._beat
        program.screens.show_link(program.link, now)
        for window in program.screens.windows:
            window.grab()
            self.stale += window.face is not None and window.face.stale
        await asyncio.sleep(0.005)

    def resize(self) -> None:
        """As another kind of screen, or one that there is not."""
        size = self._dice.choice([*(size for size, _ in HUNG.values()), *_ODD])
        for window in self.program.screens.windows:
            window.showNormal()
            window.resize(size)
        self.done["resized"] += 1

    async def trouble(self) -> None:
        """The next of the three."""
        which = min(("cut", "killed", "unplugged"), key=lambda name: self.done[name])
        self.done[which] += 1
        if which == "cut":
            self._between.shut = True
            self._between.cut()
            await self._turns_for(6.0)
            self._between.shut = False
        elif which == "killed":
            self.city._child.kill()
            self.city.stop()
            await self._turns_for(5.0)
            aside = asyncio.get_running_loop().run_in_executor
            self.city = await aside(None, self._started)
        else:
            self.program.screens.cover([])
            await self._turns_for(0.5)
            self.program.screens.arrange()

    async def _turns_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            await self.turn()

    async def _until_live(self) -> None:
        end = time.monotonic() + _PATIENCE
        link = self.program.link
        while link.picture is None or link.silent() > 3.0:
            if time.monotonic() > end:
                sys.exit(f"the wall did not come back within {_PATIENCE:.0f} s: {link.trouble}")
            await self.turn()

    def sample(self) -> None:
        """How much memory there is now."""
        gc.collect()
        self.memory.append(resident())

    async def truth(self) -> bool:
        """Whether the wall shows what the journal's sums say, once both are at one change."""
        await self._until_live()
        store = Store.open(self._folder / "city" / "liveroom.db", Kind.SERVER)
        end = time.monotonic() + _PATIENCE
        try:
            while time.monotonic() < end:
                with store.read() as conn:
                    seq, tallies = journal.head(conn).seq, cases.counts(conn, "city")
                waited = time.monotonic() + 3.0
                link = self.program.link
                while link.picture is None or link.picture.figures.seq < seq:
                    if time.monotonic() > waited:
                        break
                    await self.turn()
                if link.picture is not None and link.picture.figures.seq == seq:
                    sums = {s.value: one.reports for s, one in tallies.items() if one.reports}
                    return dict(link.picture.figures.states) == sums
        finally:
            store.close()
        return False

    async def end(self) -> None:
        """Take everything down."""
        ended = asyncio.Event()
        self.program.ended.connect(ended.set)
        self.program.close()
        await ended.wait()
        self._between.close()
        self.city.stop()


async def _run(app: QApplication, folder: Path, args: argparse.Namespace) -> bool:
    soak = Soak(app, folder, args.speed, args.seed)
    await soak.begin()
    begun = time.monotonic()
    for turn in range(args.turns):
        await soak.turn()
        if turn % _SAMPLE == 0:
            soak.sample()
        if turn % 40 == 39:
            soak.resize()
        if turn % args.every == args.every - 1:
            await soak.trouble()
    passed = time.monotonic() - begun
    true = await soak.truth()
    picture = soak.program.link.picture
    quarter = len(soak.memory) // 4
    first = statistics.median(soak.memory[quarter : 2 * quarter])
    last = statistics.median(soak.memory[3 * quarter :])
    seq = picture.figures.seq if picture else 0
    print(f"{args.turns:,} turns in {passed:.0f} s, {seq:,} changes; {soak.done}")
    print(f"memory MiB: second quarter {first:.1f}, last quarter {last:.1f}, peak "
          f"{max(soak.memory):.1f}")  # fmt: skip
    print(
        "memory through the turns:", *(f"{one:.0f}" for one in soak.memory[:: max(1, quarter // 4)])
    )
    print(f"frames that said they were old: {soak.stale}")
    grown = last / first
    for words, kept in (
        (f"memory grown {grown:.3f}x (<= {_GROWN}x)", grown <= _GROWN),
        ("ends live, with the journal's own sums", true),
        ("said so while it was cut off", soak.stale > 0),
    ):
        print(f"  {'met    ' if kept else 'NOT met'}  {words}")
    await soak.end()
    return true


def _hour(minutes: float, speed: float, seed: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="bench-wall-") as folder:
        hour = Hour(Path(folder), speed, seed)
        try:
            return hour.run(minutes)
        finally:
            hour.close()


def main() -> None:
    """Run it once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--turns", type=int, default=3000)
    parser.add_argument("--minutes", type=float, help="by the clock instead of by turns")
    parser.add_argument("--speed", type=float, help="of the city's life (240; 60 by the clock)")
    parser.add_argument("--every", type=int, default=250, help="turns between two troubles")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.minutes is not None:
        sys.exit(0 if _hour(args.minutes, args.speed or 60.0, args.seed) else 1)
    args.speed = args.speed or 240.0
    app = QApplication([])
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory(prefix="bench-wall-") as folder, loop:
        ok = loop.run_until_complete(_run(app, Path(folder), args))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
