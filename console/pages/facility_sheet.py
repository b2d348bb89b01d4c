"""Fasilitas: which kinds the map shows, and any of them by a few letters of its name."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from console.pages import facility_words as words
from console.pages.facility_choice import FacilityChoice
from console.pages.sheet import Sheet
from db.domain.city import City
from db.domain.facilities import KINDS, Facility
from widgets.labels import label
from widgets.picker import Choice, Picker
from widgets.theme import Theme

translate = QCoreApplication.translate


class FacilitySheet(Sheet):
    """`chosen` carries the place of a facility in the pack: it is to be shown on the map."""

    chosen = Signal(int)

    def __init__(
        self, theme: Theme, city: City, choice: FacilityChoice, parent: QWidget | None = None
    ) -> None:
        title = translate("FacilitySheet", "Fasilitas")
        rows = city.facilities.rows
        told = translate("FacilitySheet", "{n} di kota ini; Enter menunjukkannya di peta")
        super().__init__(theme, title, told.format(n=len(rows)), parent)
        self._choice = choice
        self._boxes: dict[str, QCheckBox] = {}
        said = self.tr("Ditampilkan di peta")
        self.body.addWidget(label(said, theme.fonts.secondary, self, "secondary"))
        self.body.addLayout(self._kinds(city))
        self._picker = Picker(theme, self, placeholder=self.tr("Ketik nama, jenis atau alamat"))
        self._picker.set_choices(
            [
                Choice(str(n), row.name, _about(row), "", row.phone, words.ICONS[row.kind])
                for n, row in enumerate(rows)
            ]
        )
        self._picker.chosen.connect(self._chosen)
        self._picker.cancelled.connect(self.closed)
        self.body.addWidget(self._picker, 1)

    def begin(self) -> None:
        """Keys go to the names."""
        self._picker.setFocus()

    def _kinds(self, city: City) -> QGridLayout:
        grid = QGridLayout()
        counts = dict.fromkeys(KINDS, 0)
        for row in city.facilities.rows:
            counts[row.kind] += 1
        there = [kind for kind in KINDS if counts[kind]]
        for n, kind in enumerate(there):
            box = QCheckBox(f"{words.kind_name(kind)} · {counts[kind]}", self)
            box.setIcon(self._theme.icons.icon(words.ICONS[kind], "secondary"))
            box.setChecked(self._choice.shown and kind in self._choice.kinds)
            box.toggled.connect(self._kinds_chosen)
            self._boxes[kind] = box
            grid.addWidget(box, n // 2, n % 2)
        return grid

    @Slot()
    def _kinds_chosen(self) -> None:
        self._choice.choose([kind for kind, box in self._boxes.items() if box.isChecked()])

    @Slot(str)
    def _chosen(self, key: str) -> None:
        self.chosen.emit(int(key))


def _about(row: Facility) -> str:
    """Its kind and where it is, to be looked for as well."""
    return " · ".join(filter(None, (words.kind_name(row.kind), row.address)))
