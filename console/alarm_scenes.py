"""Moments of alarms, over the cases of a living city."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QLabel

from console.app import Program
from console.pages.alarms import AlarmSheet
from console.pages.frame import DeskFrame
from db.domain import commands as verb
from db.domain.states import Lane


class AlarmScenes:
    """Each shows one moment; `over` has the desk be heard again."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def standing(self) -> None:
        """What needs an act, beside the board."""
        await self._emergencies()
        await self._shown()

    async def put_off(self) -> None:
        """One of them put off, and the desk quiet for a while."""
        await self._emergencies()
        watching = self._program.desk.watching
        alarms = watching.alarms()
        if alarms and not watching.shelved():
            until = self._program.desk.now() + timedelta(minutes=60)
            await watching.shelve(alarms[0].case, "Menunggu perahu karet dari BPBD", until)
            await self._until(lambda: bool(watching.shelved()))
        self._program.sounds.mute(10)
        await self._shown()
        sheet = self._frame.sheet
        await self._until(
            lambda: (
                sheet is None
                or any("Menunggu perahu" in one.text() for one in sheet.findChildren(QLabel))
            )
        )

    def over(self) -> None:
        """As before."""
        self._program.sounds.unmute()

    @property
    def _frame(self) -> DeskFrame:
        frame = self._program.frame
        assert frame is not None, "nobody is signed in"
        return frame

    async def _emergencies(self) -> None:
        self._frame.go("board")
        desk = self._program.desk
        for id in self._frame.board.ids_of(Lane.ROOM)[:3]:
            view = await desk.view(id)
            if view is not None and view.case.priority != "emergency":
                act = verb.Edit("priority", view.case.priority, "emergency")
                await desk.do(view.case, act)
        await self._until(lambda: bool(desk.watching.alarms() or desk.watching.shelved()))

    async def _shown(self) -> None:
        self._frame.watch.show()
        await self._until(lambda: isinstance(self._frame.sheet, AlarmSheet))
        self._frame.tick()

    async def _until(self, true: Callable[[], bool]) -> None:
        """Wait for it; after a while the picture is taken as it is."""
        for _ in range(60):
            if true():
                return
            await asyncio.sleep(0.05)
