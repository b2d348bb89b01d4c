"""Kesehatan: whether this desk and its server work, in figures one can read over the phone."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.desk import Health
from console.pages import health_words as told
from db.domain.city import City
from widgets.labels import Elided, label, restyle
from widgets.scroller import Scroller
from widgets.theme import Theme

_PANEL = 340
"""Pixels that a panel wants at least, at 100 %."""


class HealthPage(QWidget):
    """What `show_health` was last given. `copied` after the report went to the clipboard."""

    copied = Signal()

    def __init__(
        self, theme: Theme, city: City, version: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._version = theme, city, version
        self._health = Health()
        self._panels: list[_Panel] = []
        self._columns = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        column.addLayout(self._top(theme))
        column.addWidget(self._body(theme), 1)
        self.show_health(self._health)

    @Slot(object)
    def show_health(self, health: Health) -> None:
        """Show how things stand now; what is on screen already is not touched."""
        self._health = health
        if not self.isVisible():
            return
        self._headline.setText(told.headline(health))
        self._troubles.show_troubles(health)
        sections = told.sections(health, self._city, self._version, health.signs.folder)
        for section in sections[len(self._panels) :]:
            self._panels.append(_Panel(self._theme, section.icon, self._inner))
            self._columns = 0
        for panel, section in zip(self._panels, sections, strict=True):
            panel.show_section(section)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Seen again: say what is true now."""
        super().showEvent(event)
        self.show_health(self._health)

    def focus_first(self) -> None:
        """Keys go to the button."""
        self._copy.setFocus(Qt.FocusReason.TabFocusReason)

    def report(self) -> str:
        """The page as plain text."""
        return told.report(self._health, self._city, self._version)

    @Slot()
    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report())
        self.copied.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many panels beside each other as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _top(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.l)
        row.addWidget(label(self.tr("Kesehatan"), theme.fonts.title, self))
        self._headline = label("", theme.fonts.text, self, "secondary")
        row.addWidget(self._headline, 1)
        self._copy = QPushButton(self.tr("Salin laporan"), self)
        self._copy.setIcon(theme.icons.icon("content-copy", "main"))
        self._copy.setToolTip(self.tr("Salin sebagai teks, tanpa data pribadi, untuk pengelola"))
        self._copy.clicked.connect(self.copy)
        row.addWidget(self._copy)
        return row

    def _body(self, theme: Theme) -> Scroller:
        scroll = Scroller(self, self.tr("Angka-angka kesehatan"))
        self._inner = QWidget(scroll)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.m)
        self._troubles = _Troubles(theme, self._inner)
        column.addWidget(self._troubles)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.space.m)
        column.addLayout(self._grid)
        column.addStretch(1)
        scroll.setWidget(self._inner)
        return scroll

    def _arrange(self) -> None:
        fits = self._inner.width() // self._theme.px(_PANEL)
        many = len(self._panels)
        rows = math.ceil(many / max(1, fits))
        columns = math.ceil(many / max(1, rows))  # all rows of like length
        if columns == self._columns:
            return
        self._columns = columns
        for at in range(many):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        for n, panel in enumerate(self._panels):
            self._grid.addWidget(panel, n // columns, n % columns)


class _Troubles(QFrame):
    """What is wrong now, one under the other; hidden while nothing is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[str, bool, tuple[str, ...]], ...] | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space.s)

    def show_troubles(self, health: Health) -> None:
        absent = health.signs.absent
        shown = tuple((one.key, one.note, absent) for one in health.troubles)
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for key, note, _ in shown:
            self._rows.addWidget(self._row(key, note, absent))
        self.setVisible(bool(shown))

    def _row(self, key: str, note: bool, absent: tuple[str, ...]) -> QFrame:
        theme = self._theme
        what, remedy = told.trouble(key, absent)
        box = QFrame(self)
        box.setProperty("kind", "banner")
        restyle(box, "tone", "info" if note else "error")
        row = QHBoxLayout(box)
        row.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.s)
        row.setSpacing(theme.space.m)
        picture = QLabel(box)
        icon = theme.icons.icon(*(("information-outline", "accent") if note else _ALARM))
        picture.setPixmap(icon.pixmap(theme.px(20), theme.px(20)))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(what[:1].upper() + what[1:], theme.fonts.strong, box, wrap=True))
        texts.addWidget(label(remedy, theme.fonts.text, box, wrap=True))
        row.addLayout(texts, 1)
        code = label(key, theme.fonts.secondary, box)
        row.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
        box.setAccessibleName(f"{what}. {remedy}")
        return box


_ALARM = ("alert-octagon-outline", "on_plate")


class _Panel(QFrame):
    """One section: figures by name, and a word whether it is well."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "banner")
        self._values: list[tuple[QLabel, Elided]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.m)
        column.setSpacing(theme.space.s)
        top = QHBoxLayout()
        top.setSpacing(theme.space.s)
        picture = QLabel(self)
        picture.setPixmap(theme.icons.icon(icon, "secondary").pixmap(theme.px(18), theme.px(18)))
        top.addWidget(picture)
        self._title = label("", theme.fonts.strong, self)
        top.addWidget(self._title, 1)
        self._word = label("", theme.fonts.secondary_strong, self)
        top.addWidget(self._word)
        column.addLayout(top)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space.m)
        self._grid.setVerticalSpacing(theme.space.xs)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_section(self, section: told.Section) -> None:
        """Show these figures; labels are made once."""
        self._title.setText(section.title)
        word = {
            "alarm": self.tr("gangguan"),
            "note": self.tr("perhatikan"),
            "": self.tr("baik"),
            "cut": self.tr("terputus"),
        }
        self._word.setText(word[section.state] if section.judged else "")
        restyle(self._word, "kind", "plate" if section.state == "alarm" else "secondary")
        margin = self._theme.space.s if section.state == "alarm" else 0
        self._word.setContentsMargins(margin, 0, margin, 0)
        while len(self._values) < len(section.lines):
            self._add_line()
        for at, (name, value) in enumerate(self._values):
            seen = at < len(section.lines)
            name.setVisible(seen)
            value.setVisible(seen)
            if seen:
                name.setText(section.lines[at][0])
                value.say(section.lines[at][1])
        said = ", ".join(f"{name}: {value}" for name, value in section.lines)
        self.setAccessibleName(f"{section.title}, {self._word.text()}. {said}")

    def _add_line(self) -> None:
        theme, at = self._theme, len(self._values)
        name = label("", theme.fonts.text, self, "secondary")
        value = Elided("", theme.fonts.figure, self)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, at, 0)
        self._grid.addWidget(value, at, 1)
        self._values.append((name, value))
