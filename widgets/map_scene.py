"""Paints a map: ground, names, cases and what lies at its edge, for any part of the plane.

A picture costs by what it shows. The ground comes from tiles that are painted a few at a time;
while the scale changes, those of the scale at rest are shown larger or smaller.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from math import floor, hypot

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from widgets.map_areas import TILE, Ground
from widgets.map_base import Base, Basemap, Pane, Picture
from widgets.map_base_names import BaseNames, Box
from widgets.map_choice import Choice
from widgets.map_crowd import Crowd, Numbers
from widgets.map_edge import MapEdge
from widgets.map_facilities import FacilityLayer
from widgets.map_heat import Heat
from widgets.map_index import Window
from widgets.map_legend import Legend
from widgets.map_names import Heap, Name, NamePictures, Standing, find_room
from widgets.map_sight import Sight
from widgets.map_spare import Spare
from widgets.map_sweep import within
from widgets.theme import Theme

Overlay = Callable[[QPainter, Sight], None]
"""Paints something over the cases, for what is in sight."""

_SPARE_MS = 1.5
"""For so long a frame paints what is painted once and then kept: rings first, then tiles and names,
of which one at least; the frames after it go on."""
_REST_MS, _RESTS = 2.5, 2
"""The same while nothing moves, and has not for so many frames: another layer is to be there at
once."""
_PULSE_MS = 1400
_MOST_PULSES = 40
"""When more change at once, pulses everywhere would only hide where to look, and hold up frames."""
_MOST_IN_VIEW = 400
_FEW_KEPT = 32


class MapScene:
    """What is on the map. Cases are known by their place in what `set_cases` got."""

    def __init__(self, theme: Theme, *, still: bool = False) -> None:
        """`still`: it shows one place and keeps little; whose work it is stands elsewhere."""
        self._still = still
        self._theme, self.crowd, self._names = theme, Crowd(theme), NamePictures(theme)
        self.ground: Ground | None = None
        self.facilities = FacilityLayer(theme)
        self.attribution = ""
        self._base = Base(_FEW_KEPT) if still else Base()
        self._base_names = BaseNames(theme)
        self._edge = MapEdge(theme)
        self.legend: Legend | None = None
        self.shows_cases = True
        """Else marks and rings are left out: a layer tells of the cases in another way."""
        self.choice = Choice(theme)
        self.overlays: list[Overlay] = []
        self.names: list[Name] = []
        """The names in it."""
        self._written: list[tuple[QPoint, QPixmap]] = []
        self._pulses: dict[int, float] = {}
        self._sight = Sight(0.5, 0.5, 11.0, 1, 1)
        self._rest = self._before = self._sight.scale
        self._ratio = 1.0
        self._resting = 0

    @property
    def whose(self) -> str:
        """Whose work the ground is."""
        return " · ".join(filter(None, (self._base.attribution, self.attribution)))

    def set_base(self, base: Basemap | None) -> None:
        """Another basemap beneath the cases, or none; areas show where it has nothing."""
        self._base.show(base)
        self._base_names.forget()
        if self.ground is not None:
            self.ground.forget_tiles()

    @property
    def base_ready(self) -> bool:
        """Whether the basemap has come, and is on the ground, wherever the last picture showed."""
        ground = self.ground
        if ground is None or self._base.any_fresh:
            return ground is None
        return not any(self._lacks(ground, at) for at in self._in_view(ground, self._rest))

    def come(self, pane: Pane, picture: Picture) -> None:
        """The basemap has painted what was asked for."""
        self._base.come(pane, picture)

    def set_cases(self, x: Numbers, y: Numbers, states: Numbers) -> None:
        """Places on the plane (0 to 1), and numbers of states in `STATES`, or NO_CASE.

        What is as it was costs nothing but the look at it.
        """
        self.crowd.set_cases(x, y, states)
        self.select(self.choice.current)
        self._pulses = {n: at for n, at in self._pulses.items() if self.crowd.index.has(n)}

    def point(self, number: int) -> tuple[float, float] | None:
        """Where a case is on the plane, None when there is none of this number."""
        index = self.crowd.index
        return (float(index.x[number]), float(index.y[number])) if index.has(number) else None

    def around(self, numbers: Sequence[int]) -> Window:
        """The least part of the plane that holds all of these."""
        x, y = self.crowd.index.x[numbers], self.crowd.index.y[numbers]
        return Window(float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    def select(self, number: int) -> None:
        """Mark a case, -1 for none."""
        self.choice.keep(self.crowd.index, number, self.choice.many)

    def select_many(self, numbers: Sequence[int]) -> None:
        """Mark those that are chosen together."""
        self.choice.keep(self.crowd.index, self.choice.current, numbers)

    @property
    def heaps(self) -> list[Heap]:
        """What the last picture showed of cases."""
        return list(self.crowd.standing)

    def inside(self, path: QPainterPath) -> list[int]:
        """Numbers of the cases within a part of the view: of each mark and ring that the last
        picture showed there, or of each point, where a layer tells of the cases in another way.
        """
        if not self.shows_cases:
            return self._points_in(path)
        return [number for heap in self._heaps_in(path) for number in self.members(heap)]

    def many_inside(self, path: QPainterPath) -> int:
        """How many they are."""
        if not self.shows_cases:
            return len(self._points_in(path))
        return sum(heap.many for heap in self._heaps_in(path))

    def _heaps_in(self, path: QPainterPath) -> list[Heap]:
        return [heap for heap in self.heaps if path.contains(QPointF(heap.x, heap.y))]

    def _points_in(self, path: QPainterPath) -> list[int]:
        index, sight = self.crowd.index, self._sight
        numbers = np.array(self.in_sight(sight), np.int64)
        x = index.x[numbers] * sight.scale - sight.left
        y = index.y[numbers] * sight.scale - sight.top
        found: list[int] = numbers[within(path, x, y)].tolist()
        return found

    def members(self, heap: Heap) -> list[int]:
        """Numbers of the cases of a heap."""
        return self.crowd.members(heap)

    def mix(self, heap: Heap) -> dict[str, int]:
        """How many cases of a heap are in which state, in the order of `STATES`."""
        return self.crowd.mix(heap)

    def pulse(self, numbers: Sequence[int]) -> None:
        """A ring goes out from each of these, once, from now on; from too many, from none."""
        if len(numbers) <= _MOST_PULSES:
            pulses = self._pulses | dict.fromkeys(numbers, time.monotonic())
            self._pulses = dict(list(pulses.items())[-_MOST_PULSES:])

    def pulsing(self) -> bool:
        """Whether any ring is still on its way."""
        now = time.monotonic()
        self._pulses = {n: at for n, at in self._pulses.items() if now - at < _PULSE_MS / 1000}
        return bool(self._pulses)

    def in_sight(self, sight: Sight) -> list[int]:
        """Numbers of the cases in a part of the plane."""
        return self.crowd.index.inside(sight.window())

    def near(self, x: float, y: float, radius: float) -> list[int]:
        """Numbers of the cases so near to a point of the plane."""
        return self.crowd.index.near(x, y, radius)

    def heap_at(self, x: float, y: float) -> Heap | None:
        """What is painted at a point of the view, the nearest."""
        return self.crowd.standing.at(x, y, 2)

    def name_at(self, x: float, y: float) -> Name | None:
        """The name that is written at a point of the view."""
        at = QPointF(x, y)
        return next((one for one in self.names if one.codes and one.box.contains(at)), None)

    def paint(self, painter: QPainter, sight: Sight, rest: float, ratio: float) -> bool:
        """Paint what is in sight; whether everything was ready.

        `rest` is the scale that tiles and names are made for, `ratio` px of the device for one.
        """
        if rest != self._rest:
            self._before = self._rest
        self._resting = self._resting + 1 if sight == self._sight else 0
        panned = sight.scale == self._sight.scale and not self._resting
        self._sight, self._rest, self._ratio = sight, rest, ratio
        spare = Spare(_REST_MS if self._resting >= _RESTS else _SPARE_MS)
        if self.shows_cases:
            self.crowd.find(sight, ratio, spare, still=sight.scale == rest and not panned)
        else:
            self.crowd.leave_out()
        self.facilities.find(sight, ratio, self.crowd.standing)
        whole = not self.crowd.filling
        if self.ground is None:
            painter.fillRect(QRectF(0, 0, sight.width, sight.height), self._theme.surface.window)
        else:
            whole &= self._paint_ground(painter, self.ground, spare)
            whole &= self._find_names(self.ground, spare)
        self.facilities.paint(painter)
        self._paint_names(painter)
        self.crowd.paint(painter)
        self._paint_pulses(painter)
        self._paint_choice(painter)
        for overlay in self.overlays:
            overlay(painter, sight)
        self._edge.paint(painter, sight, ratio, self.legend, "" if self._still else self.whose)
        return whole

    def _paint_ground(self, painter: QPainter, ground: Ground, spare: Spare) -> bool:
        """Tiles of the scale at rest, stretched while another is on its way there.

        Until those of a new scale are made, what the one before shows lies under them; and until
        the basemap has come, over them.
        """
        still, inside = self._sight.scale == self._rest, self._in_view(ground, self._rest)
        whole = self._make_tiles(ground, inside, spare) if still else True
        lacking = [at for at in inside if self._lacks(ground, at)]
        if still:
            panes = [self._pane(ground, *at) for at in _middle_first(lacking)]
            self._base.want(panes, self._ratio)
        bare = set(lacking)
        bare.update(at for at in inside if not self._has(ground, at))
        if bare:
            self._paint_bare(painter, ground, bare)
        self._paint_tiles(painter, ground, self._rest, [at for at in inside if at not in bare])
        return whole

    def _paint_bare(
        self, painter: QPainter, ground: Ground, bare: Collection[tuple[int, int]]
    ) -> None:
        """What can be shown where tiles of the scale at rest are not as they will be."""
        boxes = self._boxes(ground, self._rest, bare)
        for box in boxes:
            painter.fillRect(box, self._theme.surface.window)
        self._paint_tiles(painter, ground, self._rest, bare)
        if self._before != self._rest:
            before = self._in_view(ground, self._before)
            places = zip(before, self._boxes(ground, self._before, before), strict=True)
            under = [at for at, place in places if any(map(place.intersects, boxes))]
            self._paint_tiles(painter, ground, self._before, under)

    def _make_tiles(self, ground: Ground, inside: Sequence[tuple[int, int]], spare: Spare) -> bool:
        """Paint some of what is not there yet, or not as it should be; whether all is now."""
        late = self._late(ground, inside)
        while late:
            with spare.spend():
                self._make_tile(ground, *late.pop()[1])
            if not spare:
                break  # one at least, however busy the machine is
        return not late

    def _make_tile(self, ground: Ground, column: int, row: int) -> None:
        pane = self._pane(ground, column, row)
        picture = self._base.take(pane) if ground.takes_base else None
        image = picture.image if picture is not None else None
        ground.paint_tile(self._rest, self._ratio, column, row, image)
        if picture is not None:
            labels = ground.labels(self._rest)
            self._base_names.place(pane, picture.names, ground.names, labels)

    def _late(
        self, ground: Ground, inside: Sequence[tuple[int, int]]
    ) -> list[tuple[int, tuple[int, int]]]:
        """How late each tile is that should be otherwise: the latest last, and of those the one
        nearest to the middle."""
        lags = [(ground.lag(self._rest, self._ratio, *at), at) for at in inside]
        if ground.takes_base and self._base.any_fresh:
            lags = [(max(lag, self._base.fresh(self._pane(ground, *at))), at) for lag, at in lags]
        late = {at: lag for lag, at in lags if lag}
        return sorted(((late[at], at) for at in _middle_first(list(late))[::-1]), key=_lag)

    def _lacks(self, ground: Ground, at: tuple[int, int]) -> bool:
        return (
            ground.takes_base
            and bool(self._base.attribution)
            and self._base.lacks(self._pane(ground, *at))
        )

    def _pane(self, ground: Ground, column: int, row: int) -> Pane:
        left, top = ground.left * self._rest, ground.top * self._rest
        return Pane(self._rest, self._ratio, column, row, left + column * TILE, top + row * TILE)

    def _paint_tiles(
        self, painter: QPainter, ground: Ground, scale: float, tiles: Collection[tuple[int, int]]
    ) -> None:
        """Those of these that are ready at a scale."""
        for at, box in zip(tiles, self._boxes(ground, scale, tiles), strict=True):
            tile = ground.tile(scale, self._ratio, *at)
            if tile is None:
                continue
            if box.width() == TILE:
                painter.drawPixmap(box.topLeft(), tile)
            else:
                painter.drawPixmap(box.adjusted(0, 0, 0.5, 0.5), tile, QRectF(tile.rect()))

    def _boxes(
        self, ground: Ground, scale: float, tiles: Iterable[tuple[int, int]]
    ) -> list[QRectF]:
        """Where in the view tiles of a scale are."""
        side, (x, y) = TILE * self._sight.scale / scale, self._corner(ground)
        return [QRectF(column * side - x, row * side - y, side, side) for column, row in tiles]

    def _has(self, ground: Ground, at: tuple[int, int]) -> bool:
        return ground.tile(self._rest, self._ratio, *at) is not None

    def _in_view(self, ground: Ground, scale: float) -> list[tuple[int, int]]:
        """Columns and rows of the tiles of a scale that the view needs."""
        side, (x, y) = TILE * self._sight.scale / scale, self._corner(ground)
        columns = range(floor(x / side), floor((x + self._sight.width) / side) + 1)
        rows = range(floor(y / side), floor((y + self._sight.height) / side) + 1)
        if len(columns) * len(rows) > _MOST_IN_VIEW:
            return []  # tiles of a scale so much larger are too small to tell anything
        return [(column, row) for row in rows for column in columns]

    def _corner(self, ground: Ground) -> tuple[float, float]:
        """The view's corner from the ground's, on a whole px of the device: tiles stay sharp."""
        scale, ratio = self._sight.scale, self._ratio
        x, y = self._sight.left - ground.left * scale, self._sight.top - ground.top * scale
        return round(x * ratio) / ratio, round(y * ratio) / ratio

    def _find_names(self, ground: Ground, spare: Spare) -> bool:
        """Where something stands upon an area's name it moves aside, or is left out; a facility's
        name stands right below it or nowhere. Facilities give way to the figures of areas.

        Whether all of them had been painted.
        """
        self.names, self._written = [], []
        whole, made = True, False
        stretch = self._sight.scale / self._rest
        sight, small = self._sight, self._theme.fonts.secondary
        left, top, width, height = sight.left, sight.top, sight.width, sight.height
        pictures: list[QPixmap] = []
        codes: list[tuple[str, ...]] = []
        boxes: list[Box] = []
        named = [
            (each.text, each.x * stretch - left, each.y * stretch - top, ground.font(each.above),
             each.above, 0.5, each.codes)
            for each in ground.labels(self._rest)
        ]  # fmt: skip
        areas, plate = len(named), not ground.takes_base
        named += [(text, x, y, small, False, 0.0, ()) for text, x, y in self.facilities.labels()]
        fixed = 0
        for n, (text, x, y, font, strong, above, of) in enumerate(named):
            if -100 < x < width + 100 and -20 < y < height + 20:
                known = self._names.ready(text, self._ratio, strong=strong, plate=plate)
                if known is None:
                    if made and not spare:
                        whole = False
                        continue
                    with spare.spend():
                        known = self._names.picture(
                            text, font, self._ratio, strong=strong, plate=plate
                        )
                    made = True
                boxes.append((x, y + (0.5 - above) * known.high, known.wide, known.high))
                pictures.append(known.picture)
                fixed += n >= areas
                codes.append(of)
        found = find_room(boxes, self._in_the_way(figures=plate), fixed)
        rows = zip(boxes, found, pictures, codes, strict=True)
        for (x, y, wide, high), down, picture, of in rows:
            if down is not None:
                self._written.append(
                    (QPoint(round(x - wide / 2), round(y + down - high / 2)), picture)
                )
                self.names.append(Name(QRectF(self._written[-1][0], QSizeF(wide, high)), of))
        if plate:
            self.facilities.leave_out([name.box for name in self.names if name.codes])
        return whole

    def _in_the_way(self, *, figures: bool) -> Standing:
        """What names keep clear of: cases, the chosen one, and facilities, unless there are
        `figures` of areas, which those keep clear of."""
        at = self.point(self.choice.current)
        if at is None:
            chosen = []
        else:
            on_view = self._on_view(self.choice.current)
            chosen = [Heap(on_view.x(), on_view.y(), self.crowd.marks.size / 2 + 8, 0, 1)]
        others = Standing.of([*chosen, *([] if figures else self.facilities.heaps)])
        return self.crowd.standing.and_(others)

    def _paint_names(self, painter: QPainter) -> None:
        """Those that found room, and those of the basemap beside them."""
        for corner, picture in self._written:
            painter.drawPixmap(corner, picture)
        ground, sight = self.ground, self._sight
        if ground is not None and ground.takes_base:
            panes = [self._pane(ground, *at) for at in self._in_view(ground, self._rest)]
            shift = sight.scale / self._rest, sight.left, sight.top
            taken = [
                (*name.box.center().toTuple(), *name.box.size().toTuple()) for name in self.names
            ]
            heaps = self.crowd.standing.and_(Standing.of(self.facilities.heaps))
            self._base_names.paint(painter, panes, shift, heaps, taken)

    def heat(self) -> Heat | None:
        """How densely the cases lie over the ground."""
        ground = self.ground
        if ground is None:
            return None
        whole = Window(ground.left, ground.top, ground.right, ground.bottom)
        return Heat(self._theme, self.crowd.index, whole)

    def _paint_choice(self, painter: QPainter) -> None:
        """The chosen case by its mark, or the ring it is one of; others by a line around them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = self.choice.current
        if self.choice.paint(painter, self.crowd.standing, self.crowd.long):
            return
        at, state = self._on_view(number), int(self.crowd.states[number])
        picture = self.crowd.marks.mark(state, self._ratio, True)
        half = picture.deviceIndependentSize().width() / 2
        painter.setPen(QPen(self._theme.line.focus, 2.5))
        painter.drawEllipse(at, half + 4, half + 4)
        painter.drawPixmap(QPointF(at.x() - half, at.y() - half), picture)

    def _paint_pulses(self, painter: QPainter) -> None:
        now = time.monotonic()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, began in self._pulses.items():
            part = (now - began) * 1000 / _PULSE_MS
            if not 0 <= part < 1:
                continue
            if self._theme.still:
                part = 0.4
            ink = QColor(self._theme.line.focus)
            ink.setAlphaF(1 - part)
            painter.setPen(QPen(ink, 2.5))
            radius = self.crowd.marks.size / 2 + 26 * part
            painter.drawEllipse(self._on_view(number), radius, radius)

    def _on_view(self, number: int) -> QPointF:
        scale = self._sight.scale
        index = self.crowd.index
        x, y = float(index.x[number]) * scale, float(index.y[number]) * scale
        return QPointF(x - self._sight.left, y - self._sight.top)


def _lag(late: tuple[int, tuple[int, int]]) -> int:
    return late[0]


def _middle_first(tiles: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    columns, rows = [at[0] for at in tiles] or [0], [at[1] for at in tiles] or [0]
    x, y = (min(columns) + max(columns)) / 2, (min(rows) + max(rows)) / 2
    return sorted(tiles, key=lambda at: hypot(at[0] - x, at[1] - y))
