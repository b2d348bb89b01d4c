"""Where the case on the page is: a small map below its reports, and the way to the large one."""

from __future__ import annotations

import asyncio
import importlib
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from console.async_slot import async_slot
from db.domain.case import Case
from db.domain.city import City
from db.domain.mercator import to_plane
from widgets.key_hint import KeyHint
from widgets.labels import label, rule
from widgets.map_base import Basemap
from widgets.theme import Theme

if TYPE_CHECKING:
    from widgets.small_map import SmallMap

_HEIGHT, _HIGHEST = 150, 340


class CaseMap(QWidget):
    """`asked`: the case is to be seen on the map. Hidden for what has no point, or is secret."""

    asked = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        parent: QWidget | None = None,
        *,
        keys: str = "",
        base: Basemap | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._base = theme, city, base
        self._case: Case | None = None
        self._map: SmallMap | None = None
        self._loading, self._room = False, True
        self.setMaximumHeight(theme.px(_HIGHEST))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.s)
        self._column.addWidget(rule(self))
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Tempat"), theme.fonts.secondary_strong, self, "secondary"), 1)
        there = QPushButton(self.tr("lihat di peta"), self)
        there.setProperty("kind", "quiet")
        there.clicked.connect(self.asked)
        head.addWidget(there)
        if keys:
            head.addWidget(KeyHint(theme, keys, self))
        self._column.addLayout(head)
        self._column.addSpacing(theme.px(_HEIGHT))
        self.hide()

    def show_case(self, case: Case) -> None:
        """Show where a case is, or nothing."""
        self._case = case
        self._appear()
        self._show()

    def give_room(self, height: int) -> None:
        """So many px are left for it: what was reported comes first."""
        self._room = height >= self.minimumSizeHint().height()
        self._appear()

    def _appear(self) -> None:
        case = self._case
        placed = case is not None and case.place.lat is not None and not case.secret
        self.setVisible(placed and self._room)
        if not self.isHidden() and not self._loading:
            self._load()

    @async_slot
    async def _load(self) -> None:
        """The map itself, once; the page is not held up by it."""
        self._loading = True
        loop = asyncio.get_running_loop()
        small, ground = await loop.run_in_executor(None, _modules)
        if not isValid(self):
            return  # the desk was built anew meanwhile
        city, known = self._city, bool(self._city.boundaries.areas)
        whose = ground.attribution_of(city) if known else self.tr("Wilayah perkiraan")
        self._column.takeAt(self._column.count() - 1)
        self._map = small.SmallMap(self._theme, ground.ground_of(city, self._theme), whose, self)
        self._map.setMinimumHeight(self._theme.px(_HEIGHT))
        if self._base is not None:
            self._map.set_base(self._base)
        self._column.addWidget(self._map, 1)
        self._show()

    def _show(self) -> None:
        case = self._case
        if self._map is None or case is None or case.place.lat is None or case.place.lng is None:
            return
        self._map.show_case(to_plane(case.place.lat, case.place.lng), case.state.value)


def _modules() -> tuple[Any, Any]:
    """What counts with numpy, of which a desk that only shows its board has no need."""
    wanted = "widgets.small_map", "console.pages.map_ground"
    first, second = map(importlib.import_module, wanted)
    return first, second
