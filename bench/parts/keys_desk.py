"""The desk as `liveroom` starts it, with eyes: says on request what a person would read off it.

    python bench/parts/keys_desk.py [arguments of python -m console]

Each line on stdin is answered with a line of JSON: the chosen card, the sheet that is open with its
choices from the top, the short message, and where the keys go. It looks and touches nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QWidget

from console.__main__ import main
from console.pages.forward import ForwardSheet
from console.pages.sheet import Sheet
from widgets.card_view import CardView
from widgets.roles import CARD, LEFT
from widgets.toast import Toast

_TEXT = Qt.ItemDataRole.AccessibleTextRole


class Eyes(QObject):
    """Made before the program; each event sent to it is answered on stdout."""

    def watch(self) -> None:
        """On a thread: what stdin asks is looked at by the main one."""
        for _ in sys.stdin:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, event: QEvent) -> None:
        print(json.dumps(self._look()), flush=True)

    def _look(self) -> dict[str, Any]:
        window = QApplication.activeWindow()
        focus = QApplication.focusWidget()
        seen: dict[str, Any] = {
            "window": window is not None,
            "focus": [type(focus).__name__, focus.accessibleName()] if focus else [],
            "value": focus.currentText() if isinstance(focus, QComboBox) else "",
        }
        return seen if window is None else seen | _card(window) | _sheet(window)


def _card(window: QWidget) -> dict[str, Any]:
    """The card that looks chosen, and the short message."""
    seen: dict[str, Any] = {"card": "", "number": "", "left": False}
    for view in window.findChildren(CardView):
        index = view.currentIndex()
        if view.isVisible() and index.isValid() and view.selectionModel().isSelected(index):
            card = index.data(CARD)
            left = bool(card.flags & LEFT)
            seen |= {"card": index.data(_TEXT), "number": card.number, "left": left}
    toasts = [toast.accessibleName() for toast in window.findChildren(Toast) if toast.isVisible()]
    return seen | {"toast": " ".join(toasts)}


def _sheet(window: QWidget) -> dict[str, Any]:
    sheets = [sheet for sheet in window.findChildren(Sheet) if sheet.isVisible()]
    if not sheets:
        return {"sheet": ""}
    sheet = sheets[-1]
    seen: dict[str, Any] = {
        "sheet": sheet.accessibleName(),
        "banner": sheet.banner.accessibleName(),
    }
    if isinstance(sheet, ForwardSheet):
        lists = [shown for shown in sheet.findChildren(QListView) if shown.isVisible()]
        model = lists[0].model() if lists else None
        rows = range(model.rowCount() if model is not None else 0)
        seen["choices"] = [model.index(row, 0).data(_TEXT) for row in rows] if model else []
        combos = {box.accessibleName(): box.currentText() for box in sheet.findChildren(QComboBox)}
        seen["fields"] = combos
    return seen


if __name__ == "__main__":
    eyes = Eyes()
    Thread(target=eyes.watch, daemon=True).start()
    sys.exit(main(sys.argv[1:]))
