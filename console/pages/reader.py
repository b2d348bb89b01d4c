"""Which case its page shows: the one that was opened, or, beside the board, the chosen card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Desk
from console.pages.board import Board
from console.pages.case import CasePage
from console.pages.map_place import MapPlace
from console.pages.windows import Windows

_FOLLOW_AFTER_MS = 60
"""Without another step; who holds a key down is on their way."""


class Reader(QObject):
    """Keeps the page of a case true, and tells the others which case this officer has open.

    Board or map, and page, in two windows: the page follows the chosen card, which is the same on
    both. `pinned` it stays at its case
    until one is opened on purpose. Only a page that the officer is at counts as being on the case:
    one that follows would say so of every card that is passed.
    """

    def __init__(
        self,
        desk: Desk,
        board: Board,
        map: MapPlace,
        page: CasePage,
        windows: Windows,
        go: Callable[[str], None],
        preparing: Callable[[], bool],
    ) -> None:
        super().__init__(page)
        self._desk, self._board, self._map, self._page = desk, board, map, page
        self._windows, self._go, self._preparing = windows, go, preparing
        self.pinned = False
        self._wanted = ""
        self._looking = self._look_again = False
        self._soon = QTimer(self, singleShot=True, interval=_FOLLOW_AFTER_MS)
        self._soon.timeout.connect(self._follow)
        board.chosen.connect(self.follow)
        windows.moved.connect(self._rearranged)
        windows.entered.connect(self.attend)
        desk.altered.connect(self._altered)
        desk.others_moved.connect(self._show_others)
        page.pin_asked.connect(self.toggle_pin)

    def _gone(self) -> bool:
        """The desk was built anew, in another theme say, while something was awaited."""
        return not isValid(self)

    @property
    def apart(self) -> bool:
        """Whether the page is seen beside the board or the map."""
        lists = (self._board, self._map)
        return any(self._windows.apart(one, self._page) for one in lists)

    @async_slot
    async def open(self, case: str) -> None:
        """The page of one case, with the keys."""
        self._page.show_loading()
        self._go("case")
        self._soon.stop()  # this one was asked for, whatever card is chosen
        await self._show(case)
        self._page.setFocus()

    @Slot()
    def follow(self) -> None:
        """The card that is chosen comes onto the page, where both are seen."""
        if self.apart and not self.pinned:
            self._soon.start()

    @Slot()
    def toggle_pin(self) -> None:
        """Stay at this case, or follow the board again."""
        self.pinned = self.apart and not self.pinned
        self._page.show_pin(offered=self.apart, pinned=self.pinned)
        self.follow()

    @Slot()
    def _rearranged(self) -> None:
        self.pinned = self.pinned and self.apart
        self._page.show_pin(offered=self.apart, pinned=self.pinned)
        self.follow()
        self.attend()

    @async_slot
    async def _follow(self) -> None:
        if self._gone():
            return
        case, shown = self._board.current_id(), self._page.view
        known = shown is not None and shown.case.id == case
        if case and not known and self.apart and not self.pinned:
            await self._show(case)

    async def _show(self, case: str) -> None:
        self._wanted = case
        view = await self._desk.view(case)
        if self._gone() or self._wanted != case:
            return  # another was asked for meanwhile
        if view is None:
            self._page.show_gone()
        else:
            self._page.show_case(view)
        self.attend()
        self._show_others()
        self._show_similar()

    @Slot()
    def attend(self) -> None:
        """Who has a case open is on it, for the others to see."""
        if self._preparing():
            return  # then they are on the case that the act is about
        at = self._windows.page is self._page and self._page.isVisible()  # not behind the lock
        view = self._page.view if at else None
        self._desk.attend(view.case.id if view is not None else None)

    @Slot()
    def _show_others(self) -> None:
        view = self._page.view
        self._page.show_others(self._desk.others(view.case.id) if view is not None else ())

    @async_slot
    async def _show_similar(self) -> None:
        """What may be the same problem as the case on the page; one look at a time."""
        if self._gone():
            return
        view = self._page.view
        if view is None or self._looking:
            self._look_again = self._looking
            return
        self._looking, self._look_again = True, False
        try:
            found = await self._desk.similar(view.case)
        finally:
            self._looking = False
        if self._gone():
            return
        now = self._page.view
        if now is not None and now.case.id == view.case.id:
            self._page.show_similar(found)
        else:
            self._look_again = now is not None
        if self._look_again:
            self._show_similar()

    @async_slot
    async def _altered(self, cases: frozenset[str]) -> None:
        if self._gone():
            return
        shown = self._page.view
        if shown is not None and self._windows.shows(self._page):
            self._show_similar()
        if shown is None or shown.case.id not in cases:
            return
        view = await self._desk.view(shown.case.id)
        if self._gone():
            return
        if view is None:
            self._page.show_gone()
        elif self._page.view is shown:
            self._page.show_case(view)
