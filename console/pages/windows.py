"""The windows of one desk: its frame, and each page that was torn off into a window of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.pages.monitors import Spot, first_spot, monitors_now, place_of, spot_from, spot_of
from console.pages.torn import TornWindow
from widgets.rail import Place
from widgets.theme import Theme

TEARABLE = ("board", "map", "case")
"""Pages that may have a window of their own; more are named here as they come."""


_FIRST = ("board", "case")
_SETTLED_MS = 700


class Windows(QObject):
    """Each page is in one place: in the `stack` of the frame, or in a window of its own.

    `moved` carries a page that stands elsewhere now; `entered`: the officer is in another window;
    `monitors_changed`: there are more. `bind` gives a new window its keys, `hint` is the key that
    tears off and puts back.
    """

    moved = Signal(object)
    entered = Signal()
    monitors_changed = Signal()
    link_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        frame: QWidget,
        stack: QStackedWidget,
        pages: Mapping[str, QWidget],
        places: Sequence[Place],
        bind: Callable[[QWidget], object],
        hint: str,
    ) -> None:
        super().__init__(frame)
        self._hint = hint
        self._theme, self._frame, self._stack, self._pages = theme, frame, stack, dict(pages)
        self._places, self._bind = {place.key: place for place in places}, bind
        self._torn: dict[str, TornWindow] = {}
        self._spots: dict[str, Spot] = {}
        self._at = ""
        # A desktop may leave the keys where they are; then what they mean is there, too.
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._focus_moved)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._focus_moved)
        app.screenAdded.connect(self.monitors_changed)
        app.screenRemoved.connect(self._screen_gone)

    # --- what stands where ---

    @property
    def page(self) -> QWidget:
        """The page that keys act on: the one in the window where they are."""
        window = self._torn.get(self._at)
        page = window.page if window is not None else self._stack.currentWidget()
        assert page is not None, "no window is without a page"
        return page

    @property
    def over(self) -> QWidget:
        """What a sheet lies over, beside that page."""
        window = self._torn.get(self._at)
        return window.body if window is not None else self._stack

    @property
    def window(self) -> QWidget:
        """The window where the keys are; in the frame, the frame."""
        return self._torn.get(self._at) or self._frame

    @property
    def torn(self) -> list[TornWindow]:
        """Every window there is beside the frame's."""
        return list(self._torn.values())

    @property
    def torn_places(self) -> tuple[str, ...]:
        """Which pages have a window of their own."""
        return tuple(self._torn)

    def is_torn(self, page: QWidget) -> bool:
        """Whether a page has a window of its own."""
        return any(window.page is page for window in self._torn.values())

    def shows(self, page: QWidget) -> bool:
        """Whether a page is to be seen in any window."""
        return page is self._stack.currentWidget() or self.is_torn(page)

    def apart(self, one: QWidget, other: QWidget) -> bool:
        """Whether both are to be seen, side by side."""
        return one is not other and self.shows(one) and self.shows(other)

    @property
    def in_frame(self) -> str:
        """The place that the frame itself shows."""
        shown = self._stack.currentWidget()
        return next(key for key, page in self._pages.items() if page is shown)

    # --- moving ---

    def show(self, place: str) -> None:
        """Bring a page to the front, and the keys to its window: what comes next is meant there."""
        window: QWidget | None = self._torn.get(place)
        if window is None:
            self._stack.setCurrentWidget(self._pages[place])
            window = self._frame.window()
        if window.isVisible() and not window.isActiveWindow():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()
            self._enter(place if place in self._torn else "")
            self._settled.start()

    def toggle(self) -> bool:
        """Tear off the page that keys act on, or put it back; False for one that stays."""
        at = next(key for key, page in self._pages.items() if page is self.page)
        if at not in TEARABLE:
            return False
        if at in self._torn:
            self.put_back(at)
        else:
            self.tear_off(at)
        return True

    def tear_off(self, place: str) -> None:
        """Give a page a window of its own, where it stood before or on a monitor without any."""
        monitors = monitors_now()
        spot = self._spots.get(place)
        if spot is None or place_of(spot, monitors) is None:
            taken = [self._spot(window).monitor for window in self._torn.values()]
            spot = first_spot(self._frame.window().frameGeometry(), taken, monitors)
        self._tear(place, spot)
        self.show(place)

    def put_back(self, place: str) -> None:
        """Have a page in the frame again, and look at it there."""
        page = self._put_back(place)
        self.show(place)
        self.moved.emit(page)

    def part(self) -> None:
        """The desk goes: its pages with the frame, and no window stays behind."""
        for place in list(self._torn):
            self._put_back(place)

    def _tear(self, place: str, spot: Spot, *, quiet: bool = False) -> TornWindow:
        page = self._pages[place]
        shown = self._stack.currentWidget() is page
        window = TornWindow(self._theme, self._places[place], page, self._hint)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, quiet)
        window.back_asked.connect(lambda: self.put_back(place))
        window.link_asked.connect(self.link_asked)
        self._bind(window)
        self._torn[place] = window
        if shown:
            self._stack.setCurrentWidget(self._next())
        _stand(window, spot)
        self.moved.emit(page)
        return window

    def _next(self) -> QWidget:
        """What the frame shows instead: of board and case the other, or what is left in it."""
        order = (*_FIRST, *(key for key in self._places if key not in TEARABLE))
        return self._pages[next(key for key in order if key not in self._torn)]

    def _put_back(self, place: str) -> QWidget:
        window = self._torn[place]
        self._spots[place] = self._spot(window)
        del self._torn[place]
        self._stack.addWidget(window.page)
        if self._at == place:
            self._enter("")
        window.leave()
        return window.page

    # --- remembering ---

    def save(self) -> str:
        """Where windows stand and stood, for ``restore`` on another day with the same monitors."""
        self._spots |= {place: self._spot(window) for place, window in self._torn.items()}
        return json.dumps(
            {place: [place in self._torn, *spot] for place, spot in self._spots.items()}
        )

    def restore(self, saved: str) -> None:
        """Tear off again what was, without taking the keys; what makes no sense stays in."""
        try:
            held: Any = json.loads(saved)
        except ValueError:
            return
        monitors = monitors_now()
        for place in TEARABLE if isinstance(held, dict) else ():
            match held.get(place):
                case [bool(torn), *rest] if (spot := spot_from(rest)) is not None:
                    self._spots[place] = spot
                    if torn and place_of(spot, monitors) is not None and place not in self._torn:
                        self._tear(place, spot, quiet=True)

    def _spot(self, window: TornWindow) -> Spot:
        if not (window.isMaximized() or window.isFullScreen()):
            return spot_of(QRect(window.pos(), window.size()), monitors_now())
        spot, inner = spot_of(window.frameGeometry(), monitors_now()), window.normalGeometry()
        return spot._replace(width=inner.width(), height=inner.height(), full=True)

    # --- following ---

    @Slot()
    def _focus_moved(self) -> None:
        # Not handed in: whoever heard of it before may have destroyed that window.
        to = QGuiApplication.focusWindow()
        windows: dict[str, QWidget] = {"": self._frame.window(), **self._torn}
        for place, window in windows.items():
            if window.isVisible() and window.windowHandle() is to:
                self._enter(place)

    def _enter(self, place: str) -> None:
        if place != self._at:
            self._at = place
            self.entered.emit()

    @Slot(QScreen)
    def _screen_gone(self, screen: QScreen) -> None:
        """What stood on a monitor that is gone comes into the frame."""
        for place, window in list(self._torn.items()):
            if window.screen() is screen:
                page = self._put_back(place)
                del self._spots[place]  # no place on any monitor that is left
                self._stack.setCurrentWidget(page)
                self.moved.emit(page)


def _stand(window: TornWindow, spot: Spot) -> None:
    least = window.minimumSizeHint()  # larger than it was with larger text
    width, height = max(spot.width, least.width()), max(spot.height, least.height())
    place = place_of(spot._replace(width=width, height=height), monitors_now())
    assert place is not None, "the caller has looked"
    screen = next(one for one in QGuiApplication.screens() if one.name() == spot.monitor)
    window.setScreen(screen)
    window.resize(place.size())
    window.move(place.topLeft())
    if spot.full:
        window.showMaximized()
    else:
        window.show()
