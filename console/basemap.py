"""The basemap an officer chose: opened, painted and remembered; the areas stay beneath it."""

from __future__ import annotations

import importlib
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from console.async_slot import begin
from console.basemap_web import Web
from console.pages.basemaps import Choice, Plan, Shown, Stock, Trouble
from console.settings import Settings
from console.tile_fetching import Line
from console.tile_files import NotTiles, Square, Tiles
from console.tile_opening import open_tiles
from console.worker import Worker
from widgets.map_base import Pane
from widgets.map_ink import Ink
from widgets.theme import Theme

if TYPE_CHECKING:
    from console.tile_painter import Made, TilePainter
    from widgets.map_index import Window

translate = QCoreApplication.translate
_LEFT = "basemap"
_MOST_PANES = 240


class Basemaps(QObject):
    """Main thread; files and painting have a thread of their own. `came` carries Pane and Picture,
    `changed`: it is another map; `told`: what is said of it is otherwise."""

    came = Signal(object, object)
    changed = Signal()
    told = Signal()

    def __init__(
        self, folder: Path, settings: Settings, line: Callable[[], Line], owner: QObject
    ) -> None:
        super().__init__(owner)
        self._settings, self._person = settings, ""
        self._folder, self._line = folder, line
        self.shown = Shown()
        self._tiles: Tiles | None = None
        self._web: Web | None = None
        self._painting: Any = None
        self._painter: TilePainter | None = None
        self._ink: Ink | None = None
        self._worker: Worker | None = None
        self._wanted: dict[object, list[Pane]] = {}
        self._again: OrderedDict[Pane, None] = OrderedDict()
        self._made_of: OrderedDict[Pane, tuple[Square, ...]] = OrderedDict()
        self._working = False

    # --- what the desk says ---

    def begin(self, theme: Theme, person: str) -> None:
        """A desk is built in this look; what this officer chose last is shown again."""
        self._ink = Ink(theme)
        if person != self._person:
            self._person = person
            begin(self._recall(_choice_of(self._settings.left(person, _LEFT))))
        elif self._tiles is not None:
            self._put(self._tiles, self._web)

    async def _recall(self, choice: Choice) -> None:
        trouble = await self._show(choice)
        if trouble is not None:
            await self._show(Choice())
            self._tell(Shown(choice, trouble=trouble))

    async def choose(self, choice: Choice) -> Trouble | None:
        """Show this and remember it for this officer; why not, when what was shown stays."""
        trouble = await self._show(choice)
        if trouble is None:
            self._settings.leave(self._person, _LEFT, json.dumps(asdict(choice)))
        return trouble

    async def close(self) -> None:
        """End the threads and let the files go."""
        self._wanted, self._painter = {}, None
        self._again.clear()
        if self._web is not None:
            await self._web.end()
        if self._worker is not None:
            if self._tiles is not None:
                await self._worker.do(self._tiles.close)
            self._worker.shutdown(wait=False)
            self._worker = None

    # --- what the map asks ---

    @property
    def attribution(self) -> str:
        """Whose work it is, and that it is an old picture where it is; "" for the areas alone."""
        if self._tiles is None:
            return ""
        facts = self._tiles.facts
        if not facts.attribution:
            said = translate("basemap", "Alas peta: {name}, sumber tidak disebut")
            return said.format(name=facts.name)
        if self.shown.away:
            return f"{facts.attribution} · {translate('basemap', 'luring: dari simpanan')}"
        return facts.attribution

    def want(self, panes: Sequence[Pane], asker: object = None) -> None:
        """Paint these, the first before the others and before what others ask for; earlier wishes
        of the same asker, which is a map that looks, are void."""
        self._wanted.pop(asker, None)
        if panes:
            self._wanted[asker] = list(panes)
        self._go()

    # --- the city without the web ---

    async def stock(self) -> Stock:
        """What is kept of the address."""
        return await self._web.stock() if self._web is not None else Stock(0, 0, 0.0, 0)

    async def clear(self) -> None:
        """Away with what is kept of the address."""
        if self._web is not None:
            await self._web.clear()
            self.told.emit()

    async def plan(self, city: Window, highest: int) -> Plan:
        """What it takes to have this piece of the plane up to a zoom without the web."""
        web = self._web
        return (await web.ahead(city, highest)).plan if web is not None else Plan(0, 0, 0)

    async def fetch(self, city: Window, highest: int) -> None:
        """Fetch it, going on where an earlier time ended; nothing where another basemap was chosen
        while that was counted."""
        web = self._web
        if web is None:
            return
        ahead = await web.ahead(city, highest)
        if ahead.plan.trouble is None and web is self._web:
            web.fetching.fetch_ahead(ahead.missing)
            self._look()

    def stop(self) -> None:
        """No more than what is in view."""
        if self._web is not None:
            self._web.fetching.stop_ahead()

    # --- how ---

    async def _show(self, choice: Choice) -> Trouble | None:
        tiles: Tiles | None = None
        web: Web | None = None
        try:
            if choice.kind != "areas":
                self._painting = await self._thread.do(_load)
            if choice.kind == "file":
                tiles = await self._thread.do(open_tiles, Path(choice.file))
            if choice.kind == "web":
                web = Web(choice, self._folder, self._thread, self._line, self._fetched, self._look)
                tiles = await web.open()
        except NotTiles as no:
            return Trouble(no.key, no.facts)
        if self._web is not None:
            await self._web.end()
        if self._tiles is not None:
            self._thread.do(self._tiles.close)
        self._put(tiles, web)
        self._tell(self._stands(choice))
        self.changed.emit()
        return None

    def _put(self, tiles: Tiles | None, web: Web | None) -> None:
        assert self._ink is not None, "no desk has been built yet"
        self._tiles, self._web, self._wanted = tiles, web, {}
        self._again.clear()
        self._made_of.clear()
        made = self._painting.TilePainter(tiles, self._ink) if tiles is not None else None
        self._painter = made

    @property
    def _thread(self) -> Worker:
        if self._worker is None:
            self._worker = Worker("basemap")
        return self._worker

    def _go(self) -> None:
        if (self._wanted or self._again) and not self._working:
            begin(self._paint())

    async def _paint(self) -> None:
        self._working = True
        try:
            while (painter := self._painter) is not None and (pane := self._next()) is not None:
                made = await self._thread.do(painter.paint, pane)
                if painter is self._painter:
                    await self._take(pane, made)
        finally:
            self._working = False

    def _next(self) -> Pane | None:
        if self._wanted:
            asker, panes = self._wanted.popitem()
            if panes[1:]:
                self._wanted[asker] = panes[1:]
            return panes[0]
        return self._again.popitem(last=False)[0] if self._again else None

    async def _take(self, pane: Pane, made: Made) -> None:
        self.came.emit(pane, made.picture)
        if made.fault is not None and self.shown.trouble is None:
            trouble = Trouble(made.fault.key, made.fault.facts)
            self._tell(replace(self.shown, trouble=trouble))
        if self._web is not None:
            self._made_of[pane] = made.squares
            self._made_of.move_to_end(pane)
            while len(self._made_of) > _MOST_PANES:
                self._made_of.popitem(last=False)
            await self._web.want(made.squares)

    def _fetched(self, square: Square) -> None:
        """A tile has come: what it is a part of is painted anew."""
        if self._painter is not None:
            self._thread.do(self._painter.forget, [square])
        for pane, squares in self._made_of.items():
            if square in squares:
                self._again[pane] = None
        self._go()

    def _look(self) -> None:
        """How the web stands."""
        was = self.attribution
        self._tell(self._stands(self.shown.choice))
        if self.attribution != was:
            for pane in list(self._made_of)[-1:]:  # so that the picture says so
                self._again[pane] = None
            self._go()

    def _stands(self, choice: Choice) -> Shown:
        if self._tiles is None:
            return Shown(choice)
        facts, web = self._tiles.facts, self._web
        shown = Shown(choice, facts.name, facts.lowest, facts.highest, facts.px == 0)
        if web is None:
            return shown
        away, left = bool(web.fetching.away), web.fetching.left
        return replace(shown, trouble=web.trouble, away=away, left=left)

    def _tell(self, shown: Shown) -> None:
        self.shown = shown
        self.told.emit()


def _load() -> Any:
    """The module `console.tile_painter`: it counts with numpy, of which a desk without a basemap
    has no need."""
    return importlib.import_module("console.tile_painter")


def _choice_of(left: str) -> Choice:
    """What was remembered; the areas, when that makes no sense."""
    try:
        told: dict[str, Any] = json.loads(left or "{}")
        choice = Choice(**told)
    except (ValueError, TypeError):
        return Choice()
    known = choice.kind in ("areas", "file", "web") and isinstance(choice.highest, int)
    texts = all(isinstance(one, str) for one in (choice.file, choice.address, choice.attribution))
    return choice if known and texts else Choice()
