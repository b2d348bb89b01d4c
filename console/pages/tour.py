"""The tour of five cards for whoever sits at this desk for the first time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from console.pages.sheet import Sheet
from widgets.theme import Theme
from widgets.tour_card import TourCard

STORM = 10
"""More alarms than this wait for somebody: nobody learns then. As many are usual at a peak."""


class Lesson(NamedTuple):
    """One card: what it says, and the names of what it may stand beside, of which one is seen."""

    title: str
    text: str
    spots: tuple[str, ...]


class Tour(QObject):
    """Over `page`. It takes no focus: all keys do what they always do, and two lead through it.

    `left` when an officer has seen it to its end or has left it. `alarms` says how many stand.
    """

    left = Signal()

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, str],
        alarms: Callable[[], int],
        page: QWidget,
        *,
        looks: bool = False,
    ) -> None:
        super().__init__(page)
        self._theme, self._keys, self._alarms, self._page = theme, keys, alarms, page
        # Who looks has no report to forward and no alarm to answer.
        self._lessons = self._all(keys)[3 if looks else 0 :]
        self._card: TourCard | None = None
        self._at = 0
        self._due = False
        self._had_keys: QWidget | None = None
        page.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def welcome(self) -> None:
        """Begin at the next look, unless there is a storm."""
        self._due = True

    def look(self) -> None:
        """A second has passed: begin if it is due; in a storm of alarms, get out of the way."""
        storm, due, self._due = self._alarms() > STORM, self._due, False
        if storm and self._card is not None:
            self._away()
        elif due and not storm:
            self.go_on()
        self._place()

    @Slot()
    def go_on(self) -> None:
        """The first card, the next one, or the end."""
        if self._card is None:
            self._at = 0
            self._card = TourCard(self._theme, self._keys["tour"], self._keys["back"], self._page)
            self._card.go_on_asked.connect(self.go_on)
            self._card.leave_asked.connect(self.leave)
            self._card.pressed.connect(self._give_back)
        elif self._at + 1 == len(self._lessons):
            self.leave()
            return
        else:
            self._at += 1
        self._say()

    @Slot()
    def leave(self) -> bool:
        """Away with it, if it is shown."""
        if self._card is None:
            return False
        self._away()
        self.left.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it speaks about moves when the window changes its size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        self._had_keys = old if new is self._page else None
        self._place()

    @Slot()
    def _give_back(self) -> None:
        """A click on what takes no keys has given them to the page around it."""
        if self._had_keys is not None and isValid(self._had_keys):
            self._had_keys.setFocus()

    def _away(self) -> None:
        if self._card is not None:
            self._card.go()
            self._card = None

    def _say(self) -> None:
        assert self._card is not None
        lesson, many = self._lessons[self._at], len(self._lessons)
        where = self.tr("Tur singkat · {n} dari {all}").format(n=self._at + 1, all=many)
        self._card.say(where, lesson.title, lesson.text, last=self._at + 1 == many)
        self._place()

    @Slot()
    def _place(self) -> None:
        """Beside its spot; out of the way while a sheet is open, which has come to be worked on."""
        if self._card is None or not isValid(self._card):
            return
        if any(sheet.isVisible() for sheet in self._page.findChildren(Sheet)):
            self._card.step_aside()
        else:
            self._card.show_beside(self._spot())

    def _spot(self) -> QRect | None:
        for name in self._lessons[self._at].spots:
            found = self._page.findChild(QWidget, name)
            if isinstance(found, QWidget) and found.isVisible():
                return QRect(found.mapTo(self._page, found.rect().topLeft()), found.size())
        return None

    def _all(self, keys: Mapping[str, str]) -> tuple[Lesson, ...]:
        room = self.tr(
            "Laporan merah di sini menunggu Anda; yang tenggatnya paling dekat ada di atas."
            " {next} dan {previous} berpindah kartu, Enter membukanya."
        )
        forward = self.tr(
            "{forward} menampilkan OPD yang disarankan beserta alasannya, Enter mengirim."
            " Sesudah itu giliran OPD: kasusnya pindah ke lajur ini sampai mereka menerimanya."
            " Keliru? {undo} membatalkan."
        )
        alarms = self.tr(
            "Angka di lonceng: sekian hal perlu tindakan seseorang. {alarms} membukanya."
            " Nyatakan diketahui bila Anda yang mengurus, atau tunda dengan alasan."
        )
        link = self.tr(
            "Di sini tampak apakah meja ini terhubung. Bila putus, teruskan bekerja:"
            " semuanya tersimpan di Kotak keluar dan terkirim sendiri nanti."
        )
        rest = self.tr(
            "{keys} menampilkan semua tombol; {palette} mencari perintah, tempat dan kasus."
            " Tema, ukuran teks dan bahasa ada di bawah nama Anda."
            " Tur ini dapat dilihat lagi dengan {tour}."
        )
        lessons = (
            Lesson(self.tr("Mulai di lajur Ruang"), room, ("lane received", "table")),
            Lesson(self.tr("Teruskan ke OPD"), forward, ("lane forwarded", "table")),
            Lesson(self.tr("Lonceng"), alarms, ("bell",)),
            Lesson(self.tr("Tanpa server pun bisa"), link, ("connection",)),
            Lesson(self.tr("Lupa tombolnya?"), rest, ("person",)),
        )
        named = {deed: hint or keys["palette"] for deed, hint in keys.items()}
        return tuple(each._replace(text=each.text.format(**named)) for each in lessons)
