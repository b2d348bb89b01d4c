"""A seat at a desk: the real program in the test's own process, its loop run while keys are hit.

The event loop is qasync's, as in production; whatever a task or slot raises fails the test.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from console.app import Program
from console.crash import Crash
from console.pages.frame import DeskFrame

T = TypeVar("T")
Found = TypeVar("Found", bound=QObject)
PATIENCE = 60.0


class _Between(QEventLoop):  # type: ignore[misc]  # untyped
    """Goes on for tasks that Qt resumes while it clears its queue, after a stretch has ended."""

    def run_forever(self) -> Any:
        try:
            return super().run_forever()
        finally:
            asyncio._set_running_loop(self)


class Loop:
    """qasync's loop on the application of the test. `faults` is what nobody caught."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.faults: list[str] = []
        self._loop = _Between(app)
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(self._caught)

    def _caught(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        fault = context.get("exception")
        told = traceback.format_exception(fault) if fault else [str(context["message"])]
        self.faults.append("".join(told))

    def run(self, work: Awaitable[T]) -> T:
        """Run the loop until the work is done."""
        try:
            done: T = self._loop.run_until_complete(work)
        finally:
            # pytest-qt handles events between two stretches; to them the loop goes on.
            asyncio._set_running_loop(self._loop)
        return done

    def close(self) -> None:
        """Let what was deleted go, then end the loop."""
        self.run(asyncio.sleep(0.02))
        timers = self._loop._timer
        self._loop.close()
        # qasync leaves its timers running; the collector would end them on some other thread.
        timers.deleteLater()
        QCoreApplication.sendPostedEvents(timers, QEvent.Type.DeferredDelete)
        asyncio._set_running_loop(None)
        asyncio.set_event_loop(None)


async def until(true: Callable[[], bool], what: str) -> None:
    """Wait for it with the loop running. Fails in words."""
    for _ in range(int(PATIENCE / 0.01)):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"waited {PATIENCE:.0f} s in vain until {what}")


class Seat:
    """One officer's program, shown on the screen that tests have. Its methods need the loop."""

    def __init__(self, loop: Loop, folder: Path, *, tour: bool = False) -> None:
        self.folder = folder
        self.program = Program(loop.app, folder, Crash(folder), tour=tour)
        self.program.resize(1366, 768)

    @property
    def frame(self) -> DeskFrame:
        """The desk; somebody must have signed in."""
        assert self.program.frame is not None, "nobody is signed in"
        return self.program.frame

    async def open(self, server: str = "") -> None:
        """Start the program and show its window."""
        await self.program.begin(server)
        self.program.show()
        await self.open_again()

    async def open_again(self) -> None:
        """Bring the window to the front."""
        self.program.activateWindow()
        await until(self.program.isActiveWindow, "the window has the keys")

    async def enter(self, server: str, login: str, password: str) -> None:
        """Open, sign in with the server, and wait until the desk is live."""
        await self.open(server)
        assert await self.program.enter(server, login, password, "Meja 1")
        await until(lambda: self.program.sync.status.link.value == "live", "the desk is live")
        await self.rest()

    async def rest(self) -> None:
        """Let everything that is ready happen."""
        await asyncio.sleep(0.05)

    async def press(
        self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Hit a key: it goes where the system would send it."""
        target = QApplication.focusWidget() or QApplication.activeWindow() or self.program
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key, modifier)
        await self.rest()

    def find(self, kind: type[Found], name: str, within: QWidget | None = None) -> Found:
        """The one visible part with this accessible name."""
        parts = (within or self.program).findChildren(kind)
        (found,) = (
            part
            for part in parts
            if isinstance(part, QWidget) and part.isVisible() and part.accessibleName() == name
        )
        return found

    async def close(self) -> None:
        """Close the window, as a person does."""
        ended = asyncio.get_running_loop().create_future()
        self.program.ended.connect(lambda: ended.set_result(None))
        self.program.close()
        await ended
        self.program.deleteLater()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[Loop]:
    """The loop on which seats live."""
    made = Loop(qapp)
    yield made
    made.close()
    assert not made.faults, "\n".join(made.faults)


@pytest.fixture
def sit(loop: Loop, tmp_path: Path) -> Iterator[Callable[..., Seat]]:
    """Makes seats, each on a data folder of its own unless it is told one; closes them."""
    seats: list[Seat] = []

    def make(name: str = "desk", *, tour: bool = False) -> Seat:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        seats.append(Seat(loop, folder, tour=tour))
        return seats[-1]

    yield make
    for seat in seats:
        if not seat.program._closing:
            loop.run(seat.close())
