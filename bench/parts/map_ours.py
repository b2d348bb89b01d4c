"""The desk's own map as the bench moves it: bare, near, furnished, over streets, and its page."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from bench.parts.cases import NOW, changed, open_cases
from bench.parts.map_cases import MIDDLE, SIZE, ZOOM, Floats, States, cases, scattered
from bench.parts.runs import Figures
from console.case_model import CaseBook
from console.desk import flags_of
from console.drawn_map import write_drawn_map
from console.pages.facility_words import ICONS
from console.pages.map import MapPage
from console.pages.map_ground import ground_of
from console.tile_opening import open_tiles
from console.tile_painter import Made, TilePainter
from console.worker import TURN, Worker
from db.domain.facilities import KINDS
from db.domain.mercator import to_earth
from resources import path
from server.city import open_city
from widgets.filter_bar import FilterBar
from widgets.map_base import Pane
from widgets.map_dress import Dress
from widgets.map_ink import Ink
from widgets.map_sight import Sight
from widgets.map_view import MapView
from widgets.theme import load_theme

FACILITIES, NEAR = 5_000, 15.0


class Ours:
    """The desk's own map."""

    def __init__(self) -> None:
        city = open_city(path("cities", "kota-tangerang"))[0]
        theme = load_theme("dark")
        self._view = MapView(theme)
        self._view.resize(*SIZE)
        self._view.set_ground(ground_of(city, theme), "")
        self._view.show()
        self._view.look(Sight(*MIDDLE, ZOOM, *SIZE))
        self._turns = 0

    def load(self, x: Floats, y: Floats, states: States) -> None:
        """Show these."""
        self._view.set_cases(x, y, states)
        self._view.repaint()

    def warm(self) -> None:
        """From now on the layer of densities; it is made anew as often as cases change."""
        heat = self._view.heat()
        self._view.wear(Dress(over=heat), cases=False)
        self._view.repaint()

    def pan(self, dx: float, dy: float) -> None:
        """Draw the map."""
        self._view.move_by(dx, dy)
        self._view.repaint()

    def zoom(self, factor: float) -> None:
        """A frame of a wheel that turns: now and then half a step, and the map on its way there."""
        if self._turns % 8 == 0:
            self._view.zoom_by(1 if factor > 1 else -1)
        self._turns += 1
        self._view.advance()
        self._view.repaint()


class Page:
    """The map page over a book of so many cases."""

    def __init__(self, app: QApplication, count: int) -> None:
        self._loop = QEventLoop(app)
        asyncio.set_event_loop(self._loop)
        city, theme = open_city(path("cities", "kota-tangerang"))[0], load_theme("dark")
        x, y, _ = cases(count)
        self._cases = open_cases(count)
        places = zip(x.tolist(), y.tolist(), strict=True)
        self._at = {
            case.id: to_earth(*at) for case, at in zip(self._cases, places, strict=True)
        }  # fmt: skip
        self._book = CaseBook()
        self._book.load(self._cases, [flags_of(case) for case in self._cases])
        self._page = MapPage(theme, self._book, city, lambda: NOW, self._of, FilterBar(theme), {})
        self._page.resize(*SIZE)

    async def _of(self, ids: Sequence[str]) -> dict[str, tuple[float, float]]:
        await asyncio.sleep(0)
        return {case: self._at[case] for case in ids}

    def figures(self) -> Figures:
        """Ms, of the processor."""
        shown, longest = self._worked(self._page.show)
        figures = {"page shown ms": shown, "page shown, longest turn ms": longest}
        times = [self._changed(1_000, turn) for turn in range(5)]
        figures["page, 1,000 changes ms"] = sorted(worked for worked, _ in times)[2]
        figures["page, 1,000, longest turn ms"] = max(longest for _, longest in times)
        figures["merge ms"], figures["merge, longest turn ms"] = self._changed(9_000, 5)
        return figures

    def _changed(self, many: int, seed: int) -> tuple[float, float]:
        """So many cases change at once."""
        news = changed(self._cases, min(many, len(self._cases)), seed)
        self._book.put([(case, flags_of(case)) for case in news])
        told = frozenset(case.id for case in news)
        return self._worked(lambda: self._page.moved(told))

    def _worked(self, act: Callable[[], None]) -> tuple[float, float]:
        """What it took until everything was shown, and the most of it in one turn."""
        turns: list[float] = []

        async def watch() -> None:
            last = time.process_time()
            while not (self._page.settled and turns):
                await asyncio.sleep(0)
                turns.append((now := time.process_time()) - last)
                last = now
                await asyncio.sleep(0.002)

        began = time.process_time()
        act()
        self._loop.run_until_complete(watch())
        self._page.view.repaint()
        turns.append(0.0)
        return (time.process_time() - began) * 1000, max(turns) * 1000


class Near(Ours):
    """The same so near that single cases are told apart."""

    def __init__(self) -> None:
        super().__init__()
        self._view.look(Sight(*MIDDLE, NEAR, *SIZE))


class Furnished(Near):
    """The same with 5,000 facilities of all kinds under the cases, and names."""

    def __init__(self) -> None:
        super().__init__()
        points = scattered(FACILITIES, 4).tolist()
        kinds = np.random.default_rng(4).integers(0, len(KINDS), FACILITIES).tolist()
        names = [f"Fasilitas {n}" for n in range(FACILITIES)]
        self._view.facilities.set_places(points, kinds, names, [ICONS[kind] for kind in KINDS])
        self._view.facilities.show_kinds(range(len(KINDS)))


class Aside(QObject):
    """Streets painted on a thread, as the desk has them painted; `hand_over` is its event loop."""

    came = Signal(object, object)
    changed = Signal()

    def __init__(self, file: Path, ink: Ink) -> None:
        super().__init__()
        tiles = open_tiles(file)
        self.attribution = tiles.facts.attribution
        self._painter, self._thread = TilePainter(tiles, ink), Worker("streets")
        self._wanted: list[Pane] = []
        self._under_way: tuple[Pane, Future[Made]] | None = None

    def want(self, panes: Sequence[Pane], asker: object = None) -> None:
        """Paint these."""
        self._wanted = list(panes)

    def hand_over(self) -> bool:
        """Whether there is more to come."""
        if self._under_way is not None and self._under_way[1].done():
            pane, made = self._under_way
            self._under_way = None
            self.came.emit(pane, made.result().picture)
        if self._under_way is None and self._wanted:
            pane = self._wanted.pop(0)
            self._under_way = pane, self._thread.submit(self._painter.paint, pane)
        return self._under_way is not None


class Streets(Ours):
    """The same over the vector tiles of a town of 5,000 streets and 13,000 houses."""

    def __init__(self) -> None:
        super().__init__()
        sys.setswitchinterval(TURN)
        self._folder = TemporaryDirectory()
        file, theme, city = Path(self._folder.name) / "town", load_theme("dark"), self._view.city
        assert city is not None
        write_drawn_map(file, city.left, city.top, city.right, city.bottom)
        self._base = Aside(file, Ink(theme))
        self._view.set_base(self._base)
        self._view.look(Sight(*MIDDLE, ZOOM, *SIZE))

    def start_again(self) -> None:
        """With nothing painted, where it began."""
        self._base.changed.emit()
        self._view.look(Sight(*MIDDLE, ZOOM, *SIZE))

    def pan(self, dx: float, dy: float) -> None:
        """With what has come meanwhile."""
        self._base.hand_over()
        super().pan(dx, dy)

    def zoom(self, factor: float) -> None:
        """The same."""
        self._base.hand_over()
        super().zoom(factor)
