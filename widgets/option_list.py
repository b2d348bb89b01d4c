"""A small window with things to tick: type to narrow, Space to tick, Enter to be done."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.theme import Theme

_SEARCHED_FROM = 9  # fewer options are seen at a glance
_KEY = int(Qt.ItemDataRole.UserRole)
_ROWS = 12


class Option(NamedTuple):
    """Something to choose: its key, its word, and an icon's name or ""."""

    key: str
    word: str
    icon: str = ""


class OptionList(QFrame):
    """Pops up under a chip. Emits at every tick, so the board can follow at once."""

    ticked = Signal()

    def __init__(self, theme: Theme, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setProperty("kind", "popup")
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(self.tr("Ketik untuk menyaring"))
        self._search.setAccessibleName(self.tr("Saring pilihan: {word}").format(word=word))
        self._list = QListWidget(self)
        self._list.setProperty("kind", "bare")
        self._list.setAccessibleName(word)
        self._list.setIconSize(QSize(16, 16))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space.s,) * 4)
        column.setSpacing(theme.space.xs)
        column.addWidget(self._search)
        column.addWidget(self._list)
        self._search.textChanged.connect(self._narrow)
        self._search.installEventFilter(self)
        self._list.installEventFilter(self)
        self._list.itemChanged.connect(self._emit)
        self._list.itemActivated.connect(self.close)

    def set_options(self, options: Sequence[tuple[Option, QIcon]]) -> None:
        """Offer these, each with its picture; ticks of options still there are kept."""
        kept = set(self.keys())
        self._list.blockSignals(True)
        self._list.clear()
        for option, picture in options:
            item = QListWidgetItem(picture, option.word, self._list)
            item.setData(_KEY, option.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_check(option.key in kept))
        self._list.blockSignals(False)
        self._search.setVisible(len(options) >= _SEARCHED_FROM)

    def keys(self) -> tuple[str, ...]:
        """Keys of what is ticked, in the order offered."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return tuple(i.data(_KEY) for i in items if i.checkState() is Qt.CheckState.Checked)

    def set_keys(self, keys: Iterable[str]) -> None:
        """Tick exactly these; does not emit."""
        wanted = set(keys)
        self._list.blockSignals(True)
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setCheckState(_check(item.data(_KEY) in wanted))
        self._list.blockSignals(False)

    def offers(self, key: str) -> bool:
        """Whether there is an option of this key."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return any(item.data(_KEY) == key for item in items)

    def word(self, key: str) -> str:
        """The word of an option; the key itself where it is not offered."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return next((item.text() for item in items if item.data(_KEY) == key), key)

    def pop_up(self, at: QPoint) -> None:
        """Open with the top left corner here, on screen in any case."""
        self._search.clear()
        self._list.ensurePolished()
        self._list.doItemsLayout()
        rows = min(_ROWS, max(1, self._list.count()))
        height = rows * max(24, self._list.sizeHintForRow(0)) + 2
        self._list.setFixedHeight(height)
        self.setFixedWidth(max(self._theme.px(240), self._list.sizeHintForColumn(0) + 56))
        self.adjustSize()
        room = self.screen().availableGeometry()
        x = min(at.x(), room.right() - self.width())
        y = min(at.y(), room.bottom() - self.height())
        self.move(max(room.left(), x), max(room.top(), y))
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self._list if self._search.isHidden() else self._search).setFocus()
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if watched is self._search and self._search.text():
                self._tick_only_match()
            self.close()
            return True
        if watched is self._search and key == Qt.Key.Key_Down:
            self._list.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _tick_only_match(self) -> None:
        """Typing a word and Enter is enough where it leaves one option, or for the first."""
        items = (self._list.item(row) for row in range(self._list.count()))
        first = next((item for item in items if not item.isHidden()), None)
        if first is not None:
            first.setCheckState(_check(first.checkState() is not Qt.CheckState.Checked))

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        for row in range(self._list.count()):
            item = self._list.item(row)
            word = item.text().casefold()
            item.setHidden(not all(part in word for part in wanted))

    def _emit(self) -> None:
        self.ticked.emit()


def _check(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
