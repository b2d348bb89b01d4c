"""The cases on a picture: which squares hold any, and the mark or ring that stands there for each.

A frame works in columns; one by one it looks only at what is not painted yet, and paints.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, inf, log2
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QPixmap

from widgets.map_index import BITS, NO_CASE, Floats, Heaps, MapIndex
from widgets.map_marks import GROUPS, STATES, MapMarks, group_of
from widgets.map_names import Corners, Heap, Standing, corners_of, lay
from widgets.map_sight import Sight
from widgets.map_spare import Spare
from widgets.theme import Theme

Numbers = Sequence[float] | NDArray[Any]

CLOSE = 14.5
"""From this zoom on, and always for a few cases, only marks that would touch become one ring,
unless there would be a carpet of them."""

_FEW = 400
_COARSE, _FINE = 56.0, 32.0
_CARPET, _APART = 900, 600
"""With more than so many marks in view they are gathered as from afar, until fewer than so many
would be left: what lies between changes nothing, so that a map being moved does not flicker."""
_SPLIT = 4
"""A square of one grid is so many of the next finer one."""


class Crowd:
    """Cases are known by their place in what `set_cases` got."""

    def __init__(self, theme: Theme) -> None:
        self._theme, self.marks = theme, MapMarks(theme)
        self.states: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.index = MapIndex(np.zeros(0), np.zeros(0), self.states, GROUPS)
        self.long = 1
        """How long a stretch of the index's curve each of those standing is."""
        self.standing = Standing.of([])
        self.filling = False
        """Rings are still being painted: after a zoom a few at a time, else all at once, since
        what changes where it stands must not flicker."""
        self.whole_rings = False
        """Whether rings at the edge move into the view, since nobody can draw the map."""
        self._bits, self._gathered = 0, False
        self._pictures: list[QPixmap] = []
        self._corners: Corners = []

    def set_cases(self, x: Numbers, y: Numbers, states: Numbers) -> None:
        """Places on the plane (0 to 1), and numbers of states in `STATES`, or NO_CASE."""
        self.states = np.array(states, np.uint8)
        places = np.asarray(x, np.float64), np.asarray(y, np.float64)
        self.index.follow(*places, _GROUP_OF[self.states])

    def members(self, heap: Heap) -> list[int]:
        """Numbers of the cases of a heap."""
        return self.index.members(heap.first, self.long)

    def mix(self, heap: Heap) -> dict[str, int]:
        """How many cases of a heap are in which state, in the order of `STATES`."""
        counts = np.bincount(self.states[self.members(heap)], minlength=len(STATES))
        return {state: int(n) for state, n in zip(STATES, counts, strict=True) if n}

    def leave_out(self) -> None:
        """None of them is on the picture."""
        self.standing, self.filling = Standing.of([]), False
        self._pictures, self._corners = [], []

    def find(self, sight: Sight, ratio: float, spare: Spare, *, still: bool) -> None:
        """Work out what is to be painted, `ratio` px of the device for one; `still`: the map is
        not on its way to another place or scale, and all is painted, whatever is to spare.
        """
        found, side, bits = self._found(sight)
        self.filling |= bits != self._bits and self._bits > 0
        self._bits, self.long = bits, found.long
        scale, marks = sight.scale, self.marks
        x, y = found.x * scale - sight.left, found.y * scale - sight.top
        # A ring stays within its square, so that it never covers the next one.
        radii = marks.radii(found.many)
        room = np.minimum(side / 2, radii + 1)
        low_x = found.left * scale - sight.left + room
        low_y = found.top * scale - sight.top + room
        single = found.many == 1
        x = np.where(single, x, np.clip(x, low_x, low_x + side - 2 * room))
        y = np.where(single, y, np.clip(y, low_y, low_y + side - 2 * room))
        if self.whole_rings:
            x = np.clip(x, room + 2, sight.width - room - 2)
            y = np.clip(y, room + 2, sight.height - room - 2)
        reach = np.where(single, marks.size / 2 + 4, radii)
        self.standing = Standing(x, y, reach, found.first, found.many)
        spare = spare if self.filling or not still else Spare(inf)
        self._pictures = self._painted(found, radii, ratio, spare)
        half = np.round(marks.sides(found.many) * ratio) / ratio / 2
        self._corners = corners_of(x - half, y - half, ratio)

    def paint(self, painter: QPainter) -> None:
        """Paint what was found."""
        lay(painter, self._corners, self._pictures)

    def _found(self, sight: Sight) -> tuple[Heaps, float, int]:
        """What squares in view hold, how many px they are wide, and the bits of their grid."""
        fine = len(self.index) <= _FEW
        found, side, bits = self._in_squares(sight, _FINE if fine else _COARSE)
        if fine or sight.zoom < CLOSE:
            self._gathered = False
            return found, side, bits
        most = int(np.minimum(found.many, _SPLIT).sum())  # no more marks can come of these
        self._gathered = most > (_APART if self._gathered else _CARPET)
        return (found, side, bits) if self._gathered else self._in_squares(sight, _FINE)

    def _in_squares(self, sight: Sight, least: float) -> tuple[Heaps, float, int]:
        bits = max(1, min(BITS, floor(log2(sight.scale / self._theme.px(round(least))))))
        side = sight.scale / 2**bits
        return self.index.heaps(sight.window(side), bits), side, bits

    def _painted(self, found: Heaps, radii: Floats, ratio: float, spare: Spare) -> list[QPixmap]:
        """A mark or a ring for each square; for a ring that is not painted in time, a plate."""
        marks, many = self.marks, found.many.tolist()
        alone, wide = self.states[found.some].tolist(), radii.tolist()
        whole, pictures = True, list[QPixmap]()
        for n, picture in enumerate(marks.ready(found.mix, ratio)):
            if picture is not None:
                pictures.append(picture)
            elif many[n] == 1:
                pictures.append(marks.mark(alone[n], ratio, False))
            elif spare:
                with spare.spend():
                    pictures.append(marks.ring(many[n], tuple(found.mix[n].tolist()), ratio))
            else:
                pictures.append(marks.plate(wide[n], ratio))
                whole = False
        self.filling = not whole
        return pictures


_GROUP_OF = np.full(256, NO_CASE, np.uint8)
_GROUP_OF[: len(STATES)] = [group_of(state) for state in STATES]
