"""All keys of the desk on one page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.theme import Theme

_COLUMNS = 2


class KeysHelp(QDialog):
    """Closes with Esc or "?"."""

    def __init__(
        self, theme: Theme, keys: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Tombol"))
        QShortcut(QKeySequence("?"), self, self.close)
        grid = QGridLayout(self)
        grid.setContentsMargins(*(theme.space.l,) * 4)
        grid.setHorizontalSpacing(theme.space.l)
        grid.setVerticalSpacing(theme.space.s)
        each = -(-len(keys) // _COLUMNS)
        for at, (key, word) in enumerate(keys):
            column = 2 * (at // each)
            hint = KeyHint(theme, _caps(key), self)
            grid.addWidget(hint, at % each, column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(word, theme.fonts.text, self), at % each, column + 1)


def _caps(keys: str) -> str:
    for name, cap in (("Right", "→"), ("Left", "←"), (", ", " "), (" / ", " ")):
        keys = keys.replace(name, cap)
    return keys
