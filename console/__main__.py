"""`liveroom`: the desk of a duty officer, or a wall. `--demo` brings a living city with it."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from PySide6.QtCore import (
    QCoreApplication,
    QLoggingCategory,
    QMessageLogContext,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QMessageBox, QStyle
from qasync import QEventLoop

from console.app import Program
from console.async_slot import begin
from console.crash import Crash
from console.demo import CityProcess, DemoFailed
from console.language import Language
from console.settings import Settings
from console.wall_options import add_arguments, options_of
from db.claims import Claim, Taken

_HUSHED = "qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg.info=false"
"""Which optional parts of the system Qt went without is no news for an officer's terminal."""
_DESK_FIRST = 1500
"""Milliseconds that a new desk has to itself before sound is loaded."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the desk or the wall; 0 when it was closed, 2 when it could not begin."""
    args = _arguments(argv)
    if not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        qInstallMessageHandler(_pass_on)
    if args.screens:
        return int(_screens().render_all(args.screens))
    if args.wall and not (args.server or args.demo):
        print("a wall needs a server: liveroom --wall --server https://…", file=sys.stderr)
        return 2
    folder = _data_folder(args)
    try:
        claim = Claim(folder / "open.lock")
    except Taken:
        return _already_open(folder)
    except OSError as fault:
        print(f"{fault.filename or folder}: {fault.strerror}", file=sys.stderr)
        return 2
    try:
        return _run_wall(args, folder) if args.wall else _run(args, folder)
    finally:
        claim.release()


def _already_open(folder: Path) -> int:
    """Two programs on the same files would undo each other's work: this one touches none."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    language = Language(app)
    language.speak(Settings(folder / "desk").language)
    said = QCoreApplication.translate(
        "start", "LIVE Room sudah terbuka di meja ini. Pakai jendela yang sudah terbuka itu."
    )
    print(f"{said} ({folder})", file=sys.stderr)
    if _has_display():
        QMessageBox(QMessageBox.Icon.Information, "LIVE Room", said).exec()
    return 2


def _pass_on(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """What Qt says, without the wishes of windows that need a display to be fulfilled."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)


def _screens() -> Any:
    """What draws screens: it needs the whole program at once, which a start does not."""
    return importlib.import_module("console.screens")


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="liveroom", description=__doc__)
    parser.add_argument("--server", default="", help="address of the central server")
    parser.add_argument("--data", type=Path, help="folder for cache, outbox and settings")
    parser.add_argument("--demo", action="store_true", help="with a server and a living city")
    parser.add_argument("--city", help="city pack for the demo (a folder)")
    parser.add_argument("--rain", action="store_true", help="the demo begins with an hour of rain")
    parser.add_argument("--screens", type=Path, metavar="DIR", help="render every screen to PNG")
    add_arguments(parser)
    return parser.parse_args(argv)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _data_folder(args: argparse.Namespace) -> Path:
    name = "liveroom-demo" if args.demo else "liveroom-wall" if args.wall else "liveroom"
    folder: Path = args.data or user_data_path(name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _city_of(args: argparse.Namespace, folder: Path) -> CityProcess | None:
    if not args.demo or args.server:
        return None
    more = (["--city", args.city] if args.city else []) + (["--rain"] if args.rain else [])
    print("starting the demo city …", flush=True)
    return CityProcess(folder / "city", *more)


def _run_wall(args: argparse.Namespace, folder: Path) -> int:
    """The screens of the room; nothing of the desk is loaded."""
    own = folder / "wall"
    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    city = _city_of(args, folder)
    try:
        wall = importlib.import_module("console.wall")
        return int(wall.run(own, args.server, options_of(args), city))
    finally:
        if city is not None:
            city.stop()


def _run(args: argparse.Namespace, folder: Path) -> int:
    city = _city_of(args, folder)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("LIVE Room")
    app.setQuitOnLastWindowClosed(False)  # the program ends when its files are closed
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    crash = Crash(folder)
    program = Program(app, folder / "desk", crash, late=True, tour=_has_display())
    crash.install(loop, program.tell_crash)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: program.close())
    try:
        with loop:
            return int(loop.run_until_complete(_live(program, args, city)))
    except DemoFailed as fault:
        print(f"the demo could not start: {fault}", file=sys.stderr)
        return 2
    finally:
        if city is not None:
            city.stop()


async def _live(program: Program, args: argparse.Namespace, city: CityProcess | None) -> int:
    ended = asyncio.get_running_loop().create_future()
    program.ended.connect(partial(_settle, ended))
    if args.demo:
        program.settings.begin_with("lock_minutes", 0)  # who looks on knows no password
    await program.greet(args.server)
    if _has_display():
        _show(program)
    await program.begin(args.server)
    if _has_display():
        _be_heard(program)
    if city is not None:
        loop = asyncio.get_running_loop()
        ready = await loop.run_in_executor(None, city.wait_ready)
        print(f"demo server: {ready.server}  login: {ready.login}  password: {ready.password}")
        await program.enter(ready.server, ready.login, ready.password, "Meja 1")
    if not _has_display():
        return await _without_display(program, args, city)
    await ended
    return 0


def _show(program: Program) -> None:
    """With all of the window in sight: its frame as well must fit on the screen."""
    title = program.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = program.screen().availableSize()
    if room.width() > program.width() and room.height() > program.height() + title:
        program.show()
    else:
        program.showMaximized()


def _be_heard(program: Program) -> None:
    """Open the loudspeaker once the desk has been on the screen for a while: it takes a moment.

    What it needs of ours is loaded with the desk, not before the first page.
    """
    QLoggingCategory.setFilterRules(_HUSHED)
    speaker = importlib.import_module("console.speaker").Speaker(program)
    speaker.faulted.connect(program.sounds.take_fault)
    program.sounds.use(speaker)
    program.ready.connect(
        lambda: QTimer.singleShot(_DESK_FIRST, lambda: begin(speaker.open())),
        Qt.ConnectionType.SingleShotConnection,
    )


async def _without_display(
    program: Program, args: argparse.Namespace, city: CityProcess | None
) -> int:
    folder = (args.data or Path.cwd()) / "screens"
    print(f"no display here: the desk runs unseen and its screens go to {folder} (minutes)")
    screens = _screens()
    album = screens.Album(folder)
    tour = screens.Tour(
        program,
        lambda view: print(album.keep(view), flush=True),  # one by one: all take minutes
        screens.SIZES[1:2],
    )
    await tour.desk()
    last = program.keeper.last()
    if city is not None and last is not None:
        await tour.wall(last.server, city.admit)
    print(f"{album.count} pictures in {folder}")
    program.close()
    return 0


def _settle(ended: asyncio.Future[None]) -> None:
    if not ended.done():
        ended.set_result(None)


if __name__ == "__main__":
    sys.exit(main())
