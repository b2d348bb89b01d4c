"""Pages in windows of their own, and filters of the room, for the pictures of every screen."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QWidget

from console.app import Program
from console.pages.frame import DeskFrame
from widgets.filter_bar import Filters

_FOLLOWED = 0.4


class WindowScenes:
    """`seen` is the window that the picture is of; None for the program's own."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.seen: QWidget | None = None

    @property
    def _frame(self) -> DeskFrame:
        assert self._program.frame is not None, "somebody has signed in"
        return self._program.frame

    async def board_torn(self) -> None:
        """The board on a monitor of its own."""
        self._frame.go("board")
        self._frame.windows.tear_off("board")
        self.seen = self._frame.windows.torn[0]
        self._frame.board.focus_cases()
        await asyncio.sleep(_FOLLOWED)

    async def case_follows(self) -> None:
        """The main window meanwhile: the case of the chosen card."""
        await self.board_torn()
        self.seen = None

    async def case_torn(self) -> None:
        """The case page on a monitor of its own, pinned."""
        self._frame.windows.tear_off("case")
        self.seen = self._frame.windows.torn[0]
        self._frame.board.focus_cases()
        await asyncio.sleep(_FOLLOWED)
        self._frame.pin()

    async def share_filter(self) -> None:
        """The board filtered, and the room about to have it."""
        self._frame.go("board")
        self._frame.board.filters.set_filters(Filters(breached=True))
        self._frame.filters.share()
        await asyncio.sleep(_FOLLOWED)

    def over(self) -> None:
        """Every page in its place again."""
        self.seen = None
        for place in self._frame.windows.torn_places:
            self._frame.windows.put_back(place)
