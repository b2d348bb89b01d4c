"""Laporan berkala: which reports go out by e-mail, to whom, and what became of the last ones."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.pages import mailing_words as words
from console.pages.sheet import Sheet
from db.domain.city import City
from db.domain.mailings import Mailing, Mailings
from widgets.empty import Empty
from widgets.figure_list import Figure, FigureList
from widgets.labels import label
from widgets.theme import Theme

_ROWS = 5
_ROW = 42


class MailingSheet(Sheet):
    """The schedules above, the last letters below. What is asked for carries a Mailing."""

    new_asked = Signal()
    pause_asked = Signal(object)
    run_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        said = self.tr("Dikirim lewat surel sesudah periodenya berakhir, satu surel satu penerima.")
        super().__init__(theme, self.tr("Laporan berkala"), said, parent)
        self._city, self._shown = city, Mailings()
        self._captions: list[QWidget] = []
        self._known = False
        self._passing = False
        self._empty = Empty(theme, self)
        self.body.addWidget(self._empty, 1)
        self._caption(self.tr("Jadwal"))
        self._schedules = FigureList(theme, self.tr("Jadwal"), self)
        self.body.addWidget(self._schedules)
        self._to = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        self.body.addWidget(self._to)
        self.body.addLayout(self._acts())
        self._caption(self.tr("Terakhir dikirim"))
        self._letters = FigureList(theme, self.tr("Terakhir dikirim"), self)
        self.body.addWidget(self._letters, 1)
        self._new = self.add_send(self.tr("Jadwal baru"), "Ctrl+Enter")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.new_asked.emit)
        self._new.clicked.connect(self.new_asked)
        self._schedules.selectionModel().currentChanged.connect(self._show_chosen)
        self._parts = [
            *self._captions, self._schedules, self._to, self._letters,
            self._pause, self._run, self._remove,
        ]  # fmt: skip
        self._show_parts(there=False)
        self._empty.show_loading(self.tr("Mengambil jadwal dari server …"))

    def begin(self) -> None:
        """Keys go to the schedules where there are any, else to making one."""
        if self._shown.mailings:
            self._schedules.setFocus()
        else:
            self._new.setFocus()

    @property
    def loaded(self) -> bool:
        """Whether it shows what the server has."""
        return self._known

    def show_mailings(self, shown: Mailings) -> None:
        """What the server has now; the schedule in hand stays in hand."""
        held = self.chosen
        first, self._shown, self._known = not self._known, shown, True
        self._show_parts(there=bool(shown.mailings or shown.sent))
        rows = max(1, min(_ROWS, len(shown.mailings)))
        self._schedules.setFixedHeight(self._theme.px(_ROW) * rows + 2)
        city = self._city
        self._schedules.show_all(
            Figure(
                words.headline(one),
                words.when(one, shown.next.get(one.id), city),
                words.recipients(one.terms.recipients, city),
            )
            for one in shown.mailings
        )
        self._letters.show_all(
            Figure(one.address, words.outcome(one), words.about(one, city)) for one in shown.sent
        )
        if first and shown.mailings:
            self._schedules.choose_row(0)
        elif held is not None:
            self._hold(held.id)
        if self._passing:
            self.banner.clear()
        self._passing = not shown.ready
        if not shown.ready:
            self.banner.show_notice(
                "warning",
                self.tr("Server belum punya server surel, jadi tidak ada yang terkirim."),
                detail=self.tr("Pengelola mengisi [mail] di deliveries.toml; lihat laporan.md."),
            )
        self._show_chosen()
        if first:
            self.begin()

    def _hold(self, id: str) -> None:
        """The rows above it may be others now."""
        ids = [one.id for one in self._shown.mailings]
        if id in ids and self._schedules.currentIndex().row() != ids.index(id):
            self._schedules.choose_row(ids.index(id))

    def show_fault(self, sentence: str) -> None:
        """Nothing could be had."""
        if self.loaded:
            self.refuse(sentence)
            self._passing = True
        else:
            self._empty.show_error(self.tr("Jadwal tidak dapat diambil"), sentence)

    def refuse(self, sentence: str) -> None:
        """Say why an act did not happen, whatever the server answers next."""
        self._passing = False
        super().refuse(sentence)

    def _caption(self, text: str) -> None:
        made = label(text, self._theme.fonts.strong, self)
        self._captions.append(made)
        self.body.addWidget(made)

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.s)
        self._pause = QPushButton(self.tr("Jeda"), self)
        self._pause.clicked.connect(lambda: self._ask(self.pause_asked))
        self._run = QPushButton(self.tr("Kirim sekarang"), self)
        self._run.setToolTip(self.tr("Periode utuh terakhir, hanya kepada yang belum menerimanya"))
        self._run.clicked.connect(lambda: self._ask(self.run_asked))
        self._remove = QPushButton(self.tr("Hapus"), self)
        self._remove.clicked.connect(self._ask_remove)
        for one in (self._pause, self._run, self._remove):
            row.addWidget(one)
        row.addStretch(1)
        return row

    def _show_parts(self, *, there: bool) -> None:
        if not there:
            hint = self.tr("Buat satu dengan Jadwal baru; laporan lalu berangkat sendiri.")
            self._empty.show_empty("email-fast-outline", self.tr("Belum ada jadwal"), hint)
        self._empty.setVisible(not there)
        for part in self._parts:
            part.setVisible(there)

    @property
    def chosen(self) -> Mailing | None:
        """The schedule in hand."""
        row = self._schedules.currentIndex().row()
        return self._shown.mailings[row] if 0 <= row < len(self._shown.mailings) else None

    @Slot()
    def _show_chosen(self) -> None:
        one = self.chosen
        for button in (self._pause, self._run, self._remove):
            button.setEnabled(one is not None)
        self._remove.setText(self.tr("Hapus"))
        if one is None:
            self._to.setText("")
            return
        self._to.setText(words.recipients(one.terms.recipients, self._city))
        self._pause.setText(self.tr("Lanjutkan") if one.terms.paused else self.tr("Jeda"))

    def _ask(self, asked: SignalInstance) -> None:
        if self.chosen is not None:
            asked.emit(self.chosen)

    @Slot()
    def _ask_remove(self) -> None:
        """The first time it asks back: what is removed cannot be brought back."""
        sure = self.tr("Ya, hapus")
        if self._remove.text() != sure:
            self._remove.setText(sure)
        elif self.chosen is not None:
            self.remove_asked.emit(self.chosen)
