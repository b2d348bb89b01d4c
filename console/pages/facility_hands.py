"""Facilities by key: shown on the map, found by name, and called."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from console.async_slot import async_slot
from console.desk import Desk
from console.pages.calls import Calls
from console.pages.facility_sheet import FacilitySheet
from console.pages.in_hand import InHand
from console.pages.map_place import MapPlace
from console.pages.sheet import SheetPlace
from console.pages.windows import Windows
from db.domain.nearby import nearby_case
from widgets.theme import Theme


class FacilityHands(QObject):
    """`go` leads to a place of the rail, `say` takes a sentence, `calls` dials."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        windows: Windows,
        map: MapPlace,
        sheets: SheetPlace,
        in_hand: InHand,
        go: Callable[[str], None],
        say: Callable[[str], None],
    ) -> None:
        super().__init__(map)
        self._theme, self._desk, self._windows, self._map = theme, desk, windows, map
        self._sheets, self._in_hand, self._go, self._say = sheets, in_hand, go, say
        self.calls = Calls(self)
        self.calls.said.connect(say)

    @async_slot
    async def call_nearest(self) -> None:
        """Dial the facility in hand on the map, else the nearest help for the case in hand."""
        place = self._map.facility if self._windows.page is self._map else None
        if place is not None:
            self.calls.call(place)
            return
        case = await self._in_hand()
        if isinstance(case, str):
            self._say(case)
        else:
            self.calls.call_nearest(nearby_case(case, self._desk.city))

    def toggle(self) -> None:
        """Show the city's facilities on the map, or hide them."""
        if self._none():
            return
        if self._windows.page is not self._map:
            self._go("map")
        shown = self._map.choice.toggle()
        self._say(self.tr("Fasilitas ditampilkan") if shown else self.tr("Fasilitas disembunyikan"))

    def find(self) -> None:
        """A facility by its name, and which kinds the map shows."""
        if self._none():
            return
        city = self._desk.city
        sheet = FacilitySheet(self._theme, city, self._map.choice, self._sheets.page)
        sheet.chosen.connect(self._show)
        self._sheets.show(sheet)

    def _none(self) -> bool:
        """Whether the city's pack has none, which is said."""
        none = not self._desk.city.facilities.rows
        if none:
            self._say(self.tr("Paket kota ini belum berisi fasilitas."))
        return none

    @Slot(int)
    def _show(self, number: int) -> None:
        self._sheets.close()
        self._go("map")
        self._map.show_facility(number)
