"""Names with a figure each, one under the other: areas of a layer, or what is rising."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from widgets.card_view import CardView
from widgets.lettering import Lettering
from widgets.roles import CARD, Index
from widgets.row_painter import RowPainter
from widgets.theme import Theme

_PAD = 8
_SWATCH = 6


class Figure(NamedTuple):
    """A name, its figure, a line of words below, and the colour it has on the map, if any."""

    name: str
    figure: str
    text: str
    colour: QColor | None = None


class FigureList(CardView):
    """Reads like a list of cards: arrows move through it, Enter opens a row."""

    def __init__(self, theme: Theme, word: str, parent: QWidget | None = None) -> None:
        painter = _FigureRow(theme)
        super().__init__(painter, parent)
        painter.setParent(self)
        self.setProperty("kind", "table")
        self.setAccessibleName(word)
        self.setSelectionMode(CardView.SelectionMode.SingleSelection)
        self._figures = _Figures(self)
        self.setModel(self._figures)

    def show_all(self, figures: Iterable[Figure]) -> None:
        """Show these, in this order; nothing happens where they are shown already."""
        rows = list(figures)
        if rows != self._figures.rows:
            at = self.currentIndex().row()
            self._figures.beginResetModel()
            self._figures.rows = rows
            self._figures.endResetModel()
            self.choose_row(min(at, len(rows) - 1))

    def figures(self) -> tuple[Figure, ...]:
        """What is shown, from the top."""
        return tuple(self._figures.rows)


class _Figures(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Figure] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = CARD) -> object:
        return self.rows[index.row()] if role == CARD else None


class _FigureRow(RowPainter):
    """Two lines, the figure at the right of the first, the colour down the left side."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strong = Lettering(theme.fonts.secondary_strong)
        self._text = Lettering(theme.fonts.secondary)
        self._main, self._secondary = QPen(theme.text.main), QPen(theme.text.secondary)
        self._rule, self._focus = QPen(theme.line.border), QPen(theme.line.focus, 2)
        self.row_height, self.ground = theme.px(42), theme.surface.field

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Figure = index.data(CARD)
        surface, rect = self._theme.surface, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, surface.selected if chosen else surface.field)
        if row.colour is not None:
            side = QRect(rect.left(), rect.top() + 1, self._theme.px(_SWATCH), rect.height() - 2)
            painter.fillRect(side, row.colour)
        painter.setPen(self._rule)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        left = self._theme.px(_SWATCH) + _PAD
        line = QRect(left, rect.top(), rect.width() - left - _PAD, rect.height() // 2)
        painter.setPen(self._main)
        wide = round(self._strong.width(row.figure)) + 1
        self._line(painter, self._strong, row.figure, line.adjusted(line.width() - wide, 0, 0, 0))
        self._line(painter, self._strong, row.name, line.adjusted(0, 0, -wide - _PAD, 0))
        painter.setPen(self._secondary)
        self._line(painter, self._text, row.text, line.translated(0, rect.height() // 2 - 2))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def words(self, index: Index) -> str:
        row: Figure = index.data(CARD)
        return ", ".join(filter(None, (row.name, row.figure, row.text)))

    def _line(self, painter: QPainter, style: Lettering, text: str, at: QRect) -> None:
        if text and at.width() >= _PAD:
            line = style.line(text, at.width())
            painter.setFont(style.font)
            top = at.top() + (at.height() - style.height) / 2 + 1
            painter.drawStaticText(QPointF(at.left(), top), line.text)
