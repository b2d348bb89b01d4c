"""The sheet of alarms: what must be done, on which case, since when; and the one to put it off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from console.desk import Alarm, Kind, PutOff
from console.pages import words
from console.pages.clock_words import rule_name
from console.pages.sheet import Sheet
from console.pages.sound_panel import SoundPanel
from console.pages.words import translate
from db.domain.city import City
from widgets.labels import label, rule
from widgets.scroller import Scroller
from widgets.theme import Theme

_MINUTES = (15, 30, 60, 240)


def must(alarm: Alarm, city: City) -> str:
    """What whoever sits here must do about it."""
    about = rule_name(alarm.about, city)
    match alarm.kind:
        case Kind.EMERGENCY:
            return translate("alarms", "Darurat baru: teruskan")
        case Kind.ESCALATED:
            return translate("alarms", "Naik kepada Anda: {rule} terlambat").format(rule=about)
        case Kind.DELIVERY:
            opd = words.agencies(alarm.about, city)
            return translate("alarms", "Belum sampai ke {opd}: beri tahu").format(opd=opd)
        case Kind.BREACHED:
            return translate("alarms", "Tenggat lewat: {rule}").format(rule=about)
        case _:
            return translate("alarms", "Belum ada yang menangani: {rule} hampir lewat").format(
                rule=about
            )


def kinds(alarms: Sequence[Alarm]) -> str:
    """How many there are of each kind, the most pressing first; it says nothing of any case."""
    named = {
        Kind.EMERGENCY: translate("alarms", "darurat {n}"),
        Kind.ESCALATED: translate("alarms", "naik kepada Anda {n}"),
        Kind.DELIVERY: translate("alarms", "belum sampai {n}"),
        Kind.BREACHED: translate("alarms", "tenggat lewat {n}"),
        Kind.WAITING: translate("alarms", "hampir lewat {n}"),
    }
    many = Counter(alarm.kind for alarm in alarms)
    return " · ".join(said.format(n=many[kind]) for kind, said in named.items() if many[kind])


class AlarmSheet(Sheet):
    """`acknowledged`, `shelving`, `taken_back` and `opened` carry the id of a case."""

    acknowledged = Signal(str)
    shelving = Signal(str, str)
    taken_back = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            translate("AlarmSheet", "Alarm"),
            translate("AlarmSheet", "Yang perlu tindakan. Diketahui berarti: Anda yang mengurus."),
            parent,
        )
        self._city = city
        self._shown: tuple[Alarm, ...] | None = None
        self._put_off: tuple[PutOff, ...] = ()
        self._places = 0
        self._area = area = Scroller(self)
        self.body.addWidget(area, 1)
        self.sound = SoundPanel(theme, city, self)
        self.body.addWidget(rule(self))
        self.body.addWidget(self.sound)

    def show_alarms(self, alarms: Sequence[Alarm], now: datetime) -> None:
        """Show these; rows are made anew only when others stand, so that no key misses its row."""
        if tuple(alarms) != self._shown:
            self._shown = tuple(alarms)
            self._show(now)

    def show_put_off(self, put_off: Sequence[PutOff], now: datetime) -> None:
        """Show below them what is put off, and by whom."""
        if tuple(put_off) != self._put_off:
            self._put_off = tuple(put_off)
            self._show(now)

    def _show(self, now: datetime) -> None:
        alarms = self._shown or ()
        self._places = 0
        at = QApplication.focusWidget()
        place = at.property("place") if at is not None and self.isAncestorOf(at) else None
        inner = QWidget()
        inner.setProperty("kind", "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space.m)
        if not alarms:
            none = self.tr("Tidak ada alarm. Yang baru muncul di sini.")
            column.addWidget(label(none, self._theme.fonts.text, inner, "secondary", wrap=True))
        for alarm in alarms:
            column.addWidget(self._row(alarm, now, inner))
        if self._put_off:
            column.addWidget(rule(inner))
            column.addWidget(label(self.tr("Ditunda"), self._theme.fonts.heading, inner))
        for one in self._put_off:
            column.addWidget(self._row_put_off(one, now, inner))
        column.addStretch(1)
        self._area.setWidget(inner)
        if place is not None:
            self._focus(inner, place)

    def begin(self) -> None:
        """Keys go to the first alarm."""
        inner = self._area.widget()
        if inner is None or not self._focus(inner, 0):
            self.setFocus()

    def _focus(self, inner: QWidget, place: int) -> bool:
        buttons = [b for b in inner.findChildren(QPushButton) if b.property("place") is not None]
        if buttons:
            buttons[min(place, len(buttons) - 1)].setFocus()
        return bool(buttons)

    def _row(self, alarm: Alarm, now: datetime, parent: QWidget) -> QWidget:
        theme, fonts = self._theme, self._theme.fonts
        row = QWidget(parent)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.xs)
        column.addWidget(label(must(alarm, self._city), fonts.strong, row, wrap=True))
        about = f"{alarm.number} · {alarm.title}"
        column.addWidget(label(about, fonts.text, row, wrap=True))
        since = self.tr("Sejak {time}").format(time=words.local_time(alarm.since, self._city, now))
        if alarm.shelved:
            since = " · ".join((since, self.tr("tadi ditunda: {why}").format(why=alarm.shelved)))
        column.addWidget(label(since, fonts.secondary, row, "secondary", wrap=True))
        deeds: list[tuple[str, Callable[[], None]]] = [
            (self.tr("Diketahui"), lambda: self.acknowledged.emit(alarm.case)),
            (self.tr("Tunda …"), lambda: self.shelving.emit(alarm.case, alarm.number)),
            (self.tr("Buka kasus"), lambda: self.opened.emit(alarm.case)),
        ]
        column.addLayout(self._buttons(alarm, deeds, row))
        return row

    def _row_put_off(self, one: PutOff, now: datetime, parent: QWidget) -> QWidget:
        theme, fonts, alarm = self._theme, self._theme.fonts, one.alarm
        row = QWidget(parent)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.xs)
        column.addWidget(label(f"{alarm.number} · {alarm.title}", fonts.text, row, wrap=True))
        until = self.tr("Sampai {time}: {why}").format(
            time=words.local_time(one.until, self._city, now), why=alarm.shelved
        )
        column.addWidget(label(until, fonts.secondary, row, "secondary", wrap=True))
        by = " · ".join(part for part in (one.by, one.desk) if part)
        if by:
            column.addWidget(label(by, fonts.secondary, row, "secondary", wrap=True))
        deeds: list[tuple[str, Callable[[], None]]] = [
            (self.tr("Nyalakan lagi"), lambda: self.taken_back.emit(alarm.case)),
            (self.tr("Buka kasus"), lambda: self.opened.emit(alarm.case)),
        ]
        column.addLayout(self._buttons(alarm, deeds, row))
        return row

    def _buttons(
        self, alarm: Alarm, deeds: Sequence[tuple[str, Callable[[], None]]], row: QWidget
    ) -> QHBoxLayout:
        box = QHBoxLayout()
        box.setSpacing(self._theme.space.s)
        for word, act in deeds:
            button = QPushButton(word, row)
            button.setProperty("place", self._places)
            button.setAccessibleName(f"{word} {alarm.number}")
            button.clicked.connect(act)
            box.addWidget(button)
            self._places += 1
        box.addStretch(1)
        return box


class ShelveSheet(Sheet):
    """`sent` carries the reason and how many minutes."""

    sent = Signal(str, int)

    def __init__(self, theme: Theme, number: str, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            translate("ShelveSheet", "Tunda alarm"),
            translate("ShelveSheet", "{number}. Alasan dan akhirnya terbaca semua meja.").format(
                number=number
            ),
            parent,
        )
        self.body.addWidget(label(self.tr("Alasan"), theme.fonts.secondary, self, "secondary"))
        self._reason = QLineEdit(self)
        self._reason.setAccessibleName(self.tr("Alasan menunda alarm"))
        self._reason.returnPressed.connect(self._send)
        self.body.addWidget(self._reason)
        self.body.addWidget(label(self.tr("Selama"), theme.fonts.secondary, self, "secondary"))
        self._span = QButtonGroup(self)
        for minutes in _MINUTES:
            word = self.tr("{n} menit") if minutes < 60 else self.tr("{n} jam")
            choice = QRadioButton(word.format(n=minutes if minutes < 60 else minutes // 60), self)
            choice.setChecked(minutes == _MINUTES[1])
            self._span.addButton(choice, minutes)
            self.body.addWidget(choice)
        self.body.addStretch(1)
        self.add_send(self.tr("Tunda"), "Enter").clicked.connect(self._send)

    def begin(self) -> None:
        """Keys go to the reason."""
        self._reason.setFocus()

    @Slot()
    def _send(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            self.refuse(self.tr("Tulis dulu alasannya."))
            return
        self.sent.emit(reason, self._span.checkedId())


def until(now: datetime, minutes: int) -> datetime:
    """When alarms put off for so long come back."""
    return now + timedelta(minutes=minutes)
