"""The bar at the top: which city, who sits here, how the connection is, what time it is there."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from console.desk import Status
from console.pages import links
from db.domain.case import Actor
from db.domain.city import City
from widgets.labels import label
from widgets.pill import Pill
from widgets.theme import Theme


class TopBar(QWidget):
    """`preference_asked` carries the name of a setting and its new value."""

    call_asked = Signal()
    link_asked = Signal()
    sign_out_asked = Signal()
    preference_asked = Signal(str, object)

    def __init__(
        self, theme: Theme, city: City, author: Actor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._city = city
        english = QLocale().language() == QLocale.Language.English
        self._now_set = {
            ("theme", theme.name),
            ("language", "en" if english else "id"),
            ("text_scale", theme.scale),
        }
        self._build(theme, city, author)

    def show_time(self, now_ms: int, status: Status | None) -> None:
        """Server time, and how fresh what is on screen is."""
        self._clock.setText(links.wall_clock(now_ms, self._city))
        if status is not None:
            self._pill.show_state(*links.pill(status, now_ms, self._city))

    def _build(self, theme: Theme, city: City, author: Actor) -> None:
        self.setProperty("kind", "panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.l, theme.space.s, theme.space.l, theme.space.s)
        row.setSpacing(theme.space.m)
        row.addWidget(label(city.name, theme.fonts.heading, self))
        role = city.words.get(author.role.value, author.role.value)
        where = " · ".join(part for part in (author.desk, author.name, role) if part)
        self._person = QPushButton(where, self)
        self._person.setProperty("kind", "quiet")
        self._person.setIcon(theme.icons.icon("account-circle", "secondary"))
        self._person.clicked.connect(self._show_menu)
        row.addWidget(self._person)
        row.addStretch(1)
        call = QPushButton(self.tr("Laporan baru"), self)
        call.setIcon(theme.icons.icon("phone-plus", "main"))
        call.setToolTip(self.tr("Catat laporan dari telepon atau kunjungan (Ctrl+N)"))
        call.clicked.connect(self.call_asked)
        row.addWidget(call)
        self._pill = Pill(theme, self)
        self._pill.clicked.connect(self.link_asked)
        row.addWidget(self._pill)
        self._clock = QLabel(self)
        self._clock.setFont(theme.fonts.figure)
        self._clock.setAccessibleName(self.tr("Jam server"))
        row.addWidget(self._clock)

    @Slot()
    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for word, name, value in (
            (self.tr("Tema gelap"), "theme", "dark"),
            (self.tr("Tema terang"), "theme", "light"),
            ("Bahasa Indonesia", "language", "id"),
            ("English", "language", "en"),
            (self.tr("Ukuran teks 100 %"), "text_scale", 1.0),
            (self.tr("Ukuran teks 115 %"), "text_scale", 1.15),
            (self.tr("Ukuran teks 130 %"), "text_scale", 1.3),
            (self.tr("Ukuran teks 150 %"), "text_scale", 1.5),
        ):
            if group.objectName() not in ("", name):
                menu.addSeparator()
                group = QActionGroup(menu)
            group.setObjectName(name)
            action = group.addAction(menu.addAction(word))
            action.setData((name, value))
            action.setCheckable(True)
            action.setChecked((name, value) in self._now_set)
        menu.addSeparator()
        leave = menu.addAction(self.tr("Keluar"))
        menu.triggered.connect(lambda chosen: self._chosen_in_menu(chosen, leave))
        menu.popup(self._person.mapToGlobal(QPoint(0, self._person.height())))

    def _chosen_in_menu(self, chosen: QAction, leave: QAction) -> None:
        if chosen is leave:
            self.sign_out_asked.emit()
        else:
            self.preference_asked.emit(*chosen.data())
