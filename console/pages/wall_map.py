"""The city on a wall: open cases where they are, and how many of each state there are."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from console.pages.map_ground import attribution_of, ground_of
from console.pages.wall_page import Moment, WallPage, is_tall, split
from console.pages.wall_words import number
from db.domain.city import City
from db.domain.mercator import to_plane
from db.domain.states import OPEN
from db.domain.wall import Picture
from widgets.map_index import Window
from widgets.map_marks import STATES
from widgets.map_view import MapView
from widgets.marks import word_of
from widgets.wall_ink import SEMIBOLD, Ink

_NUMBER_OF = {state: n for n, state in enumerate(STATES)}
_SHOWN = [state for state in STATES if state in {one.value for one in OPEN}]
_ROW = 1.4
_MARGIN, _TALL_MARGIN = 14, 22
"""Px around the city, in letters of a desk: most rings have room there. A tall screen has more."""


class WallMapPage(WallPage):
    """Cases without a point are counted beside it, never put anywhere."""

    key = "map"

    def __init__(self, ink: Ink, city: City, parent: QWidget | None = None) -> None:
        super().__init__(ink, city, parent)
        self._drawn: Picture | None = None
        self._view = MapView(ink.theme, self)
        self._view.keep_rings_whole()
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setAccessibleName(self.title())
        self._ground = ground_of(city, ink.theme)
        # Whose work it is stands below the legend, where there is room for it.
        self._view.set_ground(self._ground, "")

    def title(self) -> str:
        return self.tr("Peta kasus terbuka")

    def told(self, moment: Moment) -> str:
        counts = self._counts(moment)
        parts = ", ".join(f"{word_of(state)} {number(counts[state])}" for state in _SHOWN)
        return f"{parts}. {self._unplaced(moment)}"

    def show_moment(self, moment: Moment) -> None:
        """Cases are set anew only when others are told of."""
        super().show_moment(moment)
        if moment.picture is not self._drawn:
            self._drawn = moment.picture
            placed = [row for row in moment.picture.rows.values() if row.lat is not None]
            points = [to_plane(row.lat or 0.0, row.lng or 0.0) for row in placed]
            states = [_NUMBER_OF.get(row.state, 0) for row in placed]
            self._view.set_cases([x for x, _ in points], [y for _, y in points], states)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.setGeometry(self._boxes()[0].toRect())
        ground, view = self._ground, self._view
        whole = Window(ground.left, ground.top, ground.right, ground.bottom)
        sight = view.sight.resized(view.width(), view.height())
        margin = _TALL_MARGIN if is_tall(QRectF(self.rect())) else _MARGIN
        view.look(sight.fitted(whole, self.ink.theme.px(margin)))

    def _boxes(self) -> tuple[QRectF, QRectF]:
        box, gap = QRectF(self.rect()), self.ink.unit / 2
        if is_tall(box):
            high = (len(_SHOWN) * _ROW + 2.2) * self.ink.unit
            return split(box, 1 - high / (box.height() - gap), gap, across=False)
        wide = min(13.8 * self.ink.unit, box.width() / 2)
        return split(box, 1 - wide / (box.width() - gap), gap)

    def paint(self, painter: QPainter, box: QRectF, moment: Moment) -> None:
        ink, unit, side = self.ink, self.ink.unit, self._boxes()[1]
        counts = self._counts(moment)
        for n, state in enumerate(_SHOWN):
            top = side.top() + n * _ROW * unit
            at = QRectF(side.left(), top, side.width(), _ROW * unit)
            ink.mark(painter, at.left(), at.center().y() - 0.5 * unit, unit, state)
            many = number(counts[state])
            figures = QRectF(at.left() + 1.3 * unit, at.top(), 2.4 * unit, at.height())
            ink.text(painter, figures, many, 1.1 * unit, weight=SEMIBOLD)
            room = max(2.4 * unit, ink.width(many, 1.1 * unit, SEMIBOLD) + 0.4 * unit)
            ink.text(painter, at.adjusted(1.3 * unit + room, 0, 0, 0), word_of(state))
        below = QRectF(side.left(), side.bottom() - 2 * unit, side.width(), 1.2 * unit)
        soft = ink.theme.text.secondary
        ink.text(painter, below, self._unplaced(moment), colour=soft)
        credit = QRectF(side.left(), below.bottom(), side.width(), 0.8 * unit)
        ink.credit(painter, credit, attribution_of(self.city))

    def _counts(self, moment: Moment) -> Counter[str]:
        return Counter(row.state for row in moment.picture.rows.values())

    def _unplaced(self, moment: Moment) -> str:
        without = sum(row.lat is None for row in moment.picture.rows.values())
        return self.tr("{n} tanpa titik di peta").format(n=number(without))
