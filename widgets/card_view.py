"""A list of rows of one height; its cost grows with the rows on screen, never with those held."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.roles import CARD, Index
from widgets.row_access import hear_rows, tell_current
from widgets.row_painter import RowPainter
from widgets.rows_shown import Row, RowsShown

_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_State = QStyle.StateFlag
_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows

MOST_SELECTED = 200
"""Rows selected at once: what is done to them is shown row by row, and each one is held."""


class CardView(QAbstractItemView):
    """Rows under one another; inserting, removing and ticking cost the same at any length.

    QListView lays out every row again on each insertion and lets what the officer looks at slide
    away when rows arrive above it; here the chosen row keeps its place on the screen, or, where
    that one is out of sight, the most of what is seen.
    """

    row_chosen = Signal(QModelIndex)  # became current
    row_opened = Signal(QModelIndex)  # Enter or double click
    settled = Signal()  # rows came, went or moved, and all is in its place again

    def __init__(self, painter: RowPainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hear_rows()
        self._painter = painter
        self._model: QAbstractItemModel | None = None
        self._before: RowsShown | None = None
        self._beyond = 0
        self._ticking: dict[int, int] = {}  # rows on screen, and until when no tick concerns them
        self._ticked_at = 0
        self._changing = self._unsettled = False
        self._hovered = QPersistentModelIndex()
        self.setItemDelegate(painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setMouseTracking(True)
        # Every point is painted here; without this, scrolling by a row repaints all of them.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.doubleClicked.connect(self.row_opened)
        self.entered.connect(self._hover)
        self.viewportEntered.connect(self._hover)

    # -- what its owner uses

    def set_painter(self, painter: RowPainter) -> None:
        """Show the rows another way, such as in another density; the top row stays on top."""
        top = self.indexAt(QPoint(0, 0)).row()
        self._painter = painter
        self.setItemDelegate(painter)
        self._ticking.clear()
        place = max(0, top) * painter.row_height
        self._beyond = place if self._beyond else 0  # it was in px of the other height
        self.updateGeometries()
        self.verticalScrollBar().setValue(place)
        self.viewport().update()
        self.settled.emit()

    def tick(self) -> None:
        """Repaint what time has changed in the rows on screen; the model is not touched."""
        viewport, model, painter = self.viewport(), self._model, self._painter
        if model is None:
            return
        now, height, offset = painter.now(), painter.row_height, self.verticalOffset()
        first, rows = QRect(0, 0, viewport.width(), height), self._rows(viewport.rect())
        if now < self._ticked_at or self._ticking.keys() != set(rows):
            self._ticking = dict.fromkeys(rows, 0)
        self._ticked_at = now
        for row in [row for row, until in self._ticking.items() if until <= now]:
            card = model.data(model.index(row, 0), CARD)
            if card is None:
                continue
            self._ticking[row] = painter.quiet_until(card, now)
            stale = painter.stale_area(card, first, now)
            if stale is not None:
                viewport.update(stale.translated(0, row * height - offset))

    def choose_row(self, row: int) -> None:
        """Make a row current and visible; out of range does nothing."""
        if 0 <= row < self.count():
            index = self.model().index(row, 0)
            self.setCurrentIndex(index)  # with Ctrl held for Ctrl+Enter it adds to the selection
            self.selectionModel().select(index, _ALONE)
            self.scrollTo(index)

    def select_rows(self, rows: Sequence[int]) -> None:
        """Select these and no others; the current row stays what it is."""
        chosen, model = QItemSelection(), self.model()
        for row in rows:
            chosen.select(model.index(row, 0), model.index(row, 0))
        self.selectionModel().select(chosen, _ALONE)

    def rest(self) -> None:
        """The officer has moved: the list keeps to its ends again."""
        self._settle()
        self._beyond = 0
        self.updateGeometries()

    def extend(self, rows: int) -> None:
        """Select so many rows further, from where the selection began."""
        key = Qt.Key.Key_Down if rows > 0 else Qt.Key.Key_Up
        for _ in range(abs(rows)):
            kind, shift = QEvent.Type.KeyPress, Qt.KeyboardModifier.ShiftModifier
            QCoreApplication.sendEvent(self, QKeyEvent(kind, key, shift))

    def words(self, row: int) -> str:
        """A row in words."""
        return self._painter.words(self.model().index(row, 0))

    def selected_rows(self) -> list[int]:
        """The selected rows, from the top."""
        if not self.count():
            return []
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def count(self) -> int:
        """How many rows there are."""
        model = self._model
        return 0 if model is None else model.rowCount()

    # -- the model

    def setModel(self, model: QAbstractItemModel | None) -> None:
        old, self._model = self._model, model
        if old is not None:
            for before, after in _changes(old):
                before.disconnect(self._hold)
                after.disconnect(self._unsettle)
        if model is not None:  # before Qt hears of changes: it would scroll to the next row at once
            for before, after in _changes(model):
                before.connect(self._hold)
                after.connect(self._unsettle)
        super().setModel(model)
        self._before = None
        self._unsettle()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.row_chosen.emit(current)
            tell_current(self, current.row())

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, roles)
        self._ticking.clear()
        # Qt paints nothing while its layout waits, for which it would paint everything.
        if self._before is not None:
            self._before.alter(first.row(), last.row())
        elif not self._unsettled:
            self.viewport().update(self._rect(first.row()) | self._rect(last.row()))

    def rows_on_screen(self) -> range:
        """The rows of which half or more is seen."""
        self._settle()
        hidden = self._painter.row_height // 2
        return self._rows(self.viewport().rect().adjusted(0, hidden, 0, -hidden))

    def _hold(self) -> None:
        """Rows are about to change: note where those on screen stand."""
        self._changing = True
        if self._unsettled:
            return
        at_top = self.verticalOffset() <= 0 and not self.viewport().underMouse()
        rows, chosen = list(self._on_screen()), self._chosen()
        self._before = RowsShown(rows, self.verticalOffset(), chosen, flows=at_top)
        self.setAutoScroll(False)  # of itself Qt goes where the current row goes

    def _chosen(self) -> QModelIndex:
        selection = self.selectionModel()
        current = selection.currentIndex()
        return current if selection.isSelected(current) else QModelIndex()

    def _unsettle(self) -> None:
        """Rows have changed. A thousand changes at once are settled once, before the next paint."""
        self._changing = False
        self._ticking.clear()
        if not self._unsettled:
            self._unsettled = True
            event = QEvent(QEvent.Type.User)
            QCoreApplication.postEvent(self, event, Qt.EventPriority.HighEventPriority.value)

    def customEvent(self, event: QEvent) -> None:
        self._settle()

    def _settle(self) -> None:
        """What was on screen goes back to where it was.

        Only a list that stands at its very top, with nothing chosen there and no pointer about to
        click in it, lets new rows push the others down.
        """
        if not self._unsettled or self._changing:
            return
        before, self._before, self._unsettled = self._before, None, False
        self.updateGeometries()
        if before is None:
            self.viewport().update()
        else:
            self._put_back(before)
            for rect in before.stale(self._on_screen(), self.verticalOffset()):
                self.viewport().update(rect)  # of a city's changes few are on this screen
        self.setAutoScroll(True)
        self.settled.emit()

    def _put_back(self, before: RowsShown) -> None:
        """Scroll to where they stand as before. For the chosen one also beyond the ends of the
        list: it stays where it is until ``rest``.
        """
        place = before.place(self._painter.row_height)
        if place is not None:
            self._beyond = place if before.chosen else 0
            self.updateGeometries()
            self.verticalScrollBar().setValue(place)

    def doItemsLayout(self) -> None:
        """The stock one would paint everything again after every change."""
        self.updateGeometries()
        self._settle()

    # -- geometry

    def visualRect(self, index: Index) -> QRect:
        self._settle()
        return self._rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        self._settle()
        row = (point.y() + self.verticalOffset()) // self._painter.row_height
        return self.model().index(row, 0) if 0 <= row < self.count() else QModelIndex()

    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        rect, height = self.visualRect(index), self.viewport().height()
        bar = self.verticalScrollBar()
        if hint is _Hint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif rect.top() < 0 or hint is _Hint.PositionAtTop:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() >= height or hint is _Hint.PositionAtBottom:
            bar.setValue(bar.value() + rect.bottom() - height + 1)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, here = self.count(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        page = max(1, self.viewport().height() // self._painter.row_height - 1)
        target = {
            _Move.MoveUp: here - 1,
            _Move.MovePrevious: here - 1,
            _Move.MoveDown: here + 1,
            _Move.MoveNext: here + 1,
            _Move.MovePageUp: here - page,
            _Move.MovePageDown: here + page,
            _Move.MoveHome: 0,
            _Move.MoveEnd: count - 1,
        }.get(action, here)
        return self.model().index(min(max(target, 0), count - 1), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        rows, chosen, model = self._rows(rect.normalized()), QItemSelection(), self.model()
        upwards = len(rows) > 1 and self.currentIndex().row() == rows[0]
        rows = rows[-MOST_SELECTED:] if upwards else rows[:MOST_SELECTED]
        if rows:
            chosen.select(model.index(rows[0], 0), model.index(rows[-1], 0))
        self.selectionModel().select(chosen, command)

    def selectAll(self) -> None:
        """As many rows as may be selected, from the top."""
        last = min(self.count(), MOST_SELECTED) - 1
        if last >= 0:
            model = self.model()
            every = QItemSelection(model.index(0, 0), model.index(last, 0))
            self.selectionModel().select(every, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for row in self._rows(self.viewport().rect()):
            if selection.contains(self.model().index(row, 0)):
                region += self._rect(row)
        return region

    def updateGeometries(self) -> None:
        height, bar = self.viewport().height(), self.verticalScrollBar()
        bar.setSingleStep(self._painter.row_height)
        bar.setPageStep(height)
        last = max(0, self.count() * self._painter.row_height - height)
        bar.setRange(min(0, self._beyond), max(last, self._beyond))
        super().updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)

    def _rect(self, row: int) -> QRect:
        height = self._painter.row_height
        return QRect(0, row * height - self.verticalOffset(), self.viewport().width(), height)

    def _rows(self, rect: QRect) -> range:
        """The rows that meet a rectangle of the viewport."""
        height, offset = self._painter.row_height, self.verticalOffset()
        first = max(0, (rect.top() + offset) // height)
        return range(first, min(self.count(), (rect.bottom() + offset) // height + 1))

    # -- painting and input

    def paintEvent(self, event: QPaintEvent) -> None:
        self._settle()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._painter.ground)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, region = (
            option.state & ~(_State.State_MouseOver | _State.State_HasFocus),
            event.region(),
        )
        for row, index in self._exposed(event.rect()):
            exposed = region.intersected(self._rect(row)).boundingRect()
            if exposed.isEmpty():
                continue
            option.rect = self._rect(row)
            option.state = plain | self._state_of(index)
            if self._painter.figure_area(option.rect).contains(exposed):
                self._painter.paint_figure(painter, option, index)
            else:
                self._painter.paint(painter, option, index)
        painter.end()

    def _on_screen(self) -> Iterator[Row]:
        for row, index in self._exposed(self.viewport().rect()):
            yield Row(index, self._rect(row), index.data(CARD), self._state_of(index))

    def _exposed(self, rect: QRect) -> Iterator[tuple[int, QModelIndex]]:
        for row in self._rows(rect):
            yield row, self.model().index(row, 0)

    def _state_of(self, index: QModelIndex) -> _State:
        state = _State.State_None
        selection = self.selectionModel()
        if selection.isSelected(index):
            state |= _State.State_Selected
        if self._hovered == index:
            state |= _State.State_MouseOver
        if self.hasFocus() and selection.currentIndex() == index:
            state |= _State.State_HasFocus
        return state

    def _hover(self, index: QModelIndex | None = None) -> None:
        if self._hovered.isValid():
            self.viewport().update(self._rect(self._hovered.row()))
        self._hovered = QPersistentModelIndex(index or QModelIndex())
        if self._hovered.isValid():
            self.viewport().update(self._rect(self._hovered.row()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._hover()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, J and K move; other letters go to the page, which owns the verbs."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.row_opened.emit(self.currentIndex())
        elif event.text() in ("j", "k"):
            self.choose_row(self.currentIndex().row() + (1 if event.text() == "j" else -1))
        elif event.text().isprintable() and event.text() not in ("", " "):
            event.ignore()  # the stock view would search through every row for it
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _changes(model: QAbstractItemModel) -> tuple[tuple[SignalInstance, SignalInstance], ...]:
    """What tells that rows are about to come, go or move, and that they have."""
    return (
        (model.rowsAboutToBeInserted, model.rowsInserted),
        (model.rowsAboutToBeRemoved, model.rowsRemoved),
        (model.rowsAboutToBeMoved, model.rowsMoved),
        (model.layoutAboutToBeChanged, model.layoutChanged),
        (model.modelAboutToBeReset, model.modelReset),
    )
