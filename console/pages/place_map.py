"""Picking a point on the map, over the whole page: the sheet that asked waits as it was."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.desk import Places
from console.pages import where_words
from console.pages.map_ground import attribution_of, ground_of
from db.domain.city import City
from db.domain.mercator import to_earth, to_plane
from widgets.key_hint import KeyHint
from widgets.labels import Elided, label
from widgets.map_base import Basemap
from widgets.map_pick import PickView
from widgets.small_map import SmallMap
from widgets.theme import Theme

NEAR, AROUND = 16.0, 14.0
"""Zooms: a known point, and the surroundings of a name that has none of its own."""


class PlaceMap(QFrame):
    """`picked` carries latitude and longitude; `left`: the officer went back without."""

    picked = Signal(float, float)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        places: Places,
        sheet: QWidget,
        base: Basemap | None = None,
    ) -> None:
        super().__init__(sheet, Qt.WindowType.SubWindow)  # so Tab stays in it
        self._city, self._places = city, places
        self._at = city.lat, city.lng
        self.setProperty("kind", "panel")
        self.setAccessibleName(self.tr("Pilih titik di peta"))
        self._build(theme)
        if base is not None:
            self._view.set_base(base)

    def begin(self, point: tuple[float, float] | None, start: tuple[float, float] | None) -> None:
        """Look at the point that is known, else at what is near it, else at the whole city."""
        at = point or start
        self._view.begin(to_plane(*at) if at else None, NEAR if point else AROUND)
        self._view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _build(self, theme: Theme) -> None:
        space = theme.space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(space.l, space.m, space.l, space.m)
        top.setSpacing(space.s)
        top.addWidget(label(self.tr("Pilih titik di peta"), theme.fonts.heading, self))
        told = self.tr("Klik, atau geser bidik dengan panah (Shift halus, Ctrl jauh); + dan − zum")
        top.addWidget(Elided(told, theme.fonts.secondary, self, "secondary"), 1)
        top.addWidget(KeyHint(theme, "Esc", self))
        back = QPushButton(self.tr("Kembali"), self)
        back.clicked.connect(self.left)
        top.addWidget(back)
        column.addLayout(top)
        self._view = PickView(theme, self)
        self._view.set_ground(ground_of(self._city, theme), attribution_of(self._city))
        self._view.moved.connect(self._moved)
        self._view.picked.connect(self._pick)
        column.addWidget(self._view, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(space.l, space.m, space.l, space.m)
        foot.setSpacing(space.s)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._where = Elided("", theme.fonts.strong, self)
        self._beside = Elided("", theme.fonts.secondary, self, "secondary")
        words.addWidget(self._where)
        words.addWidget(self._beside)
        foot.addLayout(words, 1)
        foot.addWidget(KeyHint(theme, "Enter", self))
        take = QPushButton(self.tr("Pakai titik ini"), self)
        take.setProperty("kind", "primary")
        take.setMinimumHeight(theme.px(36))
        take.clicked.connect(self._pick)
        foot.addWidget(take)
        column.addLayout(foot)

    @Slot(float, float)
    def _moved(self, x: float, y: float) -> None:
        self._at = to_earth(x, y)
        found = self._places.locate(*self._at)
        area = self._city.areas.get(found.area)
        where = area.name if area is not None else where_words.outside(found)
        if area is not None and found.approximate:
            where = self.tr("{area} (perkiraan)").format(area=area.name)
        self._where.say(f"{where} · {where_words.point(*self._at)}")
        self._beside.say(where_words.near(self._places.near(*self._at)))
        self._view.setAccessibleDescription(f"{where}, {where_words.point(*self._at)}")

    @Slot()
    def _pick(self) -> None:
        self.picked.emit(*self._at)


def glimpse(theme: Theme, city: City, parent: QWidget, base: Basemap | None = None) -> SmallMap:
    """A small picture of the city's ground, ready to be shown a place."""
    made = SmallMap(theme, ground_of(city, theme), attribution_of(city), parent)
    if base is not None:
        made.set_base(base)
    return made
