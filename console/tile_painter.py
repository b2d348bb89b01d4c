"""Paints panes of the map from tiles; on a worker thread, one painter for one set of tiles."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from math import ceil, floor, log2
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from console.tile_files import NotTiles, Square, Tiles
from widgets.map_areas import TILE
from widgets.map_base import Pane, Picture, PlaceName
from widgets.map_ink import Ink
from widgets.map_plan import Plan
from widgets.vector_tile import Damaged

_MOST_SQUARES = 16
"""A pane of so many tiles is one of a scale that the set was not made for."""
_PARENTS = 6
"""So many steps up is looked for a coarser tile where one is missing."""
_MOST_READY = 96
_VECTOR_PX = 512
"""Vector tiles are drawn for twice the px of raster tiles (the three ways of `map_layers`)."""

Ready = Plan | QImage


class Made(NamedTuple):
    """A pane's picture, and what was looked for: all tiles of it, whether they are there or not."""

    picture: Picture
    squares: tuple[Square, ...]
    fault: NotTiles | None


class TilePainter:
    """For one worker thread."""

    def __init__(self, tiles: Tiles, ink: Ink) -> None:
        self._tiles, self._ink = tiles, ink
        self._ready: OrderedDict[Square, Ready | None] = OrderedDict()
        self._fault: NotTiles | None = None

    def forget(self, squares: list[Square]) -> None:
        """There is something new of these."""
        for square in squares:
            self._ready.pop(square, None)

    def squares(self, pane: Pane) -> tuple[Square, ...]:
        """The tiles a pane is made of, none where they would be too many."""
        zoom = self._zoom(pane)
        many, side = 2**zoom, pane.scale / 2**zoom
        columns = range(floor(pane.left / side), ceil((pane.left + TILE) / side))
        rows = range(floor(pane.top / side), ceil((pane.top + TILE) / side))
        if len(columns) * len(rows) > _MOST_SQUARES:
            return ()
        inside = [(x, y) for y in rows for x in columns if 0 <= x < many and 0 <= y < many]
        return tuple(Square(zoom, x, y) for x, y in inside)

    def paint(self, pane: Pane) -> Made:
        """Never raises: a damaged tile is a missing one, and told of."""
        self._fault = None
        squares = self.squares(pane)
        found = [(square, *self._nearest(square)) for square in squares]
        if not any(ready is not None for _, _, ready in found):
            return Made(Picture(None), squares, self._fault)
        whole = all(ready is not None for _, _, ready in found)
        form = QImage.Format.Format_RGB32 if whole else QImage.Format.Format_ARGB32_Premultiplied
        px = round(TILE * pane.ratio)
        image = QImage(px, px, form)
        image.fill(self._ink.land if whole else Qt.GlobalColor.transparent)
        names = list[PlaceName]()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for square, above, ready in found:
            if isinstance(ready, Plan):
                self._draw_plan(painter, pane, square, above, ready)
                names += _within(pane, above, ready)
            elif ready is not None:
                self._draw_image(painter, pane, square, above, ready)
        painter.end()
        return Made(Picture(image, names), squares, self._fault)

    def _zoom(self, pane: Pane) -> int:
        """Of the tiles that fit a scale best. On a dense screen raster tiles of half a step more:
        sharper, and their words still large enough."""
        facts = self._tiles.facts
        zoom = log2(pane.scale / (facts.px or _VECTOR_PX))
        if facts.px:
            zoom += log2(pane.ratio) * (0.5 if facts.px <= TILE else 1.0)
        return max(facts.lowest, min(facts.highest, round(zoom)))

    def _nearest(self, square: Square) -> tuple[Square, Ready | None]:
        """A tile, or where there is none the coarser one above it."""
        at = square
        for _ in range(_PARENTS + 1):
            ready = self._look(at)
            if ready is not None or at.zoom <= self._tiles.facts.lowest:
                return at, ready
            at = Square(at.zoom - 1, at.x // 2, at.y // 2)
        return square, None

    def _look(self, square: Square) -> Ready | None:
        if square in self._ready:
            self._ready.move_to_end(square)
            return self._ready[square]
        try:
            made = self._made(self._tiles.tile(square))
        except NotTiles as fault:
            self._fault, made = fault, None
        except Damaged as fault:
            self._fault, made = NotTiles("damaged", file=self._tiles.facts.name), None
            self._fault.__cause__ = fault
        self._ready[square] = made
        while len(self._ready) > _MOST_READY:
            self._ready.popitem(last=False)
        return made

    def _made(self, data: bytes | None) -> Ready | None:
        if data is None:
            return None
        if not self._tiles.facts.px:
            return Plan(data)
        image = QImage.fromData(data)
        if image.isNull():
            raise NotTiles("damaged", file=self._tiles.facts.name)
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def _draw_plan(
        self, painter: QPainter, pane: Pane, square: Square, above: Square, plan: Plan
    ) -> None:
        ratio, side = pane.ratio, pane.scale / 2**above.zoom
        box = _on_pane(pane, square)
        painter.resetTransform()
        painter.setClipRect(box)
        painter.fillRect(box, self._ink.land)
        left, top = above.x * side - pane.left, above.y * side - pane.top
        painter.setTransform(
            QTransform(side * ratio, 0, 0, side * ratio, left * ratio, top * ratio)
        )
        seen = QRectF(-left / side, -top / side, TILE / side, TILE / side).adjusted(
            *(edge * _AROUND / side for edge in (-1, -1, 1, 1))
        )
        plan.paint(painter, self._ink, seen, 1 / side, log2(pane.scale / TILE))
        painter.setClipping(False)

    def _draw_image(
        self, painter: QPainter, pane: Pane, square: Square, above: Square, image: QImage
    ) -> None:
        parts = 2 ** (square.zoom - above.zoom)
        wide, high = image.width() / parts, image.height() / parts
        source = QRectF(square.x % parts * wide, square.y % parts * high, wide, high)
        painter.resetTransform()
        box = _on_pane(pane, square)
        painter.drawImage(box, image, source)
        painter.fillRect(box, self._ink.veil)


_AROUND = 24
"""Px beyond a pane that the widest line reaches into it from."""


def _on_pane(pane: Pane, square: Square) -> QRectF:
    """Where a tile is on the picture, in whole px of the device: no seams, nothing twice."""
    side, ratio = pane.scale / 2**square.zoom, pane.ratio
    left, right = (round((at * side - pane.left) * ratio) for at in (square.x, square.x + 1))
    top, bottom = (round((at * side - pane.top) * ratio) for at in (square.y, square.y + 1))
    return QRectF(left, top, right - left, bottom - top)


def _within(pane: Pane, square: Square, plan: Plan) -> Iterator[PlaceName]:
    """The names of a tile whose middle is on the pane, on the plane."""
    many = 2**square.zoom
    left, top, side = pane.left / pane.scale, pane.top / pane.scale, TILE / pane.scale
    for name in plan.names:
        x, y = (square.x + name.x) / many, (square.y + name.y) / many
        if left <= x < left + side and top <= y < top + side:
            yield name._replace(x=x, y=y, room=name.room / many)
