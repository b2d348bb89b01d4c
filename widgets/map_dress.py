"""What a layer lays upon the ground of a map: fills, words after names, outlines, a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from widgets.theme import Theme


class Over(Protocol):
    """Something painted over the areas."""

    def paint(self, painter: QPainter, scale: float, x: float, y: float) -> None:
        """Paint what lies right of and below a point: px of the whole plane at `scale`."""


class Dress(NamedTuple):
    """By code of an area: its fill, and words after its name; after the name of a larger area.

    Areas whose codes are `outlined` stand out from all others; those that are `hatched` have lines
    over their fill, for who does not see its colour.
    """

    fills: Mapping[str, QColor] = {}
    words: Mapping[str, str] = {}
    words_above: Mapping[str, str] = {}
    outlined: frozenset[str] = frozenset()
    hatched: frozenset[str] = frozenset()
    over: Over | None = None


BARE = Dress()
_APART = 9
_INK = 110


def paint_hatch(painter: QPainter, theme: Theme, path: QPainterPath) -> None:
    """Slanting lines within a path, so many px apart whatever the painter counts in. They lie on
    the painter's own plane: what is painted in pieces has no seams."""
    of_unit = painter.transform().m11()
    box, step = path.boundingRect(), theme.px(_APART) / of_unit
    ink = QColor(theme.text.main)
    ink.setAlpha(_INK)
    pen = QPen(ink, theme.px(1))
    pen.setCosmetic(True)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(pen)
    first, last = (box.left() + box.top()) // step, (box.right() + box.bottom()) // step
    top, bottom = box.top(), box.bottom()
    painter.drawLines(
        [
            QLineF(n * step - top, top, n * step - bottom, bottom)
            for n in range(int(first), int(last) + 1)
        ]
    )
    painter.restore()
