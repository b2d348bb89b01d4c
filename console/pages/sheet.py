"""A sheet at the right edge of the desk: one act at a time, beside what it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.banner import Banner
from widgets.key_hint import KeyHint
from widgets.labels import Elided, label
from widgets.theme import Theme

WIDTH = 440


class SheetPlace(QObject):
    """The right edge of a page: holds one sheet at a time, over the page, so that nothing moves.

    `over` says which: the pages of the window where the officer is when a sheet is shown.
    """

    closed = Signal()

    def __init__(self, over: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._over = over
        self._on: QWidget | None = None
        self.current: Sheet | None = None

    @property
    def page(self) -> QWidget:
        """What the next sheet lies over."""
        return self._over()

    def show(self, sheet: Sheet) -> None:
        """Show a sheet; an older one goes."""
        self.close()
        self.current = sheet
        sheet.closed.connect(self.close)
        self._lay(sheet)
        sheet.begin()

    def come_along(self) -> None:
        """A sheet whose window is on its way out goes on where the officer is now."""
        if self.current is not None and self._on is not None and not self._on.isVisible():
            self._lay(self.current)
            self.current.begin()

    def _lay(self, sheet: Sheet) -> None:
        if self._on is not None:
            self._on.removeEventFilter(self)
        self._on = self.page
        self._on.installEventFilter(self)
        # So Tab stays in the sheet, which hides what would come next; Esc leaves it.
        sheet.setParent(self._on, Qt.WindowType.SubWindow)
        self._place()
        sheet.show()
        sheet.raise_()

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
        if self.current is not None and self._on is not None:
            self.current.stretch(self._on.width())
            self.current.setFixedHeight(self._on.height())
            self.current.move(self._on.width() - self.current.width(), 0)


class Sheet(QFrame):
    """Title, a place for what went wrong, a body and a row of buttons. Esc closes it."""

    closed = Signal()
    done = Signal()

    def __init__(
        self, theme: Theme, title: str, subtitle: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._over: QWidget | None = None
        self._beneath: list[QWidget] = []
        self._usual = 0
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

    def retitle(self, title: str, subtitle: str) -> None:
        """Another title, and another line below it; "" takes that away."""
        self._title.say(title)
        self.setAccessibleName(title)
        self.say_below_title(subtitle)

    def say_below_title(self, subtitle: str) -> None:
        """Another line below the title."""
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def refuse(self, sentence: str) -> None:
        """Say why the act did not happen; what was typed stays."""
        self.banner.show_notice("error", sentence)

    def begin(self) -> None:
        """Put the keys where work begins; a sheet says where."""
        self.setFocus()

    # --- all of the page for a while ---

    @property
    def covered(self) -> bool:
        """Whether something has taken the page."""
        return self._over is not None

    def cover(self, over: QWidget) -> None:
        """A child of the sheet takes all of the page, until `uncover`; the rest is away."""
        page = self.parentWidget()
        self._beneath = [part for part in _parts(self) if not part.isHidden() and part is not over]
        self._usual, self._over = self.width(), over
        for part in self._beneath:
            part.hide()
        self.stretch(page.width() if page is not None else self.width())
        self.move(0, 0)
        over.setGeometry(self.rect())
        over.show()
        over.raise_()

    def uncover(self) -> None:
        """The sheet is as it was."""
        if self._over is None:
            return
        over, self._over = self._over, None
        over.hide()
        over.deleteLater()
        self.setFixedWidth(self._usual)
        for part in self._beneath:
            part.show()
        page = self.parentWidget()
        self.move(page.width() - self._usual if page is not None else 0, 0)

    def stretch(self, width: int) -> None:
        """The page is so wide: so is what has taken it."""
        if self._over is not None:
            self.setFixedWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._over is not None:
            self._over.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, whatever inside has not used it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _head(self, title: str, subtitle: str) -> QVBoxLayout:
        theme = self._theme
        row = QHBoxLayout()
        self._title = Elided(title, theme.fonts.heading, self)
        row.addWidget(self._title, 1)
        close = QPushButton(self)
        close.setProperty("kind", "quiet")
        close.setIcon(theme.icons.icon("close", "secondary"))
        close.setAccessibleName(self.tr("Tutup"))
        close.setToolTip(self.tr("Tutup (Esc)"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click takes no keys away
        close.clicked.connect(self.closed)
        row.addWidget(close)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(row)
        self._subtitle = label(subtitle, theme.fonts.secondary, self, "secondary", wrap=True)
        column.addWidget(self._subtitle)
        return column


def _parts(sheet: QWidget) -> list[QWidget]:
    """What lies in it directly."""
    return sheet.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
