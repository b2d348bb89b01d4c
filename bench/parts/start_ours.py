"""One start of the desk as `console/__main__.py` does it where there is a display.

    python bench/parts/start_ours.py FOLDER SECONDS

SECONDS pass between the painted sign-in page and the password. Prints ms as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from qasync import QEventLoop

from bench.parts.officer import LOGIN, PASSWORD
from console.__main__ import __name__ as _the_program_itself
from console.app import Program
from console.crash import Crash
from console.session import Keeper, Session

assert _the_program_itself == "console.__main__"  # everything it loads is loaded here too
Figures = dict[str, float]


class Paint(QObject):
    """Settles a future at the first paint of a widget; of a list, once it has rows."""

    def __init__(self, watched: QWidget, ready: asyncio.Future[None]) -> None:
        super().__init__(watched)
        self._ready = ready
        watched.installEventFilter(self)
        watched.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._ready.done() and _filled(watched):
            self._ready.set_result(None)
        return False


def _filled(watched: QObject) -> bool:
    view = watched.parent()
    return not isinstance(view, QAbstractItemView) or view.model().rowCount() > 0


async def painted(*widgets: QWidget) -> None:
    """One of them is on the screen."""
    ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    for widget in widgets:
        Paint(widget, ready)
    await ready


async def signed_in(program: Program, typing: float) -> Figures:
    """From nothing to cards on the board, with a person in between."""
    begun = asyncio.ensure_future(_begun(program))
    while program.sign_in is None:
        await asyncio.sleep(0)
    await painted(program.sign_in)
    greeted = (time.monotonic() - float(os.environ["BENCH_BEGAN"])) * 1000
    await asyncio.sleep(typing)
    checked, start = _time_checks(program.keeper), time.perf_counter()
    assert await program.enter_offline(LOGIN, PASSWORD)
    assert program.frame is not None
    lists = program.frame.board.findChildren(QAbstractItemView)
    await painted(*(view.viewport() for view in lists))
    spent = (time.perf_counter() - start) * 1000 - checked[0]
    await begun
    return {
        "sign-in painted ms": greeted,
        "password to board painted ms": spent,
        "both ms": greeted + spent,
        "processor time ms": time.process_time() * 1000,
        "password check ms": checked[0],
    }


async def _begun(program: Program) -> None:
    await program.greet()
    program.show()
    await program.begin()


def _time_checks(keeper: Keeper) -> list[float]:
    """How long the next check of a password takes, ms, once it is over."""
    unlock, took = keeper.unlock, [0.0]

    async def timed(login: str, password: str) -> Session:
        start = time.perf_counter()
        session = await unlock(login, password)
        took[0] = (time.perf_counter() - start) * 1000
        return session

    keeper.unlock = timed  # type: ignore[method-assign]
    return took


def main() -> None:
    """Start, print, and end at once: ending is not measured."""
    folder = Path(sys.argv[1])
    app = QApplication([])
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    program = Program(app, folder, Crash(folder), late=True)
    with loop:
        figures = loop.run_until_complete(signed_in(program, float(sys.argv[2])))
        print(json.dumps(figures), flush=True)
        os._exit(0)


if __name__ == "__main__":
    main()
