"""Where the page of figures stands among the pages; its charts are loaded at the first visit."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.async_slot import async_slot
from console.pages.figures_source import Source
from db.domain.city import City
from widgets.empty import Empty
from widgets.theme import Theme

if TYPE_CHECKING:
    from console.pages.figures import FiguresPage


class FiguresPlace(QStackedWidget):
    """The page, or that it is on its way. Its signals are those of the page."""

    listed = Signal(str, object, int)
    said = Signal(str)
    report_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        now: Callable[[], datetime],
        source: Source,
        parent: QWidget | None = None,
        *,
        everything: bool = False,
        reports: bool = False,
    ) -> None:
        super().__init__(parent)
        self._made_of = (theme, city, now, source)
        self._rights = {"everything": everything, "reports": reports}
        self._loading = False
        self.page: FiguresPage | None = None
        waits = Empty(theme, self)
        waits.show_loading(self.tr("Angka disiapkan …"))
        self.addWidget(waits)

    def begin(self) -> None:
        """Load the page, once; keys go there at once, before a sheet can have them."""
        if self.page is not None:
            self.page.begin()
        elif not self._loading:
            self._loading = True
            self._load()

    @async_slot
    async def _load(self) -> None:
        module = await asyncio.get_running_loop().run_in_executor(None, _module)
        self._put(module.FiguresPage(*self._made_of, self, **self._rights))
        if self.page is not None and self.isVisible():
            self.page.begin()

    def _put(self, page: FiguresPage) -> None:
        self.page = page
        page.listed.connect(self.listed)
        page.said.connect(self.said)
        page.report_asked.connect(self.report_asked)
        self.addWidget(page)
        self.setCurrentWidget(page)

    def export(self) -> None:
        """What is shown becomes a file."""
        if self.page is not None:
            self.page.export()


def _module() -> Any:
    """The module `console.pages.figures`."""
    return importlib.import_module("console.pages.figures")
