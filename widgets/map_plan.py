"""A vector tile made ready for painting: shapes by their look in a few paths, and its names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import atan2, degrees, hypot
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from widgets.map_base import PlaceName
from widgets.map_ink import Ink, Stroke
from widgets.map_layers import LAYERS, PLACES, STREETS, WATERS, Look, look_of, name_of, rank_of
from widgets.vector_tile import LINE, POINT, POLYGON, Layer, Part, layers_of

_CELLS = 4
"""A tile's shapes are kept in so many columns and rows: close up, only some are painted."""
_LONGEST_NAME = 60
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


class _Shape(NamedTuple):
    """Some shapes of one look in one cell; `box` is all they reach."""

    path: QPainterPath
    box: QRectF


class Plan:
    """One tile. Its own plane goes from 0 to 1; names are in that too."""

    def __init__(self, data: bytes) -> None:
        """From an unpacked vector tile. Raises Damaged."""
        self._shapes: dict[Look, list[_Shape]] = {}
        self.names: list[PlaceName] = []
        for layer in layers_of(data, LAYERS):
            self._take(layer)
            if layer.name in PLACES | STREETS | WATERS:
                self.names += _names(layer)

    def _take(self, layer: Layer) -> None:
        groups: dict[tuple[Look, int], list[Part]] = {}
        cell = -1
        for n, part in enumerate(layer.parts):
            kind = layer.kinds[part.feature]
            look = look_of(layer.name, layer.tags[part.feature])
            if look is Look.WATER and kind == LINE:
                look = Look.STREAM
            if look is None or kind == POINT or (kind == LINE) != (look in _LINES):
                continue
            if n == 0 or layer.parts[n - 1].feature != part.feature or cell < 0:
                cell = _cell(layer.x[part.first], layer.y[part.first])
            groups.setdefault((look, cell), []).append(part)
        for (look, _), parts in groups.items():
            made = _path(layer, parts)
            self._shapes.setdefault(look, []).append(_Shape(made, made.boundingRect()))

    def paint(self, painter: QPainter, ink: Ink, seen: QRectF, unit: float, zoom: float) -> None:
        """Paint what is `seen` of it. The painter counts in the tile's own plane, `unit` of which
        are a px; `zoom` is that of the view."""
        for look, (colour, from_zoom) in ink.fills.items():
            if zoom >= from_zoom:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                self._paint(painter, look, seen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        shown = [(look, one) for look, one in ink.strokes.items() if zoom >= one.from_zoom]
        for look, stroke in shown:
            if stroke.edge is not None:
                wide = _wide(stroke, zoom) + (1.2 if zoom < 14 else 2.0)
                painter.setPen(QPen(stroke.edge, wide * unit, *_ROUND))
                self._paint(painter, look, seen.adjusted(-wide * unit, -wide * unit, 0, 0))
        for look, stroke in shown:
            pen = QPen(stroke.colour, _wide(stroke, zoom) * unit, *_ROUND)
            if stroke.dashed:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([4, 3])
            painter.setPen(pen)
            self._paint(painter, look, seen)

    def _paint(self, painter: QPainter, look: Look, seen: QRectF) -> None:
        for shape in self._shapes.get(look, ()):
            if _meets(shape.box, seen):
                painter.drawPath(shape.path)


_ROUND = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
_LINES = frozenset(look for look in Look if look in (Look.STREAM, Look.BORDER) or look >= Look.PATH)


def _meets(box: QRectF, seen: QRectF) -> bool:
    """Also boxes without width or height, which Qt takes for nothing."""
    return (
        box.left() <= seen.right()
        and box.right() >= seen.left()
        and box.top() <= seen.bottom()
        and box.bottom() >= seen.top()
    )


def _wide(stroke: Stroke, zoom: float) -> float:
    return float(min(stroke.widest, stroke.wide * 2 ** ((zoom - stroke.from_zoom) / 1.6)))


def _cell(x: float, y: float) -> int:
    column, row = (max(0, min(_CELLS - 1, int(at * _CELLS))) for at in (x, y))
    return row * _CELLS + column


def _path(layer: Layer, parts: Sequence[Part]) -> QPainterPath:
    """All parts as one path, handed over in Qt's own bytes: corner by corner takes ten times as
    long."""
    closed = layer.kinds[parts[0].feature] == POLYGON
    corners = [_corners(part, closed) for part in parts]
    at = np.concatenate(corners)
    elements = np.empty(len(at), _ELEMENT)
    elements["kind"] = 1
    elements["kind"][np.cumsum([0, *(len(some) for some in corners[:-1])])] = 0
    elements["x"], elements["y"] = layer.x[at], layer.y[at]
    fill = Qt.FillRule.WindingFill if layer.wound else Qt.FillRule.OddEvenFill
    begin, end = len(at).to_bytes(4, "big"), (0).to_bytes(4, "big") + fill.value.to_bytes(4, "big")
    path = QPainterPath()
    stream = QDataStream(QByteArray(begin + elements.tobytes() + end))
    stream >> path
    return path


def _corners(part: Part, closed: bool) -> NDArray[np.intp]:
    run = np.arange(part.first, part.first + part.many)
    return np.append(run, part.first) if closed else run


# --- names ---


def _names(layer: Layer) -> Iterator[PlaceName]:
    """Of points where they are; of lines where they are straightest, in the direction they run."""
    longest: dict[tuple[str, int], PlaceName] = {}
    for part in layer.parts:
        tags, kind = layer.tags[part.feature], layer.kinds[part.feature]
        text = name_of(tags)
        if not text or len(text) > _LONGEST_NAME or kind == POLYGON:
            continue
        rank = rank_of(layer.name, tags)
        if kind == POINT:
            for at in range(part.first, part.first + part.many):
                yield PlaceName(text, float(layer.x[at]), float(layer.y[at]), rank)
        elif part.many > 1:
            found = _along(layer, part, text, rank)
            known = longest.get((text, rank))
            if known is None or found.room > known.room:
                longest[text, rank] = found
    yield from longest.values()


def _along(layer: Layer, part: Part, text: str, rank: int) -> PlaceName:
    """In the middle of a line, along its longest straight piece."""
    x, y = (
        layer.x[part.first : part.first + part.many],
        layer.y[part.first : part.first + part.many],
    )
    steps = np.hypot(np.diff(x), np.diff(y))
    n = int(steps.argmax())
    across, down = float(x[n + 1] - x[n]), float(y[n + 1] - y[n])
    if across < 0:
        across, down = -across, -down
    tilt = round(degrees(atan2(down, across)) / 3) * 3.0
    room = hypot(float(x[-1] - x[0]), float(y[-1] - y[0]))
    middle = float(x[n] + x[n + 1]) / 2, float(y[n] + y[n + 1]) / 2
    return PlaceName(text, *middle, rank, max(room, float(steps[n])), tilt)
