"""A sheet that asks which report is to be made: how long it looks back, when, as what file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from console.pages.sheet import Sheet
from db.domain.periods import Kind, Period, period_of
from db.domain.states import Role
from widgets.labels import label
from widgets.theme import Theme

translate = QCoreApplication.translate

OFFERED = {Kind.DAILY: 60, Kind.WEEKLY: 53, Kind.MONTHLY: 36}
"""How many periods back can be chosen."""

FORMS = (
    ("pdf", "PDF (*.pdf)"),
    ("xlsx", "XLSX (*.xlsx)"),
    ("csv", "CSV (*.csv)"),
)


class ReportSheet(Sheet):
    """`asked` carries (period, form) once they are chosen."""

    asked = Signal(object, str)

    def __init__(
        self, theme: Theme, today: date, role: Role, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, self.tr("Laporan berkala"), _whose(role), parent)
        self._today = today
        self.busy = False
        self._kind = self._combo(self.tr("Laporan"), _kinds())
        self._period = self._combo(self.tr("Periode"), [])
        self._form = self._combo(
            self.tr("Berkas"),
            [
                (self.tr("PDF, untuk dibaca dan dicetak"), "pdf"),
                (self.tr("XLSX, untuk lembar kerja"), "xlsx"),
                (self.tr("CSV, untuk program lain"), "csv"),
            ],
        )
        self._kind.currentIndexChanged.connect(self._offer)
        told = self.tr(
            "Server membuatnya dari angka yang sama dengan halaman Angka, dengan nama kota, "
            "periode, segel harinya, arti tiap angka dan batasannya."
        )
        self.body.addWidget(label(told, theme.fonts.secondary, self, "secondary", wrap=True))
        self.body.addStretch(1)
        self._send = self.add_send(self.tr("Simpan …"), "Enter")
        self._send.clicked.connect(self._ask)
        self._offer()

    @property
    def period(self) -> Period:
        """What is chosen."""
        period: Period = self._period.currentData()
        return period

    def begin(self) -> None:
        """Keys go to the kind."""
        self._kind.setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, kind: Kind) -> None:
        """How long it looks back."""
        self._kind.setCurrentIndex(self._kind.findData(kind))

    def work(self, busy: bool) -> None:
        """While the server makes it nothing else is asked for."""
        self.busy = busy
        for part in (self._kind, self._period, self._form, self._send):
            part.setEnabled(not busy)
        if busy:
            self.banner.show_notice("info", self.tr("Server membuat laporannya …"))
        else:
            self.banner.clear()
            self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, wherever in the sheet."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.busy:
            self._ask()
            return
        super().keyPressEvent(event)

    def _combo(self, word: str, items: Sequence[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(word)
        for text, key in items:
            combo.addItem(text, key)
        self.body.addWidget(label(word, self._theme.fonts.secondary, self, "secondary"))
        self.body.addWidget(combo)
        return combo

    @Slot()
    def _offer(self) -> None:
        """The periods of the kind that is chosen: the last one that is over stands ready."""
        kind = Kind(self._kind.currentData())
        period = period_of(kind, self._today)
        self._period.clear()
        running = self.tr("{period} · masih berjalan").format(period=said(period))
        self._period.addItem(running, period)
        for _ in range(OFFERED[kind]):
            period = period.before
            self._period.addItem(said(period), period)
        self._period.setCurrentIndex(1)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.period, str(self._form.currentData()))


def _kinds() -> list[tuple[str, str]]:
    return [
        (translate("ReportSheet", "Harian"), Kind.DAILY),
        (translate("ReportSheet", "Mingguan, Senin sampai Minggu"), Kind.WEEKLY),
        (translate("ReportSheet", "Bulanan"), Kind.MONTHLY),
    ]


def _whose(role: Role) -> str:
    """Whose cases it will count, as the server does for this role."""
    if role is Role.AGENCY_HEAD:
        return translate("ReportSheet", "Kasus yang ditugaskan ke OPD Anda.")
    if role is Role.MAYOR:
        return translate("ReportSheet", "Seluruh kota, tanpa kasus rahasia.")
    return translate("ReportSheet", "Seluruh kota; kasus rahasia ikut dihitung, tanpa isinya.")


def said(period: Period) -> str:
    """A period in the officer's language."""
    first, last = (QDate(one.year, one.month, one.day) for one in (period.first, period.last))
    words = QLocale()
    if period.kind is Kind.DAILY:
        return words.toString(first, "dddd, d MMMM yyyy")
    if period.kind is Kind.MONTHLY:
        return words.toString(first, "MMMM yyyy")
    return f"{words.toString(first, 'd MMM yyyy')} – {words.toString(last, 'd MMM yyyy')}"
