"""The picture of the map, and what moves it: by steps, under a hand, and on by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import hypot

from PySide6.QtCore import QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from widgets.map_areas import Ground
from widgets.map_base import Basemap, Pane, Picture
from widgets.map_crowd import CLOSE, Numbers
from widgets.map_dress import Dress
from widgets.map_facilities import NAMED, FacilityLayer
from widgets.map_heat import Heat
from widgets.map_index import Window
from widgets.map_legend import Legend
from widgets.map_names import Heap
from widgets.map_scene import MapScene, Overlay
from widgets.map_sight import Sight
from widgets.theme import Theme

_FRAME_MS = 16
_STEP = 0.5
_SLOWS = 0.90
_STOPS = 0.3
_SETTLED_MS = 160
"""Without a further pinch, until the ground is painted for the scale that it has led to."""


class MapCanvas(QWidget):
    """Shows a part of the plane. Numbers of cases are places in what `set_cases` got."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, still: bool = False) -> None:
        super().__init__(parent)
        self._theme, self._scene = theme, MapScene(theme, still=still)
        self._base: Basemap | None = None
        self._sight = Sight(0.5, 0.5, 11.0, 1, 1)
        self._whole = True  # all of the city is in view, until somebody moves it
        self._rest_scale = self._sight.scale
        self._speed = QPointF()
        self._goal: tuple[float, float, float] | None = None
        self._frames = QTimer(self, interval=_FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self.advance)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._settle)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- what it shows ---

    def set_ground(self, ground: Ground, attribution: str) -> None:
        """The areas under the cases, and whose work they are."""
        self._scene.ground, self._scene.attribution = ground, attribution
        self._stay_whole()
        self.update()

    def set_base(self, base: Basemap) -> None:
        """A basemap under the cases: the areas show through where it has nothing."""
        self._base = base
        base.came.connect(self._come)
        base.changed.connect(self._another)
        self._another()

    @Slot()
    def _another(self) -> None:
        self._scene.set_base(self._base)
        self.update()

    @Slot(object, object)
    def _come(self, pane: Pane, picture: Picture) -> None:
        self._scene.come(pane, picture)
        self.update()

    def set_cases(self, x: Numbers, y: Numbers, states: Numbers) -> None:
        """Places on the plane (0 to 1), and numbers of states in `STATES` of the marks, or NO_CASE.

        A case that keeps its number costs nothing while nothing about it changes.
        """
        self._scene.set_cases(x, y, states)
        self.update()

    def wear(self, dress: Dress, legend: Legend | None = None, *, cases: bool = True) -> None:
        """Lay a layer upon the ground, with what its colours mean; `cases`: they stand on it."""
        scene = self._scene
        if scene.ground is not None:
            scene.ground.wear(dress)
        scene.legend, scene.shows_cases = legend, cases
        self.setAccessibleDescription(legend.words if legend is not None else "")
        self.update()

    def heat(self) -> Heat | None:
        """How densely the cases lie, to be worn over the ground; None while there is no ground."""
        return self._scene.heat()

    def show_areas(self, codes: Collection[str]) -> None:
        """Bring these areas into view."""
        around = self._scene.ground.around(codes) if self._scene.ground is not None else None
        if around is not None:
            self.look(self._sight.fitted(around, self._theme.px(80)))

    @property
    def facilities(self) -> FacilityLayer:
        """The layer under the cases; `update` shows what was changed of it."""
        return self._scene.facilities

    def select_place(self, number: int, *, show: bool = False) -> None:
        """Mark a facility, -1 for none; `show` brings it into view, near enough for its name."""
        self.facilities.selected = number
        if show and number >= 0:
            at, zoom = self.facilities.point(number), max(self._sight.zoom, NAMED)
            self.look(Sight(*at, zoom, self.width(), self.height()))
        self.update()

    def select(self, number: int, *, show: bool = False) -> None:
        """Mark a case, -1 for none; `show` brings it into view, near enough to stand alone."""
        scene = self._scene
        scene.select(number)
        at = scene.point(number) if show else None
        if at is not None:
            zoom = max(self._sight.zoom, CLOSE)
            self.look(Sight(*at, zoom, self.width(), self.height()))
        self.update()

    def select_many(self, numbers: Sequence[int]) -> None:
        """Mark those that are chosen together."""
        self._scene.select_many(numbers)
        self.update()

    def pulse(self, numbers: Sequence[int]) -> None:
        """Something has happened to these: a ring goes out from each, once."""
        if numbers:
            self._scene.pulse(numbers)
            self._frames.start()

    def keep_rings_whole(self) -> None:
        """Nobody can draw this map: rings at its edge move into the view."""
        self._scene.crowd.whole_rings = True

    @property
    def whose(self) -> str:
        """Whose work the ground is; where the map is still, it is not on the picture."""
        return self._scene.whose

    @property
    def base_ready(self) -> bool:
        """Whether the basemap is painted wherever it is in view."""
        return self._scene.base_ready

    @property
    def city(self) -> Window | None:
        """The part of the plane that its ground takes."""
        ground = self._scene.ground
        return Window(ground.left, ground.top, ground.right, ground.bottom) if ground else None

    @property
    def sight(self) -> Sight:
        """What is in view."""
        return self._sight

    def look(self, sight: Sight) -> None:
        """Show this part of the plane."""
        self._whole = False
        self._sight = sight.resized(self.width(), self.height())
        self._rest()
        self.update()

    def show_all(self) -> None:
        """The whole city, also in a view of another size."""
        self._whole = True
        ground = self._scene.ground
        if ground is None:
            return
        whole = Window(ground.left, ground.top, ground.right, ground.bottom)
        sight = self._sight.resized(self.width(), self.height())
        self._sight = sight.fitted(whole, self._theme.px(28))
        self._rest()
        self.update()

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Nearer or farther by steps, keeping what is at a point of the view where it is."""
        self._whole = False
        point = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        begin = self._goal[0] if self._goal is not None else self._sight.zoom
        zoom = begin + steps * _STEP
        if float(steps).is_integer():
            zoom = round(zoom / _STEP) * _STEP
        self._goal = (self._sight.zoomed(zoom, 0, 0).zoom, point.x(), point.y())
        self._speed = QPointF()
        self._frames.start()

    def zoom_now(self, zoom: float, at: QPointF) -> None:
        """The same to a zoom at once, as under fingers."""
        self._whole, self._goal, self._speed = False, None, QPointF()
        self._sight = self._kept(self._sight.zoomed(zoom, at.x(), at.y()))
        self._settled.start()
        self.update()

    def move_by(self, dx: float, dy: float) -> None:
        """Draw the map so many px."""
        self._whole = False
        if self._goal is not None:
            self._rest()
        self._sight = self._kept(self._sight.moved(dx, dy))
        self.update()

    def hold(self) -> None:
        """A hand is on it: it glides no more."""
        self._speed = QPointF()

    def let_go(self, speed: QPointF) -> None:
        """It glides on by so many px a frame, and less and less."""
        if not self._theme.still:
            self._speed = speed
            self._frames.start()

    def numbers_in_view(self) -> list[int]:
        """Those of all cases in view."""
        return self._scene.in_sight(self._sight)

    def paint_on(self, painter: QPainter, ratio: float) -> bool:
        """Paint what is in view on something else, `ratio` px of it for one; whether all was ready,
        as it is after some turns at the same ratio.
        """
        return self._scene.paint(painter, self._sight, self._sight.scale, ratio)

    def numbers_near(self, x: float, y: float, radius: float) -> list[int]:
        """Those of all cases so near to a point of the plane."""
        return self._scene.near(x, y, radius)

    def place_of(self, number: int) -> tuple[float, float] | None:
        """Where a case is on the plane, None when there is none of this number."""
        return self._scene.point(number)

    @property
    def overlays(self) -> list[Overlay]:
        """What is painted over the cases; call `update` where it has changed."""
        return self._scene.overlays

    def heaps(self) -> list[Heap]:
        """What the last frame showed of cases."""
        return self._scene.heaps

    def on_plane(self, at: QPointF) -> tuple[float, float]:
        """The point of the plane that is at a point of the view."""
        sight = self._sight
        return (sight.left + at.x()) / sight.scale, (sight.top + at.y()) / sight.scale

    def paint_over(self, painter: QPainter) -> None:
        """What hands draw upon the picture; nothing here."""

    # --- moving on by itself ---

    def advance(self) -> None:
        """One frame of zooming, gliding and pulses."""
        busy = False
        if self._goal is not None:
            zoom, x, y = self._goal
            left = zoom - self._sight.zoom
            step = left if self._theme.still or abs(left) < 0.02 else left * 0.38
            self._sight = self._kept(self._sight.zoomed(self._sight.zoom + step, x, y))
            if step == left:
                self._rest()
            busy = self._goal is not None
        elif hypot(self._speed.x(), self._speed.y()) > _STOPS:
            self._sight = self._kept(self._sight.moved(self._speed.x(), self._speed.y()))
            self._speed *= _SLOWS
            busy = True
        if not self._scene.pulsing() and not busy:
            self._frames.stop()
        self.update()

    def _rest(self) -> None:
        self._goal, self._speed = None, QPointF()
        self._rest_scale = self._sight.scale

    @Slot()
    def _settle(self) -> None:
        self._rest()
        self.update()

    def _kept(self, sight: Sight) -> Sight:
        ground = self._scene.ground
        if ground is None:
            return sight
        return sight.kept_near(Window(ground.left, ground.top, ground.right, ground.bottom))

    def _stay_whole(self) -> None:
        if self._whole:
            self.show_all()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if not self._scene.paint(painter, self._sight, self._rest_scale, ratio):
            QTimer.singleShot(
                _FRAME_MS, self, self.update
            )  # the rest of the ground, a little at a time
        self.paint_over(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.line.focus, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._sight = self._sight.resized(self.width(), self.height())
        self._stay_whole()
