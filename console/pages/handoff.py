"""A sheet for a supervisor: commands of a colleague, given again in the own name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.desk import Given
from console.pages import words
from console.pages.acts import word_of
from console.pages.sheet import Sheet
from db.domain.city import City
from db.domain.commands import Command
from widgets.labels import Elided, label
from widgets.scroller import Scroller
from widgets.theme import Theme


class HandoffSheet(Sheet):
    """`sent` when all of them shall be given again; `show_given` says what became of each."""

    sent = Signal()

    def __init__(
        self,
        theme: Theme,
        commands: Sequence[Command],
        city: City,
        named: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        subtitle = words.translate(
            "HandoffSheet",
            "Setiap perintah menjadi perintah baru atas nama Anda, pada kasus seperti kini; "
            "sebuah catatan menyebut pembuat aslinya.",
        )
        title = words.translate("HandoffSheet", "Kirim ulang {n} perintah")
        super().__init__(theme, title.format(n=len(commands)), subtitle, parent)
        self._city, self._named = city, named
        scroll = Scroller(self, title.format(n=len(commands)))
        inner = QWidget(scroll)
        inner.setProperty("kind", "panel")
        self._rows = QVBoxLayout(inner)
        self._rows.setSpacing(theme.space.s)
        scroll.setWidget(inner)
        self.body.addWidget(scroll, 1)
        for command in commands:
            self._row(command, words.local_time(command.made_at, city))
        self._rows.addStretch(1)
        self._send = self.add_send(self.tr("Kirim atas nama saya"), "Enter")
        self._send.clicked.connect(self.sent)
        self._send.setEnabled(bool(commands))

    def begin(self) -> None:
        """Keys go to the one button."""
        self._send.setFocus()

    def show_given(self, given: Sequence[Given]) -> None:
        """What became of each; those that were refused stay in the file for another way."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in given:
            self._row(one.old, self._outcome(one))
        self._rows.addStretch(1)
        self.setEnabled(True)
        self._send.setEnabled(False)
        self.setFocus()

    def _outcome(self, one: Given) -> str:
        if one.refused is None:
            return self.tr("Tersimpan sebagai perintah baru")
        return words.refusal(one.refused.key, one.refused.facts, self._city)

    def _row(self, command: Command, below: str) -> None:
        theme = self._theme
        head = f"{word_of(command.act)} · {command.author.name}"
        self._rows.addWidget(Elided(head, theme.fonts.strong, self))
        about = self._named(command.case)
        if about:
            self._rows.addWidget(Elided(about, theme.fonts.text, self))
        self._rows.addWidget(label(below, theme.fonts.secondary, self, "secondary", wrap=True))
