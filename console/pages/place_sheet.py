"""Correct where a case is: its words, its kelurahan, its point."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFormLayout, QWidget

from console.desk import Places
from console.pages import words
from console.pages.place_field import PlaceField
from console.pages.sheet import Sheet
from db.domain.case import Case
from db.domain.city import City
from db.domain.commands import Edit
from widgets.labels import label
from widgets.map_base import Basemap
from widgets.theme import Theme


class PlaceSheet(Sheet):
    """`sent` carries the Edit, with the place as the officer saw it before."""

    sent = Signal(object)

    def __init__(
        self,
        theme: Theme,
        word: str,
        case: Case,
        city: City,
        places: Places,
        page: QWidget | None = None,
        *,
        base: Basemap | None = None,
    ) -> None:
        title = f"{word} · {case.number}" if case.number else word
        super().__init__(theme, title, case.text.strip().splitlines()[0][:160], page)
        self._case = case
        self.field = PlaceField(theme, city, places, self, base)
        now = self.tr("Sekarang: {place}").format(place=words.whole_place(case.place, city))
        self.body.addWidget(label(now, theme.fonts.text, self, wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(theme.space.m)
        form.setVerticalSpacing(theme.space.s)
        self.field.add_to(form)
        self.body.addLayout(form)
        self.body.addStretch(1)
        self.field.set_place(case.place)
        self.add_send(self.tr("Simpan lokasi"), "Ctrl+Enter").clicked.connect(self._send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self._send)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        """Keys go to the words, all of them chosen: who types replaces them."""
        self.field.text.setFocus()
        self.field.text.selectAll()

    @Slot()
    def _send(self) -> None:
        new = self.field.place()
        if self.field.unknown_area():
            self.refuse(self.tr("Kelurahan itu tidak ada di kota ini; pilih dari daftar."))
            self.field.area.setFocus()
        elif not (new.text or new.area or new.lat is not None):
            self.refuse(self.tr("Isi jalan, kelurahan atau titiknya."))
            self.field.text.setFocus()
        elif new == self._case.place:
            self.refuse(self.tr("Lokasinya belum berubah."))
            self.field.text.setFocus()
        else:
            self.sent.emit(Edit("place", old_place=self._case.place, new_place=new))
