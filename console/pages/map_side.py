"""Beside the map: the chosen case as its card, and the cases that have no point."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from console.case_model import Listing
from widgets.card_view import CardView
from widgets.case_card import CaseCard
from widgets.labels import label
from widgets.lane import Lane
from widgets.roles import CARD, Card, Index
from widgets.theme import Theme

_WIDTH = 300


class MapSide(QWidget):
    """`opened` asks for the page of a case without a point, `chosen` says which of them is current;
    `card_opened` asks for the page of the one above. Of `above` the first is shown over the card,
    the other below it; one of `instead` may stand in the place of the cases without a point.
    """

    opened = Signal(str)
    chosen = Signal(str)
    card_opened = Signal()

    def __init__(
        self,
        theme: Theme,
        now_ms: Callable[[], int],
        astray: Listing,
        above: tuple[QWidget, QWidget],
        instead: Sequence[QWidget],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._now, self._astray = now_ms, astray
        self.setFixedWidth(theme.px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s, 0, theme.space.m, theme.space.m)
        column.setSpacing(theme.space.s)
        column.addWidget(above[0])
        self._heading = label(self.tr("Terpilih"), theme.fonts.strong, self)
        column.addWidget(self._heading)
        painter = CaseCard(theme, now_ms, False, self)
        self.card = CardView(painter, self)
        self.card.setAccessibleName(self.tr("Terpilih"))
        self.card.setFixedHeight(painter.row_height + 4)
        self._one = _OneCard(self)
        self.card.setModel(self._one)
        self.card.activated.connect(self.card_opened)
        column.addWidget(self.card)
        column.addWidget(above[1])
        hint = self.tr("Kasus ini tidak punya titik; peta tidak mengarang tempatnya.")
        word = self.tr("Tanpa titik di peta")
        self.lane = Lane(theme, now_ms, word, self, hint=hint, compact=True)
        self.lane.set_model(astray)
        self.lane.opened.connect(self.opened)
        self.lane.chosen.connect(self._chosen_in_lane)
        self._below = QStackedWidget(self)
        for part in (self.lane, *instead):
            self._below.addWidget(part)
        column.addWidget(self._below, 1)

    def put(self, part: QWidget | None) -> None:
        """One of `instead` in the place of the cases without a point; None for those again."""
        self._below.setCurrentWidget(part or self.lane)

    @property
    def below(self) -> QWidget | None:
        """What stands there."""
        return self._below.currentWidget()

    def tick(self) -> None:
        """A second has passed, or cases have come and gone."""
        self.lane.tick()
        late, oldest = self._astray.breached(self._now()), self._astray.oldest()
        self.lane.set_figures(len(self._astray.rows), late, oldest)
        self.card.tick()

    def show_card(self, card: Card | None) -> None:
        """Another chosen case, or none."""
        self._one.show_card(card)
        self._heading.setVisible(card is not None)
        self.card.setVisible(card is not None)
        if card is not None:
            self.card.choose_row(0)

    @Slot(str)
    def _chosen_in_lane(self, case: str) -> None:
        if self.lane.view.hasFocus():
            self.chosen.emit(case)


class _OneCard(QAbstractListModel):
    """The chosen case as a list of one card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._card: Card | None = None

    def show_card(self, card: Card | None) -> None:
        """Another card, or none."""
        self.beginResetModel()
        self._card = card
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One, when a case is chosen."""
        return 0 if parent.isValid() or self._card is None else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card, and its words for screen readers."""
        if self._card is None or not index.isValid():
            return None
        if role == CARD:
            return self._card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self._card.number}, {self._card.title}"
        return None
