"""`liveroom`: the desk of a duty officer. `--demo` brings a living city with it."""

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
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from console.app import Program
from console.crash import Crash
from console.demo import CityProcess, DemoFailed


def main(argv: Sequence[str] | None = None) -> int:
    """Run the desk; 0 when it was closed, 2 when it could not begin."""
    args = _arguments(argv)
    if not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if args.screens:
        return int(_screens().render_all(args.screens))
    return _run(args)


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
    return parser.parse_args(argv)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _data_folder(args: argparse.Namespace) -> Path:
    name = "liveroom-demo" if args.demo else "liveroom"
    folder: Path = args.data or user_data_path(name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _run(args: argparse.Namespace) -> int:
    folder = _data_folder(args)
    city = None
    if args.demo and not args.server:
        more = (["--city", args.city] if args.city else []) + (["--rain"] if args.rain else [])
        print("starting the demo city …", flush=True)
        city = CityProcess(folder / "city", *more)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("LIVE Room")
    app.setQuitOnLastWindowClosed(False)  # the program ends when its files are closed
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    crash = Crash(folder)
    program = Program(app, folder / "desk", crash, late=True)
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
    await program.greet(args.server)
    if _has_display():
        program.show()
    await program.begin(args.server)
    if city is not None:
        loop = asyncio.get_running_loop()
        ready = await loop.run_in_executor(None, city.wait_ready)
        print(f"demo server: {ready.server}  login: {ready.login}  password: {ready.password}")
        await program.enter(ready.server, ready.login, ready.password, "Meja 1")
    if not _has_display():
        return await _without_display(program, args)
    await ended
    return 0


async def _without_display(program: Program, args: argparse.Namespace) -> int:
    folder = (args.data or Path.cwd()) / "screens"
    print(f"no display here: the desk runs unseen and its screens go to {folder}")
    screens = _screens()
    tour = screens.Tour(program, folder, screens.SIZES[:2])
    await tour.desk()
    print(f"{tour.count} pictures in {folder}")
    program.close()
    return 0


def _settle(ended: asyncio.Future[None]) -> None:
    if not ended.done():
        ended.set_result(None)


if __name__ == "__main__":
    sys.exit(main())
