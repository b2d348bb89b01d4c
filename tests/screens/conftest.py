"""A visit to every screen in each theme, with a living city behind."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from console.app import Program
from console.crash import Crash
from console.demo import CityProcess
from console.screens import Tour, View
from tests.plugins.seats import Loop
from tests.screens.heard import faults, tab_faults
from tests.screens.painted import Run, runs
from widgets.theme import Theme, apply_theme, load_theme


@dataclass
class Visit:
    """What was found on the way, by scene."""

    words: dict[str, list[Run]] = field(default_factory=dict)
    unheard: dict[str, list[str]] = field(default_factory=dict)
    untabbed: dict[str, list[str]] = field(default_factory=dict)

    def see(self, view: View) -> None:
        """Look at one screen."""
        self.words[view.scene] = runs(view.window)
        self.unheard[view.scene] = faults(view.window)
        self.untabbed[view.scene] = tab_faults(view.window)


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    """Each theme in turn."""
    loaded = load_theme(request.param)
    apply_theme(qapp, loaded)
    return loaded


@pytest.fixture(scope="session", params=["dark", "light"])
def visit(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Visit:
    """Every screen was looked at."""
    folder = tmp_path_factory.mktemp("screens")
    city, loop, seen = CityProcess(folder / "city"), Loop(qapp), Visit()
    try:
        program = Program(qapp, folder / "desk", Crash(folder))
        loop.run(_go(program, city, seen, request.param))
    finally:
        city.stop()
        loop.close()
    assert not loop.faults, "\n".join(loop.faults)
    return seen


async def _go(program: Program, city: CityProcess, seen: Visit, theme: str) -> None:
    aside = asyncio.get_running_loop().run_in_executor
    ready = await aside(None, city.wait_ready)
    await program.begin(ready.server)
    tour = Tour(program, seen.see, [QSize(1366, 768)], (theme,), settle=0.05)
    program.activateWindow()
    await tour.sign_in(ready.server)
    assert await program.enter(ready.server, ready.login, ready.password, "Meja 1")
    await tour.desk()
    await tour.wall(ready.server, city.admit, ("1080p",))
    await aside(None, city.stop)
    await tour.without_server()
    ended = asyncio.get_running_loop().create_future()
    program.ended.connect(lambda: ended.set_result(None))
    program.close()
    await ended
    program.deleteLater()
