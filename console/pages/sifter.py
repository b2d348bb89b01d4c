"""What the filter bar asks for, looked up and laid on the book: the latest asked for counts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal, Slot

from console.async_slot import begin
from console.case_model import CaseBook, Wanted
from db.domain.states import State, colour
from widgets.filter_bar import Filters

Find = Callable[[str], Awaitable[frozenset[str]]]
Mine = Callable[[], Awaitable[frozenset[str]]]


class Sifter(QObject):
    """`narrowed` carries the filters that every list shows from now on."""

    narrowed = Signal(object)

    def __init__(
        self, book: CaseBook, find: Find, mine: Mine, now_ms: Callable[[], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._book, self._find, self._mine, self._now = book, find, mine, now_ms
        self._searching: asyncio.Task[None] | None = None

    @Slot(object)
    def ask(self, filters: Filters) -> None:
        """Show what these filters leave; text and "mine" are looked up first."""
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        if filters.text.strip() or filters.mine:
            self._searching = begin(self._search(filters))
        else:
            self._narrow(filters, None)

    async def _search(self, filters: Filters) -> None:
        cases: frozenset[str] | None = None
        if filters.text.strip():
            cases = await self._find(filters.text)
        if filters.mine:
            mine = await self._mine()
            cases = mine if cases is None else cases & mine
        self._narrow(filters, cases)

    def _narrow(self, filters: Filters, cases: frozenset[str] | None) -> None:
        self._book.narrow(wanted_of(filters, cases, self._now()))
        self.narrowed.emit(filters)


def wanted_of(filters: Filters, cases: frozenset[str] | None, now_ms: int) -> Wanted:
    """The filters of a list; `cases` are the ids that the text or "mine" left, None for all."""
    colours = set(filters.colour)
    shown = (state for state in State if state is not State.MERGED)
    return Wanted(
        categories=filters.category,
        areas=filters.area,
        opds=filters.agency,
        channels=filters.channel,
        classes=filters.kind,
        states=tuple(state.value for state in shown if colour(state).value in colours),
        cases=cases,
        due_before=now_ms if filters.breached else 0,
    )
