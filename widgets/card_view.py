"""A list of rows of one height; its cost grows with the rows on screen, never with those held."""

from collections.abc import Iterator

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
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.roles import Index

_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_State = QStyle.StateFlag
_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


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

    def stale_area(self, index: Index, row: QRect, now: int) -> QRect | None:
        """What is no longer true of this row as painted: nothing, its figure, or all of it."""
        return None

    def paint_figure(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint all that lies in ``figure_area``; the painter is clipped to it."""
        self.paint(painter, option, index)


class CardView(QAbstractItemView):
    """Rows under one another; inserting, removing and ticking cost the same at any length.

    QListView lays out every row again on each insertion and lets what the officer looks at slide
    away when rows arrive above it; here the first visible row keeps its place.
    """

    row_chosen = Signal(QModelIndex)  # became current
    row_opened = Signal(QModelIndex)  # Enter or double click
    arrived_above = Signal(int, int)  # first and last row that came in out of sight
    settled = Signal()  # rows came, went or moved, and all is in its place again

    def __init__(self, painter: RowPainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = painter
        self._model: QAbstractItemModel | None = None
        self._anchor = QPersistentModelIndex()
        self._anchor_offset = 0
        self._unsettled = False
        self._hovered = QPersistentModelIndex()
        self.setItemDelegate(painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setMouseTracking(True)
        # Every point is painted here; without this, scrolling by a row repaints all of them.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().valueChanged.connect(self._drop_anchor)
        self.doubleClicked.connect(self.row_opened)
        self.entered.connect(self._hover)
        self.viewportEntered.connect(self._hover)

    # -- what its owner uses

    def set_painter(self, painter: RowPainter) -> None:
        """Show the rows another way, such as in another density; the top row stays on top."""
        self._settle()
        self._painter, self._anchor_offset = painter, 0
        self.setItemDelegate(painter)
        self._unsettle()

    def tick(self) -> None:
        """Repaint what time has changed in the rows on screen; the model is not touched."""
        viewport, model, painter = self.viewport(), self.model(), self._painter
        now, height = painter.now(), painter.row_height
        first, offset = QRect(0, 0, viewport.width(), height), self.verticalOffset()
        for row in self._rows(viewport.rect()):
            stale = painter.stale_area(model.index(row, 0), first, now)
            if stale is not None:
                viewport.update(stale.translated(0, row * height - offset))

    def choose_row(self, row: int) -> None:
        """Make a row current and visible; out of range does nothing."""
        if 0 <= row < self.count():
            # Not setCurrentIndex: with Ctrl held for Ctrl+Enter it would add to the selection.
            index = self.model().index(row, 0)
            self.selectionModel().setCurrentIndex(index, _ALONE)
            self.scrollTo(index)

    def count(self) -> int:
        """How many rows there are."""
        model = self._model
        return 0 if model is None else model.rowCount()

    # -- the model

    def setModel(self, model: QAbstractItemModel | None) -> None:
        old, self._model = self._model, model
        if old is not None:
            for signal in _changes(old):
                signal.disconnect(self._unsettle)
        super().setModel(model)
        if model is not None:
            for signal in _changes(model):
                signal.connect(self._unsettle)
        self._drop_anchor()
        self._unsettle()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self._unsettle()
        if end < self._anchor.row() and self.verticalScrollBar().value():
            self.arrived_above.emit(start, end)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.row_chosen.emit(current)

    def _drop_anchor(self) -> None:
        """Remember which row is the first on screen, and how much of it is hidden."""
        if self._unsettled:
            return
        row, self._anchor_offset = divmod(self.verticalOffset(), self._painter.row_height)
        model = self._model
        self._anchor = QPersistentModelIndex() if model is None else _pinned(model, row)

    def _unsettle(self) -> None:
        """Rows have changed. A thousand changes at once are settled once, before the next paint."""
        if not self._unsettled:
            self._unsettled = True
            event = QEvent(QEvent.Type.User)
            QCoreApplication.postEvent(self, event, Qt.EventPriority.HighEventPriority.value)

    def customEvent(self, event: QEvent) -> None:
        self._settle()

    def _settle(self) -> None:
        """The first row on screen goes back to where it was.

        Only a list that stands at its very top, with no pointer about to click in it, lets new
        rows push the others down.
        """
        if not self._unsettled:
            return
        bar = self.verticalScrollBar()
        at_top = bar.value() == 0 and not self.viewport().underMouse()
        anchor, offset = QPersistentModelIndex(self._anchor), self._anchor_offset
        self.updateGeometries()
        if not at_top and anchor.isValid():
            bar.setValue(anchor.row() * self._painter.row_height + offset)
        self._unsettled = False
        self._drop_anchor()
        self.viewport().update()
        self.settled.emit()

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
        if rows:
            chosen.select(model.index(rows[0], 0), model.index(rows[-1], 0))
        self.selectionModel().select(chosen, command)

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
        bar.setRange(0, max(0, self.count() * self._painter.row_height - height))
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


def _pinned(model: QAbstractItemModel, row: int) -> QPersistentModelIndex:
    return QPersistentModelIndex(model.index(row, 0))


def _changes(model: QAbstractItemModel) -> tuple[SignalInstance, ...]:
    """What may move rows, besides inserting, which a view hears of anyway."""
    return (model.rowsRemoved, model.rowsMoved, model.layoutChanged, model.modelReset)
