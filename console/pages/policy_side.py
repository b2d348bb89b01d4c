"""Beside the claims of a brief: what is said of the claim in hand, and of the whole."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from console.pages import policy_words as told
from db.domain.city import City
from db.domain.policy import FIELDS, LONGEST, Claim, Facts, Said
from widgets.labels import label
from widgets.theme import Theme

_LINES = 3


class ClaimBox(QFrame):
    """One claim: its numbers, which nobody can type, and its sentence, which takes them in.

    `said`: something else is said of it; `cases_asked`: the cases behind it are to be shown.
    """

    said = Signal(object)
    cases_asked = Signal(object)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city = city
        self._claim: Claim | None = None
        self._facts: Facts | None = None
        self.setProperty("kind", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.m)
        column.setSpacing(theme.space.s)
        self._name = label("", theme.fonts.heading, self, wrap=True)
        self._numbers = label("", theme.fonts.text, self, wrap=True)
        self.open = QPushButton("", self)
        self.open.setIcon(theme.icons.icon("folder-open", "main"))
        self.open.clicked.connect(self._ask)
        self.text = _box(theme, self.tr("Kalimat klaim"), self)
        fields = " ".join(told.named(f"{{{field}}}") for field in FIELDS)
        hint = self.tr("Angka masuk lewat isian: {fields}").format(fields=fields)
        self._hint = label(hint, theme.fonts.secondary, self, "secondary", wrap=True)
        self._read = label("", theme.fonts.strong, self, wrap=True)
        self.advice = _box(theme, self.tr("Rekomendasi untuk klaim ini"), self)
        self.drop = QCheckBox(self.tr("Jangan muat klaim ini"), self)
        heads = self.tr("Kalimat klaim"), self.tr("Rekomendasi untuk klaim ini")
        column.addWidget(self._name)
        column.addWidget(self._numbers)
        column.addWidget(self.open)
        for head, part in zip(heads, (self.text, self.advice), strict=True):
            column.addWidget(label(head, theme.fonts.secondary, self, "secondary"))
            column.addWidget(part)
            part.textChanged.connect(self._typed)
            if part is self.text:
                column.addWidget(self._hint)
                column.addWidget(self._read)
        column.addWidget(self.drop)
        self.drop.toggled.connect(self._typed)

    def show_claim(self, claim: Claim, given: Said, facts: Facts) -> None:
        """Show a claim with what is said of it so far."""
        self._claim, self._facts = claim, facts
        self._name.setText(told.name(claim, self._city))
        numbers = (
            told.counted(claim, facts),
            told.on_time(claim.on_time),
            told.shares(claim, self._city),
        )
        self._numbers.setText("\n".join(numbers))
        opens = self.tr("Buka {n} kasusnya")
        self.open.setText(opens.format(n=claim.many))
        _write(self.text, told.named(given.text or told.sentence(claim)))
        _write(self.advice, given.advice)
        self.drop.blockSignals(True)
        self.drop.setChecked(given.dropped)
        self.drop.blockSignals(False)
        self._show_read()

    def _show_read(self) -> None:
        if self._claim is None or self._facts is None:
            return
        writes = not self.drop.isChecked()
        for part in (self.text, self.advice, self._hint, self._read):
            part.setEnabled(writes)
        text = told.keyed(self.text.toPlainText())
        read = told.said(self._claim, text, self._facts, self._city)
        self._read.setText(read if writes else self.tr("Tidak dimuat dalam naskah"))

    @Slot()
    def _typed(self) -> None:
        if self._claim is None:
            return
        text = told.keyed(self.text.toPlainText()[:LONGEST])
        given = Said(
            *self._claim.pair,
            text="" if text == told.sentence(self._claim) else text,
            advice=self.advice.toPlainText()[:LONGEST],
            dropped=self.drop.isChecked(),
        )
        self._show_read()
        self.said.emit(given)

    @Slot()
    def _ask(self) -> None:
        if self._claim is not None:
            self.cases_asked.emit(self._claim)


class WholeBox(QFrame):
    """What is said of the whole brief: words before all claims, and what it replaces.

    `remarked` carries the words; `kept_apart`: it is to replace nothing.
    """

    remarked = Signal(str)
    kept_apart = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.m)
        column.setSpacing(theme.space.s)
        column.addWidget(label(self.tr("Seluruh naskah"), theme.fonts.heading, self))
        self._said = label("", theme.fonts.text, self, wrap=True)
        self.remark = _box(theme, self.tr("Pengantar naskah"), self)
        self.remark.textChanged.connect(self._typed)
        self._apart = QPushButton(self.tr("Jadikan naskah tersendiri"), self)
        self._apart.clicked.connect(self.kept_apart)
        head = label(self.tr("Pengantar naskah"), theme.fonts.secondary, self, "secondary")
        for part in (self._said, self._apart, head, self.remark):
            column.addWidget(part)

    def show_state(self, remark: str, shown: int, dropped: int, replaces: str) -> None:
        """How many claims are in it, and what it replaces."""
        said = self.tr("{n} klaim dimuat, {out} dikeluarkan.")
        rows = [said.format(n=shown, out=dropped)]
        if replaces:
            old = self.tr("Menggantikan naskah {id}.")
            rows.append(old.format(id=replaces[:8]))
        self._said.setText("\n".join(rows))
        self._apart.setVisible(bool(replaces))
        _write(self.remark, remark)

    @Slot()
    def _typed(self) -> None:
        self.remarked.emit(self.remark.toPlainText()[:LONGEST])


def _box(theme: Theme, name: str, parent: QWidget) -> QPlainTextEdit:
    box = QPlainTextEdit(parent)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    box.setFixedHeight(box.fontMetrics().lineSpacing() * _LINES + theme.px(16))
    return box


def _write(box: QPlainTextEdit, text: str) -> None:
    """Without telling of it, and without moving the cursor of who writes."""
    if box.toPlainText() != text:
        box.blockSignals(True)
        box.setPlainText(text)
        box.blockSignals(False)
