"""What the filter bar asks for, looked up and laid on the book, and again when that may differ."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.async_slot import async_slot, begin
from console.case_model import CaseBook, Wanted
from db.domain.states import State, colour
from widgets.filter_bar import Filters

Find = Callable[[str], Awaitable[frozenset[str]]]
Mine = Callable[[], Awaitable[frozenset[str]]]

_AGAIN_MS = 500
"""Changes come in bursts; what they leave is looked up once for each."""


class Sifter(QObject):
    """The latest that was asked for counts, and stays true while cases change and deadlines fall.
    `narrowed` carries the filters that every list shows from now on, `late` the cases that had come
    before it was known whether they are wanted.
    """

    narrowed = Signal(object)
    late = Signal(object)

    def __init__(
        self, book: CaseBook, find: Find, mine: Mine, now_ms: Callable[[], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._book, self._find, self._mine, self._now = book, find, mine, now_ms
        self._searching: asyncio.Task[None] | None = None
        self._laid = Filters()
        self._left: frozenset[str] | None = None
        self._came: list[str] = []
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._look_up_again)
        book.changed.connect(self.look_again)
        book.came.connect(self._note_came)

    @Slot(object)
    def ask(self, filters: Filters) -> None:
        """Show what these filters leave; text and "mine" are looked up first."""
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        if _looked_up(filters):
            self._searching = begin(self._search(filters))
        else:
            self._narrow(filters, None)

    def pass_time(self) -> None:
        """A second has passed: a deadline may have fallen though nothing changed."""
        before = self._book.wanted.due_before
        if before and self._book.fell_due(before, self._now()):
            self._narrow(self._laid, self._left)

    @Slot()
    def look_again(self) -> None:
        """What was looked up may be otherwise by now."""
        if _looked_up(self._laid) and not self._again.isActive():
            self._again.start()

    @async_slot
    async def _look_up_again(self) -> None:
        filters = self._laid
        if not _looked_up(filters):
            return
        came, self._came = self._came, []
        cases = await self._found(filters)
        if filters is not self._laid:
            return
        if cases != self._left:
            self._narrow(filters, cases)
        self.late.emit(came)

    @Slot(object)
    def _note_came(self, cases: Sequence[str]) -> None:
        if self._left is not None:
            self._came += [case for case in cases if case not in self._left]

    async def _search(self, filters: Filters) -> None:
        self._narrow(filters, await self._found(filters))

    async def _found(self, filters: Filters) -> frozenset[str] | None:
        """Ids of the cases that the text and "mine" leave."""
        cases: frozenset[str] | None = None
        if filters.text.strip():
            cases = await self._find(filters.text)
        if filters.mine:
            mine = await self._mine()
            cases = mine if cases is None else cases & mine
        return cases

    def _narrow(self, filters: Filters, cases: frozenset[str] | None) -> None:
        if filters is not self._laid:
            self._came = []
        self._laid, self._left = filters, cases
        self._book.narrow(wanted_of(filters, cases, self._now()))
        self.narrowed.emit(filters)


def _looked_up(filters: Filters) -> bool:
    return bool(filters.text.strip()) or filters.mine


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
