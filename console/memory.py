"""What each officer left, given back when they sit here again: windows, board, case, filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.pages.monitors import monitors_now, these
from console.settings import Settings

if TYPE_CHECKING:
    from console.pages.frame import DeskFrame


class Memory:
    """Windows are remembered for each set of monitors, board and case for each monitor they have
    stood on. `tour`: whoever has not been shown round this desk is.
    """

    def __init__(self, settings: Settings, *, tour: bool = False) -> None:
        self._settings, self._tour = settings, tour
        self._frame: DeskFrame | None = None
        self._person = ""

    def recall(self, frame: DeskFrame, person: str) -> None:
        """Set a new desk, which stands in its window by now, up as this officer left theirs."""
        self._frame, self._person = frame, person
        board = frame.board
        board.saved.restore(self._settings.left(person, "filters"))
        board.saved.changed.connect(
            lambda: self._settings.leave(person, "filters", board.saved.save())
        )
        choice = frame.map.choice
        choice.restore(self._settings.left(person, "facilities"))
        choice.changed.connect(lambda: self._settings.leave(person, "facilities", choice.save()))
        self._restore_windows()
        frame.windows.moved.connect(self._keep_windows)
        frame.windows.monitors_changed.connect(self._restore_windows)
        board.restore(self._settings.left(person, _on_its_monitor("board", board)))
        page = frame.case_page
        page.restore(self._settings.left(person, _on_its_monitor("case", page)))
        tour = frame.guide.tour
        tour.left.connect(lambda: self._settings.leave(person, "tour", "seen"))
        if self._tour and not self._settings.left(person, "tour"):
            tour.welcome()

    def keep(self) -> None:
        """Write down how the desk is set up now, if there is one."""
        if self._frame is None:
            return
        self._keep_windows()
        for name, page in (("board", self._frame.board), ("case", self._frame.case_page)):
            if saved := page.save():
                self._settings.leave(self._person, _on_its_monitor(name, page), saved)

    def _keep_windows(self) -> None:
        if self._frame is not None:
            self._settings.leave(self._person, _windows(), self._frame.windows.save())

    def _restore_windows(self) -> None:
        if self._frame is not None:
            self._frame.windows.restore(self._settings.left(self._person, _windows()))

    def part(self) -> None:
        """The officer leaves, or their desk is built anew: no window of it stays behind."""
        self.keep()
        if self._frame is not None:
            self._frame.part()
        self._frame = None


def _windows() -> str:
    return f"windows on {these(monitors_now())}"


def _on_its_monitor(name: str, page: QWidget) -> str:
    screen = page.screen()
    size = screen.size()
    return f"{name} on {screen.name()} {size.width()}x{size.height()}"
