"""A sheet that asks for one more report by e-mail: which, when, in what forms, and to whom."""

from __future__ import annotations

from PySide6.QtCore import QTime, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QTimeEdit,
    QWidget,
)

from console.pages import mailing_words as words
from console.pages.sheet import Sheet
from db.domain.city import City
from db.domain.mailings import FORMS, MOST, Terms
from widgets.labels import label
from widgets.spins import inset
from widgets.theme import Theme


class NewMailingSheet(Sheet):
    """`made` carries the Terms."""

    made = Signal(object)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        said = self.tr("Mulai dengan laporan berikutnya yang jatuh tempo.")
        super().__init__(theme, self.tr("Jadwal baru"), said, parent)
        self._city = city
        self._kinds: dict[str, QRadioButton] = {}
        self._forms: dict[str, QCheckBox] = {}
        self._caption(self.tr("Laporan"))
        self.body.addLayout(self._choices())
        self._caption(self.tr("Sebagai"))
        self.body.addLayout(self._boxes())
        name = self.tr("Jam, sehari sesudah periode berakhir")
        self._caption(name)
        self._at = QTimeEdit(QTime(7, 0), self)
        inset(self._at, theme)
        self._at.setDisplayFormat("HH.mm")
        self._at.setAccessibleName(name)
        self._at.setMaximumWidth(theme.px(120))
        self.body.addWidget(self._at)
        self._build_recipients(theme)
        self.body.addStretch(1)
        self.add_send(self.tr("Jadwalkan"), "Ctrl+Enter").clicked.connect(self.send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.send)

    def begin(self) -> None:
        """Keys go to what is asked first."""
        self._kinds["daily"].setFocus()

    def fill(self, recipients: str) -> None:
        """As if it had been typed."""
        self._to.setPlainText(recipients)

    def _build_recipients(self, theme: Theme) -> None:
        name = self.tr("Penerima, satu alamat per baris")
        self._caption(name)
        self._to = QPlainTextEdit(self)
        self._to.setTabChangesFocus(True)
        self._to.setAccessibleName(name)
        self._to.setPlaceholderText(self.tr("walikota@kota.go.id\nkadis@dlh.kota.go.id dlh"))
        self._to.setFixedHeight(theme.px(120))
        self.body.addWidget(self._to)
        told = self.tr(
            "Alamat saja: seluruh kota tanpa kasus rahasia. Dengan singkatan OPD: kasus OPD itu "
            "saja. OPD: {ids}."
        ).format(ids=", ".join(self._city.agencies))
        hint = label(told, theme.fonts.secondary, self, "secondary", wrap=True)
        self._to.setAccessibleDescription(told)
        self.body.addWidget(hint)

    def _caption(self, text: str) -> None:
        self.body.addWidget(label(text, self._theme.fonts.secondary, self, "secondary"))

    def _choices(self) -> QHBoxLayout:
        row, group = QHBoxLayout(), QButtonGroup(self)
        row.setSpacing(self._theme.space.l)
        for key, word in words.kinds().items():
            self._kinds[key] = QRadioButton(word, self)
            group.addButton(self._kinds[key])
            row.addWidget(self._kinds[key])
        self._kinds["daily"].setChecked(True)
        row.addStretch(1)
        return row

    def _boxes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.l)
        for key in FORMS:
            self._forms[key] = QCheckBox(key.upper(), self)
            row.addWidget(self._forms[key])
        self._forms["pdf"].setChecked(True)
        row.addStretch(1)
        return row

    @Slot()
    def send(self) -> None:
        """Say what is wrong with it, or hand it over."""
        forms = tuple(key for key, box in self._forms.items() if box.isChecked())
        read = words.read(self._to.toPlainText(), self._city)
        if not forms:
            self.refuse(self.tr("Pilih paling sedikit satu bentuk berkas."))
        elif read.fault:
            self.refuse(read.fault)
            self._to.setFocus()
        elif len(read.recipients) > MOST:
            self.refuse(self.tr("Paling banyak {n} penerima.").format(n=MOST))
        else:
            kind = next(key for key, one in self._kinds.items() if one.isChecked())
            at = self._at.time().toString("HH:mm")
            self.made.emit(Terms(kind, forms, at, read.recipients))
