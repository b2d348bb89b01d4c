"""What is behind a number of the figures or of a brief: its cases in a sheet, to be opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from console.async_slot import async_slot
from console.desk import Desk
from console.pages.figures_cases import SHOWN, FigureCases
from console.pages.figures_place import FiguresPlace
from console.pages.policy import PolicyPage
from console.pages.sheet import SheetPlace
from widgets.theme import Theme


class FigureHands(QObject):
    """`opened` carries the id of a case."""

    opened = Signal(str)

    def __init__(
        self, theme: Theme, desk: Desk, place: FiguresPlace | PolicyPage, sheets: SheetPlace
    ) -> None:
        super().__init__(place)
        self._theme, self._desk, self._sheets = theme, desk, sheets
        place.listed.connect(self._list)

    @async_slot
    async def _list(self, title: str, ids: Sequence[str], total: int) -> None:
        found = await self._desk.cases(ids[:SHOWN])
        city, over = self._desk.city, self._sheets.page
        sheet = FigureCases(self._theme, city, title, found, total, over)
        sheet.opened.connect(self._opened)
        self._sheets.show(sheet)

    def _opened(self, case: str) -> None:
        self._sheets.close()
        self.opened.emit(case)
