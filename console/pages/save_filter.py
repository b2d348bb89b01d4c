"""A sheet that asks how the filters of the board are to be called, by oneself or by the room."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from console.pages.sheet import Sheet
from db.domain.shared_filters import LONGEST_NAME
from widgets.labels import label
from widgets.theme import Theme


class SaveFilterSheet(Sheet):
    """`named` carries the name. `room`: all who work in the room are to see it; `name` is offered,
    `taken` are those that there are.
    """

    named = Signal(str)

    def __init__(
        self,
        theme: Theme,
        taken: tuple[str, ...],
        parent: QWidget | None = None,
        *,
        room: bool = False,
        name: str = "",
    ) -> None:
        title = self.tr("Bagikan saringan") if room else self.tr("Simpan saringan")
        super().__init__(theme, title, "", parent)
        own = self.tr("Nama yang sudah ada diganti isinya.")
        seen = self.tr("Semua petugas di ruangan melihatnya di bawah Bersama, dengan nama Anda.")
        self.say_below_title(seen if room else own)
        caption = self.tr("Nama saringan")
        self.body.addWidget(label(caption, theme.fonts.secondary, self, "secondary"))
        self._name = QLineEdit(self)
        self._name.setAccessibleName(caption)
        self._name.setMaxLength(LONGEST_NAME)
        self._name.setPlaceholderText(self.tr("mis. Banjir Periuk"))
        self._name.setText(name)
        self._name.returnPressed.connect(self._send)
        self.body.addWidget(self._name)
        if taken:
            known = self.tr("Sudah ada: {names}").format(names=", ".join(taken))
            self.body.addWidget(label(known, theme.fonts.secondary, self, "secondary", wrap=True))
        self.body.addStretch(1)
        word = self.tr("Bagikan") if room else self.tr("Simpan")
        self.add_send(word, "Enter").clicked.connect(self._send)

    def begin(self) -> None:
        """Keys go to the name; what is offered gives way to what is typed."""
        self._name.setFocus()
        self._name.selectAll()

    @Slot()
    def _send(self) -> None:
        name = " ".join(self._name.text().split())
        if name:
            self.named.emit(name)
        else:
            self.refuse(self.tr("Isi dulu: {what}.").format(what=self.tr("Nama saringan")))
