"""A sheet at the right edge of the desk: one act at a time, beside what it is about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.banner import Banner
from widgets.key_hint import KeyHint
from widgets.labels import Elided, label
from widgets.theme import Theme

WIDTH = 440


class SheetPlace(QObject):
    """The right edge of a page: holds one sheet at a time, over the page, so that nothing moves."""

    closed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.page = page
        self.current: Sheet | None = None
        page.installEventFilter(self)

    def show(self, sheet: Sheet) -> None:
        """Show a sheet; an older one goes."""
        self.close()
        self.current = sheet
        sheet.setParent(self.page)
        sheet.closed.connect(self.close)
        self._place()
        sheet.show()
        sheet.raise_()
        sheet.begin()

    @Slot()
    def close(self) -> None:
        """Away with the sheet, if there is one."""
        if self.current is None:
            return
        sheet, self.current = self.current, None
        sheet.hide()
        sheet.deleteLater()
        self.closed.emit()

    def raise_(self) -> None:
        """Above the page that has just come to the front."""
        if self.current is not None:
            self.current.raise_()

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget is the sheet or in it."""
        sheet = self.current
        return (
            sheet is not None
            and widget is not None
            and (sheet is widget or sheet.isAncestorOf(widget))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The sheet keeps to its edge when the page changes its size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self.current is not None:
            self.current.setFixedHeight(self.page.height())
            self.current.move(self.page.width() - self.current.width(), 0)


class Sheet(QFrame):
    """Title, a place for what went wrong, a body and a row of buttons. Esc closes it."""

    closed = Signal()
    done = Signal()

    def __init__(
        self, theme: Theme, title: str, subtitle: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "panel")
        self.setAccessibleName(title)
        self.setFixedWidth(theme.px(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        column.addLayout(self._head(title, subtitle))
        self.banner = Banner(theme, self)
        self.banner.clear()
        column.addWidget(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space.s)
        column.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.space.s)
        column.addLayout(self.buttons)

    def add_send(self, word: str, keys: str) -> QPushButton:
        """The one button that acts, with its key shown; at the bottom right."""
        button = QPushButton(word, self)
        button.setProperty("kind", "primary")
        button.setMinimumHeight(self._theme.px(36))
        self.buttons.addStretch(1)
        self.buttons.addWidget(KeyHint(self._theme, keys, self))
        self.buttons.addWidget(button)
        return button

    def refuse(self, sentence: str) -> None:
        """Say why the act did not happen; what was typed stays."""
        self.banner.show_notice("error", sentence)

    def begin(self) -> None:
        """Put the keys where work begins; a sheet says where."""
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, whatever inside has not used it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _head(self, title: str, subtitle: str) -> QVBoxLayout:
        theme = self._theme
        row = QHBoxLayout()
        row.addWidget(Elided(title, theme.fonts.heading, self), 1)
        close = QPushButton(self)
        close.setProperty("kind", "quiet")
        close.setIcon(theme.icons.icon("close", "secondary"))
        close.setAccessibleName(self.tr("Tutup"))
        close.setToolTip(self.tr("Tutup (Esc)"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.closed)
        row.addWidget(close)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(label(subtitle, theme.fonts.secondary, self, "secondary", wrap=True))
        return column
