"""The ground of the map: areas with their borders, painted in tiles, and their names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)

from widgets.map_dress import BARE, Dress, paint_hatch
from widgets.map_index import Window
from widgets.theme import Theme

TILE = 256
"""Side of a tile in px."""

_MOST_TILES = 320
_UNIT = 2.0**20
"""Paths count in these from the ground's corner: the plane's own numbers are too fine for paths."""


class Area(NamedTuple):
    """One area: rings on the plane (0 to 1), where its name goes, and its larger area's name."""

    code: str
    name: str
    x: float
    y: float
    above: str
    rings: Sequence[Sequence[tuple[float, float]]]


class Label(NamedTuple):
    """A name that is shown at one scale: its middle in px of that scale, and the codes of the
    areas it is the name of, all those of a larger one.
    """

    text: str
    x: float
    y: float
    above: bool
    codes: tuple[str, ...]


class Ground:
    """Paints areas. `sketched` says that nobody drew their borders, and they are shown so."""

    def __init__(self, theme: Theme, areas: Sequence[Area], *, sketched: bool) -> None:
        self._theme, self._areas, self._sketched = theme, list(areas), sketched
        points = [point for area in areas for ring in area.rings for point in ring]
        xs, ys = [x for x, _ in points] or [0.0, 1.0], [y for _, y in points] or [0.0, 1.0]
        self.left, self.top, self.right, self.bottom = min(xs), min(ys), max(xs), max(ys)
        self._paths = [self._path(area) for area in self._areas]
        self._boxes = [path.boundingRect() for path in self._paths]
        self._shades = self._shaded()
        self._tiles: OrderedDict[_Place, tuple[int, QPixmap]] = OrderedDict()
        self._dress, self._worn = BARE, 0
        self._labels: dict[float, list[Label]] = {}
        self._sizes: dict[tuple[str, bool], tuple[float, float]] = {}

    def _path(self, area: Area) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for ring in area.rings:
            corners = [QPointF((x - self.left) * _UNIT, (y - self.top) * _UNIT) for x, y in ring]
            path.addPolygon(QPolygonF(corners))
            path.closeSubpath()
        return path

    def _shaded(self) -> list[int]:
        """One of three shades for each larger area, another than those nearest to it have."""
        groups: dict[str, list[Area]] = {}
        for area in self._areas:
            groups.setdefault(area.above, []).append(area)
        middles = {
            above: (sum(a.x for a in of) / len(of), sum(a.y for a in of) / len(of))
            for above, of in groups.items()
        }
        shades: dict[str, int] = {}
        for above, (x, y) in sorted(middles.items(), key=lambda item: item[1]):
            near = sorted(shades, key=lambda o: (middles[o][0] - x) ** 2 + (middles[o][1] - y) ** 2)
            taken = [shades[other] for other in near[:3]]
            free = [shade for shade in range(3) if shade not in taken]
            shades[above] = (
                free[0] if free else 3 - taken[0] - taken[1] if taken[0] != taken[1] else 0
            )
        return [shades[area.above] for area in self._areas]

    def wear(self, dress: Dress) -> None:
        """Be painted in another dress from now on; tiles in the old one stay until then."""
        if dress == self._dress:
            return
        if (dress.words, dress.words_above) != (self._dress.words, self._dress.words_above):
            self._labels.clear()
        self._dress, self._worn = dress, self._worn + 1

    @property
    def takes_base(self) -> bool:
        """Whether a basemap is seen on it; not while the areas' own colours tell something."""
        return not self._dress.fills

    @property
    def names(self) -> set[str]:
        """What its areas are called, in small letters."""
        return {name.casefold() for area in self._areas for name in (area.name, area.above)}

    def area_at(self, x: float, y: float) -> str:
        """The code of the area at a point of the plane, "" beside all of them."""
        at = QPointF((x - self.left) * _UNIT, (y - self.top) * _UNIT)
        for area, box, path in zip(self._areas, self._boxes, self._paths, strict=True):
            if box.contains(at) and path.contains(at):
                return area.code
        return ""

    def around(self, codes: Collection[str]) -> Window | None:
        """The least part of the plane that holds these areas, None for none."""
        boxes = [b for a, b in zip(self._areas, self._boxes, strict=True) if a.code in codes]
        box = QRectF()
        for one in boxes:
            box = box.united(one)
        left, top = box.left() / _UNIT + self.left, box.top() / _UNIT + self.top
        right, bottom = left + box.width() / _UNIT, top + box.height() / _UNIT
        return Window(left, top, right, bottom) if boxes else None

    # --- tiles ---

    def tile(self, scale: float, ratio: float, column: int, row: int) -> QPixmap | None:
        """A tile that is ready, perhaps in the dress before; None while there is none."""
        held = self._tiles.get((scale, ratio, column, row))
        if held is None:
            return None
        self._tiles.move_to_end((scale, ratio, column, row))
        return held[1]

    def lag(self, scale: float, ratio: float, column: int, row: int) -> int:
        """How urgently a tile is to be painted: 0 when it is as it should be; most while there is
        none, then the longer it has been out of date.
        """
        held = self._tiles.get((scale, ratio, column, row))
        return self._worn + 1 if held is None else self._worn - held[0]

    def paint_tile(
        self, scale: float, ratio: float, column: int, row: int, base: QImage | None = None
    ) -> QPixmap:
        """Make a tile: `scale` is px for the whole plane, column and row count from its corner.

        `base` lies over the areas, under their borders.
        """
        side = round(TILE * ratio)
        pixmap = QPixmap(side, side)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._theme.surface.window)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        of_unit = scale / _UNIT
        move_x, move_y = -column * TILE, -row * TILE
        seen = QRectF(-move_x / of_unit, -move_y / of_unit, TILE / of_unit, TILE / of_unit)
        painter.setTransform(QTransform(of_unit, 0, 0, of_unit, move_x, move_y))
        wide = 3 / of_unit
        shown = [
            n for n, box in enumerate(self._boxes)
            if box.adjusted(-wide, -wide, wide, wide).intersects(seen)
        ]  # fmt: skip
        if base is None or base.hasAlphaChannel():
            self._paint_areas(painter, shown)
        if base is not None:
            painter.resetTransform()
            painter.drawImage(QRectF(0, 0, TILE, TILE), base)
            painter.setTransform(QTransform(of_unit, 0, 0, of_unit, move_x, move_y))
            self._paint_borders(painter, shown)
        if self._dress.over is not None:
            painter.resetTransform()
            x, y = self.left * scale - move_x, self.top * scale - move_y
            self._dress.over.paint(painter, scale, x, y)
        painter.end()
        self._tiles[scale, ratio, column, row] = self._worn, pixmap
        while len(self._tiles) > _MOST_TILES:
            self._tiles.popitem(last=False)
        return pixmap

    def _paint_areas(self, painter: QPainter, shown: Sequence[int]) -> None:
        outline = QPen(self._ink(0.75), 3.0)
        outline.setCosmetic(True)
        outline.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(outline)
        for n in shown:
            painter.drawPath(self._paths[n])  # what fills leave of it is the city's outline
        border = QPen(self._ink(0.55 if self._sketched else 0.8), 1.0)
        border.setCosmetic(True)
        if self._sketched:
            border.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(border)
        fills = self._dress.fills
        for n in shown:
            fill = fills.get(self._areas[n].code)
            painter.setBrush(self._fill(self._shades[n]) if fill is None else fill)
            painter.drawPath(self._paths[n])
            if self._areas[n].code in self._dress.hatched:
                paint_hatch(painter, self._theme, self._paths[n])
        self._paint_outlined(painter, shown)

    def _paint_borders(self, painter: QPainter, shown: Sequence[int]) -> None:
        """Over a basemap, so that it is seen whose area is where."""
        ink = QColor(self._theme.text.secondary)
        ink.setAlpha(120)
        border = QPen(ink, 1.2)
        border.setCosmetic(True)
        if self._sketched:
            border.setStyle(Qt.PenStyle.DotLine)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(border)
        for n in shown:
            painter.drawPath(self._paths[n])
        self._paint_outlined(painter, shown)

    def _paint_outlined(self, painter: QPainter, shown: Sequence[int]) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in self._outlines():
            painter.setPen(pen)
            for n in shown:
                if self._areas[n].code in self._dress.outlined:
                    painter.drawPath(self._paths[n])

    def _outlines(self) -> list[QPen]:
        """Light upon dark, so that it stands out from whatever lies below."""
        seam, line = QPen(self._theme.surface.window, 5.0), QPen(self._theme.text.main, 2.0)
        for pen in (seam, line):
            pen.setCosmetic(True)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        line.setDashPattern([4.0, 2.0])
        return [seam, line]

    def forget_tiles(self) -> None:
        """Each is to be painted anew."""
        self._tiles.clear()

    def _fill(self, shade: int) -> QColor:
        theme = self._theme
        return (theme.surface.panel, theme.surface.raised, _mixed(theme.surface.raised,
                theme.surface.hover, 0.75))[shade]  # fmt: skip

    def _ink(self, part: float) -> QColor:
        return _mixed(self._theme.surface.raised, self._theme.line.strong, part)

    # --- names ---

    def labels(self, scale: float) -> list[Label]:
        """The names that fit at a scale, the same wherever the map is moved to."""
        known = self._labels.get(scale)
        if known is None:
            if len(self._labels) > 64:
                self._labels.clear()
            known = self._labels[scale] = self._placed(scale)
        return known

    def _placed(self, scale: float) -> list[Label]:
        """Larger areas first, then the rest by size; one that would touch another is left out."""
        taken: list[tuple[float, float, float, float]] = []
        placed: list[Label] = []
        told = set[tuple[float, float]]()
        for text, x, y, above, room, codes in self._named(scale):
            width, height = self._size(text, above)
            if room < width or (x, y) in told:
                continue
            left, right = x * scale - width / 2, x * scale + width / 2
            near = [(top, bottom) for a, top, b, bottom in taken if a < right and left < b]
            for down in (0.0, -height, height) if above else (0.0,):  # those have room up and down
                top = y * scale + down - height / 2
                if not any(a < top + height and top < b for a, b in near):
                    taken.append((left, top, right, top + height))
                    told.add((x, y))
                    placed.append(Label(text, x * scale, y * scale + down, above, codes))
                    break
        return placed

    def _size(self, text: str, above: bool) -> tuple[float, float]:
        known = self._sizes.get((text, above))
        if known is None:
            metrics = QFontMetricsF(self.font(above))
            known = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
            self._sizes[text, above] = known
        return known

    def _named(self, scale: float) -> list[tuple[str, float, float, bool, float, tuple[str, ...]]]:
        """(text, x, y, whether it is a larger area, px it may take, codes of areas), the most
        important first.
        """
        groups: dict[str, list[int]] = {}
        for n, area in enumerate(self._areas):
            if area.above:
                groups.setdefault(area.above, []).append(n)
        told: list[_Told] = []
        for above, of in groups.items():
            box = QRectF()
            for n in of:
                box = box.united(self._boxes[n])
            x = sum(self._areas[n].x for n in of) / len(of)
            y = sum(self._areas[n].y for n in of) / len(of)
            said, codes = (
                self._dress.words_above.get(above, ""),
                tuple(self._areas[n].code for n in of),
            )
            room = box.width() * scale / _UNIT * 1.1
            told.append(_Told(said, above.upper(), x, y, True, room, codes))
        if self._dress.words_above:
            return _with_figures(told)
        if self._names_smallest(scale):  # close up, the larger areas' names only stand in the way
            told = []
        of_size = sorted(range(len(self._areas)), key=lambda n: -self._boxes[n].width())
        for n in of_size:
            area, said = self._areas[n], self._dress.words.get(self._areas[n].code, "")
            room = self._boxes[n].width() * scale / _UNIT * 1.05
            told.append(_Told(said, area.name, area.x, area.y, False, room, (area.code,)))
        return _with_figures(told)

    def _names_smallest(self, scale: float) -> bool:
        widths = sorted(box.width() for box in self._boxes)
        return bool(widths) and widths[len(widths) // 2] * scale / _UNIT > 110 * self._theme.scale

    def font(self, above: bool) -> QFont:
        """How a name is set."""
        fonts = self._theme.fonts
        if not above:
            return fonts.secondary
        wide = QFont(fonts.secondary_strong)
        wide.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.2)
        return wide


class _Told(NamedTuple):
    """A figure ("" for none) and a name, their middle, the px they may take, and which areas."""

    figure: str
    name: str
    x: float
    y: float
    above: bool
    room: float
    codes: tuple[str, ...]


_Named = tuple[str, float, float, bool, float, tuple[str, ...]]


def _with_figures(told: Sequence[_Told]) -> list[_Named]:
    """Larger areas and names with a figure first; then, for those that do not fit, the figure."""
    first = [one for one in told if one.figure or one.above]
    others = [one for one in told if not (one.figure or one.above)]
    texts = [(f"{one.name} {one.figure}".rstrip(), one) for one in first]
    texts += [(one.figure, one) for one in first if one.figure]
    texts += [(one.name, one) for one in others]
    return [(text, one.x, one.y, one.above, one.room, one.codes) for text, one in texts]


_Place = tuple[float, float, int, int]
"""Of a tile: scale, ratio, column and row."""


def _mixed(one: QColor, other: QColor, part: float) -> QColor:
    """So much of the other colour in the one."""
    values = (
        round(a + (b - a) * part)
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*values)
