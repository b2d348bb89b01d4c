"""Every screen as a PNG file, from the running program with a living city behind it."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from console.app import Program
from console.crash import Crash
from console.demo import CityProcess, DemoFailed

SIZES = (QSize(1366, 768), QSize(1920, 1080), QSize(3840, 2160))
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
    count = await _sign_in_pictures(program, folder)
    if not await program.enter(ready.server, ready.login, ready.password, "Meja 1"):
        return 2
    count += await tour(program, folder)
    print(f"{count} pictures in {folder}")
    ended = asyncio.get_running_loop().create_future()
    program.ended.connect(partial(_settle, ended))
    program.close()
    await ended
    return 0


async def tour(
    program: Program, folder: Path, sizes: Sequence[QSize] = SIZES, themes: Sequence[str] = ()
) -> int:
    """Go through the desk as an officer would and take a picture of each screen; how many."""
    program.show()  # a window that is not shown lays its splitters out by guesswork
    await _until_loaded(program)
    count = 0
    for theme in themes or ("dark", "light"):
        program.settings.keep("theme", theme)
        program.show_desk_again()
        for size in sizes:
            count += await _desk_pictures(program, folder, theme, size)
    return count


async def _sign_in_pictures(program: Program, folder: Path) -> int:
    program.show()
    for size in SIZES:
        await _picture(program, folder, f"sign-in-{program.settings.theme}", size)
    return len(SIZES)


async def _desk_pictures(program: Program, folder: Path, theme: str, size: QSize) -> int:
    frame = program.frame
    assert frame is not None
    program.resize(size)
    taken = 0

    async def picture(name: str) -> None:
        nonlocal taken
        await _picture(program, folder, f"{name}-{theme}", size)
        taken += 1

    frame.go("board")
    await picture("board")
    frame.board.toggle_table()
    await picture("table")
    frame.board.toggle_table()
    for name, act in (("forward", "forward"), ("note", "note")):
        frame.ask(act)
        await _until(lambda: frame.sheet is not None)
        await picture(name)
        frame.close_sheet()
    frame.take_call()
    await picture("intake")
    frame.close_sheet()
    frame.open_case(frame.board.current_id())
    await _until(lambda: frame.case_page.view is not None)
    await picture("case")
    frame.go("outbox")
    await picture("outbox")
    return taken


async def _picture(program: Program, folder: Path, name: str, size: QSize) -> None:
    program.resize(size)
    await asyncio.sleep(_SETTLE)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-{size.width()}x{size.height()}.png"
    _grabbed(program, file)


def _grabbed(widget: QWidget, file: Path) -> None:
    if not widget.grab().save(str(file)):
        raise OSError(f"could not write {file}: is the folder writable and the disk not full?")


async def _until_loaded(program: Program) -> None:
    await _until(lambda: program.frame is not None and len(program.book) > 0)


async def _until(true: Callable[[], bool]) -> None:
    """Wait for something on the screen; after a while the picture is taken as it is."""
    waited = 0.0
    while not true() and waited < _PATIENCE:
        await asyncio.sleep(0.05)
        waited += 0.05


def _settle(ended: asyncio.Future[None]) -> None:
    if not ended.done():
        ended.set_result(None)
