"""Where the map stands among the pages. It is loaded when somebody first goes there.

What paints it counts with numpy, which a desk that only shows its board has no need of.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.pages.facility_choice import FacilityChoice
from console.pages.map_points import Points
from console.pages.map_trends import Trends
from db.domain.case import Case
from db.domain.city import City
from db.domain.facilities import Facility
from widgets.empty import Empty
from widgets.filter_bar import FilterBar
from widgets.theme import Theme

if TYPE_CHECKING:
    from console.pages.map import MapPage


class MapPlace(QStackedWidget):
    """The map page, or that it is on its way. Its signals are those of the page."""

    opened = Signal(str)
    chosen = Signal(str)
    selected = Signal(object)
    said = Signal(str)
    base_asked = Signal()
    loaded = Signal()
    call_asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        book: CaseBook,
        city: City,
        now_ms: Callable[[], int],
        points: Points,
        filters: FilterBar,
        keys: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        trends: Trends | None = None,
        past: bool = False,
    ) -> None:
        super().__init__(parent)
        self._trends, self._past = trends, past
        self.choice = FacilityChoice(self)
        self._made_of = (theme, book, city, now_ms, points, filters, keys)
        self._loading, self._wanted, self._selected = False, "", list[str]()
        self._then: Callable[[MapPage], None] | None = None
        self.page: MapPage | None = None
        waits = Empty(theme, self)
        waits.show_loading(self.tr("Peta disiapkan …"))
        self.addWidget(waits)

    def begin(self, case: str) -> None:
        """Load the page, once; this case is current and keys go to the map."""
        if self.page is not None:
            self._attend(case)
        elif not self._loading:
            self._loading = True
            self._load(case)

    @async_slot
    async def _load(self, case: str) -> None:
        module = await asyncio.get_running_loop().run_in_executor(None, _map_module)
        more = {"choice": self.choice, "trends": self._trends, "past": self._past}
        self._put(module.MapPage(*self._made_of, self, **more))
        self._attend(case)

    def _attend(self, case: str) -> None:
        """At once, or a sheet that opens now would lose the keys again."""
        if self.page is not None and self.isVisible():
            if case and not self._wanted:
                self.page.mark(case)
            self._wanted = ""
            self.page.view.setFocus()

    def _put(self, page: MapPage) -> None:
        self.page = page
        page.opened.connect(self.opened)
        page.chosen.connect(self.chosen)
        page.selected.connect(self.selected)
        page.said.connect(self.said)
        page.base_asked.connect(self.base_asked)
        page.facilities.card.call_asked.connect(self.call_asked)
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.select(self._selected)
        if self._wanted:
            page.choose(self._wanted)
        if self._then is not None:
            self._then(page)
            self._then = None
        self.loaded.emit()

    def may_show(self, case: Case) -> bool:
        """Whether a case can be on the map at all; if not, why is said."""
        if case.secret:
            self.said.emit(self.tr("Kasus rahasia tidak pernah ada di peta."))
        elif case.place.lat is None:
            self.said.emit(self.tr("Kasus ini tidak punya titik di peta."))
        return not case.secret and case.place.lat is not None

    def current_id(self) -> str:
        """The case that keys act on, "" when none is chosen."""
        return self.page.current_id() if self.page is not None else ""

    def selected_ids(self) -> list[str]:
        """The cases that are chosen together."""
        return self.page.selection.ids if self.page is not None else []

    def select(self, cases: list[str]) -> None:
        """These were chosen together elsewhere."""
        self._selected = cases
        if self.page is not None:
            self.page.select(cases)

    def mark(self, case: str) -> None:
        """This one was chosen elsewhere, where the map is seen as well."""
        if self.page is not None and self.isVisible():
            self.page.mark(case)

    def choose(self, case: str) -> None:
        """Make a case current and bring it into view, as soon as the page is there."""
        if self.page is not None:
            self.page.choose(case)
        else:
            self._wanted = case

    def show_layer(self, name: str) -> None:
        """Show a layer of the map: "cases", "heat", "open" or "months"."""
        self._do(lambda page: page.show_layer(name))

    def switch_areas(self) -> None:
        """Tell of the other size of areas."""
        self._do(lambda page: page.switch_areas())

    def show_rising(self) -> None:
        """Go to the list of what rises."""
        self._do(lambda page: page.show_rising())

    def _do(self, act: Callable[[MapPage], None]) -> None:
        """Now, or as soon as the page is there."""
        if self.page is not None:
            act(self.page)
        else:
            self._then = act

    @property
    def facility(self) -> Facility | None:
        """The facility in hand, if any."""
        return self.page.facilities.current if self.page is not None else None

    def show_facility(self, number: int) -> None:
        """Bring a facility of the pack into view, as soon as the page is there."""
        self._do(lambda page: page.facilities.show(number))

    def step(self, rows: int) -> None:
        """The next or previous case on the map."""
        if self.page is not None:
            self.page.step(rows)

    def extend(self, rows: int) -> None:
        """Choose the next case as well."""
        if self.page is not None:
            self.page.extend(rows)

    def select_all(self) -> None:
        """Choose all cases in view; with a distance ring, all within it."""
        if self.page is None:
            return
        if self.page.rulers.ring:
            self.page.selection.sweep(self.page.rulers.inside())
        else:
            self.page.selection.take_view()

    def moved(self, cases: frozenset[str]) -> None:
        """These may look different, or stand elsewhere."""
        if self.page is not None:
            self.page.moved(cases)

    def tick(self) -> None:
        """A second has passed."""
        if self.page is not None:
            self.page.tick()


def _map_module() -> Any:
    """The module `console.pages.map`."""
    return importlib.import_module("console.pages.map")
