"""Other keys for any deed of the desk: press them here; what they would clash with is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.pages.deed import Deed
from console.pages.keys import FIXED, clashes
from widgets.labels import label
from widgets.scroller import Scroller
from widgets.theme import Theme

_CHORDS = 2
_FIELD, _WORD, _WHY, _HEIGHT = 120, 220, 240, 560


class KeyEditor(QDialog):
    """`changed` carries the keys that differ from the usual ones, by deed, once they are taken."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        deeds: Sequence[Deed],
        usual: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._usual = usual
        self._words = {deed.key: deed.word for deed in deeds}
        self._fixed = {deed.key: deed.keys for deed in deeds if deed.key in FIXED}
        self._fields: dict[str, QKeySequenceEdit] = {}
        self._whys: dict[str, QLabel] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Ubah tombol"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space.l,) * 4)
        column.setSpacing(theme.space.m)
        said = self.tr("Pilih isian, lalu tekan tombolnya: satu atau dua berturut-turut.")
        column.addWidget(label(said, theme.fonts.text, self, "secondary", wrap=True))
        column.addWidget(self._list(theme, deeds), 1)
        column.addLayout(self._foot())
        self._judge()

    def _list(self, theme: Theme, deeds: Sequence[Deed]) -> Scroller:
        scroll = Scroller(self)
        scroll.setFixedHeight(theme.px(_HEIGHT))
        inner = QWidget(scroll)
        inner.setProperty("kind", "window")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, theme.space.l, 0)
        grid.setHorizontalSpacing(theme.space.m)
        grid.setVerticalSpacing(theme.space.xs)
        for row, deed in enumerate(d for d in deeds if d.key not in FIXED):
            self._row(theme, grid, row, deed)
        scroll.setWidget(inner)
        scroll.setMinimumWidth(theme.px(_FIELD + _WORD + _WHY) + 5 * theme.space.l)
        return scroll

    def _row(self, theme: Theme, grid: QGridLayout, row: int, deed: Deed) -> None:
        word = label(deed.word, theme.fonts.text, self, wrap=True)
        word.setMinimumWidth(theme.px(_WORD))
        field = QKeySequenceEdit(QKeySequence(deed.keys), self)
        field.setMaximumSequenceLength(_CHORDS)
        field.setClearButtonEnabled(True)
        field.setFixedWidth(theme.px(_FIELD))
        field.setAccessibleName(deed.word)
        for written in field.findChildren(QLineEdit):  # what has the keys is the line within
            written.setAccessibleName(deed.word)
        field.keySequenceChanged.connect(self._judge)
        why = label("", theme.fonts.secondary, self, "accent", wrap=True)
        why.setMinimumWidth(theme.px(_WHY))
        self._fields[deed.key], self._whys[deed.key] = field, why
        for at, part in enumerate((word, field, why)):
            grid.addWidget(part, row, at)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        reset = QPushButton(self.tr("Kembalikan semua"), self)
        reset.setAutoDefault(False)
        reset.clicked.connect(self._reset)
        self._take = QPushButton(self.tr("Pakai"), self)
        self._take.setProperty("kind", "primary")
        self._take.setAutoDefault(False)
        self._take.clicked.connect(self._taken)
        row.addWidget(reset)
        row.addStretch(1)
        row.addWidget(self._take)
        return row

    def keys(self) -> dict[str, str]:
        """The keys as they stand in the fields, by deed."""
        portable = QKeySequence.SequenceFormat.PortableText
        return {
            deed: field.keySequence().toString(portable) for deed, field in self._fields.items()
        }

    @Slot()
    def _judge(self) -> None:
        """Say of each field why its keys cannot be taken."""
        found = clashes({**self.keys(), **self._fixed})
        for deed, why in self._whys.items():
            why.setText(self._why(found[deed]) if deed in found else "")
            self._fields[deed].setAccessibleDescription(why.text())
        self._take.setEnabled(not found)

    def _why(self, other: str) -> str:
        if not other:
            return self.tr("Tombol ini dipakai di mana-mana; pilih yang lain.")
        return self.tr("Bertabrakan dengan: {word}").format(word=self._words[other])

    @Slot()
    def _reset(self) -> None:
        for deed, field in self._fields.items():
            field.setKeySequence(QKeySequence(self._usual.get(deed, "")))

    @Slot()
    def _taken(self) -> None:
        usual = {deed: QKeySequence(keys).toString() for deed, keys in self._usual.items()}
        chosen = {deed: keys for deed, keys in self.keys().items() if keys != usual.get(deed, "")}
        self.close()
        self.changed.emit(chosen)
