"""The screens of a wall: one window on each, made again when screens are plugged in or change."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from console.pages.wall import Seen, WallFace
from console.pages.wall_door import WallDoor
from console.wall_link import WallLink
from console.wall_options import WallOptions, is_quiet
from console.wall_sizes import Letters, letters
from db.domain.city import City
from widgets.theme import wall_theme
from widgets.wall_ink import Ink

_COMMAND = "liveroom-server wall add NAME"

Moment = tuple[int, bool, float]
"""Server time (ms), whether it is sure, and seconds that never jump."""


class WallWindow(QWidget):
    """All of one screen. Its face is made anew when the window or the city becomes another."""

    def __init__(self, options: WallOptions, number: int, size: QSizeF) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self._options, self._number, self._mm = options, number, size
        self._made: tuple[QSize, str] = (QSize(), "")
        self._city: City | None = None
        self._ink: Ink | None = None
        self.face: WallFace | None = None
        self.door: WallDoor | None = None
        self.letters = Letters(0.0, 0.0)
        self.setWindowTitle("LIVE Room")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_link(self, link: WallLink, moment: Moment) -> None:
        """What is known, or what stands in the way of knowing anything."""
        now_ms, verified, beat = moment
        if link.code or link.city is None or link.picture is None:
            self._fit(self._options.theme)
            self._show_door(link)
            return
        local = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(link.city.zone))
        quiet = is_quiet(self._options.quiet, local)
        self._fit("dark" if quiet else self._options.theme)
        face = self._face_of(link.city)
        face.show_seen(Seen(link.picture, now_ms, link.silent(), verified, quiet, beat))

    def _fit(self, theme: str) -> None:
        """Letters for this size of the window; what was made for another goes."""
        if self._made == (self.size(), theme):
            return
        self._clear()
        options = self._options
        self.letters = letters(options.depth, self.size(), self._mm, options.inches)
        unit = self.letters.unit
        self._ink, self._made = Ink(wall_theme(theme, unit), unit), (self.size(), theme)

    def _clear(self) -> None:
        for child in (self.face, self.door):
            if child is not None:
                child.hide()
                child.deleteLater()
        self.face = self.door = None

    def _show_door(self, link: WallLink) -> None:
        assert self._ink is not None, "letters are chosen first"
        if self.door is None:
            self._clear()
            self.door = WallDoor(self._ink, self)
            self._fill(self.door)
        if link.code:
            code = f"{link.code[:5]}-{link.code[5:]}"
            self.door.show_code(code, f"{_COMMAND} {code}")
        else:
            self.door.show_searching(link.server, link.trouble)

    def _face_of(self, city: City) -> WallFace:
        assert self._ink is not None, "letters are chosen first"
        if self.face is None or self._city is not city:
            self._clear()
            pages = self._options.pages
            keys = pages[min(self._number, len(pages) - 1)]
            # Screens that show the same begin with different pages.
            first = max(0, self._number - len(pages) + 1)
            self.face = WallFace(self._ink, city, keys, self._options.seconds, first, self)
            self._city = city
            self._fill(self.face)
        return self.face

    def _fill(self, child: QWidget) -> None:
        child.setGeometry(self.rect())
        child.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for child in (self.face, self.door):
            if child is not None:
                child.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key does anything, nor asks anything."""
        event.accept()


class WallScreens(QObject):
    """Keeps a window on every screen there is, from the left to the right."""

    def __init__(
        self, app: QGuiApplication, options: WallOptions, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._app, self._options = app, options
        self._held: list[tuple[QScreen, WallWindow]] = []
        app.screenAdded.connect(self.arrange)
        app.screenRemoved.connect(self.arrange)
        app.primaryScreenChanged.connect(self.arrange)

    @property
    def windows(self) -> list[WallWindow]:
        """From the left."""
        return [window for _, window in self._held]

    @Slot()
    def arrange(self, *_: object) -> None:
        """A window on each screen, and none where there is no screen any more."""
        self.cover(self._app.screens())

    def cover(self, screens: Sequence[QScreen]) -> None:
        """The same for these screens; what hangs already stays as it is."""
        ordered = sorted(screens, key=lambda one: (one.geometry().x(), one.geometry().y()))
        if [screen for screen, _ in self._held] == ordered:
            return
        for _, window in self._held:
            window.hide()
            window.deleteLater()
        self._held = [(screen, self._hung(screen, n)) for n, screen in enumerate(ordered)]

    def _hung(self, screen: QScreen, number: int) -> WallWindow:
        window = WallWindow(self._options, number, screen.physicalSize())
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        return window

    def show_link(self, link: WallLink, moment: Moment) -> None:
        """Another second on every screen, each as large as its screen is now."""
        for screen, window in self._held:
            if window.isFullScreen() and window.size() != screen.size():
                window.setGeometry(screen.geometry())
            window.show_link(link, moment)

    def told(self) -> list[str]:
        """For the terminal: how far each screen can be read."""
        return [
            f"screen {n}: letters of {window.letters.unit:.0f} px, "
            f"to be read from {window.letters.reach:.1f} m"
            for n, window in enumerate(self.windows, 1)
        ]

    def warn(self) -> None:
        """Say on the terminal where a screen is too small for its room."""
        for said, window in zip(self.told(), self.windows, strict=True):
            if window.letters.reach < 0.99 * self._options.depth:
                print(f"{said}; the room has {self._options.depth:g} m", file=sys.stderr)

    def close(self) -> None:
        """Take all down."""
        for _, window in self._held:
            window.hide()
            window.deleteLater()
        self._held = []
