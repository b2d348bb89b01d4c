"""Calling a number by one key: the telephone program of this machine is asked to dial it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from db.domain.facilities import Facility
from db.domain.nearby import Nearby
from db.domain.phones import first_to_dial


class Calls(QObject):
    """`said` tells what was dialled. The number is copied too: many desks have a telephone beside
    the screen, and no program for it. `dial` is whether a program took the number.
    """

    said = Signal(str)

    def __init__(
        self, parent: QObject | None = None, dial: Callable[[QUrl], bool] = QDesktopServices.openUrl
    ) -> None:
        super().__init__(parent)
        self._dial = dial

    def call(self, place: Facility) -> None:
        """Dial a facility's first number, or say that nobody knows one."""
        number = first_to_dial(place.phone)
        if not number:
            said = self.tr("Nomor telepon {name} belum diketahui.")
            self.said.emit(said.format(name=place.name))
            return
        QGuiApplication.clipboard().setText(number)
        if self._dial(QUrl(f"tel:{number}")):
            said = self.tr("Menelepon {name}: {number} · nomor disalin")
        else:
            said = self.tr("{name}: nomor {number} disalin; meja ini tidak punya program telepon")
        self.said.emit(said.format(name=place.name, number=number))

    def call_nearest(self, nearby: Nearby) -> None:
        """Dial the first of these that has a number."""
        known = [one.facility for one in nearby.found if first_to_dial(one.facility.phone)]
        if known:
            self.call(known[0])
        elif nearby.found:
            self.call(nearby.found[0].facility)
        else:
            self.said.emit(self.tr("Tidak ada fasilitas terdekat untuk kasus ini."))
