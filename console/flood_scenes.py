"""Moments of a flood of reports, composed over the cases of a living city; nothing is folded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.app import Program
from console.desk import Flood, Master, flags_of
from console.scenes import Scenes
from db.domain.brief import Brief, brief
from db.domain.case import Case
from db.domain.states import Lane
from widgets.roles import FOLDED

_FOLDED = (23, 14, 9, 6, 4, 2)
"""Reports of the masters that are shown."""


class FloodScenes:
    """Each shows one moment; `over` puts back what is true."""

    def __init__(self, program: Program, scenes: Scenes) -> None:
        self._program, self._scenes = program, scenes
        self._were: list[Brief] = []
        self._flood: Flood | None = None

    async def board(self) -> None:
        """A flood, and what it has become on the board."""
        self._scenes.frame.go("board")
        cases = await self._cases()
        self._were = [brief(case) for case in cases]
        since = self._program.clock.now() - timedelta(minutes=47)
        self._flood = Flood(since, 93, 41, 8.5, True)
        self._program.sync.beside.flood_changed.connect(self._stay)
        self._scenes.hold = self._show
        self._show()

    async def sheet(self) -> None:
        """The cases that reports were folded into."""
        await self.board()
        cases = await self._cases()
        masters = [
            Master(replace(case, reports=case.reports * many), (case,) * (many - 1))
            for case, many in zip(cases, _FOLDED, strict=False)
        ]
        self._scenes.frame.folded.show_masters(masters)

    def over(self) -> None:
        """The flood has gone by."""
        if self._were:
            self._flood = None
            self._program.book.put([(row, flags_of(row)) for row in self._were])
            self._program.sync.beside.flood_changed.disconnect(self._stay)
            self._program.sync.beside.take_flood(None)
            self._were = []

    def _stay(self, flood: Flood | None) -> None:
        """What the server says next is that there is none."""
        if flood is None:
            self._program.sync.beside.take_flood(self._flood)

    def _show(self) -> None:
        self._program.sync.beside.take_flood(self._flood)
        rows = [
            (row._replace(reports=many), flags_of(row) | FOLDED)
            for row, many in zip(self._were, _FOLDED, strict=False)
        ]
        self._program.book.put(rows)

    async def _cases(self) -> list[Case]:
        board, desk = self._scenes.frame.board, self._program.desk
        shown = [id for lane in (Lane.ROOM, Lane.OPD) for id in board.ids_of(lane)[:3]]
        return await desk.cases(shown)
