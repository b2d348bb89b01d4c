"""A sheet for any act that needs words: its fields, filled by keyboard, checked before sending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from console.pages import deliveries, words
from console.pages.acts import WITHDRAWN, Act, Field, earliest_plan, key_of
from console.pages.proofs import ProofBox
from console.pages.sheet import Sheet
from db.domain.astray import awaited, sendable, unheard
from db.domain.case import Case
from db.domain.city import City
from widgets.labels import label
from widgets.picker import Choice, Picker
from widgets.spins import inset
from widgets.theme import Theme

Reader = Callable[[], str]
_END_OF_WORK = 16
"""Hour of the planned day by which the work is promised."""


class ActSheet(Sheet):
    """`sent` carries the verb that the filled fields make."""

    sent = Signal(object)

    def __init__(
        self,
        theme: Theme,
        act: Act,
        case: Case,
        city: City,
        now: datetime,
        others: Callable[[], list[Choice]],
        parent: QWidget | None = None,
        *,
        proofs: ProofBox | None = None,
        supervisor: bool = False,
    ) -> None:
        title = f"{act.word} · {case.number}" if case.number else act.word
        super().__init__(theme, title, case.text.strip().splitlines()[0][:160], parent)
        self._act, self._case, self._city, self._now = act, case, city, now
        self._others, self._box = others, proofs
        self._readers: dict[str, Reader] = {}
        self._widgets: dict[str, QWidget] = {}
        self._offer_replies()
        for field in act.fields:
            if supervisor or not field.supervisor:
                self._add(field)
        self.body.addStretch(1)
        self.add_send(act.word, "Ctrl+Enter").clicked.connect(self._send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self._send)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        """Keys go to the first field."""
        for widget in self._widgets.values():
            widget.setFocus()
            return

    def _offer_replies(self) -> None:
        """Prepared texts of the city for this act, if there are any."""
        replies = [r for r in self._city.replies if r.act == self._act.reply]
        if not replies:
            return
        combo = QComboBox(self)
        combo.setAccessibleName(self.tr("Teks siap pakai"))
        combo.setPlaceholderText(self.tr("Pakai teks siap pakai …"))
        for reply in replies:
            combo.addItem(reply.title, reply.text)
        combo.setCurrentIndex(-1)
        combo.activated.connect(lambda: self._use_reply(str(combo.currentData())))
        self.body.addWidget(combo)

    def _use_reply(self, text: str) -> None:
        edit = self._widgets.get("text")
        if isinstance(edit, QPlainTextEdit):
            edit.setPlainText(words.fill(text, self._case, self._city))
            edit.setFocus()

    def _add(self, field: Field) -> None:
        if field.kind == "task" and len(self._case.tasks) < 2:
            self._readers[field.key] = lambda: ""
            return
        plain = field.needed or field.kind == "proofs" or field.supervisor
        caption = field.word if plain else self.tr("{what} (boleh kosong)")
        self.body.addWidget(
            label(caption.format(what=field.word), self._theme.fonts.secondary, self, "secondary")
        )
        widget, reader = _MAKERS[field.kind](self, field)
        widget.setAccessibleName(field.word)
        self._widgets[field.key], self._readers[field.key] = widget, reader
        self.body.addWidget(widget, 1 if field.kind == "case" else 0)
        if field.hint:
            widget.setAccessibleDescription(field.hint)
            hint = label(field.hint, self._theme.fonts.secondary, self, "secondary", wrap=True)
            self.body.addWidget(hint)

    def _text(self, field: Field) -> tuple[QWidget, Reader]:
        edit = QPlainTextEdit(self)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(self._theme.px(120))
        return edit, edit.toPlainText

    def _line(self, field: Field) -> tuple[QWidget, Reader]:
        edit = QLineEdit(self)
        edit.returnPressed.connect(self._send)
        return edit, edit.text

    def _choice(self, field: Field) -> tuple[QWidget, Reader]:
        return self._combo(field.choices(self._city) if field.choices else [])

    def _agency(self, field: Field) -> tuple[QWidget, Reader]:
        agencies = self._city.agencies.values()
        return self._combo([(a.id, f"{a.short} · {a.name}") for a in agencies])

    def _task(self, field: Field) -> tuple[QWidget, Reader]:
        return self._combo([(t.opd, words.agencies(t.opd, self._city)) for t in self._case.tasks])

    def _proofs(self, field: Field) -> tuple[QWidget, Reader]:
        box = self._box
        assert box is not None, "an act with proofs is given a place for them"
        box.setParent(self)
        return box, lambda: " ".join(box.chosen)

    def _notice(self, field: Field) -> tuple[QWidget, Reader]:
        return self._settled(
            [
                (f"{WITHDRAWN if back else ''}{opd}", self._told(opd, back))
                for opd, back in awaited(self._case)
            ]
        )

    def _told(self, opd: str, back: bool) -> str:
        late = not back and unheard(self._case, opd) is None
        return deliveries.notice(opd, back, self._city, late=late)

    def _delivery(self, field: Field) -> tuple[QWidget, Reader]:
        return self._settled(
            [(key_of(one), deliveries.lost(one, self._city)) for one in sendable(self._case)]
        )

    def _settled(self, items: list[tuple[str, str]]) -> tuple[QWidget, Reader]:
        """Where there is only one it is chosen already, and still says what it is."""
        combo, read = self._combo(items)
        combo.setCurrentIndex(0 if len(items) == 1 else -1)
        return combo, read

    def _moment(self, field: Field) -> tuple[QWidget, Reader]:
        zone = ZoneInfo(self._city.zone)
        now = self._now.astimezone(zone)
        shown = QDateTime(QDate(now.year, now.month, now.day), QTime(now.hour, now.minute))
        edit = QDateTimeEdit(shown, self)
        edit.setDisplayFormat("dd/MM/yyyy HH.mm")
        edit.setMaximumDateTime(shown)
        edit.setCurrentSection(QDateTimeEdit.Section.HourSection)
        inset(edit, self._theme)

        def read() -> str:
            day, time = edit.date(), edit.time()
            said = datetime(*_ymd(day), time.hour(), time.minute(), tzinfo=zone)
            return said.isoformat()

        return edit, read

    def _combo(self, items: list[tuple[str, str]]) -> tuple[QComboBox, Reader]:
        combo = QComboBox(self)
        combo.setPlaceholderText(self.tr("Pilih …"))
        for key, name in items:
            combo.addItem(name, key)
        combo.setCurrentIndex(-1)
        return combo, lambda: str(combo.currentData() or "")

    def _date(self, field: Field) -> tuple[QWidget, Reader]:
        zone = ZoneInfo(self._city.zone)
        first = earliest_plan(self._now).astimezone(zone).date()
        edit = QDateEdit(QDate(first.year, first.month, first.day), self)
        inset(edit, self._theme)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("dd/MM/yyyy")
        edit.setMinimumDate(QDate(first.year, first.month, first.day))

        def read() -> str:
            day = edit.date()
            end = datetime(day.year(), day.month(), day.day(), _END_OF_WORK, tzinfo=zone)
            return end.isoformat()

        return edit, read

    def _other_case(self, field: Field) -> tuple[QWidget, Reader]:
        picker = Picker(self._theme, self, placeholder=self.tr("Ketik nomor atau kata"))
        picker.set_choices(self._others())
        picker.chosen.connect(lambda key: self._send())
        picker.cancelled.connect(self.closed)
        return picker, picker.current_key

    @Slot()
    def _send(self) -> None:
        if self._box is not None and self._box.busy:
            self.refuse(self.tr("Berkas masih disimpan. Tunggu sebentar."))
            return
        got = {key: read().strip() for key, read in self._readers.items()}
        for field in self._act.fields:
            asked = field.key in self._widgets
            if asked and field.needed and not got[field.key]:
                self.refuse(self.tr("Isi dulu: {what}.").format(what=field.word))
                self._widgets[field.key].setFocus()
                return
        if self._act.build is not None:
            self.sent.emit(self._act.build(got))


def _ymd(day: QDate) -> tuple[int, int, int]:
    return day.year(), day.month(), day.day()


_MAKERS: dict[str, Callable[[ActSheet, Field], tuple[QWidget, Reader]]] = {
    "text": ActSheet._text,
    "line": ActSheet._line,
    "choice": ActSheet._choice,
    "agency": ActSheet._agency,
    "task": ActSheet._task,
    "date": ActSheet._date,
    "case": ActSheet._other_case,
    "moment": ActSheet._moment,
    "proofs": ActSheet._proofs,
    "notice": ActSheet._notice,
    "delivery": ActSheet._delivery,
}
