"""Fields whose value is stepped up and down: numbers, dates and times."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox

from widgets.theme import Theme


def inset(spin: QAbstractSpinBox, theme: Theme) -> None:
    """Let its words stand under those of other fields: Qt puts them at the very edge, whatever the
    style sheet says.
    """
    spin.lineEdit().setTextMargins(theme.space.s - 2, 0, 0, 0)
