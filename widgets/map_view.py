"""The map: areas, names and cases, moved by hand, wheel and keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QLocale, QPointF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.map_canvas import MapCanvas
from widgets.map_fingers import Fingers
from widgets.map_hand import Hand
from widgets.map_index import Window
from widgets.map_names import Heap, Name
from widgets.map_sight import HIGHEST
from widgets.map_sweep import Sweep
from widgets.theme import Theme

Told = Callable[[int, Mapping[str, int]], str]
_ONE_SPOT_PX = 20.0


class MapView(MapCanvas):
    """`chosen` carries the number of the case that was clicked, `opened` that of a double click,
    `gathered` those of a ring that no zoom takes apart, `swept` those within a line or a box,
    `added` those of a mark or a ring that is to be chosen as well, `named` the codes of the areas
    whose name was clicked. Numbers are places in what `set_cases` got.
    `places_chosen` carries numbers of facilities, places in what `facilities` got.

    While it is `pointing`, a click chooses nothing, `pointed` carries its place on the plane;
    `hovered` that of the pointer, `bare_clicked` that of a click on nothing.
    """

    chosen = Signal(int)
    opened = Signal(int)
    gathered = Signal(object)
    places_chosen = Signal(object)
    swept = Signal(object)
    added = Signal(object)
    named = Signal(object)
    bare_clicked = Signal(float, float)
    pointed = Signal(float, float)
    hovered = Signal(float, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, still: bool = False) -> None:
        super().__init__(theme, parent, still=still)
        self._told: Told = lambda _number, _mix: ""
        self._told_area: Callable[[str], str] = lambda _code: ""
        self._told_places: Callable[[Sequence[int]], str] = lambda _numbers: ""
        self.hand = Hand(theme, self)
        self._fingers = Fingers(self.hand, self)
        self._points = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Peta"))

    # --- what it shows ---

    def explain(self, told: Told) -> None:
        """What is told to who hovers, from the number of a case and how many of which state."""
        self._told = told

    def explain_areas(self, told: Callable[[str], str]) -> None:
        """What is told to who hovers over an area, from its code, where no case is."""
        self._told_area = told

    def explain_places(self, told: Callable[[Sequence[int]], str]) -> None:
        """What is told of facilities to who hovers, from their numbers."""
        self._told_places = told

    def point(self, *, on: bool) -> None:
        """Whether clicks mean places rather than cases."""
        self._points = on
        self.hand.give_up()

    @property
    def pointing(self) -> bool:
        """Whether they do."""
        return self._points

    def paint_over(self, painter: QPainter) -> None:
        self.hand.paint(painter)

    # --- hand, wheel and keys ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.hand.press(event.position(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hand.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hand.release(event.position(), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.hand.twice(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.hand.wheel(event, self._sight.zoom)

    def heap_at(self, at: QPointF) -> Heap | None:
        """What is shown of cases at a point of the view."""
        return self._scene.heap_at(at.x(), at.y())

    def name_at(self, at: QPointF) -> Name | None:
        """The name of areas that is written there."""
        return self._scene.name_at(at.x(), at.y())

    def answers_at(self, at: QPointF) -> bool:
        """Whether a click there means a case, a facility or an area."""
        found = self.heap_at(at), self.facilities.at(at.x(), at.y()), self.name_at(at)
        return any(one is not None for one in found)

    def hover(self, at: QPointF) -> None:
        """The pointer is here."""
        self.hovered.emit(*self.on_plane(at))

    def click(self, at: QPointF, *, add: bool) -> None:
        """A place, a case, a ring, a facility or an area, whatever is there; `add`: a case as well
        as others.
        """
        heap, name = self.heap_at(at), self.name_at(at)
        place = self.facilities.at(at.x(), at.y())
        if self._points:
            self.pointed.emit(*self.on_plane(at))
        elif heap is not None and add:
            self.added.emit(self._scene.members(heap))
        elif heap is not None:
            self._enter(heap)
        elif place is not None:
            self._enter_places(place)
        elif name is not None:
            self.named.emit(name.codes)
        else:
            self.bare_clicked.emit(*self.on_plane(at))

    def click_twice(self, at: QPointF) -> None:
        """A case is opened; elsewhere the map comes nearer."""
        heap = self.heap_at(at)
        if heap is None:
            self.zoom_by(2, at)
        elif heap.many == 1:
            for number in self._scene.members(heap):
                self.opened.emit(number)

    def take(self, sweep: Sweep) -> None:
        """Choose what lies within."""
        self.swept.emit(self._scene.inside(sweep.path()))

    def told(self, sweep: Sweep) -> str:
        """How many cases lie within."""
        many = self._scene.many_inside(sweep.path())
        return self.tr("{n} kasus").format(n=QLocale().toString(many))

    def _enter(self, heap: Heap) -> None:
        """One case is chosen; a ring is zoomed into, unless its cases stand on one spot."""
        numbers = self._scene.members(heap)
        if len(numbers) < 2:
            for number in numbers:  # none, when it has left since it was painted
                self.chosen.emit(number)
            return
        if not self._look_into(self._scene.around(numbers), heap):
            self.gathered.emit(numbers)

    def _enter_places(self, heap: Heap) -> None:
        """One facility is chosen; many are zoomed into, unless they stand on one spot."""
        numbers = self.facilities.members(heap)
        if len(numbers) < 2 or not self._look_into(self.facilities.around(numbers), heap):
            self.places_chosen.emit(numbers)

    def _look_into(self, around: Window, heap: Heap) -> bool:
        """Zoom into what stands for many; False where no zoom takes it apart."""
        nearer = self._sight.fitted(around, self._theme.px(80))
        apart = max(around.right - around.left, around.bottom - around.top)
        if apart * 256 * 2**HIGHEST < _ONE_SPOT_PX or self._sight.zoom >= HIGHEST:
            return False
        if nearer.zoom < self._sight.zoom + 0.25:
            nearer = self._sight.zoomed(self._sight.zoom + 1, heap.x, heap.y)
        self.look(self._kept(nearer))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, far = event.key(), self._theme.px(96)
        if key in _MOVES:
            self.move_by(*(far * part for part in _MOVES[key]))
        elif key in _ZOOMS:
            self.zoom_by(_ZOOMS[key])
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._fingers.take(event, self._sight.zoom)
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent):
            return self.hand.gesture(event, self._sight.zoom)
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            said = self._said_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), said, self)  # without words it goes away
            return True
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and _moves_map(event):
            event.accept()  # while keys go to the map they move it, whatever else they may mean
            return True
        return super().event(event)

    def _said_at(self, x: float, y: float) -> str:
        """What is told of the case, the ring, the facility, or else the area at a point."""
        heap = self._scene.heap_at(x, y)
        if heap is not None:
            said = [self._told(n, self._scene.mix(heap)) for n in self._scene.members(heap)[:1]]
            return "".join(said)
        place = self.facilities.at(x, y)
        if place is not None:
            return self._told_places(self.facilities.members(place))
        ground = self._scene.ground
        code = ground.area_at(*self.on_plane(QPointF(x, y))) if ground is not None else ""
        return self._told_area(code) if code else ""


def _moves_map(event: QKeyEvent) -> bool:
    ours = event.key() in (*_MOVES, *_ZOOMS, Qt.Key.Key_0)
    return ours and not event.modifiers() & _HELD


_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_MOVES: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ZOOMS: dict[int, int] = {
    Qt.Key.Key_Plus: 1,
    Qt.Key.Key_Equal: 1,
    Qt.Key.Key_Minus: -1,
    Qt.Key.Key_Underscore: -1,
}
