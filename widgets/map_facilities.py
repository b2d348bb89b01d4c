"""The layer of facilities: an icon for one, the icons of many side by side, names when near enough.

They lie under the cases and wear no status colour. The farther away, the fewer kinds and the wider
the squares in which they are gathered, so that the city from afar stays a map of its cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from math import floor, log2
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from widgets.map_index import BITS, NO_CASE, Floats, Groups, MapIndex, Window
from widgets.map_names import Heap, Standing
from widgets.map_sight import Sight
from widgets.theme import Theme

NAMED = 15.0
"""From this zoom on names stand beside the icons."""

_STEPS = ((0.0, 3), (13.0, 5), (14.5, 255))
"""From which zoom on how many of the chosen kinds are shown, the most needed first."""
_CLOSE, _WIDE, _NARROW, _CROWDED = 14.5, 96.0, 60.0, 90.0
_MANY = 1_500
_ICON, _PAD = 14, 4
_CELL, _EDGE = 12.0, 12
"""From afar cells of so many px around a case are kept free; so many lie beyond the view."""
_ASIDE = tuple(
    (across * 18, down * 18)
    for far in range(3)
    for across in range(-far, far + 1)
    for down in range(-far, far + 1)
    if max(abs(across), abs(down)) == far
)
"""Where an icon of many may stand otherwise, px: the nearest first."""
_MOST_ICONS, _MOST_NAMES = 3, 30


class _Icon(NamedTuple):
    """What stands for one or many, and its size in px."""

    pixmap: QPixmap
    wide: int
    high: int


class FacilityLayer:
    """Facilities are known by their place in what `set_places` got, kinds by their place in
    `icons`, the most needed first.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._x = self._y = np.zeros(0)
        self._kinds: Groups = np.zeros(0, np.uint8)
        self._names: Sequence[str] = ()
        self._icons: Sequence[str] = ()
        self._chosen: tuple[int, ...] = ()
        self._indices: dict[tuple[int, ...], MapIndex] = {}
        self._found: list[tuple[_Icon, int]] = []
        self._long, self._sight, self._ratio = 1, Sight(0.5, 0.5, 11.0, 1, 1), 1.0
        self.heaps: list[Heap] = []
        """What the last picture showed."""
        self.selected = -1
        self._picture = lru_cache(maxsize=4096)(self._painted)

    def set_places(
        self,
        points: Sequence[tuple[float, float]],
        kinds: Sequence[int],
        names: Sequence[str],
        icons: Sequence[str],
    ) -> None:
        """Places on the plane (0 to 1), the kind and name of each, and the icon of each kind."""
        self._x, self._y = np.array(points, np.float64).reshape(-1, 2).T.copy()
        self._kinds, self._names = np.asarray(kinds, np.uint8), list(names)
        self._icons, self.selected = list(icons), -1
        self._indices.clear()
        self._picture.cache_clear()

    def show_kinds(self, kinds: Sequence[int]) -> None:
        """Which kinds are on the map; none hides the layer."""
        self._chosen = tuple(sorted(kinds))

    def point(self, number: int) -> tuple[float, float]:
        """Where one is on the plane."""
        return float(self._x[number]), float(self._y[number])

    def around(self, numbers: Sequence[int]) -> Window:
        """The least part of the plane that holds all of these."""
        x, y = self._x[list(numbers)], self._y[list(numbers)]
        return Window(float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    def members(self, heap: Heap) -> list[int]:
        """Numbers of what an icon stands for, the most needed kind first, then by name."""
        numbers = self._index().members(heap.first, self._long)
        return sorted(numbers, key=lambda n: (int(self._kinds[n]), self._names[n]))

    def at(self, x: float, y: float) -> Heap | None:
        """The icon at a point of the view."""
        return Standing.of(self.heaps).at(x, y, 0)

    def find(self, sight: Sight, ratio: float, cases: Sequence[Heap]) -> None:
        """Work out what is in sight. From afar icons of many stand beside cases, and what a case
        would cover is left out: half an icon tells nothing, and one looks nearer for it.
        """
        self._sight, self._ratio = sight, ratio
        self.heaps, self._found = [], []
        if not self._chosen or not len(self._x):
            return
        near = _NARROW if len(self._index()) <= _MANY else _CROWDED
        least = self._theme.px(round(near if sight.zoom >= _CLOSE else _WIDE))
        bits = max(1, min(BITS, floor(log2(sight.scale / least))))
        found = self._index().heaps(sight.window(sight.scale / 2**bits), bits)
        self._long = found.long
        x, y = found.x * sight.scale - sight.left, found.y * sight.scale - sight.top
        there = (found.mix > 0) @ (1 << np.arange(len(self._icons)))
        pictures = [
            self._picture(kinds, many, ratio, False)
            for kinds, many in zip(there.tolist(), found.many.tolist(), strict=True)
        ]
        free = np.ones(len(x), bool)
        if sight.zoom < _CLOSE:
            side = sight.scale / 2**bits
            corner = found.left * sight.scale - sight.left, found.top * sight.scale - sight.top
            sizes = np.array([one[1:] for one in pictures], np.float64).reshape(-1, 2)
            x, y, free = _beside_cases(
                (x, y), (*corner, side), sizes, found.many == 1, cases, sight
            )
        rows = zip(
            x.tolist(), y.tolist(), found.first.tolist(), found.many.tolist(),
            found.some.tolist(), pictures, free.tolist(), strict=True,
        )  # fmt: skip
        for at_x, at_y, first, many, some, picture, stands in rows:
            if stands:
                self.heaps.append(Heap(at_x, at_y, picture.wide / 2, first, many))
                self._found.append((picture, some if many == 1 else -1))

    def leave_out(self, boxes: Sequence[QRectF]) -> None:
        """What has been found gives way where one of these stands."""
        stay = [
            not any(box.intersects(_box(heap, icon)) for box in boxes)
            for heap, (icon, _) in zip(self.heaps, self._found, strict=True)
        ]
        self.heaps = list(compress(self.heaps, stay))
        self._found = list(compress(self._found, stay))

    def paint(self, painter: QPainter) -> None:
        """Paint what was found, and the one that is chosen above the rest."""
        for heap, (icon, _) in zip(self.heaps, self._found, strict=True):
            painter.drawPixmap(QPointF(heap.x - icon.wide / 2, heap.y - icon.high / 2), icon.pixmap)
        if 0 <= self.selected < len(self._x):
            icon = self._picture(1 << int(self._kinds[self.selected]), 1, self._ratio, True)
            x, y = self._on_view(self.selected)
            painter.drawPixmap(QPointF(x - icon.wide / 2, y - icon.high / 2), icon.pixmap)

    def labels(self) -> list[tuple[str, float, float]]:
        """Names and where their upper edges' middles are, once the map is near enough.

        Of too many those that come first in what `set_places` got, wherever the map is moved to.
        """
        below = self._side / 2 + 2
        alone = sorted(
            (number, heap.x, heap.y + below)
            for heap, (_, number) in zip(self.heaps, self._found, strict=True)
            if number >= 0 and number != self.selected and self._sight.zoom >= NAMED
        )
        named = [(self._names[number], x, y) for number, x, y in alone[:_MOST_NAMES]]
        if 0 <= self.selected < len(self._x):
            x, y = self._on_view(self.selected)
            named.insert(0, (self._names[self.selected], x, y + below))
        return named

    # --- inside ---

    @property
    def _side(self) -> int:
        return self._theme.px(_ICON + 2 * _PAD)

    def _index(self) -> MapIndex:
        """Those of the kinds that this zoom shows."""
        most = next(most for zoom, most in reversed(_STEPS) if self._sight.zoom >= zoom)
        shown = self._chosen[:most]
        known = self._indices.get(shown)
        if known is None:
            hidden = ~np.isin(self._kinds, np.array(shown, np.uint8))
            groups = np.where(hidden, np.uint8(NO_CASE), self._kinds).astype(np.uint8)
            known = MapIndex(self._x, self._y, groups, len(self._icons))
            self._indices[shown] = known
        return known

    def _on_view(self, number: int) -> tuple[float, float]:
        x, y = self.point(number)
        return x * self._sight.scale - self._sight.left, y * self._sight.scale - self._sight.top

    def _painted(self, there: int, many: int, ratio: float, selected: bool) -> _Icon:
        """A square plate, so that it is told from the round ones of cases at a glance. How many
        they are stands beside the icons where those do not say it. `there`: a bit for each kind.
        """
        kinds = [n for n in range(len(self._icons)) if there >> n & 1][:_MOST_ICONS]
        theme, side, icon = self._theme, self._side, self._theme.px(_ICON)
        pad, font = theme.px(_PAD), theme.fonts.secondary
        text = QLocale().toString(many) if many > len(kinds) else ""
        icons = len(kinds) * (icon + pad) + pad
        wide = round(icons + (QFontMetricsF(font).horizontalAdvance(text) + pad if text else 0))
        picture = QPixmap(round((wide + 4) * ratio), round((side + 4) * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plate = QColor(theme.surface.overlay if theme.name == "dark" else theme.surface.panel)
        plate.setAlpha(255 if selected else 225)
        painter.setBrush(plate)
        edge = theme.line.focus if selected else theme.line.strong
        painter.setPen(QPen(edge, 2.5 if selected else 1))
        radius = theme.radius.small
        painter.drawRoundedRect(QRectF(2, 2, wide, side), radius, radius)
        for n, kind in enumerate(kinds):
            box = QRect(2 + pad + n * (icon + pad), 2 + pad, icon, icon)
            theme.icons.paint(painter, box, self._icons[kind], "main" if selected else "secondary")
        if text:
            painter.setFont(font)
            painter.setPen(theme.text.secondary)
            words = QRectF(2 + icons - pad, 2, wide - icons + pad, side)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()
        return _Icon(picture, wide + 4, side + 4)


def _box(heap: Heap, icon: _Icon) -> QRectF:
    return QRectF(heap.x - icon.wide / 2, heap.y - icon.high / 2, icon.wide, icon.high)


def _beside_cases(
    at: tuple[Floats, Floats],
    squares: tuple[Floats, Floats, float],
    sizes: Floats,
    alone: NDArray[np.bool_],
    cases: Sequence[Heap],
    sight: Sight,
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Where icons stand, and which of them find a place. What stands for many may move within its
    square (left, top, side), so that icons never meet; what stands `alone` is where it is.
    """
    (x, y), (left, top, side), half = at, squares, sizes / 2
    free, sums = np.zeros(len(x), bool), _taken(cases, sight)
    for dx, dy in _ASIDE:
        to_x = np.clip(x + dx, left + half[:, 0], left + side - half[:, 0])
        to_y = np.clip(y + dy, top + half[:, 1], top + side - half[:, 1])
        to_x, to_y = np.where(alone, x, to_x), np.where(alone, y, to_y)
        found = ~free & ~_covered(to_x, to_y, half, sums)
        x, y = np.where(found, to_x, x), np.where(found, to_y, y)
        free |= found
        if free.all():
            break
    return x, y, free


def _taken(cases: Sequence[Heap], sight: Sight) -> NDArray[np.int64]:
    """How many cells near cases lie above and left of each corner of the cells of the view."""
    wide, high = (int(px / _CELL) + 2 * _EDGE for px in (sight.width, sight.height))
    taken = np.zeros((high, wide), bool)
    there = Standing.of(cases)
    across, down = _cells(there.x, wide), _cells(there.y, high)
    for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
        taken[down + dy, across + dx] = True
    return np.pad(taken.cumsum(0).cumsum(1), ((1, 0), (1, 0)))


def _cells(values: Floats, most: int) -> NDArray[np.int64]:
    """The columns or rows of cells that these px are in."""
    return np.clip((values // _CELL).astype(np.int64) + _EDGE, 1, most - 2)


def _covered(x: Floats, y: Floats, half: Floats, sums: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which boxes of these middles and half sizes lie under a case."""
    high, wide = sums.shape[0] - 1, sums.shape[1] - 1
    west, east = _cells(x - half[:, 0], wide), _cells(x + half[:, 0], wide) + 1
    north, south = _cells(y - half[:, 1], high), _cells(y + half[:, 1], high) + 1
    within = sums[south, east] - sums[north, east] - sums[south, west] + sums[north, west]
    covered: NDArray[np.bool_] = within > 0
    return covered
