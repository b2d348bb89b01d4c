"""The real desk program, unseen; does what JSON lines on its input ask, and answers in kind."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtWidgets import QApplication, QLabel
from qasync import QEventLoop

from console.app import Program
from console.crash import Crash
from console.desk import CaseView, Done
from db import cases, feed
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.refused import Refused
from widgets.lane import Lane
from widgets.marks import mark_of
from widgets.pill import Pill
from widgets.roles import CARD, PARKED, PENDING, Card


class DrivenDesk:
    """One method for each thing the test may ask; arguments and answers are plain values."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._seen: dict[tuple[str, str], float] = {}
        self._news = asyncio.Event()
        program.book.changed.connect(self._look)

    # --- signing in -----------------------------------------------------------------------------

    async def enter(self, server: str, login: str, password: str) -> bool:
        """Sign in with the server."""
        await self._program.begin(server)
        return await self._program.enter(server, login, password, f"meja {login}")

    async def unlock(self, login: str, password: str) -> bool:
        """Sign in to what is on this desk, without the server."""
        await self._program.begin()
        return await self._program.enter_offline(login, password)

    async def close(self) -> None:
        """Close the window."""
        asyncio.get_running_loop().call_soon(self._program.close)

    # --- seeing ---------------------------------------------------------------------------------

    async def board(self) -> dict[str, dict[str, Any]]:
        """The cards as they lie in the lanes, by case."""
        return {
            card.id: {
                "lane": lane.view.accessibleName(),
                "state": card.state,
                "colour": mark_of(card.state).colour,
                "owner": card.owner,
                "due": card.due,
                "pending": bool(card.flags & PENDING),
                "parked": bool(card.flags & PARKED),
            }
            for lane, card in self._cards()
        }

    async def seen(self, case: str, state: str) -> float:
        """The monotonic second at which a case first lay on this board in this state."""
        async with asyncio.timeout(15):
            while (case, state) not in self._seen:
                self._news.clear()
                await self._news.wait()
        return self._seen[case, state]

    async def status(self) -> dict[str, Any]:
        """The connection, as the machine knows it and as the pill says it."""
        status = self._program.sync.status
        pill = self._frame.findChild(Pill)
        return {
            "link": status.link.value,
            "waiting": status.waiting,
            "needs_action": status.needs_action,
            "pill": pill.text() if pill is not None else "",
        }

    async def outbox(self) -> list[dict[str, Any]]:
        """What is not settled, and on the last line what the page says of it."""
        self._frame.go("outbox")
        items = [
            {
                "id": item.command.id,
                "case": item.command.case,
                "verb": item.command.law.name,
                "state": item.state,
                "reason": item.reason,
                "facts": dict(item.facts),
            }
            for item in self._program.desk.items()
        ]
        words = [label.toolTip() or label.text() for label in self._labels()]
        self._frame.go("board")
        return [*items, {"page": " | ".join(words)}]

    async def cache(self) -> dict[str, Any]:
        """Where the cache stands and every case in it, as canonical JSON."""
        cache = self._program.sync.cache
        # In one look: a page may come in between two.
        cursor, rows = await cache.read(
            lambda conn: (feed.cursor(conn), list(cases.snapshot_rows(conn, "city")))
        )
        return {"seq": cursor.seq if cursor else 0, "rows": rows}

    # --- acting ---------------------------------------------------------------------------------

    async def forward(self, case: str, opd: str) -> dict[str, Any]:
        """Forward a case; its command, and when it was asked for."""
        act = verb.Forward((opd,), "sampah", "complaint", "Mohon ditindaklanjuti")
        return await self._do(case, lambda view: self._program.desk.do(view.case, act))

    async def note(self, case: str, text: str) -> dict[str, Any]:
        """Write a note."""
        return await self._do(case, lambda view: self._program.desk.do(view.case, verb.Note(text)))

    async def ask_reporter(self, case: str, text: str) -> dict[str, Any]:
        """Give a case back to its reporter."""
        act = verb.AskReporter(text)
        return await self._do(case, lambda view: self._program.desk.do(view.case, act))

    async def undo(self, case: str) -> dict[str, Any]:
        """Take the last act back."""
        return await self._do(case, lambda view: self._program.desk.undo(view.case))

    async def take_call(self, report: str, text: str) -> dict[str, Any]:
        """A new case."""
        act = verb.Receive(report, "phone", text, category="sampah", place=Place("Pasar Lama"))
        return _told(await self._program.desk.take_call(act), time.monotonic())

    async def _do(self, case: str, how: Callable[[CaseView], Awaitable[Done]]) -> dict[str, Any]:
        asked = time.monotonic()
        view = await self._program.desk.view(case)
        if view is None:
            raise LookupError(f"{case} is not on this desk")
        return _told(await how(view), asked)

    # --- inside ---------------------------------------------------------------------------------

    @property
    def _frame(self) -> Any:
        assert self._program.frame is not None, "nobody is signed in"
        return self._program.frame

    def _cards(self) -> list[tuple[Lane, Card]]:
        if self._program.frame is None:
            return []
        found = []
        for lane in self._program.frame.board.findChildren(Lane):
            model = lane.view.model()
            rows = range(model.rowCount())
            found += [(lane, model.index(row, 0).data(CARD)) for row in rows]
        return found

    def _labels(self) -> list[QLabel]:
        labels: list[QLabel] = self._frame.outbox.findChildren(QLabel)
        return [label for label in labels if label.isVisibleTo(self._frame.outbox)]

    def _look(self) -> None:
        now = time.monotonic()
        for _, card in self._cards():
            self._seen.setdefault((card.id, card.state), now)
        self._news.set()


def _told(done: Done, asked: float) -> dict[str, Any]:
    return {"id": done.command.id, "case": done.command.case, "asked": asked}


async def _serve(desk: DrivenDesk, lines: asyncio.Queue[str]) -> None:
    while line := await lines.get():
        asked = json.loads(line)
        try:
            told = {"told": await getattr(desk, asked.pop("do"))(**asked)}
        except (Refused, LookupError, TimeoutError) as fault:
            told = {"failed": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(told), flush=True)


def _hear(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
    for line in sys.stdin:
        loop.call_soon_threadsafe(lines.put_nowait, line)


async def _live(program: Program) -> None:
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    program.ended.connect(partial(ended.set_result, None))
    lines: asyncio.Queue[str] = asyncio.Queue()
    Thread(target=_hear, args=(loop, lines), daemon=True).start()
    serving = loop.create_task(_serve(DrivenDesk(program), lines))
    await ended
    serving.cancel()


def main(folder: Path) -> None:
    """Run the desk until its window is closed."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    crash = Crash(folder)
    program = Program(app, folder, crash)
    crash.install(loop, program.tell_crash)
    with loop:
        loop.run_until_complete(_live(program))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
