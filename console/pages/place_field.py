"""Where something is, as a part of a form: words, kelurahan and a point, found by typing.

What is typed is looked for among the city's names and read as coordinates. Nothing is made up: a
street or a kelurahan gives no point, and a kelurahan that is only guessed is asked, never set.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Places
from console.pages import where_words
from console.pages.map_late import load_place_map
from console.pages.sheet import Sheet
from db.domain.case import Place
from db.domain.city import City
from db.domain.coordinates import Misread, Reading
from db.domain.gazetteer import Kind, Match, Named
from db.domain.locating import Found, smallest
from db.domain.mercator import to_plane
from db.domain.place_words import details_of, with_details
from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.map_base import Basemap
from widgets.suggestions import Suggestions
from widgets.theme import Theme

if TYPE_CHECKING:
    from console.pages.place_map import PlaceMap
    from widgets.small_map import SmallMap

_PAUSE_MS = 120
_NEAR, _AROUND = 15.0, 13.5
PICK_KEYS, TAKE_KEYS = "Ctrl+G", "Ctrl+Shift+G"


class PlaceField(QWidget):
    """`changed` whenever it says another place. The keys of the field work all over its sheet."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        places: Places,
        sheet: Sheet,
        base: Basemap | None = None,
    ) -> None:
        super().__init__(sheet)
        self._base = base
        self._theme, self._city, self._places, self._sheet = theme, city, places, sheet
        self._point: tuple[float, float] | None = None
        self._found = Found("")
        self._street = ""  # the one that was taken, while the words still name it
        self._taken = ""  # the area that was taken although it is only a guess
        self._offers: dict[str, Reading | Match] = {}
        self._start: tuple[float, float] | None = None  # where a map begins without a point
        self._glimpse: SmallMap | None = None
        self._build(sheet)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        self.text.textEdited.connect(self._soon.start)
        self.text.textChanged.connect(self.changed)
        self.area.currentIndexChanged.connect(self._area_changed)
        places.learned.connect(self._say)
        places.freshen()
        self._say()
        self._load_glimpse()

    # --- what it says ---

    def place(self) -> Place:
        """What the fields say."""
        area = self._area()
        lat, lng = self._point or (None, None)
        guessed = bool(area) and area == self._taken
        return Place(self.text.text().strip(), lat, lng, area, guessed)

    def set_place(self, place: Place) -> None:
        """Put a place into the fields."""
        self._taken = (place.area or "") if place.approximate else ""
        self.text.setText(place.text)
        self.area.setCurrentIndex(self._row_of(place.area) if place.area else -1)
        if place.lat is not None and place.lng is not None:
            self._set_point((place.lat, place.lng))
        else:
            self._set_point(None)

    def take_point(self, lat: float, lng: float) -> None:
        """A point was picked. Its kelurahan is set where a border says so and none was chosen."""
        self._set_point((lat, lng))
        sure = self._found.area and not self._found.approximate
        if sure and not self._area():
            self.area.setCurrentIndex(self.area.findData(self._found.area))
        self.changed.emit()

    def unknown_area(self) -> bool:
        """Whether something stands in the field of kelurahan that is none."""
        typed = self.area.currentText().strip()
        return bool(typed) and self.area.findText(typed, Qt.MatchFlag.MatchFixedString) < 0

    # --- building ---

    def add_to(self, form: QFormLayout) -> None:
        """Its rows, as those of a form."""
        for caption, parts in (
            (self.tr("Lokasi"), (self.text, self._hint)),
            (self.tr("Kelurahan"), (self.area, self._asks)),
            (self.tr("Titik"), (self,)),
        ):
            said = label(caption, self._theme.fonts.secondary, self._sheet, "secondary")
            column = QVBoxLayout()
            column.setSpacing(self._theme.space.xs)
            for part in parts:
                column.addWidget(part)
            form.addRow(said, column)

    def _build(self, over: QWidget) -> None:
        theme = self._theme
        self.text = QLineEdit(over)
        self.text.setAccessibleName(self.tr("Lokasi"))
        self.text.setPlaceholderText(self.tr("Jalan, patokan, atau koordinat; boleh kosong"))
        self._list = Suggestions(theme, self.text, over)
        self._list.taken.connect(self._take)
        self._hint = label("", theme.fonts.secondary, over, "secondary", wrap=True)
        self._hint.hide()
        self.area = self._areas(over)
        self._asks = QWidget(over)
        self._guess = QPushButton(self._asks)
        self._guess.clicked.connect(self._take_guess)
        asks = QHBoxLayout(self._asks)
        asks.setContentsMargins(0, 0, 0, 0)
        asks.addWidget(self._guess)
        asks.addWidget(KeyHint(theme, TAKE_KEYS, self._asks))
        asks.addStretch(1)
        self._beside = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        self._drop = QPushButton(self)
        self._drop.setProperty("kind", "quiet")
        self._drop.setIcon(theme.icons.icon("close", "secondary"))
        self._drop.setAccessibleName(self.tr("Hapus titik"))
        self._drop.setToolTip(self.tr("Hapus titik"))
        self._drop.clicked.connect(self._drop_point)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self._pick = QPushButton(self.tr("Pilih di peta"), self)
        self._pick.clicked.connect(self.pick)
        row.addWidget(self._pick)
        row.addWidget(KeyHint(theme, PICK_KEYS, self))
        row.addStretch(1)
        row.addWidget(self._drop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.xs)
        self._column.addLayout(row)
        self._column.addWidget(self._beside)
        for keys, act in ((PICK_KEYS, self.pick), (TAKE_KEYS, self._take_guess)):
            shortcut = QShortcut(QKeySequence(keys), over, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _areas(self, over: QWidget) -> QComboBox:
        combo = QComboBox(over)
        combo.setAccessibleName(self.tr("Kelurahan"))
        areas = smallest(self._city.areas.values())
        names = Counter(area.name for area in areas)
        for area in areas:
            above = self._city.areas.get(area.parent or "")
            if names[area.name] > 1 and above is not None:
                beside = where_words.named(above.name, Kind.DISTRICT)
                combo.addItem(f"{area.name}, {beside}", area.code)
            else:
                combo.addItem(area.name, area.code)
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setCurrentIndex(-1)
        completer = QCompleter(combo.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        combo.setCompleter(completer)
        return combo

    def _row_of(self, code: str) -> int:
        """Where an area stands in the list. A kecamatan, which imports know of some cases, is
        offered for a case that has it already.
        """
        area = self._city.areas.get(code)
        if area is not None and self.area.findData(code) < 0:
            self.area.addItem(where_words.named(area.name, Kind.DISTRICT), code)
        return self.area.findData(code)

    # --- the map ---

    @async_slot
    async def _load_glimpse(self) -> None:
        """What paints a map is loaded beside everything else, see `map_place`."""
        module = await load_place_map()
        if isValid(self):
            self._glimpse = module.glimpse(self._theme, self._city, self, self._base)
            self._column.addWidget(self._glimpse)
            self._say()

    @async_slot
    async def pick(self) -> None:
        """Choose the point on the map; Esc there comes back to what was typed."""
        module = await load_place_map()
        if not isValid(self) or self._sheet.covered:
            return
        made: PlaceMap = module.PlaceMap(
            self._theme, self._city, self._places, self._sheet, self._base
        )
        made.picked.connect(self._picked)
        made.left.connect(self._back)
        self._sheet.cover(made)
        made.begin(self._point, self._start)

    @Slot(float, float)
    def _picked(self, lat: float, lng: float) -> None:
        self._back()
        self.take_point(lat, lng)

    @Slot()
    def _back(self) -> None:
        self._sheet.uncover()
        self._pick.setFocus()

    # --- looking for what is typed ---

    @Slot()
    def _look(self) -> None:
        typed = self.text.text()
        self._offers = {}
        self._leave_street(typed)
        try:
            reading = self._places.read(typed)
        except Misread as no:
            self._hint_at(where_words.misread(no))
            self._list.offer([])
            return
        self._hint_at("")
        if reading is not None:
            self._offers["point"] = reading
            found = self._places.locate(reading.lat, reading.lng)
            self._list.offer([where_words.spelled("point", reading, found, self._city)])
            return
        for n, match in enumerate(self._places.find(typed)):
            self._offers[str(n)] = match
        self._list.offer(
            [
                where_words.suggestion(key, match)
                for key, match in self._offers.items()
                if isinstance(match, Match)
            ]
        )

    @Slot(str)
    def _take(self, key: str) -> None:
        taken = self._offers[key]
        if isinstance(taken, Reading):
            self.text.setText("")
            self.take_point(taken.lat, taken.lng)
            said = where_words.remarks(taken)
            self._hint_at(said[:1].upper() + said[1:])
        else:
            self._take_name(taken.named)

    def _take_name(self, named: Named) -> None:
        typed = self.text.text()
        if named.kind is Kind.AREA:
            self.text.setText(details_of(typed))
            self._taken = ""
            self.area.setCurrentIndex(self.area.findData(named.area))
        else:
            self.text.setText(with_details(typed, where_words.named(named.name, named.kind)))
        self._start = None
        if named.lat is not None and named.lng is not None:
            self._start = named.lat, named.lng
        self._street = named.name if named.kind is Kind.STREET else ""
        if named.kind is Kind.FACILITY and self._start is not None:
            self.take_point(*self._start)
        elif self._point is None:
            self._found = Found(named.area if self._street else "", approximate=True)
        self._say()

    def _leave_street(self, typed: str) -> None:
        """What a street suggests is said no more once the words name another place."""
        if self._street and self._street not in typed:
            self._street, self._start = "", None
            if self._point is None:
                self._found = Found("")
            self._say()

    # --- point and kelurahan ---

    def _set_point(self, point: tuple[float, float] | None) -> None:
        self._point = point
        self._found = self._places.locate(*point) if point else Found("")
        self._say()

    @Slot()
    def _drop_point(self) -> None:
        self._set_point(None)
        self.text.setFocus()
        self.changed.emit()

    @Slot()
    def _take_guess(self) -> None:
        """The kelurahan that the point or the street suggests; a guess stays marked as one."""
        if not self._offered():
            return
        self._taken = self._found.area if self._found.approximate else ""
        self.area.setCurrentIndex(self.area.findData(self._found.area))
        self.area.setFocus()
        self._say()
        self.changed.emit()

    def _offered(self) -> bool:
        return bool(self._found.area) and self._found.area != self._area()

    def _area(self) -> str | None:
        at = self.area.findText(self.area.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return str(self.area.itemData(at)) if at >= 0 else None

    @Slot()
    def _area_changed(self) -> None:
        if self._area() != self._taken:
            self._taken = ""
        self._say()
        self.changed.emit()

    # --- saying ---

    def _hint_at(self, sentence: str) -> None:
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))

    @Slot()
    def _say(self) -> None:
        point = self._point
        self._drop.setVisible(point is not None)
        said = self.tr("Belum ada titik.")
        if point is not None:
            around = where_words.near(self._places.near(*point))
            beyond = "" if self._found.area else where_words.outside(self._found)
            said = " · ".join(filter(None, (where_words.point(*point), beyond, around)))
        self._beside.setText(said)
        self._show_glimpse()
        self._asks.setVisible(self._offered())
        if self._offered():
            self._guess.setText(self._question(self._city.areas[self._found.area].name))

    def _show_glimpse(self) -> None:
        at = self._point or self._start
        if self._glimpse is not None:
            self._glimpse.setVisible(at is not None)
            if at is not None:
                zoom = _NEAR if self._point else _AROUND
                self._glimpse.show_at(to_plane(*at), zoom, marked=self._point is not None)

    def _question(self, name: str) -> str:
        """A guess is called one; a border that knows better than what was chosen says so."""
        if self._found.approximate:
            return self.tr("Perkiraan: {name}. Pakai").format(name=name)
        return self.tr("Titik ini di {name}. Pakai").format(name=name)
