"""Something personal that stays hidden until it is asked for: "Pelapor ••• · tampilkan"."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from widgets.labels import Elided, label
from widgets.theme import Theme

_DOTS = "•••"


class Masked(QWidget):
    """Asks its owner before showing; the look may be audited, so it never shows by itself."""

    reveal_asked = Signal()

    def __init__(
        self, theme: Theme, word: str, parent: QWidget | None = None, *, may_ask: bool = True
    ) -> None:
        super().__init__(parent)
        self._word = word
        self._value = Elided(_DOTS, theme.fonts.text, self)
        self._button = QPushButton(self)
        self._button.setProperty("kind", "quiet")
        self._button.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s)
        row.addWidget(label(word, theme.fonts.text, self, "secondary"))
        row.addWidget(self._value, 1)
        row.addWidget(self._button)
        self._button.setVisible(may_ask)
        self.conceal()

    def reveal(self, text: str) -> None:
        """Show it; call after the right to see it was granted."""
        self._value.say(text)
        self._shown(True)

    def conceal(self) -> None:
        """Hide it again."""
        self._value.say(_DOTS)
        self._value.setAccessibleName(self.tr("disembunyikan"))
        self._shown(False)

    def _shown(self, shown: bool) -> None:
        self._revealed = shown
        word = self.tr("tutup") if shown else self.tr("tampilkan")
        self._button.setText(word)
        self._button.setAccessibleName(f"{word}: {self._word}")

    def _ask(self) -> None:
        if self._revealed:
            self.conceal()
        else:
            self.reveal_asked.emit()
