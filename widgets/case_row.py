"""The columns of the dense table, and one case painted across them."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from widgets import roles
from widgets.card_words import folded_word, heard, left_word, unsent_word
from widgets.countdown import BREACHED, NONE, WARN
from widgets.lettering import Lettering
from widgets.marks import word_of
from widgets.remainders import Remainders, quiet_until
from widgets.roles import CARD, Card, Index
from widgets.row_painter import RowPainter
from widgets.theme import Theme

_State = QStyle.StateFlag
_PAD = 8


class Column(NamedTuple):
    """A column: its key, and its width in px at a text size of 100 %."""

    key: str
    width: int


COLUMNS = (
    Column("left", 100),
    Column("mark", 164),
    Column("number", 132),
    Column("title", 360),
    Column("category", 120),
    Column("area", 140),
    Column("owner", 160),
    Column("channel", 112),
    Column("rule", 100),
    Column("reports", 64),
    Column("photos", 56),
    Column("arrived", 104),
    Column("who", 90),
)
KEYS = tuple(column.key for column in COLUMNS)
AT_FIRST = ("left", "mark", "number", "title", "category", "area", "owner", "channel", "arrived")


def column_word(key: str) -> str:
    """A column's heading in the operator's language."""
    words = {
        "left": QCoreApplication.translate("Column", "Sisa waktu"),
        "mark": QCoreApplication.translate("Column", "Status"),
        "number": QCoreApplication.translate("Column", "Nomor"),
        "title": QCoreApplication.translate("Column", "Laporan"),
        "category": QCoreApplication.translate("Column", "Kategori"),
        "area": QCoreApplication.translate("Column", "Kelurahan"),
        "owner": QCoreApplication.translate("Column", "Menunggu siapa"),
        "channel": QCoreApplication.translate("Column", "Kanal"),
        "rule": QCoreApplication.translate("Column", "Tenggat"),
        "reports": QCoreApplication.translate("Column", "Laporan ke-"),
        "photos": QCoreApplication.translate("Column", "Foto"),
        "arrived": QCoreApplication.translate("Column", "Masuk"),
        "who": QCoreApplication.translate("Column", "Dibuka oleh"),
    }
    return words[key]


class CaseRow(RowPainter):
    """One line a case, its cells where the header's sections are."""

    def __init__(
        self,
        theme: Theme,
        now_ms: Callable[[], int],
        header: QHeaderView,
        when_text: Callable[[int], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now, self._header, self._when = theme, now_ms, header, when_text
        self._text, self._strong = Lettering(theme.fonts.text), Lettering(theme.fonts.strong)
        self._main, self._secondary = QPen(theme.text.main), QPen(theme.text.secondary)
        self._on_plate, self._accent = QPen(theme.plate.on), QPen(theme.accent.text)
        self._rule, self._focus = QPen(theme.line.border), QPen(theme.line.focus, 2)
        self._edge, self._plate = QPen(theme.plate.edge, 1.2), QBrush(theme.plate.fill)
        self._remainders = Remainders()
        self.row_height, self._icon = theme.px(28), theme.px(16)
        self.ground = theme.surface.field

    def figure_area(self, row: QRect) -> QRect:
        at = KEYS.index("left")
        if self._header.isSectionHidden(at):
            return QRect()
        x, width = self._header.sectionViewportPosition(at), self._header.sectionSize(at)
        return QRect(x, row.top(), width, row.height())

    def now(self) -> int:
        return self._now()

    def words(self, index: Index) -> str:
        card = index.data(CARD)
        return "" if card is None else heard(card, self._now())

    def stale_area(self, card: Card, row: QRect, now: int) -> QRect | None:
        if not card.due:
            return None
        same = self._remainders.changed(card, now) is None
        return None if same else self.figure_area(row)

    def quiet_until(self, card: Card, now: int) -> int:
        return quiet_until(card, now)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD)
        self._paint_ground(painter, option)
        if card is None:
            return
        for at, key in enumerate(KEYS):
            if not self._header.isSectionHidden(at):
                self._paint_cell(painter, option.rect, card, at, key)
        self._paint_focus(painter, option)

    def paint_figure(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD)
        self._paint_ground(painter, option)
        if card is not None:
            self._paint_cell(painter, option.rect, card, KEYS.index("left"), "left")
            self._paint_focus(painter, option)

    def _paint_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & _State.State_HasFocus:
            painter.setPen(self._focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -2))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        surface, state, rect = self._theme.surface, option.state, option.rect
        fill = surface.hover if state & _State.State_MouseOver else surface.field
        if state & _State.State_Selected:
            fill = surface.selected
        painter.fillRect(rect, fill)
        painter.setPen(self._rule)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_cell(self, painter: QPainter, row: QRect, card: Card, at: int, key: str) -> None:
        x, width = self._header.sectionViewportPosition(at), self._header.sectionSize(at)
        cell = QRect(x + _PAD, row.top(), width - 2 * _PAD, row.height() - 1)
        if key == "left":
            self._paint_left(painter, cell, card)
        elif key == "mark":
            self._paint_mark(painter, cell, card)
        elif key == "title":
            self._paint_title(painter, cell, card)
        else:
            painter.setPen(self._secondary)
            self._line(painter, self._text, self._cell_text(card, key), cell)

    def _paint_left(self, painter: QPainter, cell: QRect, card: Card) -> None:
        remainder = self._remainders.paint(card, self._now())
        if remainder.level == NONE:
            return
        if remainder.level in (WARN, BREACHED):
            width = self._strong.width(remainder.figure)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._edge if remainder.level == WARN else Qt.PenStyle.NoPen)
            painter.setBrush(self._plate if remainder.level == BREACHED else Qt.BrushStyle.NoBrush)
            plate = QRectF(cell.left() - 5, cell.top() + 4.5, width + 10, cell.height() - 9)
            painter.drawRoundedRect(plate, self._theme.radius.small, self._theme.radius.small)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # lines below stay sharp
        painter.setPen(self._on_plate if remainder.level == BREACHED else self._main)
        self._line(painter, self._strong, remainder.figure, cell)

    def _paint_mark(self, painter: QPainter, cell: QRect, card: Card) -> None:
        ratio = painter.device().devicePixelRatioF()
        middle = cell.top() + (cell.height() - self._icon) // 2
        mark = self._theme.marks.pixmap(card.state, self._icon, ratio)
        painter.drawPixmap(cell.left(), middle, mark)
        painter.setPen(self._main)
        self._line(painter, self._text, word_of(card.state), cell.adjusted(self._icon + 6, 0, 0, 0))

    def _paint_title(self, painter: QPainter, cell: QRect, card: Card) -> None:
        if card.flags & roles.LEFT:
            painter.setPen(self._main)
            width = self._line(painter, self._strong, left_word(), cell)
            cell = cell.adjusted(int(width) + 8, 0, 0, 0)
            painter.setPen(self._secondary)
            self._line(painter, self._text, card.title, cell)
            return
        if card.flags & (roles.PENDING | roles.PARKED):
            painter.setPen(self._accent if card.flags & roles.PENDING else self._main)
            width = self._line(painter, self._strong, unsent_word(card.flags), cell)
            cell = cell.adjusted(int(width) + 8, 0, 0, 0)
        painter.setPen(self._main)
        if card.flags & roles.FOLDED:
            width = self._line(painter, self._strong, folded_word(card), cell)
            cell = cell.adjusted(int(width) + 8, 0, 0, 0)
        self._line(painter, self._text, card.title, cell)

    def _cell_text(self, card: Card, key: str) -> str:
        if key == "arrived":
            return self._when(card.arrived) if card.arrived else ""
        return str(getattr(card, key) or "")

    def _line(self, painter: QPainter, style: Lettering, text: str, cell: QRect) -> float:
        if not text or cell.width() < 8:
            return 0.0
        line = style.line(text, cell.width())
        painter.setFont(style.font)
        top = cell.top() + (cell.height() - style.height) / 2
        painter.drawStaticText(QPointF(cell.left(), top), line.text)
        return line.width
