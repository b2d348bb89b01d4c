"""Forward a case: the agency that probably answers for it on top, one key to send."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from console.pages import reasons, words
from console.pages.sheet import Sheet
from db.domain.case import Case, Place
from db.domain.city import Agency, City
from db.domain.commands import Forward
from db.domain.routing import Learned
from db.domain.suggest import guess_category, suggest, unwanted
from widgets.labels import label
from widgets.picker import Choice, Picker
from widgets.theme import Theme


class ForwardSheet(Sheet):
    """`sent` carries the Forward that Enter or 1-9 chose."""

    sent = Signal(object)

    def __init__(
        self,
        theme: Theme,
        case: Case,
        city: City,
        officer: str,
        parent: QWidget | None = None,
        *,
        learned: Learned | None = None,
    ) -> None:
        number = case.number or words.translate("words", "(nomor menyusul)")
        title = words.translate("ForwardSheet", "Teruskan {number}").format(number=number)
        super().__init__(theme, title, case.text.strip().splitlines()[0][:160], parent)
        self._case, self._city, self._officer = case, city, officer
        self._learned = learned or Learned()
        self._suggest(case)
        self._build(theme)
        self._fill_note(self._picker.current_key())

    def begin(self) -> None:
        """Keys go to the agencies; where the place is missing, to why."""
        if self._place is not None:
            self._place.setFocus()
        else:
            self._picker.setFocus()

    def _build(self, theme: Theme) -> None:
        city, case = self._city, self._case
        category = case.category or guess_category(case.text, city)
        self._category = self._combo(
            self.tr("Kategori"),
            [(c.id, words.category_name(c)) for c in city.categories.values()],
            category,
        )
        self._class = self._combo(self.tr("Jenis"), list(city.classes.items()), case.report_class)
        self._place = self._place_field()
        self.body.addWidget(label(self.tr("OPD tujuan"), theme.fonts.secondary, self, "secondary"))
        self._picker = Picker(theme, self, placeholder=self.tr("Ketik nama OPD atau tugasnya"))
        self._picker.set_choices(self._choices())
        self._picker.chosen.connect(self._send)
        self._picker.cancelled.connect(self.closed)
        self._picker.pointed.connect(self._fill_note)
        self.body.addWidget(self._picker, 1)
        self.body.addWidget(label(self.tr("Pesan"), theme.fonts.secondary, self, "secondary"))
        self._note = QPlainTextEdit(self)
        self._note.setAccessibleName(self.tr("Pesan untuk OPD"))
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(theme.px(104))
        self.body.addWidget(self._note)
        button = self.add_send(self.tr("Teruskan"), "Enter")
        button.clicked.connect(self._send_current)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self._send_current)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._touched = False
        self._note.textChanged.connect(self._note_touched)

    def _combo(self, word: str, items: list[tuple[str, str]], current: str | None) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(word)
        for key, name in items:
            combo.addItem(name, key)
        combo.setCurrentIndex(combo.findData(current) if current else -1)
        combo.setPlaceholderText(self.tr("{what} belum dipilih").format(what=word))
        combo.currentIndexChanged.connect(self._category_changed)
        self.body.addWidget(combo)
        return combo

    def _place_field(self) -> QLineEdit | None:
        """Only where the case has no place: nothing is forwarded to nowhere by accident."""
        place = self._case.place
        if place.area or place.text or place.no_place or place.lat is not None:
            return None
        line = QLineEdit(self)
        line.setPlaceholderText(self.tr("Tanpa lokasi karena … (wajib diisi)"))
        line.setAccessibleName(self.tr("Mengapa kasus ini tidak punya lokasi"))
        self.body.addWidget(line)
        return line

    def _suggest(self, case: Case) -> None:
        self._suggestions = {s.opd: s for s in suggest(case, self._city, self._learned)}
        self._unwanted = unwanted(case, self._city, self._learned)

    def _choices(self) -> list[Choice]:
        rest = [opd for opd in self._city.agencies if opd not in self._suggestions]
        return [self._choice(self._city.agencies[opd]) for opd in (*self._suggestions, *rest)]

    def _choice(self, agency: Agency) -> Choice:
        hours = self.tr("24 jam") if agency.hours == "24h" else self.tr("jam kerja")
        trailing = " · ".join(part for part in (agency.phone, hours) if part)
        return Choice(agency.id, agency.short, agency.name, self._reason(agency.id), trailing)

    def _reason(self, opd: str) -> str:
        """Why it is offered, or why it is not."""
        if opd in self._unwanted:
            return reasons.sent_back(self._unwanted[opd], self._city)
        suggestion = self._suggestions.get(opd)
        return "" if suggestion is None else reasons.suggested(suggestion, self._city)

    @Slot(str)
    def _fill_note(self, opd: str) -> None:
        """The template with the case's facts, until somebody writes in it."""
        if self._touched:
            return
        reply = next((r for r in self._city.replies if r.act == "forward"), None)
        text = (
            ""
            if reply is None
            else words.fill(reply.text, self._with_category(), self._city, opd, self._officer)
        )
        self._note.setPlainText(text)
        self._touched = False

    @Slot()
    def _note_touched(self) -> None:
        self._touched = self._note.hasFocus()

    @Slot()
    def _category_changed(self) -> None:
        if not hasattr(self, "_picker"):
            return
        self._suggest(self._with_category())
        self._picker.set_choices(self._choices())
        self._fill_note(self._picker.current_key())

    def _with_category(self) -> Case:
        return replace(self._case, category=self._category.currentData())

    @Slot()
    def _send_current(self) -> None:
        self._send(self._picker.current_key())

    @Slot(str)
    def _send(self, opd: str) -> None:
        category = self._category.currentData() or self._category_of(opd)
        if category is None:
            self.refuse(self.tr("Pilih kategori kasus ini dulu."))
            self._category.setFocus()
            return
        place = None
        if self._place is not None:
            place = Place(no_place=self._place.text().strip())
            if not place.no_place:
                self.refuse(self.tr("Tulis dulu mengapa kasus ini tidak punya lokasi."))
                self._place.setFocus()
                return
        self.sent.emit(
            Forward(
                (opd,),
                category,
                self._class.currentData(),
                self._note.toPlainText().strip(),
                place,
            )
        )

    def _category_of(self, opd: str) -> str | None:
        suggestion = self._suggestions.get(opd)
        return None if suggestion is None else suggestion.category or None
