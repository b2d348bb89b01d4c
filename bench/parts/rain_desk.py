"""The real desk in a rain, unseen: an officer who holds a case, and a note of every second.

    python bench/parts/rain_desk.py FOLDER SERVER LOGIN PASSWORD   (bench/rain.py does so)

Prints one JSON line a second and one for each line on its input: `rows`, or `end`. Without
arguments it is an empty event loop with the same watch on it: what the machine itself makes late.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication, QLabel
from qasync import QEventLoop

from bench.parts.loop_watch import LoopWatch
from bench.parts.runs import resident
from console.app import Program
from console.crash import Crash
from console.pages.board import Board
from console.pages.sum_row import SumRow
from db import cases, feed
from db.domain.states import Colour
from widgets.card_view import CardView
from widgets.marks import colour_word_of

SIZE = (1920, 1080)
_HOLDS = 3
"""Seconds after which the officer leaves a case that a colleague took away."""


class Officer:
    """Looks at one case after the other and writes down every second what stands on the screen."""

    def __init__(self, board: Board, watch: LoopWatch) -> None:
        self._board, self._watch = board, watch
        self._gone, self._moved = 0, True

    def look(self) -> dict[str, Any]:
        """This second: the sums as they stand written, the case held and where on the screen."""
        sums, total = sums_of(self._board)
        view = self._view()
        row = view.currentIndex()
        top = view.visualRect(row).top() if row.isValid() else -1
        told = {
            "sums": sums,
            "total": total,
            "case": self._board.current_id(),
            "top": top,
            "left": self._board.current_left,
            "moved": self._moved,
        }
        self._moved = False
        return told

    def work(self) -> None:
        """Take the next case where there is none, or where this one is done with."""
        self._gone = self._gone + 1 if self._board.current_left else 0
        if not self._board.current_id() or self._gone > _HOLDS:
            self._board.step(1)
            self._gone, self._moved = 0, True

    def _view(self) -> CardView:
        return self._board._view_in_use()


def sums_of(board: Board) -> tuple[dict[str, int], int]:
    """Reports by colour and their total, read off the labels of the sum row."""
    (row,) = board.findChildren(SumRow)
    named = {label.accessibleDescription(): label for label in row.findChildren(QLabel)}
    sums = {each.value: _number(named[colour_word_of(each.value)].text()) for each in Colour}
    return sums, _number(row._total.text())


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


class RainDesk:
    """The program, its watch and its officer."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.watch = LoopWatch(program, asking="LIVEROOM_ASK" in os.environ)

    async def live(self, server: str, login: str, password: str) -> None:
        """Sign in and take what stdin says, until it says `end`."""
        program, lines = self._program, asyncio.Queue[str]()
        await program.begin(server)
        assert await program.enter(server, login, password, "Meja hujan")
        program.show()
        while len(program.book) == 0:
            await asyncio.sleep(0.05)
        await asyncio.sleep(2)  # what a start brings with it is bench/start.py's to measure
        frame = program.frame
        assert frame is not None
        officer = Officer(frame.board, self.watch)
        frame.board.focus_cases()
        frame.board.step(2)
        loop = asyncio.get_running_loop()
        Thread(target=_hear, args=(loop, lines), daemon=True).start()
        self.watch.start()
        _say(ready=True, **await self._rows())
        while True:
            try:
                said = (await asyncio.wait_for(lines.get(), 1.0)).strip()
            except TimeoutError:
                _say(at=time.time(), seq=self._seq(), **officer.look())
                officer.work()
                continue
            if said != "rows":
                break
            _say(**await self._rows())
        self.watch.stop()
        _say(**figures(self.watch))

    def _seq(self) -> int:
        return int(self._program.sync.parts().state.feed.cursor.seq)

    async def _rows(self) -> dict[str, Any]:
        """Every case of the cache, and the ids on the board."""
        cache, book = self._program.sync.cache, self._program.book
        rows, cursor = await cache.read(
            lambda conn: (list(cases.snapshot_rows(conn, "city")), feed.cursor(conn))
        )
        assert self._program.frame is not None
        sums, _ = sums_of(self._program.frame.board)
        seq = cursor.seq if cursor else 0
        return {"rows": rows, "seq": seq, "board": list(book.columns), "sums": sums}


def figures(watch: LoopWatch) -> dict[str, Any]:
    """What the watch has seen."""
    return {
        "turns": watch.turns,
        "count": watch.count,
        "collector": sorted(watch.collector, reverse=True)[:20],
        "at": watch.at.most_common(12),
        "memory": resident(),
    }


def _say(**what: Any) -> None:
    print(json.dumps(what), flush=True)


def _hear(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
    for line in sys.stdin:
        loop.call_soon_threadsafe(lines.put_nowait, line)
    loop.call_soon_threadsafe(lines.put_nowait, "end")


async def _idle() -> None:
    """Only the watch, until stdin ends."""
    watch, lines = LoopWatch(), asyncio.Queue[str]()
    Thread(target=_hear, args=(asyncio.get_running_loop(), lines), daemon=True).start()
    watch.start()
    _say(ready=True)
    await lines.get()
    watch.stop()
    _say(**figures(watch))


async def _run(program: Program, *signing: str) -> None:
    ended = asyncio.get_running_loop().create_future()
    program.ended.connect(partial(ended.set_result, None))
    await RainDesk(program).live(*signing)
    program.close()
    await ended


def main() -> None:
    """Run the desk, or the empty loop."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        if len(sys.argv) < 2:
            loop.run_until_complete(_idle())
            return
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        crash = Crash(folder)
        program = Program(app, folder, crash, late=True)
        program.settings.keep("lock_minutes", 0)  # its officer holds a case without a key
        program.resize(*SIZE)
        crash.install(loop, program.tell_crash)
        loop.run_until_complete(_run(program, *sys.argv[2:]))


if __name__ == "__main__":
    main()
