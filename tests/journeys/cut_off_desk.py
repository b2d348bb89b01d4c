"""The whole desk with no route to anywhere: `cut_off_desk.py FOLDER served` brings a server with it
on the loopback and sees that go, `alone` opens what is kept. Run it in a network namespace of its
own. It prints a line of JSON for each part of the way: what worked, and in the end every address
asked for that is not local.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import socket
import struct
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from qasync import QEventLoop

from console.app import Program
from console.basemap_scenes import BasemapScenes
from console.crash import Crash
from console.demo import CityProcess
from console.facility_scenes import FacilityScenes
from console.map_scenes import MapScenes
from console.pages.frame import DeskFrame
from console.pages.map import MapPage
from console.pages.place_field import PlaceField
from console.place_scenes import PlaceScenes
from console.sync_status import Link
from widgets.map_pick import PickView
from widgets.suggestions import Suggestions

PATIENCE = 240.0
LOCAL = ("127.", "::1", "localhost")
_SIOCSIFFLAGS, _UP = 0x8914, 0x1 | 0x40

asked: list[str] = []


def hear(event: str, facts: tuple[Any, ...]) -> None:
    """Python's own word on every address that this process asks for."""
    where: object = None
    if event in ("socket.connect", "socket.sendto"):
        where = facts[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        where = (facts[0],)
    if isinstance(where, tuple) and not str(where[0]).startswith(LOCAL):
        asked.append(f"{event} {where}")


def raise_loopback() -> None:
    """In a fresh network namespace even the loopback is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hold:
        fcntl.ioctl(hold, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _UP))


class Desk:
    """What an officer does at it that could want a network, and what came of each."""

    def __init__(self, program: Program, folder: Path) -> None:
        self._program, self._folder = program, folder

    async def use(self, when: str) -> None:
        """All of it, told as a line."""
        facts: dict[str, Any] = {"when": when}
        self._program.activateWindow()
        await until(self._program.isActiveWindow, "the desk has the keys")
        await self._see_map(facts)
        await self._pick(facts)
        await self._facilities(facts)
        await self._print(facts)
        facts["link"] = self._program.sync.status.link.value
        tell(facts)

    async def _see_map(self, facts: dict[str, Any]) -> None:
        scenes = MapScenes(self._program)
        await scenes.whole()
        page = self._map
        facts["cases on the map"] = page.counts()[0]
        await scenes.near()
        for layer in (scenes.heat, scenes.open, scenes.months):
            await layer()
            facts[f"colours of {layer.__name__}"] = self._colours()
            scenes.over()
        await scenes.rising()
        facts["what rises"] = len(page.rising.rising)
        scenes.over()
        basemaps = BasemapScenes(self._program)
        await basemaps.near()
        facts["streets of a file"] = page.view.base_ready and self._colours() > 5
        basemaps.over()

    async def _pick(self, facts: dict[str, Any]) -> None:
        scenes = PlaceScenes(self._program)
        await scenes.suggested()
        sheet = self._frame.sheet
        assert sheet is not None, "a call is taken"
        (found,), (field,) = sheet.findChildren(Suggestions), sheet.findChildren(PlaceField)
        await until(found.isVisible, f"something is suggested for {field.text.text()!r}")
        QTest.keyClick(field.text, Qt.Key.Key_Return)
        facts["street"], facts["found by name"] = scenes.street, field.place().text
        self._away()
        await scenes.on_map()
        sheet = self._frame.sheet
        assert sheet is not None, "a call is taken"
        QTest.keyClick(sheet.findChildren(PickView)[0], Qt.Key.Key_Return)
        facts["picked"] = sheet.findChildren(PlaceField)[0].place().lat
        self._away()

    def _away(self) -> None:
        """With the call that was begun."""
        self._frame.close_sheet()
        self._program.calls.done()

    async def _facilities(self, facts: dict[str, Any]) -> None:
        scenes = FacilityScenes(self._program)
        await scenes.near()
        chosen = self._map.facilities.current
        facts["facility"] = chosen.name if chosen is not None else ""
        scenes.over()

    async def _print(self, facts: dict[str, Any]) -> None:
        self._frame.go("map")
        for name in ("map.pdf", "map.png"):
            to = self._folder / name
            to.unlink(missing_ok=True)
            self._frame.map_hands.save()
            await until(lambda: bool(self._program.findChildren(QFileDialog)), "a name is asked")
            dialog = self._program.findChildren(QFileDialog)[-1]
            dialog.fileSelected.emit(str(to))
            dialog.close()
            dialog.deleteLater()
            await until(to.exists, f"{name} is written")
            facts[name] = to.stat().st_size

    def _colours(self) -> int:
        picture = self._map.view.grab().toImage()
        across, down = range(0, picture.width(), 7), range(0, picture.height(), 7)
        return len({picture.pixel(x, y) for x in across for y in down})

    @property
    def _frame(self) -> DeskFrame:
        assert self._program.frame is not None, "nobody is signed in"
        return self._program.frame

    @property
    def _map(self) -> MapPage:
        assert self._frame.map.page is not None, "the map is loaded"
        return self._frame.map.page


def tell(facts: dict[str, Any]) -> None:
    """A line for the test."""
    print(json.dumps(facts), flush=True)


async def until(true: Callable[[], bool], what: str) -> None:
    """Wait for it. Fails in words."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE:.0f} s in vain until {what}")
        await asyncio.sleep(0.05)


async def served(program: Program, desk: Desk, folder: Path, began: float) -> None:
    """With a server beside it, then without."""
    aside = asyncio.get_running_loop().run_in_executor
    city = CityProcess(folder / "city")
    try:
        ready = await aside(None, city.wait_ready)
        began = time.monotonic()  # the server has taken its time
        await program.begin(ready.server)
        tell({"when": "begun", "first window, s": round(time.monotonic() - began, 2)})
        assert await program.enter(ready.server, ready.login, ready.password, "Meja 1")
        await until(lambda: len(program.book) > 0, "the cases are here")
        (folder / "who").write_text(json.dumps([ready.login, ready.password]), "utf-8")
        await desk.use("served")
    finally:
        await aside(None, city.stop)
    await until(lambda: program.sync.status.link is Link.OFFLINE, "the server is missed")
    await desk.use("forsaken")


async def alone(program: Program, desk: Desk, folder: Path, began: float) -> None:
    """With what the last session left, and no server at all."""
    login, password = json.loads((folder / "who").read_text("utf-8"))
    await program.begin()
    tell({"when": "begun", "first window, s": round(time.monotonic() - began, 2)})
    assert await program.enter_offline(login, password)
    await until(lambda: len(program.book) > 0, "the cases are here")
    await desk.use("alone")


async def live(how: str, folder: Path, app: QApplication, began: float) -> None:
    """The desk from its start to its end."""
    program = Program(app, folder / "desk", Crash(folder), late=True)
    program.resize(QSize(1366, 768))
    program.settings.keep("lock_minutes", 0)
    program.show()
    desk = Desk(program, folder)
    await (served if how == "served" else alone)(program, desk, folder, began)
    ended = asyncio.get_running_loop().create_future()
    program.ended.connect(partial(ended.set_result, None))
    program.close()
    await ended


def main(folder: Path, how: str) -> None:
    """Do it all and say what came of it."""
    began = time.monotonic()
    sys.addaudithook(hear)
    raise_loopback()
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(live(how, folder, app, began))
    tell({"when": "ended", "asked": asked})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
