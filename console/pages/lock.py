"""The lock page: how the city stands, without a word about anybody; and the way back in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.desk import Alarm, Status
from console.pages import links, words
from console.pages.alarms import kinds
from console.pages.sum_row import MARKS, by_colour
from db.domain.case import Actor
from db.domain.city import City
from db.domain.states import Colour
from widgets.banner import Banner
from widgets.labels import label
from widgets.marks import colour_word_of
from widgets.pill import Pill
from widgets.theme import Theme

_WIDE, _MARK, _ICON = 760, 28, 20


class Standing(NamedTuple):
    """What the page shows of the city. `reports` by state of their case, `wait` in seconds until a
    password is looked at again."""

    now_ms: int
    status: Status
    troubles: int
    alarms: Sequence[Alarm]
    reports: Mapping[str, int]
    wait: int


class Locked(NamedTuple):
    """Whose desk it is, since when (ms), after how many minutes by itself (0: somebody asked), and
    whether something was being written."""

    who: Actor
    login: str
    since_ms: int
    minutes: int
    writing: bool


class LockPage(QWidget):
    """`submitted` carries a login and a password, as they were typed."""

    submitted = Signal(str, str)

    def __init__(
        self, theme: Theme, city: City, locked: Locked, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._locked = theme, city, locked
        self._wait, self._busy = 0, False
        self.setAccessibleName(self.tr("Meja terkunci"))
        column = QVBoxLayout()
        column.setSpacing(theme.space.l)
        column.addLayout(self._head())
        column.addLayout(self._tiles())
        column.addWidget(self._signs())
        column.addWidget(self._form())
        middle = QWidget(self)
        middle.setFixedWidth(theme.px(_WIDE))
        middle.setLayout(column)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self._named()

    def begin(self) -> None:
        """Keys go to the password."""
        self._password.setFocus()

    def type_name(self, login: str) -> None:
        """Another name than that of whose desk it is."""
        self._login.setText(login)

    def show_standing(self, now: Standing) -> None:
        """How everything stands now."""
        self._clock.setText(links.wall_clock(now.now_ms, self._city))
        self._who.setText(self._since(now.now_ms))
        self._pill.show_state(*links.pill(now.status, now.now_ms, self._city, now.troubles))
        sums = by_colour(now.reports)
        for colour, figure in self._sums.items():
            figure.setText(QLocale().toString(sums[colour]))
        total = QLocale().toString(sum(sums.values()))
        self._total.setText(self.tr("{n} laporan di papan").format(n=total))
        self._show_alarms(now.alarms)
        counts = links.outbox_counts(now.status).replace("\n", " · ")
        self._outbox.setText(counts or self.tr("Kotak keluar kosong"))
        self._wait = now.wait
        self._show_button()

    def refuse(self, sentence: str) -> None:
        """It did not open, and why; the password is to be typed again."""
        self.set_busy(False)
        self._banner.show_notice("error", sentence)
        self._password.clear()
        self._password.setFocus()

    def set_busy(self, busy: bool) -> None:
        """The password is being looked at."""
        self._busy = busy
        self._show_button()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed: the desk's own officer, and no password."""
        if event.key() == Qt.Key.Key_Escape:
            self._login.setText(self._locked.login)
            self._password.clear()
            self._banner.clear()
            self.begin()
            return
        super().keyPressEvent(event)

    # --- building ---

    def _head(self) -> QHBoxLayout:
        theme = self._theme
        row = QHBoxLayout()
        row.setSpacing(theme.space.m)
        picture = QLabel(self)
        size = theme.px(32)
        picture.setPixmap(theme.icons.icon("lock", "main").pixmap(size, size))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(theme.space.xs)
        title = f"{self._city.name} · {self.tr('Meja terkunci')}"
        lines.addWidget(label(title, theme.fonts.title, self))
        self._who = label("", theme.fonts.text, self, "secondary")
        lines.addWidget(self._who)
        row.addLayout(lines, 1)
        self._clock = label("", theme.fonts.display, self)
        self._clock.setAccessibleDescription(self.tr("Jam server"))
        row.addWidget(self._clock)
        return row

    def _since(self, now_ms: int) -> str:
        """Who locked it, when; with the day once that is not today."""
        locked = self._locked
        who = " · ".join(filter(None, (locked.who.name, locked.who.desk)))
        since = words.local_time(_moment(locked.since_ms), self._city, _moment(now_ms))
        if locked.minutes:
            said = self.tr("{who}. Terkunci sendiri {at}, sesudah {n} menit tanpa sentuhan.")
            return said.format(who=who, at=since, n=locked.minutes)
        return self.tr("{who}. Dikunci {at}.").format(who=who, at=since)

    def _tiles(self) -> QVBoxLayout:
        theme = self._theme
        row = QHBoxLayout()
        row.setSpacing(theme.space.m)
        self._sums: dict[Colour, QLabel] = {}
        for colour in Colour:
            tile = QFrame(self)
            tile.setProperty("kind", "raised")
            inner = QHBoxLayout(tile)
            inner.setContentsMargins(*(theme.space.l,) * 4)
            inner.setSpacing(theme.space.m)
            mark = QLabel(tile)
            ratio = self.devicePixelRatioF()
            mark.setPixmap(theme.marks.pixmap(MARKS[colour], theme.px(_MARK), ratio))
            figure, word = label("0", theme.fonts.display, tile), colour_word_of(colour.value)
            figure.setAccessibleDescription(word)
            inner.addWidget(mark)
            inner.addWidget(figure)
            inner.addWidget(label(word, theme.fonts.text, tile, "secondary"), 1)
            self._sums[colour] = figure
            row.addWidget(tile, 1)
        column = QVBoxLayout()
        column.setSpacing(theme.space.s)
        column.addLayout(row)
        self._total = label("", theme.fonts.secondary, self, "secondary")
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._total)
        return column

    def _signs(self) -> QFrame:
        theme = self._theme
        box = QFrame(self)
        box.setProperty("kind", "raised")
        column = QVBoxLayout(box)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.m)
        column.setSpacing(theme.space.m)
        self._bell = QLabel(box)
        self._alarms = label("", theme.fonts.strong, box)
        self._kinds = label("", theme.fonts.text, box, "secondary")
        tray = QLabel(box)
        tray.setPixmap(theme.icons.icon("tray-arrow-up", "secondary").pixmap(_ICON, _ICON))
        self._outbox = label("", theme.fonts.text, box, "secondary")
        self._pill = Pill(theme, box)
        self._pill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pill.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # it only tells
        for parts in ((self._bell, self._alarms, self._kinds), (tray, self._outbox)):
            row = QHBoxLayout()
            row.setSpacing(theme.space.m)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            column.addLayout(row)
        row.addWidget(self._pill)
        return box

    def _form(self) -> QFrame:
        theme = self._theme
        box = QFrame(self)
        box.setProperty("kind", "raised")
        column = QVBoxLayout(box)
        column.setContentsMargins(*(theme.space.l,) * 4)
        column.setSpacing(theme.space.m)
        self._banner = Banner(theme, box)
        self._banner.clear()
        column.addWidget(self._banner)
        form = QFormLayout()
        form.setVerticalSpacing(theme.space.s)
        form.setHorizontalSpacing(theme.space.m)
        self._login, self._password = QLineEdit(self._locked.login, box), QLineEdit(box)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        for caption, field in (
            (self.tr("Nama pengguna"), self._login),
            (self.tr("Kata sandi"), self._password),
        ):
            field.setAccessibleName(caption)
            field.returnPressed.connect(self._submit)
            form.addRow(label(caption, theme.fonts.secondary, box, "secondary"), field)
        column.addLayout(form)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space.m)
        self._hint = label("", theme.fonts.secondary, box, "secondary", wrap=True)
        self._hint.setMinimumHeight(2 * self._hint.fontMetrics().height())
        self._open = QPushButton(box)
        self._open.setProperty("kind", "primary")
        self._open.setMinimumHeight(theme.px(36))
        self._open.setAutoDefault(True)
        self._open.clicked.connect(self._submit)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._open)
        column.addLayout(foot)
        self._login.textChanged.connect(self._named)
        self.setTabOrder(self._login, self._password)
        self.setTabOrder(self._password, self._open)
        return box

    # --- showing ---

    def _show_alarms(self, alarms: Sequence[Alarm]) -> None:
        many = len(alarms)
        icon = self._theme.icons.icon("bell-ring" if many else "bell-outline", "main")
        self._bell.setPixmap(icon.pixmap(_ICON, _ICON))
        said = self.tr("Tidak ada alarm")
        if many:
            said = self.tr("Alarm menunggu: {n}").format(n=many)
        self._alarms.setText(said)
        self._kinds.setText(kinds(alarms))

    @property
    def _own(self) -> bool:
        """Whether the name is that of whose desk it is."""
        typed = self._login.text().strip().casefold()
        return typed == self._locked.login.strip().casefold()

    @Slot()
    def _named(self) -> None:
        """What happens to the work of whose desk it is when this person comes in."""
        who = self._locked.who.name
        if self._own:
            said = self.tr("Petugas lain? Ganti nama penggunanya.")
        elif self._locked.writing:
            said = self.tr(
                "Perintah {who} tetap terkirim atas namanya. Tulisannya yang belum disimpan hilang."
            )
        else:
            said = self.tr("Perintah {who} tetap terkirim atas namanya.")
        self._hint.setText(said.format(who=who))
        self._show_button()

    def _show_button(self) -> None:
        word = self.tr("Buka kunci") if self._own else self.tr("Ganti petugas")
        if self._busy:
            word = self.tr("Memeriksa …")
        elif self._wait:
            word = self.tr("Tunggu {n} dtk").format(n=self._wait)
        self._open.setText(word)
        self._open.setEnabled(not self._busy and not self._wait)

    @Slot()
    def _submit(self) -> None:
        if self._busy or self._wait:
            return
        for field in (self._login, self._password):
            if not field.text():
                field.setFocus()
                return
        self._banner.clear()
        self.set_busy(True)
        self.submitted.emit(self._login.text().strip(), self._password.text())


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
