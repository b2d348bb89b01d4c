"""The head of the time machine: which moment, its controls, and the way back to the present."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, QLocale, QSignalBlocker, Qt, QTime, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.pages.deeds import with_keys
from db.domain.city import City
from widgets.labels import label
from widgets.theme import Theme

SPEEDS = (1, 10, 60, 600, 3600)
_CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)
_STEPS = (("past_hour_back", -60), ("past_back", -1), ("past_on", 1), ("past_hour_on", 60))


class State(Protocol):
    """What the controls show."""

    @property
    def at(self) -> datetime | None: ...
    @property
    def playing(self) -> bool: ...
    @property
    def speed(self) -> int: ...


class PastBar(QFrame):
    """`chosen` an instant, `stepped` by how much, `toggled` play or halt, `speed_chosen` how fast;
    `map_asked`: the board or the map; `left`: back to the present; `typed`: another moment is being
    typed, and time must not take it away.
    """

    chosen = Signal(object)
    stepped = Signal(object)
    toggled = Signal()
    speed_chosen = Signal(int)
    map_asked = Signal()
    left = Signal()
    typed = Signal()

    def __init__(self, theme: Theme, city: City, keys: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._zone, self._keys = theme, ZoneInfo(city.zone), keys
        self.setProperty("kind", "past_bar")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.s)
        column.setSpacing(theme.space.s)
        column.addLayout(self._head(theme))
        column.addLayout(self._controls(theme))
        # Not while a control has the keys: there Space is its own.
        self._space = QShortcut(QKeySequence(Qt.Key.Key_Space), parent, self.toggled.emit)
        self._space.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def focus_first(self) -> None:
        """Keys go to the moment. Not as its focus proxy: Tab would pass over what is before it."""
        self._when.setFocus()

    def show_moment(self, at: datetime, words: tuple[str, str]) -> None:
        """Which moment this is, in words and in the field."""
        self._title.setText(words[0])
        self._below.setText(words[1])
        with QSignalBlocker(self._when):
            self._when.setDateTime(_plain(at.astimezone(self._zone)))

    def show_state(self, state: State) -> None:
        """Whether time goes on, and how fast."""
        word = self.tr("Jeda") if state.playing else self.tr("Putar")
        self._play.setText(word)
        self._play.setEnabled(state.at is not None)
        icon = "pause" if state.playing else "play"
        self._play.setIcon(self._theme.icons.icon(icon, "on_accent"))
        with QSignalBlocker(self._speed):
            self._speed.setCurrentIndex(SPEEDS.index(state.speed))

    def show_map(self, *, shown: bool) -> None:
        """Whether the map is what is seen."""
        self._map.setText(self.tr("Papan") if shown else self.tr("Peta"))
        name = "view-column" if shown else "map-outline"
        self._map.setIcon(self._theme.icons.icon(name, "main"))

    def step_speed(self, by: int) -> None:
        """The next or previous speed."""
        at = self._speed.currentIndex() + by
        self._speed.setCurrentIndex(min(max(at, 0), len(SPEEDS) - 1))

    def _head(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.m)
        picture = QLabel(self)
        picture.setPixmap(theme.icons.icon("history", "on_past").pixmap(28, 28))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = label("", theme.fonts.title, self)
        self._below = label("", theme.fonts.secondary, self)
        words.addWidget(self._title)
        words.addWidget(self._below)
        row.addLayout(words, 1)
        back = QPushButton(self.tr("Kembali ke sekarang (Esc)"), self)
        back.clicked.connect(self.left)
        row.addWidget(back)
        return row

    def _controls(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        self._when = _Moment(self)
        self._when.setDisplayFormat("dd/MM/yyyy HH.mm")
        self._when.setCalendarPopup(True)
        self._when.setKeyboardTracking(False)
        self._when.setAccessibleName(self.tr("Menit yang ditampilkan"))
        self._when.setCurrentSection(QDateTimeEdit.Section.MinuteSection)
        self._when.dateTimeChanged.connect(self._changed)
        self._when.lineEdit().textEdited.connect(self.typed)
        row.addWidget(self._when)
        for key, minutes in _STEPS[:2]:
            row.addWidget(self._step(key, minutes))
        self._play = QPushButton(self)
        self._play.setProperty("kind", "primary")
        self._play.setToolTip(
            with_keys(self.tr("Putar atau jeda (Spasi)"), self._hint("past_play"))
        )
        self._play.clicked.connect(self.toggled)
        row.addWidget(self._play)
        for key, minutes in _STEPS[2:]:
            row.addWidget(self._step(key, minutes))
        self._speed = QComboBox(self)
        self._speed.setAccessibleName(self.tr("Kecepatan"))
        keys = f"{self._hint('past_slower')} {self._hint('past_faster')}".strip()
        self._speed.setToolTip(with_keys(self.tr("Berapa kali lebih cepat"), keys))
        for speed in SPEEDS:
            self._speed.addItem(self.tr("{n} kali").format(n=QLocale().toString(speed)))
        self._speed.currentIndexChanged.connect(lambda at: self.speed_chosen.emit(SPEEDS[at]))
        row.addWidget(self._speed)
        row.addStretch(1)
        self._map = QPushButton(self)
        tip = with_keys(self.tr("Papan atau peta lampau"), self._hint("past_map"))
        self._map.setToolTip(tip)
        self._map.clicked.connect(self.map_asked)
        self.show_map(shown=False)
        row.addWidget(self._map)
        return row

    def _step(self, key: str, minutes: int) -> QPushButton:
        word = {
            -60: self.tr("−1 jam"),
            -1: self.tr("−1 mnt"),
            1: self.tr("+1 mnt"),
            60: self.tr("+1 jam"),
        }[minutes]
        button = QPushButton(word, self)
        button.setToolTip(with_keys(word, self._hint(key)))
        button.clicked.connect(lambda: self.stepped.emit(timedelta(minutes=minutes)))
        return button

    def _hint(self, deed: str) -> str:
        return self._keys.get(deed, "")

    @Slot(QDateTime)
    def _changed(self, _shown: QDateTime) -> None:
        day, time = self._when.date(), self._when.time()
        at = datetime(
            day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=self._zone
        )
        self.chosen.emit(at)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._space.setEnabled(not isinstance(new, _CONTROLS))


class _Moment(QDateTimeEdit):
    """A field for a minute."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumDate(QDate(2000, 1, 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys begin where time is changed most: at the minute."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.setSelectedSection(QDateTimeEdit.Section.MinuteSection)


def _plain(local: datetime) -> QDateTime:
    return QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
