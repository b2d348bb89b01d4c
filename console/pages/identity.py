"""Ask why before anybody is shown who reported; the look and the reason are written down."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from console.pages.sheet import Sheet
from console.pages.words import translate
from widgets.labels import label
from widgets.theme import Theme


class IdentitySheet(Sheet):
    """`sent` carries the report's id and the reason."""

    sent = Signal(str, str)

    def __init__(self, theme: Theme, report: str, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            translate("IdentitySheet", "Tampilkan pelapor"),
            translate("IdentitySheet", "Nama Anda, waktu dan alasannya dicatat."),
            parent,
        )
        self._report = report
        self.body.addWidget(label(self.tr("Alasan"), theme.fonts.secondary, self, "secondary"))
        self._reason = QLineEdit(self)
        self._reason.setAccessibleName(self.tr("Alasan melihat identitas pelapor"))
        self._reason.returnPressed.connect(self._send)
        self.body.addWidget(self._reason)
        self.body.addStretch(1)
        self.add_send(self.tr("Tampilkan"), "Enter").clicked.connect(self._send)

    def begin(self) -> None:
        """Keys go to the reason."""
        self._reason.setFocus()

    @Slot()
    def _send(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            self.refuse(self.tr("Tulis dulu alasannya."))
            return
        self.sent.emit(self._report, reason)
