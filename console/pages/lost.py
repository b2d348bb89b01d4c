"""Cases a restored server has lost and this desk still knows, for a supervisor to bring back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.desk import Lost
from console.pages import words
from console.pages.chooser import file_chooser
from db.domain.city import City
from widgets.labels import Elided, label
from widgets.marks import word_of
from widgets.theme import Theme

_ROWS = 6


class LostList(QFrame):
    """Hidden while nothing is lost. `exported` carries a path; `dealt_with`: it is over."""

    brought_back = Signal()
    exported = Signal(str)
    dealt_with = Signal()

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._city = theme, city
        self.setProperty("kind", "banner")
        self.setProperty("tone", "warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.s)
        column.setSpacing(theme.space.xs)
        column.addLayout(self._head(theme))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        self.hide()

    def show_lost(self, lost: Sequence[Lost]) -> None:
        """These; the first of them in words, all of them in the file."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        title = self.tr("Hilang sesudah server dipulihkan · {n} kasus")
        self._title.setText(title.format(n=len(lost)))
        self._bring.setText(self.tr("Bawa kembali {n} kasus").format(n=len(lost)))
        for one in lost[:_ROWS]:
            self._rows.addWidget(Elided(self._line(one), self._theme.fonts.text, self))
        if len(lost) > _ROWS:
            more = self.tr("dan {n} lagi, semuanya di dalam berkas ekspor")
            text = more.format(n=len(lost) - _ROWS)
            self._rows.addWidget(label(text, self._theme.fonts.secondary, self, "secondary"))
        self.setVisible(bool(lost))

    def _line(self, lost: Lost) -> str:
        changed = datetime.fromtimestamp(lost.changed_at / 1000, UTC)
        when = words.local_time(changed, self._city)
        return " · ".join((lost.number, word_of(lost.state), when, lost.title))

    def _head(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self._title = label("", theme.fonts.strong, self)
        texts.addWidget(self._title)
        why = self.tr(
            "Ada di meja ini, tidak ada lagi di server. Yang dibawa kembali masuk lagi sebagai "
            "laporan, tanpa fotonya, dengan catatan sampai di mana dulu."
        )
        texts.addWidget(label(why, theme.fonts.text, self, wrap=True))
        row.addLayout(texts, 1)
        over = QPushButton(self.tr("Sudah ditangani"), self)
        over.clicked.connect(self.dealt_with)
        export = QPushButton(self.tr("Ekspor kasus …"), self)
        export.clicked.connect(self._ask)
        self._bring = QPushButton(self)
        self._bring.setProperty("kind", "primary")
        self._bring.clicked.connect(self._once)
        for button in (over, export, self._bring):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _once(self) -> None:
        self._bring.setEnabled(False)  # the list is shown anew after each one: not twice meanwhile
        self.brought_back.emit()

    def ready(self) -> None:
        """What was asked for is done, or came to nothing: those still listed may be asked for."""
        self._bring.setEnabled(True)

    def _ask(self) -> None:
        title, names = self.tr("Ekspor kasus yang hilang"), "NDJSON (*.ndjson)"
        dialog = file_chooser(self, title, names, self.tr("Simpan"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ndjson")
        dialog.selectFile(self.tr("kasus-hilang.ndjson"))
        dialog.fileSelected.connect(self.exported)
        dialog.open()
