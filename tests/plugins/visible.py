"""Every word a person can read in any window, or have read out by a screen reader."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_SAID = (
    QAccessible.Text.Name,
    QAccessible.Text.Description,
    QAccessible.Text.Value,
    QAccessible.Text.Help,
)


def shown() -> str:
    """Words of every visible widget of every window, its tooltip, title and names."""
    words: list[str] = []
    for window in QApplication.topLevelWidgets():
        for widget in (window, *window.findChildren(QWidget)):
            if widget.isVisible():
                words += _words(widget)
    return "\n".join(words)


def read_out() -> str:
    """What a screen reader can come upon, also in what is not visible now."""
    words: list[str] = []
    app = QApplication.instance()
    assert app is not None
    _walk(QAccessible.queryAccessibleInterface(app), words)
    return "\n".join(words)


def _words(widget: QWidget) -> list[str]:
    words = [widget.accessibleName(), widget.accessibleDescription()]
    words += [widget.toolTip(), widget.whatsThis(), widget.windowTitle()]
    if isinstance(widget, QLabel | QAbstractButton):
        words.append(widget.text())
    elif isinstance(widget, QLineEdit):
        words.append(widget.displayText())
    elif isinstance(widget, QPlainTextEdit):
        words.append(widget.toPlainText())
    return words


def _walk(at: QAccessibleInterface | None, words: list[str]) -> None:
    if at is None or not at.isValid():
        return
    words += [at.text(kind) for kind in _SAID]
    for place in range(at.childCount()):
        _walk(at.child(place), words)
