"""What happened, newest first: who, when, from where, in plain words that can be copied."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, QSize, QStringListModel, Qt
from PySide6.QtGui import (
    QClipboard,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.roles import Index
from widgets.theme import Theme


class Entry(NamedTuple):
    """One thing that happened at ``when`` (ms since the epoch).

    ``pending``: here only, not yet confirmed. ``struck``: taken back later, still part of history.
    """

    when: int
    who: str
    where: str
    what: str
    text: str = ""
    pending: bool = False
    struck: bool = False
    icon: str = "circle-small"


class Timeline(QListView):
    """Entries in any order; shown newest first. Ctrl+C copies what is selected."""

    def __init__(
        self, theme: Theme, when_text: Callable[[int], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._when = when_text
        self._plain = QStringListModel(self)
        self.setProperty("kind", "bare")
        self.setAccessibleName(self.tr("Riwayat"))
        self.setModel(self._plain)
        self.setItemDelegate(_Painter(theme, self._entries, when_text, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setMinimumWidth(theme.px(200))

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; among equal instants the one given last is the newest."""
        newest = sorted(entries, key=lambda entry: entry.when)[::-1]
        if newest != self._entries:
            self._entries[:] = newest
            self._plain.setStringList([self._said(entry) for entry in newest])

    def copied(self) -> str:
        """The selected entries as plain text, from the top."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return "\n\n".join(self._said(self._entries[row]) for row in rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied(), QClipboard.Mode.Clipboard)
        elif event.text().isprintable() and event.text() != "":
            event.ignore()  # letters belong to the page
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _said(self, entry: Entry) -> str:
        marks = []
        if entry.pending:
            marks.append(self.tr("belum terkirim"))
        if entry.struck:
            marks.append(self.tr("dibatalkan"))
        about = (self._when(entry.when), entry.who, entry.where, *marks)
        lines = (entry.what, " · ".join(part for part in about if part), entry.text)
        return "\n".join(line for line in lines if line)


class _Painter(QStyledItemDelegate):
    """A line of dots on the left, then what, who and when, and the text as it was written."""

    def __init__(
        self, theme: Theme, entries: list[Entry], when: Callable[[int], str], parent: Timeline
    ) -> None:
        super().__init__(parent)
        self._theme, self._entries, self._when, self._view = theme, entries, when, parent
        self._struck = QFont(theme.fonts.strong)
        self._struck.setStrikeOut(True)
        self._line = QFontMetricsF(theme.fonts.strong).height()
        self._dot = theme.px(16)
        self._words_at = theme.space.s + self._dot + theme.space.s

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        parts = self._parts(self._entries[index.row()])
        heights = [self._laid_out(text, font, width)[1] for text, font in parts]
        gaps = 2 + self._theme.space.xs * (len(parts) - 2) + 2 * self._theme.space.s
        return QSize(width, round(sum(heights) + gaps))

    def _parts(self, entry: Entry) -> list[tuple[str, QFont]]:
        """What, then who and when, then the words that go with it, if there are any."""
        fonts = self._theme.fonts
        head = self._struck if entry.struck else fonts.strong
        parts = [(entry.what, head), (self._about(entry), fonts.secondary)]
        return [*parts, (entry.text, fonts.text)] if entry.text else parts

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, rect, theme = self._entries[index.row()], option.rect, self._theme
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.surface.selected)
            painter.drawRoundedRect(rect, theme.radius.normal, theme.radius.normal)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.line.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = QRectF(rect).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, theme.radius.normal, theme.radius.normal)
        self._paint_dots(painter, rect, entry, index)
        self._paint_words(painter, rect, entry)
        painter.restore()

    def _paint_dots(
        self, painter: QPainter, rect: QRect, entry: Entry, index: QModelIndex | Index
    ) -> None:
        x = rect.left() + self._theme.space.s + self._dot / 2
        y = rect.top() + self._theme.space.s + self._line / 2
        painter.setPen(QPen(self._theme.line.border, 1))
        if index.row() > 0:
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, y - self._dot / 2 - 1))
        if index.row() < len(self._entries) - 1:
            painter.drawLine(QPointF(x, y + self._dot / 2 + 1), QPointF(x, rect.bottom() + 1))
        role = "accent" if entry.pending else "disabled" if entry.struck else "secondary"
        name = "cloud-upload-outline" if entry.pending else entry.icon
        ratio = painter.device().devicePixelRatioF()
        at = QPointF(x - self._dot / 2, y - self._dot / 2)
        painter.drawPixmap(at, self._theme.icons.pixmap(name, role, self._dot, ratio))

    def _paint_words(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        theme = self._theme
        said = theme.text.secondary if entry.struck else theme.text.main
        inks = (said, theme.accent.text if entry.pending else theme.text.secondary, said)
        x, y = rect.left() + self._words_at, float(rect.top() + theme.space.s)
        for (text, font), ink, gap in zip(
            self._parts(entry), inks, (2, theme.space.xs, 0), strict=False
        ):
            layout, height = self._laid_out(text, font, rect.width())
            painter.setPen(ink)
            layout.draw(painter, QPointF(x, y))
            y += height + gap

    def _about(self, entry: Entry) -> str:
        marks = []
        if entry.pending:
            marks.append(self.tr("belum terkirim"))
        if entry.struck:
            marks.append(self.tr("dibatalkan"))
        about = (*marks, self._when(entry.when), entry.who, entry.where)
        return " · ".join(part for part in about if part)

    def _laid_out(self, text: str, font: QFont, width: int) -> tuple[QTextLayout, float]:
        """A wrapped text of an entry and its height; words too long for a line are broken."""
        room = max(40, width - self._words_at - self._theme.space.s)
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, height
