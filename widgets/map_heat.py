"""How densely cases lie, in cases per km², as a picture over the ground of a map.

The reach of a case is a length on earth, not on the screen: the picture says the same at every
scale, and is made when cases change, not for each frame.
"""

from __future__ import annotations

from math import ceil, cosh, exp, floor, log10, pi

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map_index import MapIndex, Window
from widgets.map_sight import AROUND
from widgets.theme import Theme

BITS = 18
"""The grid that cases are counted in: squares of 150 m."""

REACH = 350.0
"""Metres within which two thirds of a case's weight lie (one sigma across and down)."""

_LOW, _HIGH = 0.04, 0.9
"""Below this part of the top nothing is painted; from then on as opaque as this at most."""

Counts = NDArray[np.int64]
Density = NDArray[np.float64]


class Heat:
    """The cases of an index within a window of the plane, told apart by `steps` of colour."""

    def __init__(self, theme: Theme, index: MapIndex, whole: Window) -> None:
        self.counts, self._window = index.counts(whole, BITS)
        metres = AROUND / cosh((0.5 - (whole.top + whole.bottom) / 2) * 2 * pi) / 2**BITS
        self.density = _spread(self.counts, REACH / metres) / (metres / 1000) ** 2
        """Cases per km² in each square, rows from above."""
        most = float(self.density.max())
        self.top = _round_up(most) if most > 0 else 0.0
        """What the strongest colour stands for, cases per km²; 0 when there are none."""
        self._image = _picture(self.density / self.top if most > 0 else self.density, theme)

    def same(self, other: Heat) -> bool:
        """Whether both count alike."""
        return self._window == other._window and np.array_equal(self.counts, other.counts)

    def paint(self, painter: QPainter, scale: float, x: float, y: float) -> None:
        """See `Over`."""
        if not self.top:
            return
        left, top, right, bottom = self._window
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(
            left * scale - x, top * scale - y, (right - left) * scale, (bottom - top) * scale
        )
        painter.drawImage(box, self._image)


def bounds(top: float, steps: int) -> list[float]:
    """Where each step of colour begins, from 0 on, and where the last ends."""
    return [top * n / steps for n in range(steps + 1)]


def _spread(counts: Counts, sigma: float) -> Density:
    """Each case laid out as a bell: nothing of it is lost but beyond the edge."""
    far = ceil(3 * sigma)
    bell = [exp(-(n**2) / (2 * sigma**2)) for n in range(-far, far + 1)]
    spread = counts.astype(np.float64)
    for _ in range(2):
        wide = np.pad(spread, ((far, far), (0, 0)))
        parts = (part * wide[n : n + len(spread)] for n, part in enumerate(bell))
        spread = np.sum(list(parts), axis=0).T / sum(bell)
    return spread


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 ... that is not less."""
    ten = 10.0 ** floor(log10(value))
    return next(step * ten for step in (1, 2, 5, 10) if step * ten >= value)


def _picture(parts: Density, theme: Theme) -> QImage:
    """One px a square; `parts` from 0 to 1."""
    levels = _levels(theme.layer.steps)
    pixels = np.ascontiguousarray(levels[(np.clip(parts, 0, 1) * (len(levels) - 1)).astype(int)])
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # the array goes


def _levels(steps: tuple[QColor, ...]) -> NDArray[np.uint32]:
    """256 colours from nothing to the last step, premultiplied as Qt wants them."""
    part = np.linspace(0, 1, 256)
    at = np.linspace(0, 1, len(steps))
    inks = np.array([step.getRgb()[:3] for step in steps], np.float64)  # type: ignore[index]
    alpha = np.clip((part - _LOW) / (0.25 - _LOW), 0, 1) * _HIGH
    ink = [np.interp(part, at, inks[:, n]) * alpha for n in range(3)]
    levels = np.zeros(256, np.uint32)
    for byte in (alpha * 255, *ink):
        levels = levels * np.uint32(256) + np.round(byte).astype(np.uint32)
    return levels
