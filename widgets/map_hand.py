"""What a hand does to a map: mouse, wheel and trackpad; fingers come from `map_fingers`."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPainter, QWheelEvent

from widgets.map_sweep import Sweep
from widgets.theme import Theme

_SLIP = 4
"""Px of a drag that are still a click."""
_NOTCH = 120.0
"""Of a wheel's angle, as Qt counts it."""
_SWEEPS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier

Held = Qt.KeyboardModifier


class Handled(Protocol):
    """The map, as a hand sees it; points are px of the view."""

    def setCursor(self, shape: Qt.CursorShape, /) -> None: ...
    def update(self) -> None: ...
    def move_by(self, dx: float, dy: float) -> None: ...
    def zoom_by(self, steps: float, at: QPointF | None = None) -> None: ...
    def zoom_now(self, zoom: float, at: QPointF) -> None: ...
    def hold(self) -> None: ...
    def let_go(self, speed: QPointF) -> None: ...
    def answers_at(self, at: QPointF) -> bool: ...
    def click(self, at: QPointF, *, add: bool) -> None: ...
    def click_twice(self, at: QPointF) -> None: ...
    def hover(self, at: QPointF) -> None: ...
    def take(self, sweep: Sweep) -> None: ...
    def told(self, sweep: Sweep) -> str: ...
    @property
    def pointing(self) -> bool: ...


class Hand:
    """One hand on one map: it draws the map along, or, `lassoing`, a line around cases."""

    def __init__(self, theme: Theme, view: Handled) -> None:
        self._theme, self._view = theme, view
        self.lassoing = False
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._speed = QPointF()
        self._dragging = False
        self._sweep: Sweep | None = None

    @property
    def dragging(self) -> bool:
        """Whether the map goes where the hand goes."""
        return self._dragging

    def lasso(self, *, on: bool) -> None:
        """From now on a drag draws a line around cases, until one was drawn."""
        self.lassoing, self._sweep = on, None
        self._view.setCursor(self._idle)
        self._view.update()

    @property
    def _idle(self) -> Qt.CursorShape:
        aims = self.lassoing or self._view.pointing
        return Qt.CursorShape.CrossCursor if aims else Qt.CursorShape.ArrowCursor

    # --- a mouse, or one finger ---

    def press(self, at: QPointF, held: Held = Held.NoModifier) -> None:
        """The button is down."""
        self._pressed = self._last = at
        self._dragging, self._speed = False, QPointF()
        self._view.hold()
        if self.lassoing or held & _SWEEPS:
            self._sweep = Sweep(self._theme, at, box=bool(held & Held.ShiftModifier))

    def move(self, at: QPointF) -> None:
        """The pointer is here."""
        if self._pressed is None:
            self._hover(at)
        elif self._sweep is not None:
            self._sweep.go_on(at)
            self._view.update()
        else:
            self._drag(self._pressed, at)

    def _drag(self, begin: QPointF, at: QPointF) -> None:
        if not self._dragging and (at - begin).manhattanLength() > _SLIP:
            self._dragging = True
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            step = at - self._last
            self._view.move_by(step.x(), step.y())
            self._speed = self._speed * 0.4 + step * 0.6
        self._last = at

    def _hover(self, at: QPointF) -> None:
        self._view.hover(at)
        aims = self.lassoing or self._view.pointing
        found = not aims and self._view.answers_at(at)
        self._view.setCursor(Qt.CursorShape.PointingHandCursor if found else self._idle)

    def release(self, at: QPointF, held: Held = Held.NoModifier) -> None:
        """The button is up."""
        if self._pressed is None:
            return
        sweep, dragged = self._sweep, self._dragging
        self.give_up()
        if sweep is not None and sweep.drawn:
            self.lasso(on=False)
            self._view.take(sweep)
        elif dragged:
            self._view.let_go(self._speed)
        else:
            self._view.click(at, add=bool(held & _SWEEPS))

    def give_up(self) -> None:
        """What was begun comes to nothing."""
        self._pressed, self._sweep, self._dragging = None, None, False
        self._view.setCursor(self._idle)
        self._view.update()

    def twice(self, at: QPointF) -> None:
        """A double click."""
        if not self.lassoing and not self._view.pointing:
            self._view.click_twice(at)

    # --- a wheel, or a trackpad ---

    def wheel(self, event: QWheelEvent, zoom: float) -> None:
        """A notch is a step, and a part of one of a finer wheel is a part of a step; what slides
        by px, as on a trackpad, draws the map, unless Ctrl is held. `zoom` is that of now.
        """
        slides = event.phase() is not Qt.ScrollPhase.NoScrollPhase and event.hasPixelDelta()
        turned = event.angleDelta().y()
        if slides and not event.modifiers() & Held.ControlModifier:
            self._view.move_by(event.pixelDelta().x(), event.pixelDelta().y())
        elif slides:
            self._view.zoom_now(zoom + event.pixelDelta().y() / _NOTCH, event.position())
        elif turned:
            self._view.zoom_by(turned / _NOTCH, event.position())
        event.accept()

    def gesture(self, event: QNativeGestureEvent, zoom: float) -> bool:
        """Two fingers on a trackpad, as the system understands them; whether it meant anything."""
        if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._view.zoom_now(zoom + event.value(), event.position())
        elif event.gestureType() is Qt.NativeGestureType.SmartZoomNativeGesture:
            self._view.click_twice(event.position())
        else:
            return False
        return True

    def paint(self, painter: QPainter) -> None:
        """What is being drawn."""
        if self._sweep is not None and self._sweep.drawn:
            self._sweep.paint(painter, self._view.told(self._sweep))
