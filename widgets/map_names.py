"""Names on the map: painted once each, and put where neither cases nor other names are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from widgets.theme import Theme

_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)
Corners = Sequence[QPoint] | Sequence[QPointF]
_SEAM, _PLATE = 190, 225
"""How opaque what lies around a name is, and what lies under one on a filled area."""


class Heap(NamedTuple):
    """What was painted at a point of the view: its reach in px, where it begins on the curve of the
    index, and how many cases it holds."""

    x: float
    y: float
    reach: float
    first: int
    many: int


class Standing(Sequence[Heap]):
    """Heaps in columns: what a picture shows many of is looked at together."""

    def __init__(
        self,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        reach: NDArray[np.float64],
        first: NDArray[np.uint64],
        many: NDArray[np.int64],
    ) -> None:
        self.x, self.y, self.reach, self.first, self.many = x, y, reach, first, many

    @staticmethod
    def of(heaps: Sequence[Heap]) -> Standing:
        """These in columns."""
        if isinstance(heaps, Standing):
            return heaps
        rows = np.array([heap[:3] for heap in heaps], np.float64).reshape(-1, 3)
        first = np.array([heap.first for heap in heaps], np.uint64)
        many = np.array([heap.many for heap in heaps], np.int64)
        return Standing(rows[:, 0], rows[:, 1], rows[:, 2], first, many)

    def __len__(self) -> int:
        return len(self.x)

    @overload
    def __getitem__(self, at: int) -> Heap: ...
    @overload
    def __getitem__(self, at: slice) -> Standing: ...
    def __getitem__(self, at: int | slice) -> Heap | Standing:
        if isinstance(at, slice):
            return Standing(self.x[at], self.y[at], self.reach[at], self.first[at], self.many[at])
        columns = (self.x, self.y, self.reach, self.first, self.many)
        return Heap(*(column[at].item() for column in columns))

    def __iter__(self) -> Iterator[Heap]:
        columns = (self.x, self.y, self.reach, self.first, self.many)
        return map(Heap, *(column.tolist() for column in columns))

    def and_(self, others: Standing) -> Standing:
        """These, then the others."""
        return Standing(
            np.append(self.x, others.x),
            np.append(self.y, others.y),
            np.append(self.reach, others.reach),
            np.append(self.first, others.first),
            np.append(self.many, others.many),
        )

    def at(self, x: float, y: float, around: float) -> Heap | None:
        """The nearest of those that reach to a point, but for so many px."""
        away = np.hypot(self.x - x, self.y - y)
        away[away > self.reach + around] = np.inf
        nearest = int(away.argmin()) if len(away) else 0
        return self[nearest] if len(away) and np.isfinite(away[nearest]) else None


class Name(NamedTuple):
    """A name that was written: where, in px of the view, and the codes of the areas it names."""

    box: QRectF
    codes: tuple[str, ...]


def corners_of(x: NDArray[np.float64], y: NDArray[np.float64], ratio: float) -> Corners:
    """Where pictures are laid. On whole px Qt rounds as much, and takes twice as long for it."""
    if ratio != 1:
        return list(map(QPointF, x.tolist(), y.tolist()))
    across, down = np.floor(x + 0.5).astype(np.int64), np.floor(y + 0.5).astype(np.int64)
    return list(map(QPoint, across.tolist(), down.tolist()))


def lay(painter: QPainter, corners: Corners, pictures: Sequence[QPixmap]) -> None:
    """Paint each picture at its corner."""
    draw: Callable[[Any, QPixmap], None] = painter.drawPixmap
    for corner, picture in zip(corners, pictures, strict=True):
        draw(corner, picture)


class Written(NamedTuple):
    """The picture of a name, and its size in px."""

    picture: QPixmap
    wide: float
    high: float


class NamePictures:
    """Names with a seam of the ground's colour, so that borders do not cut them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made: dict[tuple[str, bool, bool, float], Written] = {}

    def ready(self, text: str, ratio: float, *, strong: bool, plate: bool) -> Written | None:
        """A name that has been painted."""
        return self._made.get((text, strong, plate, ratio))

    def picture(
        self, text: str, font: QFont, ratio: float, *, strong: bool, plate: bool
    ) -> Written:
        """A name in a font, upon a plate where areas are filled; kept."""
        picture = self._painted(text, font, ratio, strong, plate)
        size = picture.deviceIndependentSize()
        made = self._made[text, strong, plate, ratio] = Written(
            picture, size.width(), size.height()
        )
        return made

    def _painted(self, text: str, font: QFont, ratio: float, strong: bool, plate: bool) -> QPixmap:
        metrics = QFontMetricsF(font)
        size = QSize(ceil(metrics.horizontalAdvance(text)) + 8, ceil(metrics.height()) + 4)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        seam = QColor(self._theme.surface.raised)
        seam.setAlpha(_PLATE if plate else _SEAM)
        if plate:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(seam)
            painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), 3, 3)
        else:
            painter.setPen(seam)
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                painter.drawText(QRectF(dx, dy, size.width(), size.height()), _MIDDLE, text)
        painter.setPen(self._theme.text.main if strong else self._theme.text.secondary)
        painter.drawText(QRectF(0, 0, size.width(), size.height()), _MIDDLE, text)
        painter.end()
        return picture


def find_room(
    boxes: Sequence[tuple[float, float, float, float]], heaps: Sequence[Heap], fixed: int = 0
) -> list[float | None]:
    """How far down each name must go so as to be read, None where it finds no room.

    A name is (middle x, middle y, width, height); those before it, and all cases, are in its way.
    The last `fixed` ones stay where they are, or are left out.
    """
    if not boxes:
        return []
    near, names = Standing.of(heaps), np.array(boxes)
    x, y, wide, high = names.T
    steps = np.array(_STEPS)[:, None] * (high + _AWAY)
    # Few cases are above or below a name at all: only those can be in its way.
    name, heap = np.nonzero(np.abs(near.x - x[:, None]) < wide[:, None] / 2 + near.reach)
    away = near.y[heap] - y[name]
    free = np.ones((len(_STEPS), len(boxes)), bool)
    free[1:, len(boxes) - fixed :] = False
    for n, down in enumerate(steps):
        blocked = np.abs(away - down[name]) < high[name] / 2 - 3 + near.reach[heap]
        free[n, name[blocked]] = False
    taken = np.empty((len(boxes), 4))
    count = 0
    found: list[float | None] = []
    for box, may, downs in zip(boxes, free.T.tolist(), steps.T.tolist(), strict=True):
        found.append(None)
        for open_here, down in zip(may, downs, strict=True):
            if not open_here:
                continue
            apart = np.abs(taken[:count, :2] - (box[0], box[1] + down)) * 2
            if not (apart < taken[:count, 2:] + box[2:]).all(axis=1).any():
                taken[count] = (box[0], box[1] + down, box[2], box[3])
                count += 1
                found[-1] = down
                break
    return found


_STEPS = (0.0, 0.5, -0.5, 1.0, -1.0)
_AWAY = 24.0
