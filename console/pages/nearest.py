"""Terdekat: the facilities nearest to a case, how far, where, and their telephone."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from console.pages import facility_words as words
from db.domain.facilities import Near
from db.domain.nearby import Nearby
from db.domain.phones import numbers_in
from widgets.key_hint import KeyHint
from widgets.labels import Elided, label, rule
from widgets.theme import Theme


class NearestPanel(QWidget):
    """The nearest of each kind; `call_asked` carries the Facility. Hidden while there are none."""

    call_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, keys: str = "") -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = Nearby()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.xs)
        column.addWidget(rule(self))
        head = QHBoxLayout()
        self._title = Elided("", theme.fonts.secondary_strong, self, "secondary")
        head.addWidget(self._title, 1)
        if keys:
            head.addWidget(label(self.tr("telepon"), theme.fonts.secondary, self, "secondary"))
            head.addWidget(KeyHint(theme, keys, self))
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space.xs)
        column.addLayout(self._rows)
        self.hide()

    def show_nearby(self, nearby: Nearby) -> None:
        """Show these; rows stay where they are while nothing is different."""
        if nearby == self._shown:
            return
        self._shown = nearby
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in nearby.found:
            row = NearestRow(self._theme, one, self)
            row.clicked.connect(lambda _checked=False, at=one: self.call_asked.emit(at.facility))
            self._rows.addWidget(row)
        said = self.tr("Terdekat")
        if nearby.area:
            said = self.tr("Terdekat dari titik kelurahan {area} (perkiraan)")
        self._title.say(said.format(area=nearby.area))
        self.setVisible(bool(nearby.found))


class NearestRow(QPushButton):
    """Icon, name and first number of one facility; below, its kind, how far and where."""

    def __init__(self, theme: Theme, one: Near, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        place, phone = one.facility, words.phone_words(one.facility.phone)
        kind, away = words.kind_name(place.kind), words.away(one)
        grid = QVBoxLayout(self)
        grid.setContentsMargins(theme.space.s, theme.space.xs, theme.space.s, theme.space.xs)
        grid.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(theme.space.s)
        icon = QLabel(self)
        ratio = self.devicePixelRatioF()
        icon.setPixmap(theme.icons.pixmap(words.ICONS[place.kind], "secondary", 16, ratio))
        top.addWidget(icon)
        top.addWidget(Elided(place.name, theme.fonts.strong, self), 1)
        first = next(iter(numbers_in(place.phone)), phone)
        style = "accent" if place.phone else "secondary"
        top.addWidget(label(first, theme.fonts.secondary, self, style))
        grid.addLayout(top)
        grid.addWidget(Elided(f"{kind} · {away}", theme.fonts.secondary, self, "secondary"))
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        fonts = (theme.fonts.strong, theme.fonts.secondary)
        self._height = sum(QFontMetrics(font).height() for font in fonts) + 2 * theme.space.s
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip("\n".join(filter(None, (place.name, place.address, phone))))
        self.setAccessibleName(f"{kind}, {place.name}, {away}")
        self.setAccessibleDescription(phone)

    def sizeHint(self) -> QSize:
        """Two lines: the style sheet knows of one."""
        return QSize(super().sizeHint().width(), self._height)
