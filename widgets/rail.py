"""The rail on the left: the places of the desk, each with its key and what waits there."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from widgets.labels import restyle
from widgets.theme import Theme


class Place(NamedTuple):
    """One place of the rail; ``hint`` is its key, "G B"."""

    key: str
    word: str
    icon: str
    hint: str = ""


class Rail(QFrame):
    """Places from the top; those given as ``lower`` stand at the bottom."""

    asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        places: Sequence[Place],
        parent: QWidget | None = None,
        *,
        lower: Sequence[Place] = (),
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setAccessibleName(self.tr("Halaman"))
        self._group = QButtonGroup(self)
        self._stops: dict[str, _Stop] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.xs, theme.space.s, theme.space.xs, theme.space.s)
        column.setSpacing(theme.space.xs)
        for place in places:
            column.addWidget(self._stop(theme, place))
        column.addStretch(1)
        for place in lower:
            column.addWidget(self._stop(theme, place))
        if parent is not None:
            parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where keys rest on the whole window, the rail shows it: nothing else of it is seen."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            restyle(self, "focused", event.type() is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def set_current(self, key: str) -> None:
        """Mark where the officer is; a place that is not on the rail leaves none marked."""
        stop = self._stops.get(key)
        if stop is not None:
            stop.setChecked(True)
            return
        self._group.setExclusive(False)
        for other in self._stops.values():
            other.setChecked(False)
        self._group.setExclusive(True)

    def set_badge(self, key: str, count: int, counts: str = "") -> None:
        """How much waits at a place; 0 takes the badge away. `counts` are told to who hovers."""
        self._stops[key].set_badge(count, counts)

    def set_apart(self, keys: Collection[str]) -> None:
        """Which places have a window of their own now."""
        for key, stop in self._stops.items():
            stop.set_apart(key in keys)

    def _stop(self, theme: Theme, place: Place) -> "_Stop":
        stop = _Stop(theme, place, self)
        stop.clicked.connect(lambda: self.asked.emit(place.key))
        self._group.addButton(stop)
        self._stops[place.key] = stop
        return stop


class _Stop(QAbstractButton):
    """Icon above its word, a bar on the left where the officer is."""

    def __init__(self, theme: Theme, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._place, self._badge = theme, place, 0
        self._apart = False
        self._icon = theme.px(22)
        self.setCheckable(True)
        self.setFixedSize(self.sizeHint())
        self._tip = f"{place.word}  ({place.hint})" if place.hint else place.word
        self.setToolTip(self._tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()

    def set_badge(self, count: int, counts: str) -> None:
        self._badge = count
        self.setToolTip("\n".join(filter(None, (self._tip, counts))))
        self._name()
        self.update()

    def set_apart(self, apart: bool) -> None:
        self._apart = apart
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(72), self._theme.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        role = "main" if self.isChecked() else "secondary"
        x, y = (self.width() - self._icon) // 2, theme.px(8)
        ratio = self.devicePixelRatioF()
        shade = "accent" if self.isChecked() else "secondary"
        painter.drawPixmap(x, y, theme.icons.pixmap(self._place.icon, shade, self._icon, ratio))
        painter.setFont(theme.fonts.secondary)
        painter.setPen(theme.text.main if role == "main" else theme.text.secondary)
        words = QRect(2, y + self._icon, self.width() - 4, self.height() - y - self._icon - 4)
        metrics = QFontMetrics(theme.fonts.secondary)
        text = metrics.elidedText(self._place.word, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, text)
        if self._apart:
            size = theme.px(12)
            mark = theme.icons.pixmap("open-in-new", "secondary", size, ratio)
            painter.drawPixmap(self.width() - size - 4, 4, mark)
        if self._badge:
            self._paint_badge(painter, QPoint(x + self._icon - 4, y - 4))
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme, radius = self._theme, self._theme.radius.normal
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(theme.surface.selected if self.isChecked() else theme.surface.hover)
            painter.drawRoundedRect(self.rect(), radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.line.focus)
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)

    def _paint_badge(self, painter: QPainter, at: QPoint) -> None:
        theme = self._theme
        text = str(self._badge) if self._badge < 1000 else "999+"
        metrics = QFontMetrics(theme.fonts.secondary_strong)
        width = max(theme.px(16), metrics.horizontalAdvance(text) + 8)
        box = QRect(at.x(), at.y(), width, theme.px(16))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.plate.fill)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(theme.fonts.secondary_strong)
        painter.setPen(theme.plate.on)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _name(self) -> None:
        waiting = self.tr("{n} menunggu").format(n=self._badge) if self._badge else ""
        apart = self.tr("di jendela sendiri") if self._apart else ""
        self.setAccessibleName(", ".join(filter(None, (self._place.word, apart, waiting))))
