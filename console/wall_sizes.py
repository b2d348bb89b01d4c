"""How large a wall's letters must be: by the depth of the room, and what the screen measures."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QSize, QSizeF

from widgets.wall_ink import CAPITAL

READABLE = 200
"""A capital letter is read at so many times its height: 17 minutes of arc.

ISO 9241-303 asks for 16 at least, and for 20 to 22 where reading is the work; here people glance.
"""

USUAL_INCHES = 55.0
"""Taken where a screen does not say its size, as projectors do not."""

_LINES = 19.5
"""Smallest letters above each other, or side by side, that a page needs."""
_ODD = (100.0, 10_000.0)


@dataclass(frozen=True, slots=True)
class Letters:
    """`unit` is the size (em, px) of the smallest letters; they can be read from `reach` metres."""

    unit: float
    reach: float


def letters(depth: float, pixels: QSize, size: QSizeF, inches: float = 0.0) -> Letters:
    """For a room of so many metres and a screen of these pixels and millimetres.

    `inches` is its diagonal where somebody has measured it. Where the letters that the room asks
    for leave no room for a page they are as large as can be, and `reach` says how far that is.
    """
    a_mm = _pixels_a_mm(pixels, size, inches)
    wanted = depth * 1000 / READABLE * a_mm / CAPITAL
    unit = max(8.0, min(wanted, min(pixels.width(), pixels.height()) / _LINES))
    return Letters(unit, unit * CAPITAL / a_mm * READABLE / 1000)


def _pixels_a_mm(pixels: QSize, size: QSizeF, inches: float) -> float:
    across = hypot(pixels.width(), pixels.height())
    told = hypot(size.width(), size.height())
    if not inches and _ODD[0] <= told <= _ODD[1]:
        return across / told
    return across / ((inches or USUAL_INCHES) * 25.4)
