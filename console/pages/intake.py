"""Take a call: type what the caller says, the rest is suggested while you type."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from console.pages.sheet import Sheet
from console.pages.words import category_name
from db.domain.case import Place
from db.domain.city import City
from db.domain.commands import Receive
from db.domain.suggest import guess_category
from widgets.labels import label
from widgets.theme import Theme

translate = QCoreApplication.translate

SPOKEN = ("phone", "112", "walk_in", "social")
"""Channels an officer writes down; the others bring their reports themselves."""


_GUESSED_FROM = 2_000
"""Letters that a guess reads; a pasted book would hold up the desk for seconds."""


class Caller(NamedTuple):
    """Who called; goes to the server at once or nowhere."""

    name: str
    phone: str


class IntakeSheet(Sheet):
    """`sent` carries the Receive and the Caller."""

    sent = Signal(object, object)

    def __init__(
        self, theme: Theme, city: City, *, online: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme,
            translate("IntakeSheet", "Laporan baru"),
            translate("IntakeSheet", "Dari telepon, kunjungan atau media sosial"),
            parent,
        )
        self._city = city
        self._chosen_by_hand = False
        self._build(theme, online)

    def begin(self) -> None:
        """Keys go to the caller's words."""
        self._text.setFocus()

    def _build(self, theme: Theme, online: bool) -> None:
        self.body.addWidget(
            label(self.tr("Apa yang dilaporkan"), theme.fonts.secondary, self, "secondary")
        )
        self._text = QPlainTextEdit(self)
        self._text.setAccessibleName(self.tr("Kata-kata pelapor"))
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(theme.px(140))
        self.body.addWidget(self._text)
        self.body.addLayout(self._form(theme, online))
        self.body.addStretch(1)
        self._guess_soon = QTimer(self, singleShot=True, interval=150)
        self._guess_soon.timeout.connect(self._guess)
        self._text.textChanged.connect(self._guess_soon.start)
        self.add_send(self.tr("Simpan laporan"), "Ctrl+Enter").clicked.connect(self._send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self._send)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _form(self, theme: Theme, online: bool) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.space.m)
        form.setVerticalSpacing(theme.space.s)
        city = self._city
        spoken = [(k, w) for k, w in city.channels.items() if k in SPOKEN]
        self._channel = self._combo(spoken or list(city.channels.items()), 0)
        self._channel.setCurrentIndex(max(0, self._channel.findData(SPOKEN[0])))
        self._category = self._combo(
            [(c.id, category_name(c)) for c in city.categories.values()], -1
        )
        self._category.setPlaceholderText(self.tr("terisi dari kata-kata pelapor"))
        self._category.activated.connect(self._by_hand)
        self._class = self._combo(list(city.classes.items()), 0)
        self._class.setCurrentIndex(max(0, self._class.findData("complaint")))
        areas = [a for a in city.areas.values() if a.parent] or list(city.areas.values())
        self._area = self._combo([(a.code, a.name) for a in areas], -1)
        self._area.setEditable(True)
        self._area.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._area.setCurrentIndex(-1)
        completer = QCompleter(self._area.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._area.setCompleter(completer)
        self._place = QLineEdit(self)
        self._place.setPlaceholderText(self.tr("Jalan, nomor, patokan; kosong bila tidak ada"))
        self._anonymous = QCheckBox(self.tr("Pelapor minta namanya dirahasiakan"), self)
        self._name, self._phone = QLineEdit(self), QLineEdit(self)
        for caption, field in (
            (self.tr("Kanal"), self._channel),
            (self.tr("Kategori"), self._category),
            (self.tr("Jenis"), self._class),
            (self.tr("Kelurahan"), self._area),
            (self.tr("Lokasi"), self._place),
            (self.tr("Nama pelapor"), self._name),
            (self.tr("Telepon pelapor"), self._phone),
        ):
            field.setAccessibleName(caption)
            form.addRow(label(caption, theme.fonts.secondary, self, "secondary"), field)
        form.addRow("", self._anonymous)
        if not online:
            self._name.setEnabled(False)
            self._phone.setEnabled(False)
            told = self.tr("Identitas pelapor hanya disimpan di server; saat luring tidak diisi.")
            form.addRow("", label(told, theme.fonts.secondary, self, "secondary", wrap=True))
        return form

    def _combo(self, items: list[tuple[str, str]], current: int) -> QComboBox:
        combo = QComboBox(self)
        for key, name in items:
            combo.addItem(name, key)
        combo.setCurrentIndex(current)
        return combo

    @Slot()
    def _by_hand(self) -> None:
        self._chosen_by_hand = True

    @Slot()
    def _guess(self) -> None:
        if self._chosen_by_hand:
            return
        guessed = guess_category(self._text.toPlainText()[:_GUESSED_FROM], self._city)
        self._category.setCurrentIndex(self._category.findData(guessed) if guessed else -1)
        if guessed:
            kind = self._city.categories[guessed].report_class
            self._class.setCurrentIndex(max(0, self._class.findData(kind)))

    @Slot()
    def _send(self) -> None:
        if not self._text.toPlainText().strip():
            self.refuse(self.tr("Tulis dulu apa yang dilaporkan."))
            self._text.setFocus()
            return
        if self._area.currentText().strip() and self._area.findText(self._area.currentText()) < 0:
            self.refuse(self.tr("Kelurahan itu tidak ada di kota ini; pilih dari daftar."))
            self._area.setFocus()
            return
        self._guess()
        self.sent.emit(self._receive(), Caller(self._name.text().strip(), self._phone.text()))

    def _receive(self) -> Receive:
        at = self._area.findText(self._area.currentText())
        area = self._area.itemData(at) if at >= 0 else None
        return Receive(
            report=str(uuid.uuid4()),
            channel=str(self._channel.currentData()),
            text=self._text.toPlainText().strip(),
            report_class=str(self._class.currentData()),
            category=self._category.currentData(),
            place=Place(text=self._place.text().strip(), area=area),
            anonymous=self._anonymous.isChecked(),
        )
