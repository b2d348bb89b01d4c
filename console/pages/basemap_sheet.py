"""The sheet that asks what lies beneath the cases: the areas alone, a file, or an address."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QVBoxLayout, QWidget

from console.pages import basemap_words as words
from console.pages.basemap_web import WebPart
from console.pages.basemaps import Choice, Shown
from console.pages.chooser import file_chooser
from console.pages.sheet import Sheet
from widgets.labels import label
from widgets.scroller import Scroller
from widgets.theme import Theme

_INDENT = 24


class BasemapSheet(Sheet):
    """`chosen` carries a Choice. `show_shown` says what has become of it."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, shown: Shown, parent: QWidget | None = None) -> None:
        said = self.tr("Wilayah selalu ada di bawahnya dan tidak perlu jaringan.")
        super().__init__(theme, self.tr("Alas peta"), said, parent)
        self._shown = shown
        self._group = QButtonGroup(self)
        area, self._inner = Scroller(self), QWidget(self)
        area.setWidget(self._inner)
        self.body.addWidget(area, 1)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, theme.space.s, 0)
        self._column.setSpacing(theme.space.s)
        self._areas = self._choice(self.tr("Wilayah kota saja"))
        self._areas.clicked.connect(lambda: self.chosen.emit(Choice()))
        self._file = self._choice(self.tr("Berkas di komputer ini"))
        self._file.clicked.connect(self._file_wanted)
        self._build_file()
        self._web = self._choice(self.tr("Alamat ubin di web"))
        self._web.clicked.connect(self._web_wanted)
        self.web = WebPart(theme, self._inner)
        self.web.chosen.connect(self.chosen)
        self._below().addWidget(self.web)
        self._column.addStretch(1)
        self.show_shown(shown)

    def begin(self) -> None:
        """Keys go to what is chosen now: up and down choose another."""
        (self._group.checkedButton() or self._areas).setFocus()

    def show_shown(self, shown: Shown) -> None:
        """What is shown now, and what is wrong with it."""
        before, self._shown = self._shown, shown
        kind = shown.choice.kind
        for one, button in (
            ("areas", self._areas), ("file", self._file), ("web", self._web),
        ):  # fmt: skip
            button.setChecked(one == kind)
        of_file = bool(shown.name) and kind == "file"
        self._about.setText(words.about(shown) if of_file else self._hint())
        self.web.show_shown(shown)
        if shown.trouble is not None:
            self.refuse(words.trouble(shown.trouble))
        elif before.trouble is not None or before.choice != shown.choice:
            self.banner.clear()

    def _choice(self, word: str) -> QRadioButton:
        button = QRadioButton(word, self._inner)
        self._group.addButton(button)
        self._column.addWidget(button)
        return button

    def _below(self) -> QVBoxLayout:
        """What belongs to the choice above."""
        column = QVBoxLayout()
        column.setContentsMargins(self._theme.px(_INDENT), 0, 0, self._theme.space.m)
        column.setSpacing(self._theme.space.s)
        self._column.addLayout(column)
        return column

    def _build_file(self) -> None:
        column = self._below()
        self._about = label("", self._theme.fonts.secondary, self._inner, "secondary", wrap=True)
        column.addWidget(self._about)
        button = QPushButton(self.tr("Pilih berkas …"), self._inner)
        button.clicked.connect(self._ask_file)
        column.addWidget(button)

    def _hint(self) -> str:
        return self.tr("MBTiles atau PMTiles, bergambar atau vektor. Berkas dibaca di tempatnya.")

    @Slot()
    def _file_wanted(self) -> None:
        """The file there was, or another; until then nothing has changed."""
        if self._shown.choice.file:
            self.chosen.emit(Choice("file", file=self._shown.choice.file))
            return
        self.show_shown(self._shown)
        self._ask_file()

    @Slot()
    def _web_wanted(self) -> None:
        """The address there was, or a new one; until then nothing has changed."""
        self.show_shown(self._shown)
        if self.web.empty:
            self.web.begin()
        else:
            self.web.send()

    @Slot()
    def _ask_file(self) -> None:
        title = self.tr("Berkas alas peta")
        names = self.tr("Berkas peta") + " (*.pmtiles *.mbtiles)"
        dialog = file_chooser(self, title, names, self.tr("Pakai"))
        dialog.fileSelected.connect(lambda file: self.chosen.emit(Choice("file", file=file)))
        dialog.open()
