"""A map to pick a point on, with a crosshair for mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.crosshair import paint_crosshair
from widgets.map_sight import Sight
from widgets.map_view import MapView
from widgets.theme import Theme

_FINE, _STEP, _FAR = 1, 8, 48
_MARGIN = 40


class PickView(MapView):
    """Arrows move the crosshair, with Shift by a pixel, with Ctrl far; a click puts it there.

    `moved` carries its place on the plane; `picked` says that it is the one: Enter, double click.
    """

    moved = Signal(float, float)
    picked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._at: tuple[float, float] | None = None
        self.setAccessibleName(self.tr("Peta untuk memilih titik"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.point(on=True)
        self.pointed.connect(self._put)

    def begin(self, at: tuple[float, float] | None, zoom: float) -> None:
        """Put the crosshair on a place of the plane, seen from near; None for all of the city."""
        if at is None:
            self.show_all()
            self._put(self.sight.x, self.sight.y)
            return
        self.look(Sight(*at, zoom, self.width(), self.height()))
        self._put(*at)

    @Slot(float, float)
    def _put(self, x: float, y: float) -> None:
        self._at = x, y
        self.update()
        self.moved.emit(x, y)

    def _on_view(self) -> QPointF | None:
        if self._at is None:
            return None
        sight = self.sight
        return QPointF(
            self._at[0] * sight.scale - sight.left, self._at[1] * sight.scale - sight.top
        )

    def _put_on_view(self, point: QPointF) -> None:
        self._put(*self.on_plane(point))

    # --- hand and keys ---

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._put(*self.on_plane(event.position()))
        self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the crosshair; the map follows it at its edges."""
        step = _STEPS.get(event.key())
        if step is not None:
            self._step(step, event.modifiers())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_by(-1 if event.key() == Qt.Key.Key_Minus else 1, self._on_view())
        else:
            super().keyPressEvent(event)

    def _step(self, step: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        far = _STEP
        if held & Qt.KeyboardModifier.ShiftModifier:
            far = _FINE
        elif held & Qt.KeyboardModifier.ControlModifier:
            far = _FAR
        at = self._on_view() or QPointF(self.width() / 2, self.height() / 2)
        to = at + QPointF(step[0] * far, step[1] * far)
        self._put_on_view(to)
        margin = min(_MARGIN, self.width() // 4, self.height() // 4)
        dx = min(0.0, self.width() - margin - to.x()) + max(0.0, margin - to.x())
        dy = min(0.0, self.height() - margin - to.y()) + max(0.0, margin - to.y())
        if dx or dy:
            self.move_by(dx, dy)
            self._stay_in_view(margin)

    def _stay_in_view(self, margin: int) -> None:
        """The map does not go on for ever, and no farther than it does the crosshair."""
        at = self._on_view()
        if at is not None:
            x = max(margin, min(self.width() - margin, at.x()))
            y = max(margin, min(self.height() - margin, at.y()))
            if (x, y) != (at.x(), at.y()):
                self._put_on_view(QPointF(x, y))

    # --- painting ---

    def paint_over(self, painter: QPainter) -> None:
        super().paint_over(painter)
        at = self._on_view()
        if at is not None:
            paint_crosshair(painter, self._theme, at)


_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
