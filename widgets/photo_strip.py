"""Small pictures in rows: each a button that opens it, with what it is and how it fares beneath."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from widgets.flow import Flow
from widgets.scroller import Scroller
from widgets.theme import Theme

_WIDTH, _WIDEST = 132, 240
"""Pixels at 100 % that a picture takes at least, and at most where there is room; 4 to 3."""
_ROWS = 2


@dataclass(frozen=True, slots=True)
class Thumb:
    """One picture of a strip: `caption` stands beneath, `name` is read out."""

    key: str
    caption: str
    name: str


class PhotoButton(QAbstractButton):
    """One picture. `share` is how much of it is on the server, None when all is."""

    reached = Signal()

    def __init__(self, theme: Theme, thumb: Thumb, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.thumb = theme, thumb
        self._image: QImage | None = None
        self._icon, self._note = "image-outline", ""
        self._share: float | None = None
        self._width = theme.px(_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(thumb.name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_width(self, width: int) -> None:
        """As wide as this, in pixels."""
        if width != self._width:
            self._width = width
            self.updateGeometry()

    def show_image(self, image: QImage) -> None:
        """The picture itself."""
        self._image, self._note = image, ""
        self.update()

    def show_icon(self, icon: str, note: str = "") -> None:
        """What stands in for a picture, and a word why."""
        self._image, self._icon, self._note = None, icon, note
        self._describe()
        self.update()

    def show_share(self, share: float | None, word: str) -> None:
        """How far it is on its way to the server; None: nothing is on its way."""
        self._share = share
        if share is not None:
            self._note = word
        elif self._image is not None:
            self._note = ""
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width, self._width * 3 // 4 + self._line() + self._theme.space.xs)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._picture()
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(place), self._theme.radius.normal, self._theme.radius.normal)
        painter.fillPath(shape, self._theme.surface.hover)
        painter.save()
        painter.setClipPath(shape)
        if self._image is not None:
            painter.drawImage(place, self._image, _cut(self._image.size(), place.size()))
        else:
            side = self._theme.px(32)
            middle = QRect(0, 0, side, side)
            middle.moveCenter(place.center())
            self._theme.icons.paint(painter, middle, self._icon, "secondary")
        if self._share is not None:
            self._paint_share(painter, place)
        painter.restore()
        self._paint_edge(painter, shape)
        self._paint_words(painter, place)
        painter.end()

    def _paint_share(self, painter: QPainter, place: QRect) -> None:
        bar = QRect(place.left(), place.bottom() - self._theme.space.xs, place.width(), 5)
        painter.fillRect(bar, self._theme.surface.panel)
        bar.setWidth(round(bar.width() * (self._share or 0.0)))
        painter.fillRect(bar, self._theme.accent.fill)

    def _paint_edge(self, painter: QPainter, shape: QPainterPath) -> None:
        line = self._theme.line
        colour = (
            line.focus if self.hasFocus() else line.strong if self.underMouse() else line.border
        )
        painter.setPen(QPen(colour, 2 if self.hasFocus() else 1))
        painter.drawPath(shape)

    def _paint_words(self, painter: QPainter, place: QRect) -> None:
        words = " · ".join(filter(None, (self.thumb.caption, self._note)))
        painter.setFont(self._theme.fonts.secondary)
        painter.setPen(self._theme.text.secondary)
        under = QRect(0, place.bottom() + self._theme.space.xs, place.width(), self._line())
        mode = Qt.TextElideMode.ElideRight
        metrics = painter.fontMetrics()
        painter.drawText(under, 0, metrics.elidedText(words, mode, under.width()))

    def _picture(self) -> QRect:
        return QRect(1, 1, self._width - 2, self._width * 3 // 4)

    def _line(self) -> int:
        self.ensurePolished()
        return self._theme.px(18)

    def _describe(self) -> None:
        words = ", ".join(filter(None, (self.thumb.name, self._note)))
        self.setAccessibleName(words)
        self.setToolTip(words)


class PhotoStrip(Scroller):
    """`opened` carries the key of a picture that was clicked or chosen with Enter.

    Two rows at most; more are scrolled to, also by moving the focus.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        inner = QWidget(self)
        inner.setProperty("kind", "panel")
        self._flow = Flow(theme.space.s, inner)
        self.setWidget(inner)
        self._buttons: dict[str, PhotoButton] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """What is shown, in order."""
        return tuple(self._buttons)

    def button(self, key: str) -> PhotoButton | None:
        """The one with this key."""
        return self._buttons.get(key)

    def set_thumbs(self, thumbs: list[Thumb]) -> None:
        """Show these; pictures that stay keep what they show."""
        if [button.thumb for button in self._buttons.values()] == thumbs:
            return
        for button in self._buttons.values():
            self._flow.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for thumb in thumbs:
            button = PhotoButton(self._theme, thumb, self.widget())
            button.clicked.connect(lambda _=False, key=thumb.key: self.opened.emit(key))
            button.reached.connect(self._scroll_to)
            self._buttons[thumb.key] = button
            self._flow.addWidget(button)
            button.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _scroll_to(self) -> None:
        """The keys are at a picture, from wherever they came."""
        at = self.focusWidget()
        if at is not None:
            self.ensureWidgetVisible(at, 0, 0)

    def _fit(self) -> None:
        """As high as its rows, up to two."""
        if not self._buttons:
            return
        gap, many = self._theme.space.s, len(self._buttons)
        least = self._theme.px(_WIDTH) + gap
        room = self.width() + gap
        if -(-many // max(1, room // least)) > _ROWS:
            room -= self.verticalScrollBar().sizeHint().width()
        columns = min(max(1, room // least), many)
        share = room // columns - gap
        for button in self._buttons.values():
            button.set_width(min(share, self._theme.px(_WIDEST)))
        rows = min(_ROWS, -(-many // columns))
        height = next(iter(self._buttons.values())).sizeHint().height()
        self.setFixedHeight(rows * (height + gap))


def _cut(image: QSize, place: QSize) -> QRect:
    """The middle of a picture, in the shape of its place."""
    part = place.scaled(image, Qt.AspectRatioMode.KeepAspectRatio)
    cut = QRect(0, 0, part.width(), part.height())
    cut.moveCenter(QRect(0, 0, image.width(), image.height()).center())
    return cut
