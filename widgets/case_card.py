"""A case painted as a card: status on the edge, the time left foremost, then words and badges."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QToolTip,
)

from widgets import roles
from widgets.card_back import EDGE, CardBacks, Look
from widgets.card_words import (
    Badge,
    badges,
    describe,
    heard,
    joined,
    left_word,
    pressing,
    unsent_word,
)
from widgets.countdown import BREACHED, CALM, NONE, WARN, Left
from widgets.lettering import Lettering
from widgets.marks import mark_of, word_of
from widgets.remainders import Remainders, quiet_until
from widgets.roles import CARD, Card, Index
from widgets.row_painter import RowPainter
from widgets.theme import Theme

__all__ = ["CaseCard", "describe"]

_State = QStyle.StateFlag
_GAP = 4  # between one card and the next
_PLATE = 6  # of the plate on either side of a pressing figure


class CaseCard(RowPainter):
    """Paints ``index.data(CARD)``; ``now_ms`` gives the server's time while painting."""

    def __init__(
        self,
        theme: Theme,
        now_ms: Callable[[], int],
        compact: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now, self._compact = theme, now_ms, compact
        self._text = Lettering(theme.fonts.text)
        self._figure = Lettering(theme.fonts.figure)
        self._small = Lettering(theme.fonts.secondary)
        self._bold = Lettering(theme.fonts.secondary_strong)
        self._blank = self._small.width(" ")
        self._remainders = Remainders()
        self.ground = theme.surface.panel
        self._lay_out()
        self._choose_inks()
        self._backs = CardBacks(theme)

    def _lay_out(self) -> None:
        """Baselines' tops and columns, relative to the card's top left corner."""
        px = self._theme.px
        self._icon, self._badge = px(16), px(14)
        self._icon_at = EDGE + 8
        self._words_at = self._icon_at + self._icon + 12
        first, line = px(20), px(17)
        self._first = px(7) if not self._compact else px(4)
        self._second = self._first + first + px(1)
        self._third = self._second + px(19)
        self._fourth = self._third + line
        if self._compact:
            self.row_height = self._second + line + px(3) + _GAP
        else:
            self.row_height = self._fourth + line + px(5) + _GAP
        self._first_height, self._line_height = first, line
        self._figure_width = px(92)
        self._roomy_from = px(330)

    def _choose_inks(self) -> None:
        theme = self._theme
        self._main, self._secondary = QPen(theme.text.main), QPen(theme.text.secondary)
        self._accent, self._on_plate = QPen(theme.accent.text), QPen(theme.plate.on)
        self._badge_pens = {
            "main": self._main,
            "secondary": self._secondary,
            "accent": self._accent,
        }
        self._edge_pen = QPen(theme.plate.edge, 1.2)
        self._plate = QBrush(theme.plate.fill)
        self._words = {colour: QPen(tokens.text) for colour, tokens in theme.status.items()}

    # -- what the view asks

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(240), self.row_height)

    def figure_area(self, row: QRect) -> QRect:
        words_at = row.left() + _GAP + self._words_at
        top, width = row.top() + self._first - 2, self._figure_width + 2 * (_PLATE + 1)
        return QRect(words_at - _PLATE - 1, top, width, self._first_height + 2)

    def now(self) -> int:
        return self._now()

    def words(self, index: Index) -> str:
        card = index.data(CARD)
        return "" if card is None else heard(card, self._now())

    def stale_area(self, card: Card, row: QRect, now: int) -> QRect | None:
        if not card.due:
            return None
        told = self._remainders.changed(card, now)
        if told is None:
            return None
        before, after = told
        # A figure of another width moves the words beside it; another level changes them.
        if before is None or (before.level, before.words) != (after.level, after.words):
            return row
        return self.figure_area(row) if self._width(before) == self._width(after) else row

    def quiet_until(self, card: Card, now: int) -> int:
        return quiet_until(card, now)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD)
        rect = option.rect.adjusted(_GAP, 0, -_GAP, -_GAP)
        self._paint_background(painter, rect, option, card)
        if card is None:
            return
        remainder = self._remainders.paint(card, self._now())
        if self._compact:
            self._paint_compact(painter, rect, card, remainder)
        else:
            self._paint_roomy(painter, rect, card, remainder)

    def paint_figure(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD)
        if card is None or self._compact:
            self.paint(painter, option, index)  # a narrow one has its title in the figure's area
            return
        rect = option.rect.adjusted(_GAP, 0, -_GAP, -_GAP)
        remainder = self._remainders.paint(card, self._now())
        self._paint_background(painter, rect, option, card)
        end = self._paint_left(painter, rect, remainder)
        self._paint_rule(painter, rect, card, remainder, end)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """The whole card in words, since a lane may be too narrow to show all of it."""
        card = index.data(CARD) if event.type() is QEvent.Type.ToolTip else None
        if card is None:
            return False
        QToolTip.showText(event.globalPos(), describe(card, self._now()), view)
        return True

    # -- one card

    def _paint_roomy(self, painter: QPainter, rect: QRect, card: Card, remainder: Left) -> None:
        x, y, right = rect.left() + self._words_at, rect.top(), rect.right() - 9
        self._paint_icons(painter, rect, card, y + self._second)
        end = self._paint_left(painter, rect, remainder)
        self._paint_rule(painter, rect, card, remainder, end)
        painter.setPen(self._secondary if card.flags & roles.LEFT else self._main)
        self._line(painter, self._text, card.title, x, y + self._second, right - x)
        self._paint_owner(painter, card, x, y + self._third, right)
        free = self._paint_badges(painter, badges(card), right, y + self._fourth)
        painter.setPen(self._secondary)
        parts = (card.area, card.number, card.channel)
        place = self._fitting(parts, free - x)
        self._line(painter, self._small, place, x, y + self._fourth, free - x)

    def _paint_compact(self, painter: QPainter, rect: QRect, card: Card, remainder: Left) -> None:
        x, y, right = rect.left() + self._words_at, rect.top(), rect.right() - 9
        self._paint_icons(painter, rect, card, y + self._second)
        end = self._paint_left(painter, rect, remainder) + 8
        if rect.width() >= self._roomy_from:
            end = max(end, x + self._figure_width)  # wide enough to have titles in one column
        offset = (self._first_height - self._text.height) / 2
        if card.flags & roles.LEFT:
            end += self._paint_gone(painter, end - 8, y + self._first + offset, right)
        painter.setPen(self._secondary if card.flags & roles.LEFT else self._main)
        self._line(painter, self._text, card.title, end, y + self._first + offset, right - end)
        marks = (*badges(card), *pressing(card))
        free = self._paint_badges(painter, marks, right, y + self._second)
        self._paint_owner(painter, card, x, y + self._second, free, card.area)

    def _fitting(self, parts: tuple[str, ...], room: float) -> str:
        """As many of the parts as fit whole: half a case number is worse than none."""
        while len(parts) > 1 and self._small.width(joined(*parts)) > room:
            parts = parts[:-1]
        return joined(*parts)

    def _paint_icons(self, painter: QPainter, rect: QRect, card: Card, second: int) -> None:
        x, ratio = rect.left() + self._icon_at, painter.device().devicePixelRatioF()
        middle = rect.top() + self._first + (self._first_height - self._icon) // 2
        painter.drawPixmap(x, middle, self._theme.marks.pixmap(card.state, self._icon, ratio))
        if card.icon:
            picture = self._theme.icons.pixmap(card.icon, "secondary", self._icon, ratio)
            painter.drawPixmap(x, second, picture)

    def _paint_left(self, painter: QPainter, rect: QRect, remainder: Left) -> float:
        """The figure, and where it ends; plate filled when breached, outlined when pressing."""
        x, y = rect.left() + self._words_at, rect.top() + self._first
        if remainder.level == NONE:
            return x
        width = self._width(remainder)
        if remainder.level != CALM:
            plate = QRectF(x - _PLATE, y + 0.5, width + 2 * _PLATE, self._first_height - 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._edge_pen if remainder.level == WARN else Qt.PenStyle.NoPen)
            painter.setBrush(self._plate if remainder.level == BREACHED else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(plate, self._theme.radius.small, self._theme.radius.small)
        painter.setPen(self._on_plate if remainder.level == BREACHED else self._main)
        offset = (self._first_height - self._figure.height) / 2
        self._line(painter, self._figure, remainder.figure, x, y + offset, self._figure_width)
        return x + width + (_PLATE if remainder.level != CALM else 0)

    def _width(self, remainder: Left) -> float:
        return min(self._figure.width(remainder.figure), float(self._figure_width))

    def _paint_rule(
        self, painter: QPainter, rect: QRect, card: Card, remainder: Left, end: float
    ) -> None:
        """What the time is for, and on the right what makes the case press."""
        y = rect.top() + self._first + (self._first_height - self._small.height) / 2
        if card.flags & roles.LEFT:
            self._paint_gone(painter, end, y, rect.right() - 9)
            return
        right = self._paint_badges(painter, pressing(card), rect.right() - 9, y)
        start = end + (6 if remainder.level != NONE else 0)
        room = right - start
        painter.setPen(self._secondary)
        words = remainder.words if self._small.width(remainder.words) <= room else card.rule
        self._line(painter, self._small, words, start, y, room)

    def _paint_gone(self, painter: QPainter, x: float, y: float, right: float) -> float:
        """What a ghost says where the time left stood; returns the width it took."""
        painter.setPen(self._main)
        return self._line(painter, self._bold, left_word(), x, y, right - x)

    def _paint_owner(
        self, painter: QPainter, card: Card, x: float, y: float, right: float, more: str = ""
    ) -> None:
        """The state's word in its colour, then who owes the next act."""
        if card.flags & (roles.PENDING | roles.PARKED):
            x = self._paint_unsent(painter, card, x, y, right)
        painter.setPen(self._words[mark_of(card.state).colour])
        word = word_of(card.state)
        x += self._line(painter, self._small, word, x, y, right - x) + self._blank
        rest = joined(card.owner, more)
        if rest:
            painter.setPen(self._secondary)
            self._line(painter, self._small, "· " + rest, x, y, right - x)

    def _paint_unsent(
        self, painter: QPainter, card: Card, x: float, y: float, right: float
    ) -> float:
        parked = bool(card.flags & roles.PARKED)
        name, role = ("alert-outline", "main") if parked else ("cloud-upload-outline", "accent")
        ratio = painter.device().devicePixelRatioF()
        picture = self._theme.icons.pixmap(name, role, self._badge, ratio)
        painter.drawPixmap(QPointF(x, y + (self._small.height - self._badge) / 2), picture)
        painter.setPen(self._main if parked else self._accent)
        start = x + self._badge + 3
        word = unsent_word(card.flags)
        return start + self._line(painter, self._bold, word, start, y, right - start) + 8

    def _paint_badges(
        self, painter: QPainter, marks: Iterable[Badge], right: int, y: float
    ) -> float:
        """Badges from the right; returns the x that words may reach."""
        ratio, x = painter.device().devicePixelRatioF(), float(right + 1)
        icons, small = self._theme.icons, self._small
        for name, role, text in marks:
            if text:
                x -= small.width(text)
                painter.setPen(self._badge_pens[role])
                self._line(painter, small, text, x, y, 200)
                x -= 2
            if name:
                x -= self._badge
                at = QPointF(x, y + (small.height - self._badge) / 2)
                painter.drawPixmap(at, icons.pixmap(name, role, self._badge, ratio))
            x -= 7
        return x

    def _line(
        self, painter: QPainter, style: Lettering, text: str, x: float, y: float, room: float
    ) -> float:
        """Paint one line at its top left; returns the width it took."""
        if room < 8 or not text:
            return 0.0
        line = style.line(text, int(room))
        painter.setFont(style.font)
        painter.drawStaticText(QPointF(x, y), line.text)
        return line.width

    def _paint_background(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, card: Card | None
    ) -> None:
        state = option.state
        look = Look(
            "" if card is None else card.state,
            bool(state & _State.State_Selected),
            bool(state & _State.State_MouseOver),
            bool(state & _State.State_HasFocus),
            bool(card and card.flags & (roles.PENDING | roles.PARKED)),
            bool(card and card.flags & roles.LEFT),
        )
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            rect.topLeft(), self._backs.pixmap(rect.width(), rect.height(), ratio, look)
        )
