"""Every screen as a PNG file, from the running program with a living city behind it."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog
from qasync import QEventLoop

from console.app import Program
from console.crash import Crash
from console.demo import CityProcess, DemoFailed
from console.pages.frame import DeskFrame
from console.sync_status import Link
from db.domain.case import Place
from db.domain.commands import Forward, Note
from db.domain.states import Lane as LaneKey
from db.domain.suggest import suggest
from widgets.filter_bar import Filters

SIZES = (QSize(1366, 768), QSize(1920, 1080), QSize(3840, 2160))
Step = Callable[[], Awaitable[None]]

_SETTLE = 0.35
_PATIENCE = 15.0


def render_all(folder: Path) -> int:
    """Start a city, render every screen in both themes at every size; 0 when all were written."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory(prefix="liveroom-screens-") as scratch:
        city = CityProcess(Path(scratch) / "city")
        program = Program(app, Path(scratch) / "desk", Crash(Path(scratch)))
        try:
            with loop:
                return int(loop.run_until_complete(_render(program, city, folder)))
        except DemoFailed as fault:
            print(f"no city to draw: {fault}", file=sys.stderr)
            return 2
        finally:
            city.stop()


async def _render(program: Program, city: CityProcess, folder: Path) -> int:
    ready = await asyncio.get_running_loop().run_in_executor(None, city.wait_ready)
    await program.begin(ready.server)
    tour = Tour(program, folder)
    await tour.sign_in(ready.server)
    if not await program.enter(ready.server, ready.login, ready.password, "Meja 1"):
        return 2
    await tour.desk()
    await asyncio.get_running_loop().run_in_executor(None, city.stop)
    await tour.without_server()
    print(f"{tour.count} pictures in {folder}")
    ended = asyncio.get_running_loop().create_future()
    program.ended.connect(partial(_settle, ended))
    program.close()
    await ended
    return 0


class Tour:
    """Goes through the program as an officer would and takes a picture of each screen.

    `count` is how many were written. Raises OSError when a picture cannot be written.
    """

    def __init__(
        self,
        program: Program,
        folder: Path,
        sizes: Sequence[QSize] = SIZES,
        themes: Sequence[str] = ("dark", "light"),
    ) -> None:
        self._program, self._folder = program, folder
        self._sizes, self._themes = sizes, themes
        self.count = 0
        folder.mkdir(parents=True, exist_ok=True)
        program.show()  # a window that is not shown lays its splitters out by guesswork

    async def sign_in(self, server: str) -> None:
        """The sign-in page, and what it says to a wrong password."""
        await self._at_all_sizes("sign-in")
        await self._program.enter(server, "sari", "bukan ini", "Meja 1")
        await self._at_all_sizes("sign-in-refused")

    async def desk(self) -> None:
        """Every screen of the desk, in every theme and size."""
        await _until(lambda: len(self._program.book) > 0)
        steps: dict[str, Step] = {
            "board": self._board,
            "table": self._table,
            "nothing-found": self._nothing_found,
            "forward": partial(self._act, "forward"),
            "note": partial(self._act, "note"),
            "intake": self._intake,
            "case": self._case,
            "identity": self._identity,
            "keys": self._keys,
            "outbox-empty": partial(self._go, "outbox"),
        }
        await self._all(steps)

    async def without_server(self) -> None:
        """The same desk when the server has gone, with work waiting on its disk."""
        program = self._program
        await _until(lambda: program.sync.status.link is Link.OFFLINE)
        await self._work()
        await self._all({"board-offline": self._board, "outbox": partial(self._go, "outbox")})

    async def _all(self, steps: Mapping[str, Step]) -> None:
        for theme in self._themes:
            self._program.settings.keep("theme", theme)
            self._program.show_desk_again()
            for size in self._sizes:
                self._program.resize(size)
                for name, step in steps.items():
                    await step()
                    await self._picture(name, size)
                    self._tidy()

    async def _at_all_sizes(self, name: str) -> None:
        for size in self._sizes:
            await self._picture(name, size)

    async def _picture(self, name: str, size: QSize) -> None:
        self._program.resize(size)
        await asyncio.sleep(_SETTLE)
        theme = self._program.settings.theme
        file = self._folder / f"{name}-{theme}-{size.width()}x{size.height()}.png"
        window = QApplication.activeModalWidget() or self._program
        if not window.grab().save(str(file)):
            raise OSError(f"could not write {file}: is the folder writable and the disk not full?")
        self.count += 1

    # --- steps ---

    @property
    def _frame(self) -> DeskFrame:
        frame = self._program.frame
        if frame is None:
            raise LookupError("nobody has signed in, so there is no desk to draw")
        return frame

    def _tidy(self) -> None:
        frame = self._frame
        frame.close_sheet()
        frame.board.filters.clear()
        for dialog in frame.findChildren(QDialog):
            dialog.close()
        frame.go("board")

    async def _go(self, place: str) -> None:
        self._frame.go(place)

    async def _board(self) -> None:
        self._frame.go("board")
        if self._frame.board.shows_table:
            self._frame.board.toggle_table()

    async def _table(self) -> None:
        self._frame.board.toggle_table()

    async def _nothing_found(self) -> None:
        await self._board()
        self._frame.board.filters.set_filters(Filters(text="zzzz"))

    async def _act(self, key: str) -> None:
        await self._board()
        self._frame.ask(key)
        await _until(lambda: self._frame.sheet is not None)

    async def _intake(self) -> None:
        self._frame.take_call()

    async def _case(self) -> None:
        frame = self._frame
        # One with a past says more than one that has just come in.
        worked = frame.board.ids_of(LaneKey.VALIDATION) or frame.board.ids_of(LaneKey.ROOM)
        frame.open_case(worked[0])
        await _until(lambda: frame.case_page.view is not None)

    async def _identity(self) -> None:
        await self._case()
        view = self._frame.case_page.view
        if view is not None:
            self._frame.look(view.case.reports[0].id)

    async def _keys(self) -> None:
        self._frame.show_keys()

    async def _work(self) -> None:
        """What an officer may do while the line is dead."""
        desk, board = self._program.desk, self._frame.board
        for case in board.ids_of(LaneKey.ROOM)[:3]:
            view = await desk.view(case)
            suggestions = suggest(view.case, desk.city) if view else ()
            if view and suggestions:
                first = suggestions[0]
                kind = view.case.report_class
                place = None if view.case.place.text else Place(no_place="pelapor tidak menyebut")
                act = Forward((first.opd,), first.category, kind, "", place)
                await desk.do(view.case, act)
        for case in board.ids_of(LaneKey.WORK)[:1]:
            view = await desk.view(case)
            if view:
                await desk.do(view.case, Note("Sudah ditelepon, tim menuju lokasi."))


async def _until(true: Callable[[], bool]) -> None:
    """Wait for something on the screen; after a while the picture is taken as it is."""
    waited = 0.0
    while not true() and waited < _PATIENCE:
        await asyncio.sleep(0.05)
        waited += 0.05


def _settle(ended: asyncio.Future[None]) -> None:
    if not ended.done():
        ended.set_result(None)
