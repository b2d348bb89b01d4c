"""What will become of each of many cases, or has; with the reason where nothing did."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from widgets.card_view import CardView
from widgets.lettering import Lettering
from widgets.roles import CARD, Index
from widgets.row_painter import RowPainter
from widgets.theme import Theme

WILL: Final = "will"
NOT: Final = "not"
DONE: Final = "done"
UNDONE: Final = "undone"
_ICONS = {
    WILL: ("arrow-right", "secondary"),
    NOT: ("close-circle-outline", "main"),
    DONE: ("check", "accent"),
    UNDONE: ("undo", "accent"),
}
_PAD = 8


class Outcome(NamedTuple):
    """One case: who it is, how it stands (WILL, NOT, DONE, UNDONE) and what that means in words."""

    number: str
    title: str
    how: str
    text: str


class OutcomeList(CardView):
    """Reads like a list of cards: J and K move through it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        painter = _OutcomeRow(theme)
        super().__init__(painter, parent)
        painter.setParent(self)
        self.setProperty("kind", "table")
        self.setAccessibleName(self.tr("Tiap kasus"))
        self._outcomes = _Outcomes(self)
        self.setModel(self._outcomes)

    def show_all(self, outcomes: Iterable[Outcome]) -> None:
        """Show these, in this order."""
        self._outcomes.beginResetModel()
        self._outcomes.rows = list(outcomes)
        self._outcomes.endResetModel()

    def show_one(self, row: int, outcome: Outcome) -> None:
        """Another outcome in one row, which is brought on the screen."""
        self._outcomes.rows[row] = outcome
        index = self._outcomes.index(row)
        self._outcomes.dataChanged.emit(index, index)
        self.scrollTo(index)

    def outcomes(self) -> tuple[Outcome, ...]:
        """What is shown, from the top."""
        return tuple(self._outcomes.rows)


class _Outcomes(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Outcome] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = CARD) -> object:
        return self.rows[index.row()] if role == CARD else None


class _OutcomeRow(RowPainter):
    """Two lines: the case, and what becomes of it beside its sign."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strong = Lettering(theme.fonts.secondary_strong)
        self._text = Lettering(theme.fonts.secondary)
        self._main, self._secondary = QPen(theme.text.main), QPen(theme.text.secondary)
        self._rule, self._focus = QPen(theme.line.border), QPen(theme.line.focus, 2)
        self._icon = theme.px(14)
        self.row_height, self.ground = theme.px(44), theme.surface.field

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Outcome = index.data(CARD)
        surface, rect = self._theme.surface, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, surface.selected if chosen else surface.field)
        painter.setPen(self._rule)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line = QRect(rect.left() + _PAD, rect.top(), rect.width() - 2 * _PAD, rect.height() // 2)
        painter.setPen(self._main)
        width = self._line(painter, self._strong, row.number, line, lift=1)
        painter.setPen(self._secondary)
        rest = line.adjusted(int(width) + _PAD, 0, 0, 0)
        self._line(painter, self._text, row.title, rest, lift=1)
        self._paint_outcome(painter, row, line.translated(0, rect.height() // 2))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def words(self, index: Index) -> str:
        row: Outcome = index.data(CARD)
        return ", ".join((row.number, row.title, row.text))

    def _paint_outcome(self, painter: QPainter, row: Outcome, line: QRect) -> None:
        name, role = _ICONS[row.how]
        ratio = painter.device().devicePixelRatioF()
        picture = self._theme.icons.pixmap(name, role, self._icon, ratio)
        painter.drawPixmap(line.left(), line.top() + (line.height() - self._icon) // 2 - 2, picture)
        painter.setPen(self._secondary if row.how == WILL else self._main)
        self._line(painter, self._text, row.text, line.adjusted(self._icon + 6, 0, 0, 0), lift=2)

    def _line(
        self, painter: QPainter, style: Lettering, text: str, at: QRect, *, lift: int
    ) -> float:
        if not text or at.width() < _PAD:
            return 0.0
        line = style.line(text, at.width())
        painter.setFont(style.font)
        top = at.top() + (at.height() - style.height) / 2 + (2 if lift == 1 else -2)
        painter.drawStaticText(QPointF(at.left(), top), line.text)
        return line.width
