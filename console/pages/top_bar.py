"""The bar at the top: which city, who sits here, how the connection is, what time it is there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from console.desk import Status
from console.pages import links
from console.pages.deeds import preferences, with_keys
from console.pages.key_words import keyed
from db.domain.case import Actor
from db.domain.city import City
from db.domain.commands import LAWS, Receive
from widgets.labels import label
from widgets.pill import Pill
from widgets.theme import Theme


class TopBar(QWidget):
    """`preference_asked` carries the name of a setting and its new value."""

    call_asked = Signal()
    link_asked = Signal()
    alarms_asked = Signal()
    lock_asked = Signal()
    tear_asked = Signal()
    sign_out_asked = Signal()
    preference_asked = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        city: City,
        author: Actor,
        parent: QWidget | None = None,
        *,
        keys: Mapping[str, str],
        in_force: Mapping[str, str | float],
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._keys, self._in_force = theme, city, keys, in_force
        self._build(theme, city, author)

    def show_time(self, now_ms: int, status: Status | None, troubles: int = 0) -> None:
        """Server time, how fresh what is on screen is, and how many parts are stuck."""
        self._clock.setText(links.wall_clock(now_ms, self._city))
        if status is not None:
            self._pill.show_state(*links.pill(status, now_ms, self._city, troubles))
            tip = with_keys(self.tr("Kesehatan meja ini dan server"), self._keys["go_health"])
            self._pill.setToolTip("\n".join(filter(None, (tip, links.outbox_counts(status)))))

    def show_tearable(self, *, tearable: bool) -> None:
        """Whether the page that is shown may have a window of its own."""
        self._tear.setEnabled(tearable)

    def show_alarms(self, many: int, quiet: str = "") -> None:
        """How many alarms stand; told apart from none by shape and number. `quiet`: until when."""
        icon = "bell-off" if quiet else "bell-ring" if many else "bell-outline"
        self._bell.setIcon(self._icons.icon(icon, "main" if many else "secondary"))
        self._bell.setText(" · ".join(filter(None, (str(many) if many else "", quiet))))
        said = " · ".join(filter(None, (self.tr("Alarm: {n}").format(n=many), quiet)))
        self._bell.setAccessibleName(said)
        self._bell.setToolTip(with_keys(said, self._keys["alarms"]))

    def _build(self, theme: Theme, city: City, author: Actor) -> None:
        self.setProperty("kind", "panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.l, theme.space.s, theme.space.l, theme.space.s)
        row.setSpacing(theme.space.m)
        row.addWidget(label(city.name, theme.fonts.heading, self))
        role = city.words.get(author.role.value, author.role.value)
        where = " · ".join(part for part in (author.desk, author.name, role) if part)
        self._person = QPushButton(where, self)
        self._person.setObjectName("person")
        self._person.setProperty("kind", "quiet")
        self._person.setIcon(theme.icons.icon("account-circle", "secondary"))
        self._person.clicked.connect(self._show_menu)
        row.addWidget(self._person)
        row.addStretch(1)
        call = QPushButton(self.tr("Laporan baru"), self)
        call.setIcon(theme.icons.icon("phone-plus", "main"))
        tip = self.tr("Catat laporan dari telepon atau kunjungan")
        call.setToolTip(with_keys(tip, self._keys["take_call"]))
        call.clicked.connect(self.call_asked)
        call.setVisible(author.role in LAWS[Receive].roles)
        row.addWidget(call)
        self._tear = QPushButton(self)
        self._tear.setProperty("kind", "quiet")
        self._tear.setIcon(theme.icons.icon("open-in-new", "secondary"))
        said = self.tr("Halaman ini ke jendela sendiri")
        self._tear.setAccessibleName(said)
        self._tear.setToolTip(with_keys(said, self._keys["tear_off"]))
        self._tear.clicked.connect(self.tear_asked)
        row.addWidget(self._tear)
        self._pill = Pill(theme, self)
        self._pill.setObjectName("connection")
        self._pill.clicked.connect(self.link_asked)
        row.addWidget(self._pill)
        self._bell = QPushButton(self)
        self._bell.setObjectName("bell")
        self._bell.setProperty("kind", "quiet")
        self._bell.clicked.connect(self.alarms_asked)
        self._icons = theme.icons
        self.show_alarms(0)
        row.addWidget(self._bell)
        self._clock = QLabel(self)
        self._clock.setFont(theme.fonts.figure)
        self._clock.setAccessibleDescription(self.tr("Jam server"))
        row.addWidget(self._clock)

    @Slot()
    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for word, name, value in preferences():
            if group.objectName() not in ("", name):
                menu.addSeparator()
                group = QActionGroup(menu)
            group.setObjectName(name)
            action = group.addAction(menu.addAction(word))
            action.setData((name, value))
            action.setCheckable(True)
            action.setChecked(self._in_force[name] == value)
        menu.addSeparator()
        tear = menu.addAction(keyed(self._tear.accessibleName(), self._keys["tear_off"]))
        tear.triggered.connect(self.tear_asked)
        tear.setEnabled(self._tear.isEnabled())
        lock = menu.addAction(keyed(self.tr("Kunci meja"), self._keys["lock"]))
        lock.triggered.connect(self.lock_asked)
        leave = menu.addAction(self.tr("Keluar"))
        leave.triggered.connect(self.sign_out_asked)
        menu.triggered.connect(self._chosen_in_menu)
        menu.popup(self._person.mapToGlobal(QPoint(0, self._person.height())))

    @Slot(QAction)
    def _chosen_in_menu(self, chosen: QAction) -> None:
        if chosen.data() is not None:
            self.preference_asked.emit(*chosen.data())
