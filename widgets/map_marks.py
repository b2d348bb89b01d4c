"""What stands on the map for cases: a status mark for one, a ring of the mix for many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from widgets.marks import MARKS, mark_of
from widgets.theme import Theme

STATES = tuple(MARKS)
"""The number of a state on the map is its place here."""

_GROUPS = ("received", "forwarded", "accepted", "awaiting_validation", "resolved", "returned")
"""A state that stands for each part of a ring, what is most urgent first."""
GROUPS = len(_GROUPS)
_BAND, _EDGE = 4, 0.24
"""Px that a ring is wide; how much of that its edges take, both together."""


class _Stroke(NamedTuple):
    """How a part of a ring is drawn, besides its colour: what part of the ring's width it takes,
    dashes in widths, and whether it is hollow."""

    wide: float = 1.0
    dashes: tuple[float, ...] = ()
    hollow: bool = False


_STROKES = (
    _Stroke(),
    _Stroke(dashes=(0.6, 0.5)),  # as its mark is striped
    _Stroke(0.7),
    _Stroke(hollow=True),
    _Stroke(0.55, (0.6, 1.1)),
    _Stroke(0.25),
)
"""For each part of a ring: yellow and yellow, or two greys, are told apart by these."""
_SHARES = 24
_MARK = 18
_GAP = 6.0
_MOST_RINGS = 16_384
_DIGITS = np.array([10, 100, 1_000, 10_000])


def group_of(state: str) -> int:
    """The part of a ring that a state belongs to."""
    if state in _GROUPS:
        return _GROUPS.index(state)
    return {"yellow": 2, "green": 4}.get(mark_of(state).colour, GROUPS - 1)


def states_of_groups() -> tuple[str, ...]:
    """A state for each part of a ring, for its word and mark."""
    return _GROUPS


class MapMarks:
    """Pictures in a theme's colours, painted once for each look."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._radii = np.array([theme.px(px) for px in (15, 17, 20, 23, 27)], np.float64)
        self.mark = lru_cache(maxsize=256)(self._mark)
        """mark(state number, device pixel ratio, selected): cached."""
        self._rings: dict[float, dict[bytes, QPixmap]] = {}
        # On a wall a ring is a hundred times as large: fewer are kept, or weeks would fill it.
        self._most = max(64, round(_MOST_RINGS / theme.scale**2))
        self._ring = lru_cache(maxsize=max(64, self._most // 4))(self._painted)
        self._pens = [tuple(self._pens_of(group)) for group in range(GROUPS)]
        self.plate = lru_cache(maxsize=64)(self._plate)
        """plate(radius, device pixel ratio): cached; where a ring will be."""

    def ready(self, mixes: NDArray[np.int64], ratio: float) -> list[QPixmap | None]:
        """Rings of so many cases by group, a row each, as far as they have been painted."""
        return list(map(self._rings.get(ratio, {}).get, _keys(mixes)))

    def ring(self, count: int, mix: tuple[int, ...], ratio: float) -> QPixmap:
        """A ring of so many cases, by group; painted once, and what looks alike is one."""
        (key,) = _keys(np.array([mix]))
        known = self._rings.setdefault(ratio, {})
        if key not in known:
            if sum(map(len, self._rings.values())) >= self._most:
                self._rings = {ratio: (known := {})}
            known[key] = self._ring(count, _shares(mix, count), ratio)
        return known[key]

    def radius(self, count: int) -> float:
        """Of a ring, px."""
        return float(self.radii(np.array([count]))[0])

    def radii(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Of many rings, px: wider with each digit."""
        steps: NDArray[np.float64] = self._radii[np.searchsorted(_DIGITS, counts, "right")]
        return steps

    def sides(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Px of the pictures of so many cases each: marks and rings."""
        return np.where(counts == 1, self.size + 8, np.round(2 * self.radii(counts) + 6))

    @property
    def size(self) -> int:
        """Of a mark, px."""
        return self._theme.px(_MARK)

    def _mark(self, state: int, ratio: float, selected: bool) -> QPixmap:
        """A mark upon a plate, so that it stands out from borders and names."""
        theme, size = self._theme, self.size
        side = size + 8
        pixmap = _empty(side, ratio)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(side / 2, side / 2)
        painter.setBrush(self._plate_ink)
        edge = QPen(theme.line.focus if selected else theme.line.strong, 2.5 if selected else 1)
        painter.setPen(edge)
        painter.drawEllipse(middle, side / 2 - 1.5, side / 2 - 1.5)
        inner = round(size * 0.78)
        shown = theme.marks.pixmap(STATES[state], inner, ratio)
        painter.drawPixmap(QPointF((side - inner) / 2, (side - inner) / 2), shown)
        painter.end()
        return pixmap

    def _plate(self, radius: float, ratio: float) -> QPixmap:
        pixmap = _empty(round(2 * radius + 6), ratio)
        painter = QPainter(pixmap)
        self._paint_plate(painter, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.line.strong, 1))
        middle = QPointF(pixmap.width() / ratio / 2, pixmap.height() / ratio / 2)
        painter.drawEllipse(middle, radius, radius)
        painter.end()
        return pixmap

    def _paint_plate(self, painter: QPainter, radius: float) -> None:
        side = round(2 * radius + 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._plate_ink)
        painter.drawEllipse(QPointF(side / 2, side / 2), radius + 1, radius + 1)

    def _painted(self, count: int, shares: tuple[int, ...], ratio: float) -> QPixmap:
        theme, radius = self._theme, self.radius(count)
        side = round(2 * radius + 6)
        pixmap = _empty(side, ratio)
        painter = QPainter(pixmap)
        middle = QPointF(side / 2, side / 2)
        self._paint_plate(painter, radius)
        self._paint_shares(painter, middle, radius + 0.5 - self._theme.px(_BAND) / 2, shares)
        text = QLocale().toString(count)
        font = theme.fonts.secondary_strong
        painter.setFont(font)
        painter.setPen(theme.text.main)
        worst = next((n for n, share in enumerate(shares) if share), GROUPS - 1)
        small = theme.px(8)
        height = QFontMetricsF(font).capHeight()
        top = middle.y() - (height + 2 + small) / 2
        words = QRectF(0, top - height, side, 3 * height)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), text)
        mark = theme.marks.pixmap(_GROUPS[worst], small, ratio)
        painter.drawPixmap(QPointF(middle.x() - small / 2, top + height + 2.5), mark)
        painter.end()
        return pixmap

    def _paint_shares(
        self, painter: QPainter, middle: QPointF, radius: float, shares: Sequence[int]
    ) -> None:
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        many = sum(share > 0 for share in shares) > 1
        at = 90.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for group, share in enumerate(shares):
            if not share:
                continue
            sweep = 360 * share / _SHARES
            gap = min(_GAP, sweep / 3) if many else 0.0
            for pen in self._pens[group]:
                painter.setPen(pen)
                painter.drawArc(box, round(16 * (at - gap / 2)), -round(16 * (sweep - gap)))
            at -= sweep

    def _pens_of(self, group: int) -> Iterator[QPen]:
        """Of a part of a ring: edged as its mark where the colour is faint on the plate; what is
        hollow is drawn over with the plate's own.
        """
        stroke, band = _STROKES[group], self._theme.px(_BAND)
        look, wide = self._theme.status[mark_of(_GROUPS[group]).colour], band * stroke.wide
        edge = 0.0 if look.line == look.fill else band * _EDGE
        for ink, across in ((look.line, wide), (look.fill, wide - edge)):
            pen = QPen(ink, across, c=Qt.PenCapStyle.FlatCap)
            if stroke.dashes:
                pen.setDashPattern([part * band / across for part in stroke.dashes])
            yield pen
        if stroke.hollow:
            yield QPen(self._plate_ink, band * 0.3, c=Qt.PenCapStyle.FlatCap)

    @property
    def _plate_ink(self) -> QColor:
        surface = self._theme.surface
        return surface.overlay if self._theme.name == "dark" else surface.panel


def _shares(mix: Sequence[int], count: int) -> tuple[int, ...]:
    """Parts of `_SHARES`; whatever is there at all has one at least."""
    if count <= 0:
        return (0,) * len(mix)
    parts = [max(1, round(_SHARES * part / count)) if part else 0 for part in mix]
    while sum(parts) != _SHARES:
        step = 1 if sum(parts) < _SHARES else -1
        largest = max(range(len(parts)), key=parts.__getitem__)
        parts[largest] += step
    return tuple(parts)


def _keys(mixes: NDArray[np.int64]) -> list[bytes]:
    """What tells rings apart, quickly: each row in its bytes."""
    rows = np.ascontiguousarray(mixes, np.uint32)
    keys: list[bytes] = rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist()
    return keys


def _empty(side: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
