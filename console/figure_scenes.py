"""Moments of the page of figures: a month, the cases behind a number, without the server."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from console.app import Program
from console.pages.figures import FiguresPage
from console.pages.frame import DeskFrame
from db.domain.periods import Kind
from db.domain.states import Role

_PATIENCE = 20.0


class FigureScenes:
    """Each shows one moment."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def month(self) -> None:
        """Thirty days by agency, one day in hand."""
        page = await self._page()
        page.choose(period="30", by="opd")
        await _until(lambda: page.shown is not None and not page.shown.kept)
        page.step(-3)

    async def cases(self) -> None:
        """The cases behind the first row."""
        await self.month()
        (await self._page()).open_current()
        await _until(lambda: self._frame.sheet is not None)

    async def report(self) -> None:
        """Which report is to be made, for a supervisor."""
        await self.month()
        self._frame.reports.show(Role.SUPERVISOR).choose(Kind.WEEKLY)

    async def report_offline(self) -> None:
        """There is nobody to make it."""
        await self.offline()
        sheet = self._frame.reports.show(Role.SUPERVISOR)
        with tempfile.TemporaryDirectory(prefix="liveroom-report-") as folder:
            path = str(Path(folder) / "a.pdf")
            self._frame.reports.make(sheet, sheet.period, "pdf", path)
            await _until(lambda: not sheet.busy)

    async def offline(self) -> None:
        """What was told last, and how old it is."""
        page = await self._page()
        page.choose(period="30", by="opd")
        await _until(lambda: page.shown is not None and page.shown.kept)

    async def none(self) -> None:
        """What nobody asked for while the server was there."""
        page = await self._page()
        page.choose(period="365", by="class")
        await _until(lambda: page.shown is None)

    @property
    def _frame(self) -> DeskFrame:
        frame = self._program.frame
        if frame is None:
            raise LookupError("nobody has signed in, so there is no desk to draw")
        return frame

    async def _page(self) -> FiguresPage:
        place = self._frame.figures
        self._frame.go("figures")
        await _until(lambda: place.page is not None)
        if place.page is None:
            raise LookupError("the page of figures was not ready in time")
        return place.page


async def _until(true: Callable[[], bool]) -> None:
    """Wait for something on the screen; after a while the picture is taken as it is."""
    waited = 0.0
    while not true() and waited < _PATIENCE:
        await asyncio.sleep(0.05)
        waited += 0.05
