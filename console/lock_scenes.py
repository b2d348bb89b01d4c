"""The lock page in every light; the desk below is opened again after each."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QPlainTextEdit

from console.app import Program
from console.faults import WrongPassword
from console.pages.lock import LockPage
from console.scenes import Scenes

_SOUGHT, _WAIT = 60, 8


class LockScenes:
    """Each shows one moment of a desk whose officer is away."""

    def __init__(self, program: Program, scenes: Scenes) -> None:
        self._program, self._scenes = program, scenes

    async def lock(self) -> None:
        """Locked by its officer."""
        self._page()

    async def wrong(self) -> None:
        """Somebody has tried too often."""
        page = self._page()
        page.refuse(self._program.opening.why_not_open(WrongPassword(), own=True))

        def slowed() -> None:
            page.show_standing(self._program.opening.standing()._replace(wait=_WAIT))

        self._scenes.keep(slowed)

    async def next_officer(self) -> None:
        """Another officer's name, while a note was being written."""
        frame = self._program.frame
        if frame is None:
            return
        frame.go("board")
        frame.board.focus_cases()
        frame.ask("note")
        for _ in range(_SOUGHT):
            if frame.sheet is not None:
                break
            await asyncio.sleep(0.05)
        for field in frame.sheet.findChildren(QPlainTextEdit) if frame.sheet is not None else ():
            field.insertPlainText("Sudah ditelepon")
        self._page().type_name("budi")

    def over(self) -> None:
        """The desk as it was."""
        self._program.guard.unlock()

    def _page(self) -> LockPage:
        self._program.guard.lock()
        page = self._program.guard.page
        assert page is not None, "a desk is shown"
        return page
