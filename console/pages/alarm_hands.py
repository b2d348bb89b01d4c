"""Alarms at hand: the bell kept true, its sheet, what is done about an alarm, and its sound."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from console.async_slot import async_slot
from console.desk import Desk, PutOff, StoreFault
from console.pages.alarms import AlarmSheet, ShelveSheet, until
from console.pages.hands import Hands
from console.pages.sheet import SheetPlace
from console.pages.sound_panel import MUTES, Sounds, quiet_until
from console.pages.top_bar import TopBar
from db.domain.refused import Refused
from widgets.theme import Theme


class AlarmHands(QObject):
    """`opened` carries the case that somebody wants to see."""

    opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        hands: Hands,
        sheets: SheetPlace,
        bar: TopBar,
        sounds: Sounds,
    ) -> None:
        super().__init__(bar)
        self._theme, self._desk, self._hands = theme, desk, hands
        self._sheets, self._bar, self._sounds = sheets, bar, sounds
        self._shelved: list[tuple[str, datetime]] = []
        sounds.changed.connect(self.look)

    @Slot()
    def look(self) -> None:
        """What stands now, on the bell and in the sheet if it is open."""
        alarms, until = self._desk.watching.alarms(), self._sounds.muted_until
        quiet = quiet_until(until, self._desk.city) if until is not None else ""
        self._bar.show_alarms(len(alarms), quiet)
        sheet = self._sheets.current
        if isinstance(sheet, AlarmSheet):
            sheet.show_alarms(alarms, self._desk.now())
            sheet.sound.show_sounds(self._sounds)
            self._look_at_shelved()

    @Slot()
    def show(self) -> None:
        """The sheet of all alarms."""
        sheet = AlarmSheet(self._theme, self._desk.city, self._sheets.page)
        sheet.acknowledged.connect(self._acknowledge)
        sheet.shelving.connect(self._ask_shelve)
        sheet.taken_back.connect(self._take_back)
        sheet.opened.connect(self._open)
        sheet.sound.muted.connect(self._quiet_for)
        sheet.sound.volume_chosen.connect(self._sounds.choose_volume)
        sheet.sound.tried.connect(self.try_sounds)
        sheet.show_alarms(self._desk.watching.alarms(), self._desk.now())
        sheet.sound.show_sounds(self._sounds)
        self._shelved = []
        self._look_at_shelved()
        self._sheets.show(sheet)

    def toggle_mute(self) -> None:
        """Quiet for a while, or to be heard again."""
        self._quiet_for(MUTES[0] if self._sounds.muted_until is None else 0)

    def choose_volume(self, volume: float) -> None:
        """As loud as that from now on, 0 to 1."""
        self._sounds.choose_volume(volume)
        self.try_sounds()

    @Slot()
    def try_sounds(self) -> None:
        """Each sound once."""
        self._sounds.try_out()

    def saw_troubles(self) -> None:
        """The officer has what is stuck in the system before their eyes."""
        self._sounds.see_troubles()

    @Slot(int)
    def _quiet_for(self, minutes: int) -> None:
        if minutes:
            self._sounds.mute(minutes)
        else:
            self._sounds.unmute()

    def _look_at_shelved(self) -> None:
        """Who put off what is read from the past of each case, so only when something moved."""
        shelved = [(one.case, one.since) for one in self._desk.watching.shelved()]
        if shelved != self._shelved:
            self._shelved = shelved
            self._show_put_off()

    @async_slot
    async def _show_put_off(self) -> None:
        found: list[PutOff] = await self._desk.watching.put_off()
        sheet = self._sheets.current
        if isinstance(sheet, AlarmSheet):
            sheet.show_put_off(found, self._desk.now())

    @Slot(str)
    def _open(self, case: str) -> None:
        self._sheets.close()
        self.opened.emit(case)

    @async_slot
    async def _acknowledge(self, case: str) -> None:
        try:
            await self._desk.watching.acknowledge(case)
        except (Refused, StoreFault) as no:
            self._refuse(no)

    @async_slot
    async def _take_back(self, case: str) -> None:
        try:
            await self._desk.watching.take_back(case)
        except (Refused, StoreFault) as no:
            self._refuse(no)

    @Slot(str, str)
    def _ask_shelve(self, case: str, number: str) -> None:
        sheet = ShelveSheet(self._theme, number, self._sheets.page)
        sheet.sent.connect(lambda reason, minutes: self._shelve(case, reason, minutes))
        self._sheets.show(sheet)

    @async_slot
    async def _shelve(self, case: str, reason: str, minutes: int) -> None:
        try:
            await self._desk.watching.shelve(case, reason, until(self._desk.now(), minutes))
        except (Refused, StoreFault) as no:
            self._refuse(no)
            return
        self.show()

    def _refuse(self, no: Refused | StoreFault) -> None:
        if self._sheets.current is not None:
            self._sheets.current.refuse(self._hands.sentence(no))
