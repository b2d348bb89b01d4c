"""How this desk is heard: quiet for a while, how loud, and each sound once to know it by."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Signal, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.pages import words
from db.domain.city import City
from widgets.labels import label
from widgets.theme import Theme

translate = QCoreApplication.translate

MUTES = (10, 30)
"""Minutes that quiet is asked for."""


class Sounds(Protocol):
    """What is heard at this desk, as its screens know it."""

    volume: float
    fault: str

    @property
    def changed(self) -> SignalInstance: ...
    @property
    def muted_until(self) -> datetime | None: ...
    def mute(self, minutes: int) -> None: ...
    def unmute(self) -> None: ...
    def choose_volume(self, volume: float) -> None: ...
    def try_out(self) -> None: ...
    def see_troubles(self) -> None: ...


def volumes() -> list[tuple[str, float]]:
    """How loud alarms may be, in words."""
    return [
        (translate("sounds", "Pelan"), 0.3),
        (translate("sounds", "Sedang"), 0.6),
        (translate("sounds", "Keras"), 1.0),
    ]


def quiet_until(until: datetime, city: City) -> str:
    """That this desk is quiet, and until when."""
    said = translate("sounds", "bisu sampai {time}")
    return said.format(time=words.local_time(until, city, until))


def fault(key: str) -> str:
    """Why nothing is heard at this desk."""
    if key == "library":
        return translate("sounds", "Pustaka suara tidak terpasang: alarm hanya terlihat.")
    return translate("sounds", "Tidak ada perangkat suara: alarm hanya terlihat.")


class SoundPanel(QWidget):
    """`muted` carries minutes, 0 to be heard again; `volume_chosen` 0 to 1."""

    muted = Signal(int)
    volume_chosen = Signal(float)
    tried = Signal()

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city = city
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        self._state = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        column.addWidget(label(self.tr("Suara di meja ini"), theme.fonts.strong, self))
        column.addWidget(self._state)
        column.addLayout(self._loudness(theme))
        column.addLayout(self._quiet(theme))

    def show_sounds(self, sounds: Sounds) -> None:
        """How it stands now."""
        until = sounds.muted_until
        self._state.setText(self._said(sounds.fault, until))
        for minutes, button in self._mutes.items():
            button.setVisible(until is None or minutes == 0)
        self._mutes[0].setVisible(until is not None)
        for loud, choice in self._volumes.items():
            choice.setChecked(loud == sounds.volume)

    def _said(self, why: str, until: datetime | None) -> str:
        if why:
            return fault(why)
        if until is None:
            return self.tr("Berbunyi sampai seseorang menekan Diketahui.")
        said = quiet_until(until, self._city)
        return self.tr("{quiet}. Darurat tetap berbunyi.").format(quiet=said.capitalize())

    def _loudness(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        group = QButtonGroup(self)
        self._volumes: dict[float, QToolButton] = {}
        for word, loud in volumes():
            button = QToolButton(self)
            button.setText(word)
            button.setProperty("kind", "toggle")
            button.setCheckable(True)
            button.setAccessibleName(self.tr("Suara alarm: {loud}").format(loud=word))
            button.clicked.connect(lambda _=False, loud=loud: self.volume_chosen.emit(loud))
            group.addButton(button)
            self._volumes[loud] = button
            row.addWidget(button)
        row.addStretch(1)
        trial = QPushButton(self.tr("Coba suara"), self)
        trial.clicked.connect(self.tried)
        row.addWidget(trial)
        return row

    def _quiet(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        word = self.tr("Bisukan {n} menit")
        self._mutes: dict[int, QPushButton] = {}
        for minutes in (*MUTES, 0):
            said = word.format(n=minutes) if minutes else self.tr("Bunyikan lagi")
            button = QPushButton(said, self)
            button.clicked.connect(lambda _=False, minutes=minutes: self.muted.emit(minutes))
            self._mutes[minutes] = button
            row.addWidget(button)
        row.addStretch(1)
        return row
