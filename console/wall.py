"""Builds and connects the wall: a link, a clock, and a window on every screen of the room."""

from __future__ import annotations

import asyncio
import signal
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from console.async_slot import async_slot
from console.clock import ServerClock, Ticker, boot_seconds
from console.crash import Crash
from console.demo import CityProcess, DemoFailed
from console.heap import give_back_free_pages, give_back_large_pieces
from console.language import Language
from console.wall_link import WallLink
from console.wall_options import WallOptions
from console.wall_screens import WallScreens
from console.wall_shelf import WallShelf

_TIDY_MS = 60_000


class WallProgram(QObject):
    """`ended` after all is closed. It shows what it last knew before the server is asked."""

    ended = Signal()

    def __init__(self, app: QApplication, folder: Path, server: str, options: WallOptions) -> None:
        super().__init__()
        shelf = WallShelf(folder)
        self._language = Language(app)
        self._language.speak(options.language)
        self.clock = ServerClock(shelf.clock())
        self.link = WallLink(server, shelf, self.clock, self, pin=options.pin)
        self.screens = WallScreens(app, options, self)
        self._ticker = Ticker(self.clock.now_ms, self)
        self._ticker.ticked.connect(self.tick)
        self._tidying = QTimer(self, interval=_TIDY_MS)
        self._tidying.timeout.connect(give_back_free_pages)
        self._closing = False

    async def begin(self) -> None:
        """Cover every screen, and follow the server from now on."""
        self.screens.arrange()
        await self.link.open()
        self.tick()
        self.screens.warn()
        self._ticker.start()
        self._tidying.start()
        # Figures are shown as they come; the seconds by the ticker.
        self.link.changed.connect(self.tick)

    @Slot()
    def tick(self) -> None:
        """A second has passed, or something is known anew."""
        if not self._closing:
            moment = (self.clock.now_ms(), self.clock.verified, boot_seconds())
            self.screens.show_link(self.link, moment)

    @async_slot
    async def close(self) -> None:
        """Keep what is shown for the next start, and take the screens down."""
        if self._closing:
            return
        self._closing = True
        self._ticker.stop()
        self._tidying.stop()
        self.link.changed.disconnect(self.tick)
        await self.link.close()
        self.screens.close()
        self.ended.emit()


def run(folder: Path, server: str, options: WallOptions, city: CityProcess | None) -> int:
    """Show the wall until it is told to stop; 2 when the demo's city cannot be started."""
    give_back_large_pieces()  # a wall lives for months, and its screens change
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("LIVE Room")
    app.setQuitOnLastWindowClosed(False)  # screens come and go
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    crash = Crash(folder)
    crash.install(loop, lambda _sentence: None)
    try:
        with loop:
            return int(loop.run_until_complete(_live(app, folder, server, options, city)))
    except DemoFailed as fault:
        print(f"the demo could not start: {fault}", file=sys.stderr)
        return 2


async def _live(
    app: QApplication, folder: Path, server: str, options: WallOptions, city: CityProcess | None
) -> int:
    if city is not None:
        ready = await asyncio.get_running_loop().run_in_executor(None, city.wait_ready)
        server = ready.server
    program = WallProgram(app, folder, server, options)
    if city is not None:
        program.link.changed.connect(partial(_let_in, program.link, city))
    ended = asyncio.get_running_loop().create_future()
    program.ended.connect(partial(ended.set_result, None))
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: program.close())
    await program.begin()
    await ended
    return 0


def _let_in(link: WallLink, city: CityProcess) -> None:
    """In the demo nobody has to type the code."""
    if link.code:
        city.admit(link.code)
