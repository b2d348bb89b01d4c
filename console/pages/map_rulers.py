"""The distance ring of the map, with the cases inside, and the distance between two points."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject, Signal, Slot

from console.pages.similar import far
from db.domain.mercator import metres_across, to_earth
from db.domain.polygons import metres_between
from widgets.map_ruler import Place, Ring, Ruler
from widgets.map_view import MapView
from widgets.theme import Theme

METRES = (50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10_000)
_FIRST = METRES.index(500)


class MapRulers(QObject):
    """`said` is a sentence. `current` is the number of the chosen case, -1 for none. The ring goes
    with it, or stays where bare ground was clicked.
    """

    said = Signal(str)

    def __init__(self, theme: Theme, view: MapView, current: Callable[[], int]) -> None:
        super().__init__(view)
        self._view, self._current = view, current
        self._ruler = Ruler(theme, _far)
        self._around, self._held = -1, False
        self._step, self._middle = _FIRST, (0.0, 0.0)
        view.overlays.append(self._ruler.paint)
        view.bare_clicked.connect(self._move_ring)
        view.pointed.connect(self._pointed)
        view.hovered.connect(self._hovered)

    # --- the ring ---

    @property
    def ring(self) -> bool:
        """Whether there is a ring."""
        return self._ruler.ring is not None

    def toggle_ring(self) -> None:
        """A ring around the chosen case, or the middle of the view; once more, none."""
        if self.ring:
            self.end_ring()
            return
        self._around = self._current()
        at = self._view.place_of(self._around)
        self._middle = at or (self._view.sight.x, self._view.sight.y)
        self._draw(tell=True)

    def end_ring(self) -> None:
        """No ring."""
        self._ruler.ring = None
        self._view.update()

    def resize(self, steps: int) -> None:
        """A wider ring, or a narrower one; the first, where there is none."""
        if not self.ring:
            self.toggle_ring()
            return
        self._step = max(0, min(len(METRES) - 1, self._step + steps))
        self._draw(tell=True)

    def inside(self) -> list[int]:
        """Numbers of the cases on the map within the ring."""
        ring = self._ruler.ring
        return self._view.numbers_near(ring.x, ring.y, ring.radius) if ring is not None else []

    def look_again(self) -> None:
        """Cases came or went, or another one was chosen."""
        if not self.ring:
            return
        chosen = self._current()
        if chosen >= 0 and chosen != self._around:
            self._around = chosen
        at = self._view.place_of(self._around)
        self._middle = at or self._middle
        self._draw()

    @Slot(float, float)
    def _move_ring(self, x: float, y: float) -> None:
        if self.ring:
            self._around, self._middle = -1, (x, y)
            self._draw(tell=True)

    def _draw(self, *, tell: bool = False) -> None:
        (x, y), metres = self._middle, METRES[self._step]
        radius = metres / metres_across(to_earth(x, y)[0])
        many = QLocale().toString(len(self._view.numbers_near(x, y, radius)))
        said = self.tr("Dalam {far}: {n} kasus").format(far=far(metres), n=many)
        self._ruler.ring = Ring(x, y, radius, said, self._around >= 0)
        self._view.update()
        if tell:
            self.said.emit(said)

    def end(self) -> None:
        """Neither ring nor line."""
        self.end_line()
        self.end_ring()

    # --- the line ---

    @property
    def measuring(self) -> bool:
        """Whether clicks set the ends of a line."""
        return self._view.pointing

    def toggle_line(self) -> None:
        """A line from the chosen case to the pointer, or to the middle of the view, which keys
        move; a click ends it, the next begins another. Once more, no line.
        """
        if self.measuring:
            self.end_line()
            return
        self._ruler.begin, self._ruler.end = self._view.place_of(self._current()), None
        self._ruler.aims = True
        self._held = False
        self._view.point(on=True)
        if self._ruler.begin is None:
            word = self.tr("Klik titik awal, lalu titik akhir; atau geser peta dan tekan Enter.")
            self.said.emit(word)

    def point_here(self) -> None:
        """An end of the line in the middle of the view: the other follows the view from there."""
        at = self._view.sight.x, self._view.sight.y
        begins = self._ruler.begin is None or self._held
        self._pointed(*at)
        if begins:
            self._ruler.end = None

    def end_line(self) -> None:
        """No line."""
        self._ruler.begin, self._ruler.aims = None, False
        self._view.point(on=False)

    @Slot(float, float)
    def _pointed(self, x: float, y: float) -> None:
        if self._ruler.begin is None or self._held:
            self._ruler.begin, self._ruler.end, self._held = (x, y), (x, y), False
        else:
            self._ruler.end, self._held = (x, y), True
            self.said.emit(_far(self._ruler.begin, (x, y)))
        self._view.update()

    @Slot(float, float)
    def _hovered(self, x: float, y: float) -> None:
        if self.measuring and self._ruler.begin is not None and not self._held:
            self._ruler.end = (x, y)
            self._view.update()


def _far(one: Place, other: Place) -> str:
    """How far two points of the plane are apart, in words."""
    (lat, lng), (other_lat, other_lng) = to_earth(*one), to_earth(*other)
    return far(metres_between((lng, lat), (other_lng, other_lat)))
