"""Names of a basemap: placed once for each pane, left out where cases or names of areas stand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from math import ceil, cos, radians, sin
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from widgets.map_areas import Label
from widgets.map_base import Pane, PlaceName
from widgets.map_names import Heap, Standing
from widgets.theme import Theme

Box = tuple[float, float, float, float]
"""Middle x, middle y, width, height."""
_Key = tuple[float, float, int, int]

STREET = 7
"""Names of this rank and after it are of streets, and run along them."""
WATER = 6

_LONGEST = 240
_APART = 6.0
_MOST_PICTURES = 1_500
_MOST_PANES = 400
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class Placed(NamedTuple):
    """A name that has a place: its middle in px of the scale, and the room it takes upright."""

    name: PlaceName
    x: float
    y: float
    wide: float
    high: float


class BaseNames:
    """`place` when a pane has come, `paint` in each frame."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._placed: OrderedDict[_Key, list[Placed]] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, int, float, float], QPixmap] = OrderedDict()
        self._sizes: dict[tuple[str, int], tuple[float, float]] = {}

    def forget(self) -> None:
        """The basemap is another one."""
        self._placed.clear()

    def place(
        self, pane: Pane, names: Sequence[PlaceName], areas: set[str], labels: Sequence[Label]
    ) -> None:
        """Find room for those names that have any, beside those of the panes around and the names
        of areas at this scale; what bears the name of an area is left to that."""
        self._placed.pop(_key(pane), None)
        around = self._around(pane)
        taken = [_box(one) for one in around]
        taken += [self._of_area(label) for label in labels]
        said = {one.name.text for one in around}
        placed = list[Placed]()
        for name in sorted(names, key=lambda one: one.rank):
            found = self._fits(pane, name)
            if found is None or name.text in said or name.text.casefold() in areas:
                continue
            if not any(_meet(_box(found), box) for box in taken):
                taken.append(_box(found))
                said.add(name.text)
                placed.append(found)
        self._placed[_key(pane)] = placed
        while len(self._placed) > _MOST_PANES:
            self._placed.popitem(last=False)

    def _around(self, pane: Pane) -> list[Placed]:
        scale, ratio, column, row = _key(pane)
        near = [
            (scale, ratio, column + across, row + down) for across in (-1, 0, 1)
            for down in (-1, 0, 1)
        ]  # fmt: skip
        return [one for key in near for one in self._placed.get(key, ())]

    def _fits(self, pane: Pane, name: PlaceName) -> Placed | None:
        wide, high = self._size(name)
        if wide > _LONGEST or (name.room and name.room * pane.scale < wide):
            return None
        turn = radians(name.tilt)
        across, down = abs(cos(turn)), abs(sin(turn))
        return Placed(
            name,
            name.x * pane.scale,
            name.y * pane.scale,
            wide * across + high * down,
            wide * down + high * across,
        )

    def _of_area(self, label: Label) -> Box:
        wide, high = self._size(PlaceName(label.text, 0, 0, 0))
        return label.x, label.y, wide * (1.25 if label.above else 1.0), high

    def _size(self, name: PlaceName) -> tuple[float, float]:
        known = self._sizes.get((name.text, name.rank))
        if known is None:
            metrics = QFontMetricsF(self._font(name.rank))
            known = metrics.horizontalAdvance(name.text) + 8, metrics.height() + 2
            self._sizes[name.text, name.rank] = known
        return known

    def _font(self, rank: int) -> QFont:
        fonts = self._theme.fonts
        font = QFont(fonts.secondary_strong if rank < 4 else fonts.secondary)
        font.setItalic(rank == WATER)
        return font

    # --- painting ---

    def paint(
        self,
        painter: QPainter,
        panes: Sequence[Pane],
        shift: tuple[float, float, float],
        heaps: Sequence[Heap],
        taken: Sequence[Box],
    ) -> None:
        """Names of these panes. `shift`: px of the scale times the first, less the others, are px
        of the view. Where one of the heaps or boxes is, none is painted."""
        shown = [one for pane in panes for one in self._placed.get(_key(pane), ())]
        if not shown:
            return
        stretch, left, top = shift
        boxes = np.array([one[1:] for one in shown])
        boxes[:, :2] = boxes[:, :2] * stretch - (left, top)
        near = Standing.of(heaps)
        others = np.stack([near.x, near.y, 2 * near.reach, 2 * near.reach], axis=1)
        free = _free(boxes, np.append(others, np.array(taken).reshape(-1, 4), axis=0))
        ratio = panes[0].ratio
        for one, (x, y, wide, high), may in zip(shown, boxes.tolist(), free.tolist(), strict=True):
            if may:
                at = QPointF(round((x - wide / 2) * ratio), round((y - high / 2) * ratio)) / ratio
                painter.drawPixmap(at, self._picture(one, ratio))

    def _picture(self, one: Placed, ratio: float) -> QPixmap:
        key = (one.name.text, one.name.rank, one.name.tilt, ratio)
        known = self._pictures.get(key)
        if known is None:
            known = self._pictures[key] = self._painted(one, ratio)
            while len(self._pictures) > _MOST_PICTURES:
                self._pictures.popitem(last=False)
        return known

    def _painted(self, one: Placed, ratio: float) -> QPixmap:
        theme, (text, _, _, rank, _, tilt) = self._theme, one.name
        size = QSize(ceil(one.wide * ratio), ceil(one.high * ratio))
        picture = QPixmap(size)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        wide, high = self._size(one.name)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font(rank))
        painter.translate(one.wide / 2, one.high / 2)
        painter.rotate(tilt)
        seam = QColor(theme.surface.panel)
        seam.setAlpha(200)
        painter.setPen(seam)
        box = QRectF(-wide / 2, -high / 2, wide, high)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.drawText(box.translated(dx, dy), _MIDDLE, text)
        painter.setPen(theme.accent.text if rank == WATER else theme.text.secondary)
        painter.drawText(box, _MIDDLE, text)
        painter.end()
        return picture


def _key(pane: Pane) -> _Key:
    return pane.scale, pane.ratio, pane.column, pane.row


def _box(one: Placed) -> Box:
    return one[1:]


def _meet(one: Box, other: Box) -> bool:
    across = abs(one[0] - other[0]) * 2 < one[2] + other[2] + 2 * _APART
    return across and abs(one[1] - other[1]) * 2 < one[3] + other[3] + 2 * _APART


def _free(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which boxes meet none of the others."""
    apart = np.abs(boxes[:, None, :2] - others[None, :, :2]) * 2
    meets = (apart < boxes[:, None, 2:] + others[None, :, 2:]).all(axis=2)
    free: np.ndarray = ~meets.any(axis=1)
    return free
