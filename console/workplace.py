"""What lies behind the sign-in page: the link with the server, the cases, the desk and its frame.

Loading this takes longer than an empty window and the sign-in page together (most of it is
SQLAlchemy), so the program shows that page first and loads this while a person types.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from console.case_model import CaseBook
from console.clock import ServerClock
from console.desk import Desk, DoneSince
from console.pages.frame import DeskFrame
from console.session import Keeper
from console.sync import Sync
from db.store import StoreFault
from widgets.theme import Theme


class Workplace:
    """Sync, book and desk of one officer, wired together; they belong to `owner`."""

    def __init__(
        self,
        folder: Path,
        clock: ServerClock,
        keeper: Keeper,
        done_since: DoneSince,
        owner: QObject,
    ) -> None:
        self.sync = Sync(folder, clock, keeper, owner)
        self.book = CaseBook(owner)
        self.desk = Desk(self.sync, self.book, clock, done_since)

    async def open(self) -> StoreFault | None:
        """Open the files; what is wrong with them, if anything."""
        try:
            await self.sync.open()
        except StoreFault as fault:
            return fault
        return None

    def frame(self, theme: Theme, now_ms: Callable[[], int]) -> DeskFrame:
        """The frame over them, in a look."""
        return DeskFrame(theme, self.desk, self.book, now_ms)
