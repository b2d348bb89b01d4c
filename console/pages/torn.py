"""A page in a window of its own, for another monitor: what it is, how fresh, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.pages.deeds import with_keys
from console.pages.keys import press_focused
from widgets.labels import label
from widgets.pill import Link, Pill
from widgets.rail import Place
from widgets.theme import Theme


class TornWindow(QWidget):
    """Holds one page. `back_asked`: it is to go back, by its button or because it was closed."""

    back_asked = Signal()
    link_asked = Signal()

    def __init__(self, theme: Theme, place: Place, page: QWidget, hint: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.page = page
        self._leaving = False
        self.setWindowTitle(self.tr("{page} · LIVE Room").format(page=place.word))
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(theme, place, hint))
        self.body = QWidget(self)
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(page)
        page.show()
        column.addWidget(self.body, 1)

    def show_link(self, state: Link, text: str) -> None:
        """How fresh what is on this monitor is."""
        self._pill.show_state(state, text)

    def leave(self) -> None:
        """Away with the window, once its page is elsewhere."""
        self._leaving = True
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever closes the window wants its page back, not away."""
        if not self._leaving:
            self.back_asked.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus, as in the frame."""
        if not press_focused(event):
            super().keyPressEvent(event)

    def _head(self, theme: Theme, place: Place, hint: str) -> QWidget:
        head = QWidget(self)
        head.setProperty("kind", "panel")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.space.l, theme.space.xs, theme.space.s, theme.space.xs)
        row.setSpacing(theme.space.m)
        row.addWidget(label(place.word, theme.fonts.strong, head))
        row.addStretch(1)
        self._pill = Pill(theme, head)
        self._pill.clicked.connect(self.link_asked)
        row.addWidget(self._pill)
        back = QPushButton(self.tr("Kembalikan"), head)
        back.setProperty("kind", "quiet")
        back.setIcon(theme.icons.icon("dock-window", "secondary"))
        back.setToolTip(with_keys(self.tr("Kembalikan ke jendela utama"), hint))
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        back.clicked.connect(self.back_asked)
        row.addWidget(back)
        return head
