"""How many cases are chosen together; a click lets go of them."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from widgets.theme import Theme


class ManyChip(QPushButton):
    """Hidden while at most one is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(theme.icons.icon("close", "accent"))
        self.setToolTip(self.tr("Lepas pilihan (Esc)"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_count(self, many: int) -> None:
        """So many are chosen."""
        self.setText(self.tr("{n} dipilih").format(n=QLocale().toString(many)))
        self.setVisible(many > 1)
