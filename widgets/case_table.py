"""The board as one dense table: the lanes' own model and cost, in columns the officer chooses."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QMenu, QVBoxLayout, QWidget

from widgets.card_view import CardView
from widgets.case_row import AT_FIRST, COLUMNS, KEYS, CaseRow, column_word
from widgets.labels import restyle
from widgets.roles import CARD, Card
from widgets.theme import Theme

_BAR = 10  # width of a scroll bar, as in the style sheet


class CaseTable(QWidget):
    """Reads ``CARD`` from a one-column model; orders nothing itself, only asks for it."""

    chosen = Signal(str)
    opened = Signal(str)
    sort_asked = Signal(str)  # key of the column
    columns_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
        *,
        when_text: Callable[[int], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self._header = _header(theme, self)
        self._rows = CaseRow(theme, now_ms, self._header, when_text or _utc, self)
        self.view = CardView(self._rows, self)
        self.view.setAccessibleName(self.tr("Daftar kasus"))
        self.view.setProperty("kind", "table")
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(self._header)
        head.addSpacing(_BAR)  # above the scroll bar, so that cells stand under their headings
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.set_columns(AT_FIRST)
        self._connect()

    def set_model(self, model: QAbstractItemModel) -> None:
        """Show these rows, in the model's order."""
        self.view.setModel(model)

    def tick(self) -> None:
        """A second has passed: repaint the figures on screen that have changed."""
        self.view.tick()

    def current_id(self) -> str:
        """Id of the current case, or ""."""
        index = self.view.currentIndex()
        card: Card | None = index.data(CARD) if index.isValid() else None
        return card.id if card else ""

    def selected_ids(self) -> list[str]:
        """Ids of the selected cases, from the top."""
        model = self.view.model()
        cards = (model.index(row, 0).data(CARD) for row in self.view.selected_rows())
        return [card.id for card in cards if card]

    def choose_row(self, row: int) -> None:
        """Make a row current and visible."""
        self.view.choose_row(row)

    def step(self, rows: int) -> None:
        """Make the case so many rows further on current."""
        self.view.choose_row(max(0, self.view.currentIndex().row() + rows))

    def set_sorted(self, key: str, descending: bool = False) -> None:
        """Show by which column the model is ordered; "" takes the arrow away."""
        self._header.setSortIndicatorShown(bool(key))
        if key:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            self._header.setSortIndicator(KEYS.index(key), order)

    def columns(self) -> tuple[str, ...]:
        """Keys of the shown columns, from the left."""
        shown = sorted(range(len(KEYS)), key=self._header.visualIndex)
        return tuple(KEYS[at] for at in shown if not self._header.isSectionHidden(at))

    def set_columns(self, keys: Iterable[str]) -> None:
        """Show these columns in this order; unknown keys are passed over, none shows the usual."""
        wanted = [key for key in keys if key in KEYS] or list(AT_FIRST)
        for at, key in enumerate(KEYS):
            self._header.setSectionHidden(at, key not in wanted)
        for place, key in enumerate(wanted):
            self._header.moveSection(self._header.visualIndex(KEYS.index(key)), place)

    def save(self) -> str:
        """Columns and their widths, for ``restore`` on another day."""
        return json.dumps([[k, self._header.sectionSize(KEYS.index(k))] for k in self.columns()])

    def restore(self, saved: str) -> None:
        """Bring back what ``save`` gave; anything else leaves the table as it is."""
        try:
            widths = {str(key): int(width) for key, width in json.loads(saved)}
        except (ValueError, TypeError):
            return
        self.set_columns(widths)
        for key, width in widths.items():
            if key in KEYS:
                self._header.resizeSection(KEYS.index(key), max(40, width))

    def _connect(self) -> None:
        self.view.row_chosen.connect(lambda index: self._tell(self.chosen.emit, index))
        self.view.row_opened.connect(lambda index: self._tell(self.opened.emit, index))
        header = self._header
        header.sectionClicked.connect(lambda at: self.sort_asked.emit(KEYS[at]))
        header.customContextMenuRequested.connect(self._offer_columns)
        for signal in (header.sectionMoved, header.sectionResized):
            signal.connect(self._repaint)

    def _tell(self, emit: Callable[[str], None], index: QModelIndex) -> None:
        card = index.data(CARD)
        if card:
            emit(card.id)

    def _repaint(self) -> None:
        self.view.viewport().update()
        self.columns_changed.emit()

    def _offer_columns(self, at: QPoint) -> None:
        self.columns_menu().popup(self._header.mapToGlobal(at))

    def columns_menu(self) -> QMenu:
        """Which columns to show and which one orders them, for the header and a page's button."""
        menu = QMenu(self)
        shown = self.columns()
        for key in KEYS:
            entry = menu.addAction(column_word(key))
            entry.setCheckable(True)
            entry.setChecked(key in shown)
            entry.setEnabled(shown != (key,))
            entry.toggled.connect(lambda on, key=key: self._toggle(key, on))
        menu.addSeparator()
        self._offer_order(menu.addMenu(self.tr("Urutkan menurut")), shown)
        return menu

    def _offer_order(self, menu: QMenu, shown: Iterable[str]) -> None:
        """Each shown column; the one that orders already is asked for the other way round."""
        at = self._header.sortIndicatorSection() if self._header.isSortIndicatorShown() else -1
        upward = self._header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        for key in shown:
            word, sorts = column_word(key), KEYS.index(key) == at
            if sorts:
                turned = self.tr("{column}, terbalik") if upward else self.tr("{column}, kembali")
                word = turned.format(column=word)
            entry = menu.addAction(word)
            entry.setCheckable(True)
            entry.setChecked(sorts)
            entry.triggered.connect(lambda _on, key=key: self.sort_asked.emit(key))

    def _toggle(self, key: str, on: bool) -> None:
        self._header.setSectionHidden(KEYS.index(key), not on)
        self._repaint()


def _header(theme: Theme, parent: QWidget) -> QHeaderView:
    header = QHeaderView(Qt.Orientation.Horizontal, parent)
    model = QStandardItemModel(0, len(COLUMNS), header)
    model.setHorizontalHeaderLabels([column_word(key) for key in KEYS])
    header.setModel(model)
    header.setFont(theme.fonts.secondary_strong)
    header.setSectionsClickable(True)
    header.setSectionsMovable(True)
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    header.setFixedHeight(theme.px(28))
    header.setMinimumSectionSize(40)
    for at, column in enumerate(COLUMNS):
        header.resizeSection(at, theme.px(column.width))
    restyle(header, "kind", "columns")
    header.setSectionResizeMode(KEYS.index("title"), QHeaderView.ResizeMode.Stretch)
    header.setAccessibleName(QCoreApplication.translate("Column", "Kolom"))
    return header


def _utc(when: int) -> str:
    return datetime.fromtimestamp(when / 1000, UTC).strftime("%d/%m %H.%M")
