"""Moments of the time machine: the board and the map as they were, a case of then, no server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from console.app import Program
from console.pages.frame import DeskFrame

_PATIENCE = 15.0
_AGO = timedelta(hours=20)


class PastScenes:
    """Each shows one moment; `over` goes back to the present."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def board(self) -> None:
        """The board of yesterday."""
        await self._go()
        self._frame.past.board.focus_cases()

    async def map(self) -> None:
        """The map of the same moment."""
        await self._go()
        self._frame.past.toggle_map()
        await self._until(lambda: self._frame.past.map.page is not None)
        page = self._frame.past.map.page
        if page is not None:
            await self._until(lambda: page.settled)
            page.view.show_all()

    async def case(self) -> None:
        """One of its cases, with its past until then."""
        await self._go()
        past = self._frame.past
        past.board.focus_cases()
        past.open_case(past.current_id())
        await self._until(lambda: past.case.view is not None)

    async def without_server(self) -> None:
        """Nobody answers."""
        self._frame.go("past")
        await self._until(lambda: bool(self._program.machine.showing.fault))

    def over(self) -> None:
        """Away with the moment."""
        frame = self._program.frame
        if frame is not None and self._program.machine.showing.at is not None:
            if frame.past.shows_map:
                frame.past.toggle_map()
            self._program.machine.leave()

    async def _go(self) -> None:
        self._frame.go("past")
        machine = self._program.machine
        at = self._program.clock.now() - _AGO
        machine.go(at.replace(second=0, microsecond=0))
        await self._until(lambda: machine.showing.at is not None and not machine.showing.loading)

    @property
    def _frame(self) -> DeskFrame:
        frame = self._program.frame
        if frame is None:
            raise LookupError("nobody has signed in, so there is no desk to draw")
        return frame

    async def _until(self, true: Callable[[], bool]) -> None:
        waited = 0.0
        while not true() and waited < _PATIENCE:
            await asyncio.sleep(0.05)
            waited += 0.05
