"""Whether anything is being typed at a desk that a desk built anew in its place would not have."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def nothing_typed(window: QWidget, apart: QWidget) -> bool:
    """Whether no menu or question is open, and no entry of this window holds words that somebody
    typed, seen or not; those `apart` are remembered in another way.
    """
    if QApplication.activePopupWidget() or QApplication.activeModalWidget():
        return False
    entries: list[_Entry] = [
        *window.findChildren(QLineEdit),
        *window.findChildren(QPlainTextEdit),
        *window.findChildren(QTextEdit),
    ]
    return not any(_typed(entry) for entry in entries if not apart.isAncestorOf(entry))


_Entry: TypeAlias = QLineEdit | QPlainTextEdit | QTextEdit


def _typed(entry: _Entry) -> bool:
    if isinstance(entry, QLineEdit):
        return entry.isModified() and bool(entry.text())
    return entry.document().isModified() and not entry.document().isEmpty()
