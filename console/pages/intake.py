"""Take a call: type what the caller says, the rest is suggested while you type.

Beside it stand open cases like it: where it is one of them, the report joins that case.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.desk import Places
from console.pages import lookalikes
from console.pages.lookalikes import Lookalikes
from console.pages.nearest import NearestPanel
from console.pages.place_field import PlaceField
from console.pages.sheet import WIDTH, Sheet
from console.pages.words import category_name
from db.domain.case import Case, Place
from db.domain.city import City
from db.domain.commands import Receive
from db.domain.nearby import Nearby, nearby
from db.domain.suggest import guess_category
from widgets.labels import label, rule
from widgets.map_base import Basemap
from widgets.theme import Theme

translate = QCoreApplication.translate

SPOKEN = ("phone", "112", "walk_in", "social")
"""Channels an officer writes down; the others bring their reports themselves."""

_USUAL = "complaint"
"""The class of a report while neither its words nor the officer say another."""

_GUESSED_FROM = 2_000
"""Letters that a guess and a look for cases like it read; a pasted book would hold up the desk."""


class Caller(NamedTuple):
    """Who called; goes to the server at once or nowhere."""

    name: str
    phone: str


class Unfinished(Protocol):
    """The call an officer has not finished writing down, wherever it is kept."""

    @property
    def held(self) -> Receive | None:
        """As far as it was typed; None when there is none."""

    def keep(self, act: Receive) -> None:
        """It was typed so far."""

    def done(self) -> None:
        """It was sent, or is to be forgotten."""


class IntakeSheet(Sheet):
    """`sent` carries the Receive, the Caller, and the Case it joins or None; `typed` the Receive as
    far as it goes; `call_asked` a facility to be called while somebody is in danger.
    """

    sent = Signal(object, object, object)
    typed = Signal(object)
    call_asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        city: City,
        places: Places,
        *,
        online: bool,
        alike: Lookalikes | None = None,
        parent: QWidget | None = None,
        base: Basemap | None = None,
    ) -> None:
        super().__init__(
            theme,
            translate("IntakeSheet", "Laporan baru"),
            translate("IntakeSheet", "Dari telepon, kunjungan atau media sosial"),
            parent,
        )
        self._city, self._report = city, str(uuid.uuid4())
        self._where = PlaceField(theme, city, places, self, base)
        self._chosen_by_hand = self._class_by_hand = False
        self._build(theme, online)
        if alike is not None:
            self._put_beside(theme, alike)

    def begin(self) -> None:
        """Keys go to the caller's words."""
        self._text.setFocus()

    def fill(self, text: str, place: Place) -> None:
        """Put words and a place into the form, as if they had been typed."""
        self._text.setPlainText(text)
        self._where.set_place(place)

    def resume(self, act: Receive) -> None:
        """Go on with a call that was left. Of the caller nothing was kept."""
        for combo, value in (
            (self._channel, act.channel),
            (self._category, act.category),
            (self._class, act.report_class),
        ):
            combo.setCurrentIndex(combo.findData(value) if value else -1)
        self._report = act.report  # what was sent just before a crash is not sent twice
        self._chosen_by_hand = bool(act.category)
        self._class_by_hand = act.report_class != _USUAL
        self._anonymous.setChecked(act.anonymous)
        self.fill(act.text, act.place)
        self._text.moveCursor(QTextCursor.MoveOperation.End)
        said = self.tr("Dilanjutkan dari laporan yang belum disimpan, tanpa nama pelapor.")
        self.banner.show_notice("info", said)
        empty = QPushButton(self.tr("Kosongkan"), self)
        empty.clicked.connect(self._empty)
        self.buttons.insertWidget(0, empty)

    @Slot()
    def _empty(self) -> None:
        """This is another call."""
        self._report = str(uuid.uuid4())
        self._chosen_by_hand = self._class_by_hand = False
        self._anonymous.setChecked(False)
        self._name.clear()
        self._phone.clear()
        self._class.setCurrentIndex(max(0, self._class.findData(_USUAL)))
        self._channel.setCurrentIndex(max(0, self._channel.findData(SPOKEN[0])))
        self._category.setCurrentIndex(-1)
        self.fill("", Place())
        self.banner.clear()
        self._text.setFocus()

    def _build(self, theme: Theme, online: bool) -> None:
        self._columns = QHBoxLayout()
        self._columns.setSpacing(theme.space.l)
        column = QVBoxLayout()
        column.setSpacing(theme.space.s)
        self._columns.addLayout(column, 1)
        self.body.addLayout(self._columns, 1)
        column.addWidget(
            label(self.tr("Apa yang dilaporkan"), theme.fonts.secondary, self, "secondary")
        )
        self._text = QPlainTextEdit(self)
        self._text.setAccessibleName(self.tr("Kata-kata pelapor"))
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(theme.px(64))
        self._text.setMaximumHeight(theme.px(140))
        column.addWidget(self._text)
        column.addLayout(self._form(theme, online))
        self._nearest = NearestPanel(theme, self)
        self._nearest.call_asked.connect(self.call_asked)
        column.addWidget(self._nearest)
        for chosen in (self._category, self._class):
            chosen.currentIndexChanged.connect(self._show_nearest)
        self._where.changed.connect(self._show_nearest)
        column.addStretch(1)
        self._guess_soon = QTimer(self, singleShot=True, interval=150)
        self._guess_soon.timeout.connect(self._guess)
        self._text.textChanged.connect(self._guess_soon.start)
        for written in (
            self._text.textChanged,
            self._where.changed,
            self._channel.currentIndexChanged,
            self._category.currentIndexChanged,
            self._class.currentIndexChanged,
            self._anonymous.toggled,
        ):
            written.connect(lambda: self.typed.emit(self._receive()))
        self.add_send(self.tr("Simpan laporan"), "Ctrl+Enter").clicked.connect(self._send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self._send)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _put_beside(self, theme: Theme, alike: Lookalikes) -> None:
        """The list follows what is typed; its keys work wherever the cursor is."""
        beside = theme.px(lookalikes.WIDTH) + 2 * theme.space.l + 1
        page = self.parentWidget()
        room = page.width() - theme.space.l if page is not None else beside + theme.px(WIDTH)
        self.setFixedWidth(min(theme.px(WIDTH) + beside, room))
        alike.setParent(self)
        left = QVBoxLayout()
        left.setSpacing(theme.space.m)
        left.addWidget(alike, 1)
        left.addWidget(self._nearest)  # there is more room than below the form
        self._columns.insertLayout(0, left, 1)
        self._columns.insertWidget(1, rule(self, vertical=True))
        self.buttons.insertWidget(0, alike.send)
        self.buttons.insertWidget(1, alike.send_keys)
        for keys, act in (
            ("Ctrl+Down", alike.step),
            ("Ctrl+Up", alike.step_back),
            ("Ctrl+Shift+Return", alike.join),
            ("Ctrl+Shift+Enter", alike.join),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for typed in (
            self._text.textChanged,
            self._where.changed,
            self._category.currentIndexChanged,
        ):
            typed.connect(lambda: alike.follow(lambda: self._receive(_GUESSED_FROM)))
        alike.joined.connect(self._send_into)

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
        self._class.setCurrentIndex(max(0, self._class.findData(_USUAL)))
        self._class.activated.connect(self._class_chosen)
        self._anonymous = QCheckBox(self.tr("Pelapor minta namanya dirahasiakan"), self)
        self._name, self._phone = QLineEdit(self), QLineEdit(self)
        kinds = (
            (self.tr("Kanal"), self._channel),
            (self.tr("Kategori"), self._category),
            (self.tr("Jenis"), self._class),
        )
        caller = (
            (self.tr("Nama pelapor"), self._name),
            (self.tr("Telepon pelapor"), self._phone),
        )
        self._add_rows(form, kinds)
        self._where.add_to(form)
        self._add_rows(form, caller)
        form.addRow("", self._anonymous)
        if not online:
            self._name.setEnabled(False)
            self._phone.setEnabled(False)
            told = self.tr("Identitas pelapor hanya disimpan di server; saat luring tidak diisi.")
            form.addRow("", label(told, theme.fonts.secondary, self, "secondary", wrap=True))
        return form

    def _add_rows(self, form: QFormLayout, rows: Sequence[tuple[str, QWidget]]) -> None:
        for caption, field in rows:
            field.setAccessibleName(caption)
            form.addRow(label(caption, self._theme.fonts.secondary, self, "secondary"), field)

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
    def _class_chosen(self) -> None:
        self._class_by_hand = True

    @Slot()
    def _guess(self) -> None:
        if self._chosen_by_hand:
            return
        guessed = guess_category(self._text.toPlainText()[:_GUESSED_FROM], self._city)
        self._category.setCurrentIndex(self._category.findData(guessed) if guessed else -1)
        if not self._class_by_hand:
            kind = self._city.categories[guessed].report_class if guessed else _USUAL
            self._class.setCurrentIndex(max(0, self._class.findData(kind)))

    @Slot()
    def _show_nearest(self) -> None:
        """Where help is, as soon as it is known that somebody is in danger, and where."""
        act = self._receive(_GUESSED_FROM)
        category = self._city.categories.get(act.category or "")
        urgent = act.report_class == "emergency" or (
            category is not None and category.emergency == "yes"
        )
        wanted = nearby(act.place, act.category, act.report_class, self._city)
        self._nearest.show_nearby(wanted if urgent else Nearby())

    @Slot()
    def _send(self) -> None:
        self._send_into(None)

    @Slot(object)
    def _send_into(self, case: Case | None) -> None:
        if not self._text.toPlainText().strip():
            self.refuse(self.tr("Tulis dulu apa yang dilaporkan."))
            self._text.setFocus()
            return
        if self._where.unknown_area():
            self.refuse(self.tr("Kelurahan itu tidak ada di kota ini; pilih dari daftar."))
            self._where.area.setFocus()
            return
        self._guess()
        caller = Caller(self._name.text().strip(), self._phone.text())
        self.sent.emit(self._receive(), caller, case)

    def _receive(self, longest: int | None = None) -> Receive:
        return Receive(
            report=self._report,
            channel=str(self._channel.currentData()),
            text=self._text.toPlainText().strip()[:longest],
            report_class=str(self._class.currentData()),
            category=self._category.currentData(),
            place=self._where.place(),
            anonymous=self._anonymous.isChecked(),
        )
