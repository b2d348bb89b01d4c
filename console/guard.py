"""The lock of the desk: what covers it, what is hidden meanwhile, and who may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QClipboard, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QToolTip, QWidget

from console.idle import Idle

if TYPE_CHECKING:
    from console.pages.frame import DeskFrame
    from console.pages.lock import LockPage


class Guard(QObject):
    """Covers the window of the program. `changed` carries whether it is `locked` now.

    The desk lives on, out of sight of eyes and screen readers, with all that was typed; every other
    window of the program is hidden, also one that opens meanwhile.
    """

    changed = Signal(bool)

    def __init__(self, window: QWidget, pages: QStackedWidget) -> None:
        super().__init__(window)
        self._window, self._pages = window, pages
        self.idle = Idle(self)
        self.page: LockPage | None = None
        self.minutes = 0
        self._desk: DeskFrame | None = None
        self._make: Callable[[bool], LockPage] | None = None
        self._hidden: dict[QWidget, bool] = {}  # and whether it was modal
        self._at: QWidget | None = None
        self._copied: set[QClipboard.Mode] = set()
        QGuiApplication.clipboard().changed.connect(self._clipboard_differs)
        self.idle.passed.connect(self._nobody_here)
        self.idle.asked.connect(self.lock, Qt.ConnectionType.QueuedConnection)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            # Not at once: Qt may still speak of the window that would be gone.
            app.focusWindowChanged.connect(self._hide_others, Qt.ConnectionType.QueuedConnection)

    @property
    def locked(self) -> bool:
        """Whether the desk is covered."""
        return self.page is not None

    def watch(self, desk: DeskFrame, minutes: int, make: Callable[[bool], LockPage]) -> None:
        """This desk is shown. Its lock key covers it, in every window if it is a held one; so do
        `minutes` without a touch, 0 for never. `make` gives the cover; True: nobody asked for it.
        """
        self._desk, self._make, self.minutes = desk, make, minutes
        held = desk.lock_keys.startswith(("Ctrl+", "Meta+"))
        self.idle.keys = QKeySequence(desk.lock_keys if held else "")
        self._watch()

    def _watch(self) -> None:
        self.idle.touch()
        self.idle.limit = self.minutes * 60.0
        self.idle.look()

    # --- covering ---

    @Slot()
    def lock(self) -> None:
        """Cover the desk at once."""
        self._cover(by_itself=False)

    @Slot()
    def _nobody_here(self) -> None:
        self._cover(by_itself=True)

    def _cover(self, *, by_itself: bool) -> None:
        desk, make = self._desk, self._make
        if self.locked or desk is None or make is None:
            return
        self._at = QApplication.focusWidget()
        self.idle.limit = 0.0
        self.page = page = make(by_itself)
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            popup.hide()  # also where it would not close
        QToolTip.hideText()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._pages.removeWidget(desk)  # a page that is merely not shown is still read out
        self._hide_others()
        self._forget_copied()
        page.begin()
        self.changed.emit(True)

    def unlock(self) -> None:
        """The desk as it was left, keys and all."""
        desk = self._desk
        if not self.locked or desk is None:
            return
        self._pages.addWidget(desk)
        self._pages.setCurrentWidget(desk)
        self._away_with_page()
        hidden, self._hidden = self._hidden, {}
        for window, modal in hidden.items():
            window.open() if modal and isinstance(window, QDialog) else window.show()
        if self._at in desk.findChildren(QWidget):  # it may have gone meanwhile
            self._at.setFocus()
        self._watch()
        self.changed.emit(False)

    def give_up(self) -> None:
        """The desk is not shown any more: its officer has left, or another one sits here."""
        desk, self._desk, self._make, self.idle.limit = self._desk, None, None, 0.0
        if not self.locked or desk is None:
            return
        hidden, self._hidden = self._hidden, {}
        for window in hidden:
            window.deleteLater()
        desk.deleteLater()
        self._away_with_page()
        self.changed.emit(False)

    def _away_with_page(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self._pages.removeWidget(page)
            page.hide()
            page.deleteLater()

    def _gone(self, window: QWidget) -> None:
        self._hidden.pop(window, None)

    @Slot(QClipboard.Mode)
    def _clipboard_differs(self, mode: QClipboard.Mode) -> None:
        """Who holds the clipboard is not known everywhere; who has the keys is."""
        if QGuiApplication.focusWindow() is not None:
            self._copied.add(mode)
        else:
            self._copied.discard(mode)

    def _forget_copied(self) -> None:
        """What was copied here may be what a citizen wrote, or who they are."""
        copied, self._copied = self._copied, set()
        for mode in copied:
            QGuiApplication.clipboard().clear(mode)

    @Slot()
    def _hide_others(self) -> None:
        if not self.locked:
            return
        for window in QApplication.topLevelWidgets():
            if isinstance(window, type(self._window)) or not window.isVisible():
                continue  # a window of the program has a guard of its own
            modal = window.isModal()
            window.hide()
            if window.windowType() not in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
                window.destroy()  # else it still stands, unseen, in what screen readers know
                self._hidden[window] = modal
                window.destroyed.connect(partial(self._gone, window))
        self._window.activateWindow()
