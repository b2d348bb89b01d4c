"""Pick one of many with few keys: 1-9, or type and Enter."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.empty import Empty
from widgets.key_hint import paint_caps
from widgets.lettering import Lettering
from widgets.roles import Index
from widgets.theme import Theme

_CHOICE = int(Qt.ItemDataRole.UserRole)
_QUICK = 9


class Choice(NamedTuple):
    """One thing to pick: words, why it is offered (or is not), what else to know on the right, and
    keys that do the same, as keycaps.
    """

    key: str
    title: str
    detail: str = ""
    reason: str = ""
    trailing: str = ""
    icon: str = ""
    keys: str = ""


class Picker(QWidget):
    """A search field above the choices, best first. While the field is empty, 1-9 chooses.

    One that does not narrow by itself leaves that to its owner, at every `typed`; its digits are
    words like any other, and one Esc leaves it, where others first take the search back.
    """

    typed = Signal(str)
    chosen = Signal(str)
    cancelled = Signal()
    pointed = Signal(str)  # the choice that Enter would take changed

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        placeholder: str = "",
        *,
        narrows: bool = True,
    ) -> None:
        super().__init__(parent)
        self._narrows = narrows
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(placeholder or self.tr("Ketik untuk mencari"))
        self._search.setAccessibleName(placeholder or self.tr("Cari pilihan"))
        picture = theme.icons.icon("magnify", "secondary")
        lead = self._search.addAction(picture, QLineEdit.ActionPosition.LeadingPosition)
        lead.setText(self.tr("Cari"))
        self._choices = Choices(self, quick=narrows)
        self._list = choice_list(theme, self._choices, self)
        self._empty = Empty(theme, self)
        self._empty.show_empty(
            "magnify-close", self.tr("Tidak ada yang cocok"), self.tr("Ubah kata pencarian")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        column.addWidget(self._search)
        column.addWidget(self._list, 1)
        column.addWidget(self._empty, 1)
        self.setFocusProxy(self._search)
        self._search.installEventFilter(self)
        self._search.textChanged.connect(self._narrow if narrows else self.typed)
        self._list.clicked.connect(lambda index: self._choose(index.row()))
        self._list.selectionModel().currentChanged.connect(self._point)
        self._narrow("")

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these, the likeliest first; the first is current."""
        self._choices.offer(choices)
        self._narrow(self._search.text())

    def current_key(self) -> str:
        """Key of the choice that Enter would take, or ""."""
        choice = self._choices.at(self._list.currentIndex().row())
        return choice.key if choice else ""

    def clear_search(self) -> None:
        """Show all choices again."""
        self._search.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Whether a key of the search field was meant for the choices."""
        row, key = self._list.currentIndex().row(), event.key()
        page = max(1, self._list.height() // max(1, self._list.sizeHintForRow(0)))
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if key in steps:
            self._go(row + steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(row)
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif self._choices.numbered and event.text() in tuple("123456789"):
            self._choose(int(event.text()) - 1)
        else:
            return False
        return True

    def _leave(self) -> None:
        """Of a question in a sheet Esc takes back the search first, or a slip would end the act."""
        if self._narrows and self._search.text():
            self._search.clear()
        else:
            self.cancelled.emit()

    def _choose(self, row: int) -> None:
        choice = self._choices.at(row)
        if choice:
            self._go(row)
            self.chosen.emit(choice.key)

    def _go(self, row: int) -> None:
        last = self._choices.rowCount() - 1
        if last >= 0:
            self._list.setCurrentIndex(self._choices.index(min(max(row, 0), last), 0))

    def _narrow(self, text: str) -> None:
        self._choices.narrow(text if self._narrows else "")
        found = self._choices.rowCount() > 0
        self._list.setVisible(found)
        self._empty.setVisible(not found)
        self._go(0)

    def _point(self, index: QModelIndex) -> None:
        choice = self._choices.at(index.row())
        self.pointed.emit(choice.key if choice else "")


class Choices(QAbstractListModel):
    """The choices that hold every typed word, in the order offered."""

    def __init__(self, parent: QObject, *, quick: bool) -> None:
        super().__init__(parent)
        self.quick = quick
        self._all: list[Choice] = []
        self._shown: list[Choice] = []
        self.numbered = quick

    def offer(self, choices: Sequence[Choice]) -> None:
        """Have these instead; nothing is shown of them before `narrow`."""
        self._all = list(choices)

    def narrow(self, text: str) -> None:
        """Show those that hold every word."""
        wanted = text.casefold().split()
        self.beginResetModel()
        self.numbered = self.quick and not wanted
        self._shown = [choice for choice in self._all if _holds(choice, wanted)]
        self.endResetModel()

    def at(self, row: int) -> Choice | None:
        """What a row shows."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _CHOICE) -> object:
        choice = self.at(index.row())
        if choice is None:
            return None
        if role == _CHOICE:
            return choice
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (
                choice.title, choice.detail, choice.reason, choice.trailing, choice.keys,
            )  # fmt: skip
            return ", ".join(part for part in parts if part)
        return None


def _holds(choice: Choice, wanted: list[str]) -> bool:
    words = f"{choice.title} {choice.detail} {choice.reason}".casefold()
    return all(part in words for part in wanted)


def choice_list(theme: Theme, choices: Choices, parent: QWidget) -> QListView:
    """The choices as rows; a search field drives it, so it takes no keys itself."""
    made = QListView(parent)
    made.setProperty("kind", "bare")
    made.setAccessibleName(QCoreApplication.translate("Picker", "Pilihan"))
    made.setUniformItemSizes(True)
    made.setModel(choices)
    made.setItemDelegate(_Painter(theme, choices, made))
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setMouseTracking(True)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


class _Painter(QStyledItemDelegate):
    """Number key, icon, title and detail; reason below; hours and phone on the right."""

    def __init__(self, theme: Theme, choices: Choices, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._choices = theme, choices
        self._strong = Lettering(theme.fonts.strong)
        self._small = Lettering(theme.fonts.secondary)
        self._text = Lettering(theme.fonts.text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self._theme.px(46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice = self._choices.at(index.row())
        if choice is None:
            return
        rect, space = option.rect.adjusted(0, 0, 0, -2), self._theme.space
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, option)
        x, right = rect.left() + space.s, rect.right() - space.m
        if self._choices.numbered and index.row() < _QUICK:
            self._paint_number(painter, x, rect, index.row() + 1)
        if self._choices.quick:
            x += self._theme.px(20) + space.s
        if choice.icon:
            ratio = painter.device().devicePixelRatioF()
            at = QPointF(x, rect.center().y() - 10)
            painter.drawPixmap(at, self._theme.icons.pixmap(choice.icon, "secondary", 20, ratio))
            x += 20 + space.s
        right -= paint_caps(painter, self._theme, choice.keys, right, rect.center().y())
        right = self._paint_trailing(painter, choice, rect, right)
        self._paint_words(painter, choice, rect, x, right - space.m)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
        theme, state = self._theme, option.state
        picked = bool(state & QStyle.StateFlag.State_Selected)
        if not picked and not state & QStyle.StateFlag.State_MouseOver:
            return
        painter.setPen(QPen(theme.line.focus, 1.5) if picked else Qt.PenStyle.NoPen)
        painter.setBrush(theme.surface.selected if picked else theme.surface.hover)
        box = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.radius.normal, theme.radius.normal)

    def _paint_number(self, painter: QPainter, x: int, rect: QRect, number: int) -> None:
        theme, side = self._theme, self._theme.px(18)
        box = QRectF(x + 0.5, rect.center().y() - side / 2 + 0.5, side, side)
        painter.setPen(QPen(theme.line.strong, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, theme.radius.small, theme.radius.small)
        painter.setPen(theme.text.secondary)
        painter.setFont(theme.fonts.secondary)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    def _paint_trailing(self, painter: QPainter, choice: Choice, rect: QRect, right: int) -> int:
        lines = choice.trailing.split("\n")[:2] if choice.trailing else []
        width = max((self._small.width(line) for line in lines), default=0.0)
        painter.setPen(self._theme.text.secondary)
        y = rect.center().y() - len(lines) * self._small.height / 2
        for line in lines:
            self._line(painter, self._small, line, right - self._small.width(line), y, rect.width())
            y += self._small.height
        return round(right - width)

    def _paint_words(
        self, painter: QPainter, choice: Choice, rect: QRect, x: int, right: int
    ) -> None:
        lines = self._strong.height + (self._small.height + 1 if choice.reason else 0)
        y = rect.center().y() - lines / 2
        painter.setPen(self._theme.text.main)
        taken = self._line(painter, self._strong, choice.title, x, y, right - x)
        if choice.detail:
            painter.setPen(self._theme.text.secondary)
            after = x + taken + self._theme.space.s
            self._line(painter, self._text, choice.detail, after, y, right - after)
        if choice.reason:
            painter.setPen(self._theme.accent.text)
            y += self._strong.height + 1
            self._line(painter, self._small, choice.reason, x, y, right - x)

    def _line(
        self, painter: QPainter, style: Lettering, text: str, x: float, y: float, room: float
    ) -> float:
        if room < 8 or not text:
            return 0.0
        line = style.line(text, int(room))
        painter.setFont(style.font)
        painter.drawStaticText(QPointF(x, y), line.text)
        return line.width
