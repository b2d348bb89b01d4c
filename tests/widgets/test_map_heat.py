"""How densely cases lie: told as it is, the same at every scale, and in colours that are told."""

from __future__ import annotations

from itertools import pairwise
from math import cosh, hypot, pi

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from tests.screens.colours import contrast
from widgets.map_heat import BITS, REACH, Heat, bounds
from widgets.map_index import MapIndex, Window
from widgets.map_sight import AROUND
from widgets.theme import Theme

SQUARE = 2.0**-BITS
LEFT, TOP = round(0.7963 / SQUARE) * SQUARE, round(0.5171 / SQUARE) * SQUARE
WHOLE = Window(LEFT, TOP, LEFT + 120 * SQUARE, TOP + 90 * SQUARE)
METRES = AROUND / cosh((0.5 - (WHOLE.top + WHOLE.bottom) / 2) * 2 * pi) * SQUARE


def index_of(x: list[float], y: list[float]) -> MapIndex:
    return MapIndex(np.array(x), np.array(y), np.zeros(len(x), np.uint8), 6)


def middle(column: int, row: int) -> tuple[float, float]:
    return LEFT + (column + 0.5) * SQUARE, TOP + (row + 0.5) * SQUARE


def scattered(count: int) -> MapIndex:
    dice = np.random.default_rng(5)
    x = LEFT + dice.uniform(30, 90, count) * SQUARE
    y = TOP + dice.uniform(30, 60, count) * SQUARE
    return index_of(x.tolist(), y.tolist())


def test_every_case_is_counted_in_its_square(dark: Theme) -> None:
    x, y = zip(middle(3, 7), middle(3, 7), middle(80, 50), strict=True)
    heat = Heat(dark, index_of(list(x), list(y)), WHOLE)
    assert heat.counts[7, 3] == 2
    assert heat.counts[50, 80] == 1
    assert heat.counts.sum() == 3


def test_squares_are_counted_as_one_by_one(dark: Theme) -> None:
    index = scattered(5000)
    x, y = index.x[:5000].copy(), index.y[:5000].copy()
    x[:700] += 4 * SQUARE  # some have moved since the rest was sorted
    index.follow(x, y, np.zeros(5000, np.uint8))
    counts, window = index.counts(WHOLE, BITS)
    rows = np.floor(y / SQUARE) - round(window.top / SQUARE)
    columns = np.floor(x / SQUARE) - round(window.left / SQUARE)
    expected = np.zeros_like(counts)
    np.add.at(expected, (rows.astype(int), columns.astype(int)), 1)
    assert np.array_equal(counts, expected)


def test_what_is_laid_out_adds_up_to_the_cases(dark: Theme) -> None:
    heat = Heat(dark, scattered(400), WHOLE)
    cases = heat.density.sum() * (METRES / 1000) ** 2
    assert cases == pytest.approx(400, rel=1e-9)


def test_density_is_that_of_a_bell(dark: Theme) -> None:
    x, y = middle(60, 45)
    heat = Heat(dark, index_of([x], [y]), WHOLE)
    peak = 1 / (2 * pi * (REACH / 1000) ** 2)
    assert heat.density[45, 60] == pytest.approx(peak, rel=0.02)
    assert heat.density.max() == heat.density[45, 60]
    assert heat.top == 2.0
    assert bounds(heat.top, 5) == pytest.approx([0, 0.4, 0.8, 1.2, 1.6, 2.0])


def test_nothing_is_painted_where_nothing_is(dark: Theme) -> None:
    heat = Heat(dark, index_of([], []), WHOLE)
    assert heat.top == 0
    assert painted(heat, WHOLE) == painted(None, WHOLE)


def test_the_picture_is_the_same_whichever_tile_it_is_in(dark: Theme) -> None:
    """Tiles are painted one by one: no seam may show where they meet."""
    heat = Heat(dark, scattered(300), WHOLE)
    scale = 256 / (30 * SQUARE)
    whole, half = image(512), image(512)
    for picture, steps in ((whole, (0,)), (half, (0, 256))):
        for step in steps:
            painter = QPainter(picture)
            painter.setClipRect(step, 0, 512 if len(steps) == 1 else 256, 512)
            painter.translate(step, 0)
            at = (LEFT + 30 * SQUARE) * scale + step, (TOP + 20 * SQUARE) * scale
            heat.paint(painter, scale, *at)
            painter.end()
    one, other = pixels(whole), pixels(half)
    assert np.abs(one.astype(int) - other.astype(int)).max() <= 2
    assert len(np.unique(one)) > 50


def test_more_is_told_by_lightness_alone(theme: Theme) -> None:
    """Whoever sees no colours sees the order, too."""
    for colours in (theme.layer.steps, theme.layer.changes[2:], theme.layer.changes[2::-1]):
        ground = colours[0]
        away = [contrast(colour, ground) for colour in colours]
        assert away == sorted(away)
        assert all(b / a > 1.12 for a, b in pairwise(away))


def test_no_step_is_the_colour_of_a_status(theme: Theme) -> None:
    fills = [status.fill for status in theme.status.values()]
    for colour in (*theme.layer.steps, *theme.layer.changes):
        assert min(apart(colour, fill) for fill in fills) > 45


def apart(one: QColor, other: QColor) -> float:
    return hypot(one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())


def image(side: int) -> QImage:
    made = QImage(side, side, QImage.Format.Format_RGB32)
    made.fill(QColor("#000000"))
    return made


def pixels(of: QImage) -> NDArray[np.uint8]:
    return np.frombuffer(of.constBits(), np.uint8).copy()


def painted(heat: Heat | None, window: Window) -> bytes:
    picture = image(64)
    painter = QPainter(picture)
    scale = 64 / (window.right - window.left)
    if heat is not None:
        heat.paint(painter, scale, window.left * scale, window.top * scale)
    painter.end()
    return pixels(picture).tobytes()
