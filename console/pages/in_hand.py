"""The case that keys act on: the one whose page is open, or the one chosen on board or map."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from console.desk import CaseView, Desk
from console.pages import words
from console.pages.board import Board
from console.pages.case import CasePage
from console.pages.map_place import MapPlace
from console.pages.overview import OverviewPage
from console.pages.past import PastPage
from console.pages.past_words import no_acts
from console.pages.windows import Windows
from db.domain.case import Case

InHand = Callable[[], Awaitable[Case | str]]
"""The case, or in words why there is none."""


class CaseInHand:
    """Asked by whoever acts; nobody acts on a card that is out of sight, or that has left."""

    def __init__(
        self, windows: Windows, board: Board, case_page: CasePage, desk: Desk, next_key: str
    ) -> None:
        self._windows, self._board, self._case_page = windows, board, case_page
        self._desk, self._next_key = desk, next_key

    async def __call__(self) -> Case | str:
        """The case as the officer sees it."""
        page, shown = self._windows.page, self._case_page.view
        if isinstance(page, PastPage):
            return no_acts()
        if page is self._case_page and shown is not None:
            return shown.case
        chosen = page.current_id() if isinstance(page, Board | MapPlace | OverviewPage) else ""
        left = chosen and page is self._board and self._board.current_left
        view = await self._desk.view(chosen) if chosen else None
        if left:
            return self._gone(view)
        if view is None:
            return words.translate("Hands", "Pilih kasus dulu.")
        return view.case

    def _gone(self, view: CaseView | None) -> str:
        """What a colleague did to the case that stood here, and how to go on."""
        said = words.translate("Hands", "Kasus ini sudah pindah. {key} ke kasus berikutnya.")
        past = view.history if view is not None else ()
        change = next((one for one in past if one.kind not in _STAYED), None)
        if view is None or change is None:
            return said.format(key=self._next_key)
        told = words.translate("Hands", "{number}: {what} · {who}. {key} ke kasus berikutnya.")
        _, what, _ = words.happened(change, self._desk.city)
        number, who = view.case.number, change.by.name
        return told.format(number=number, what=what, who=who, key=self._next_key)


_STAYED = frozenset(
    ("noted", "attached", "edited", "acknowledged", "shelved", "delivered", "resent", "escalated")
)
"""Changes that take a case from no list."""
