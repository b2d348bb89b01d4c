"""What keys do on the map, in whichever window it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.pages.map_paper import MapPaper
from console.pages.map_place import MapPlace
from console.pages.windows import Windows

if TYPE_CHECKING:
    from console.pages.map import MapPage


class MapHands(QObject):
    """`say` takes a sentence."""

    def __init__(
        self, windows: Windows, map: MapPlace, paper: MapPaper, say: Callable[[str], None]
    ) -> None:
        super().__init__(map)
        self._windows, self._map, self._paper, self._say = windows, map, paper, say
        paper.setParent(self)
        paper.said.connect(say)

    def save(self) -> None:
        """The map as it is, as a file."""
        page = self._page()
        if page is not None:
            self._paper.ask(page)

    def lasso(self) -> None:
        """The next drag draws a line around cases; once more, it does not."""
        page = self._page()
        if page is not None:
            page.view.hand.lasso(on=not page.view.hand.lassoing)

    def take_area(self) -> None:
        """Choose the cases of an area."""
        page = self._page()
        if page is not None:
            page.selection.take_area()

    def ring(self) -> None:
        """The distance ring, or none."""
        page = self._page()
        if page is not None:
            page.rulers.toggle_ring()

    def resize_ring(self, steps: int) -> None:
        """A wider or a narrower ring."""
        page = self._page()
        if page is not None:
            page.rulers.resize(steps)

    def measure(self) -> None:
        """The distance between two points, or no more."""
        page = self._page()
        if page is not None:
            page.rulers.toggle_line()

    def leave(self) -> bool:
        """Away with what was begun on the map, the last first; whether there was anything."""
        page = self._map.page if self._windows.page is self._map else None
        if page is None:
            return False
        if page.view.hand.lassoing:
            page.view.hand.lasso(on=False)
        elif page.rulers.measuring:
            page.rulers.end_line()
        elif page.rulers.ring:
            page.rulers.end_ring()
        elif page.selection.ids:
            page.selection.clear()
        elif page.facilities.current is not None:
            page.facilities.leave()
        else:
            return False
        return True

    def _page(self) -> MapPage | None:
        page = self._map.page if self._windows.page is self._map else None
        if page is None:
            self._say(self.tr("Ini tombol peta. Buka peta dulu: G M."))
        return page
