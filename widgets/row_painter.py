"""What paints the rows of a CardView: rows of one height, one part of which changes with time."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from widgets.roles import Card, Index


class RowPainter(QStyledItemDelegate):
    """A delegate for rows of one height, one part of which changes as time passes."""

    row_height = 24
    ground = QColor()
    """What shows between and below the rows."""

    def figure_area(self, row: QRect) -> QRect:
        """Where a row shows time; nothing else of it changes by itself."""
        return QRect()

    def now(self) -> int:
        """The instant a tick is about, ms; asked once for all rows."""
        return 0

    def words(self, index: Index) -> str:
        """A row in words, for those who hear it."""
        return ""

    def stale_area(self, card: Card, row: QRect, now: int) -> QRect | None:
        """What is no longer true of this row as painted: nothing, its figure, or all of it."""
        return None

    def quiet_until(self, card: Card, now: int) -> int:
        """The instant (ms) before which no tick makes the row of this very card stale."""
        return 0

    def paint_figure(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint all that lies in ``figure_area``; the painter is clipped to it."""
        self.paint(painter, option, index)
