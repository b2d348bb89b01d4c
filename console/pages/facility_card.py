"""The facility that was chosen on the map: its number, its address, and the cases nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.pages import facility_words as words
from console.pages.similar import far
from db.domain.facilities import Facility
from widgets.key_hint import KeyHint
from widgets.labels import Elided, label, rule
from widgets.marks import word_of
from widgets.theme import Theme


class CaseNear(NamedTuple):
    """A case on the map, as a card tells of it, and how many metres away it is."""

    id: str
    number: str
    state: str
    title: str
    metres: float


class FacilityCard(QFrame):
    """`call_asked` carries the Facility, `opened` a case, `closed`: away with it."""

    call_asked = Signal(object)
    opened = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, keys: str = "") -> None:
        super().__init__(parent)
        self._theme, self._keys = theme, keys
        self.setProperty("kind", "panel")
        self._column = QVBoxLayout(self)
        space = theme.space
        self._column.setContentsMargins(space.m, space.s, space.m, space.m)
        self._column.setSpacing(space.xs)
        self._inner: QWidget | None = None
        self._told: tuple[Facility | CaseNear | None, ...] = (None,)
        self.hide()

    def show_place(self, place: Facility | None, near: Sequence[CaseNear] = ()) -> None:
        """Tell of this one, and of the cases around it; None takes the card away.

        While a control of the card has the keys, the one in its place has them after.
        """
        told = (place, *near)
        if told == self._told:
            return
        other, self._told = place != self._told[0], told
        at = self._focused()
        self._rebuild(place, near)
        if at >= 0 and place is not None:
            buttons = self._buttons()
            buttons[min(at, len(buttons) - 1)].setFocus()
        if other and place is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _buttons(self) -> list[QPushButton]:
        return self._inner.findChildren(QPushButton) if self._inner is not None else []

    def _focused(self) -> int:
        return next((n for n, one in enumerate(self._buttons()) if one.hasFocus()), -1)

    def _rebuild(self, place: Facility | None, near: Sequence[CaseNear]) -> None:
        if self._inner is not None:
            self._inner.hide()
            self._inner.deleteLater()
            self._inner = None
        self.setVisible(place is not None)
        if place is None:
            return
        kind = words.kind_name(place.kind)
        self.setAccessibleName(f"{kind}, {place.name}, {words.phone_words(place.phone)}")
        self._inner = QWidget(self)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space.xs)
        self._add_head(column, place, kind)
        self._add_near(column, near)
        self._column.addWidget(self._inner)
        self._inner.show()

    def _add_head(self, column: QVBoxLayout, place: Facility, kind: str) -> None:
        theme, inner = self._theme, self._inner
        row = QHBoxLayout()
        icon = QLabel(inner)
        ratio = self.devicePixelRatioF()
        icon.setPixmap(theme.icons.pixmap(words.ICONS[place.kind], "secondary", 18, ratio))
        row.addWidget(icon)
        row.addWidget(label(kind, theme.fonts.secondary, inner, "secondary"), 1)
        close = QPushButton(inner)
        close.setProperty("kind", "quiet")
        close.setIcon(theme.icons.icon("close", "secondary"))
        close.setAccessibleName(self.tr("Tutup"))
        close.setToolTip(self.tr("Tutup"))
        close.clicked.connect(self.closed)
        row.addWidget(close)
        column.addLayout(row)
        column.addWidget(label(place.name, theme.fonts.strong, inner, wrap=True))
        for text in (place.address, self._source(place)):
            if text:
                column.addWidget(label(text, theme.fonts.secondary, inner, "secondary", wrap=True))
        row = QHBoxLayout()
        call = QPushButton(words.phone_words(place.phone), inner)
        call.setIcon(theme.icons.icon("phone", "secondary"))
        call.setEnabled(bool(place.phone))
        call.setAccessibleName(self.tr("Telepon {name}").format(name=place.name))
        call.clicked.connect(lambda: self.call_asked.emit(place))
        row.addWidget(call, 1)
        if self._keys and place.phone:
            row.addWidget(KeyHint(theme, self._keys, inner))
        column.addLayout(row)

    def _source(self, place: Facility) -> str:
        return self.tr("Sumber: {source}").format(source=place.source) if place.source else ""

    def _add_near(self, column: QVBoxLayout, near: Sequence[CaseNear]) -> None:
        column.addWidget(rule(self._inner))
        said = self.tr("Kasus terdekat") if near else self.tr("Tidak ada kasus di dekatnya")
        column.addWidget(label(said, self._theme.fonts.secondary_strong, self._inner, "secondary"))
        for one in near:
            row = _NearRow(self._theme, one, self)
            row.clicked.connect(lambda _checked=False, id=one.id: self.opened.emit(id))
            column.addWidget(row)


class _NearRow(QPushButton):
    """Mark, number and distance of a case; its first words below."""

    def __init__(self, theme: Theme, one: CaseNear, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        space = theme.space
        grid = QVBoxLayout(self)
        grid.setContentsMargins(space.xs, space.xs, space.xs, space.xs)
        grid.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(space.s)
        mark = QLabel(self)
        mark.setPixmap(theme.marks.pixmap(one.state, 14, self.devicePixelRatioF()))
        top.addWidget(mark)
        top.addWidget(label(one.number, theme.fonts.strong, self), 1)
        top.addWidget(label(far(one.metres), theme.fonts.secondary, self, "secondary"))
        grid.addLayout(top)
        grid.addWidget(Elided(one.title, theme.fonts.secondary, self, "secondary"))
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        fonts = (theme.fonts.strong, theme.fonts.secondary)
        self._height = sum(QFontMetrics(font).height() for font in fonts) + 2 * space.xs + 2
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{one.number}, {word_of(one.state)}, {one.title}")
        self.setAccessibleDescription(far(one.metres))

    def sizeHint(self) -> QSize:
        """Two lines: the style sheet knows of one."""
        return QSize(super().sizeHint().width(), self._height)
