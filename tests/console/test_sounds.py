"""Alarms are heard on the real program, until somebody in the room says they see to it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from console.pages.alarms import AlarmSheet
from console.pages.sound_panel import volumes
from console.settings import VOLUMES
from console.sounding import Sound, Standing
from console.speaker import Speaker
from db.domain import commands as verb
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room

CTRL = Qt.KeyboardModifier.ControlModifier


class Ear:
    """Stands in for the loudspeaker and keeps what it was asked to play."""

    def __init__(self) -> None:
        self.heard: list[tuple[Sound, float]] = []

    def play(self, sound: Sound, volume: float) -> None:
        self.heard.append((sound, volume))

    @property
    def sounds(self) -> list[Sound]:
        """Without how loud."""
        return [sound for sound, _ in self.heard]


class Listened:
    """A seat whose ticks the test makes: its sounds are decided at an instant the test names."""

    def __init__(self, loop: Loop, seat: Seat, url: str, login: str) -> None:
        self.loop, self.seat = loop, seat
        loop.run(seat.enter(url, login, PASSWORD))
        seat.program.ticker.stop()
        self.sounds, self.ear = seat.program.sounds, Ear()
        self.sounds.use(self.ear)
        self.later = timedelta(0)
        now: Callable[[], datetime] = self.sounds._now
        self.sounds._now = lambda: now() + self.later

    def at_hand(self) -> Standing:
        """What stands at this desk, as it is judged."""
        me = self.sounds._who()
        assert me is not None
        return self.sounds._standing(me)

    def standing(self, many: int) -> None:
        """Wait until so many alarms stand here."""
        watching = self.seat.program.desk.watching
        self.loop.run(until(lambda: len(watching.alarms()) == many, f"{many} alarms stand"))

    def after(self, seconds: float) -> list[Sound]:
        """Look so much later; everything that was heard by then."""
        self.later += timedelta(seconds=seconds)
        self.sounds.look()
        return self.ear.sounds


@pytest.fixture
def listen(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Callable[[str], Listened]:
    """Seats somebody at a desk of their own."""
    return lambda login: Listened(loop, sit(login), room.url, login)


def alone(desk: Listened) -> bool:
    """Whether this desk knows of nobody else."""
    return not desk.at_hand().colleagues


def test_an_emergency_is_heard_again_until_another_desk_acknowledges_it(
    room: Room, loop: Loop, listen: Callable[[str], Listened]
) -> None:
    siti, agus = listen("siti"), listen("agus")
    loop.run(until(lambda: not alone(siti) and not alone(agus), "they know of each other"))
    case = room.received(room.desk("agus"), priority="emergency")
    for desk in (siti, agus):
        desk.standing(1)
    assert sorted((siti.after(0), agus.after(0))) == [[], [Sound.EMERGENCY]]  # at one of them
    first, other = (siti, agus) if siti.ear.sounds else (agus, siti)
    assert first.ear.heard == [(Sound.EMERGENCY, 0.6)]
    assert first.after(4) == [Sound.EMERGENCY]  # not yet
    assert first.after(2) == [Sound.EMERGENCY] * 2
    assert other.after(61) == [Sound.EMERGENCY]  # nobody has seen to it: at all desks
    loop.run(other.seat.program.desk.watching.acknowledge(case))
    first.standing(0)
    assert first.after(60) == [Sound.EMERGENCY] * 2
    assert other.after(60) == [Sound.EMERGENCY]


def test_a_supervisor_hears_what_no_officer_sees_to_and_a_lone_officer_everything(
    room: Room, loop: Loop, listen: Callable[[str], Listened]
) -> None:
    siti, budi = listen("siti"), listen("budi")
    loop.run(until(lambda: budi.at_hand().relieved, "the officer is at work"))
    room.received(room.desk("agus"), priority="emergency")
    for desk in (siti, budi):
        desk.standing(1)
    assert siti.after(0) == [Sound.EMERGENCY]
    assert budi.after(0) == []
    siti.sounds.lock(True)
    loop.run(until(lambda: not budi.at_hand().relieved, "nobody is at her desk"))
    assert budi.after(0) == [Sound.EMERGENCY]
    assert siti.after(20) == [Sound.EMERGENCY]


def test_quiet_is_asked_for_with_a_key_shown_on_the_bar_and_over_by_itself(
    room: Room, loop: Loop, listen: Callable[[str], Listened]
) -> None:
    siti = listen("siti")
    frame = siti.seat.frame
    loop.run(siti.seat.press(Qt.Key.Key_M, CTRL))
    assert "bisu sampai" in frame._bar._bell.text()
    siti.sounds.take_troubles(("disk_full",))
    assert siti.after(60) == []
    frame.watch.show()
    assert isinstance(frame.sheet, AlarmSheet)
    assert "Darurat tetap berbunyi" in frame.sheet.sound._state.text()
    assert siti.after(541) == [Sound.TROUBLE]
    assert frame._bar._bell.text() == ""
    siti.sounds.mute(600)
    until_then = siti.sounds.muted_until
    assert until_then is not None
    assert until_then - siti.sounds._now() <= timedelta(minutes=30)


def test_what_is_stuck_is_heard_until_somebody_opens_the_page_of_health(
    room: Room, listen: Callable[[str], Listened]
) -> None:
    siti = listen("siti")
    siti.sounds.take_troubles(("outbox_stuck",))
    assert siti.after(0) == [Sound.TROUBLE]
    assert siti.after(31) == [Sound.TROUBLE] * 2
    siti.seat.frame.go("health")
    assert siti.after(31) == [Sound.TROUBLE] * 2


def test_a_trial_plays_each_sound_once_as_loud_as_chosen_and_that_is_kept(
    room: Room, loop: Loop, listen: Callable[[str], Listened]
) -> None:
    siti = listen("siti")
    siti.seat.frame.watch.show()
    siti.seat.frame.watch.choose_volume(0.3)
    for _ in range(2 * len(Sound)):
        siti.after(1)
    assert siti.ear.heard == [(sound, 0.3) for sound in Sound]
    assert siti.seat.program.settings.volume == 0.3
    assert {loud for _, loud in volumes()} == set(VOLUMES)


def test_the_sheet_lists_who_put_an_alarm_off_and_takes_it_back(
    room: Room, loop: Loop, listen: Callable[[str], Listened]
) -> None:
    siti = listen("siti")
    agus = room.desk("agus")
    case = room.received(agus, priority="emergency")
    siti.standing(1)
    agus.do(case, verb.Shelve("Menunggu alat berat", room.clock() + timedelta(hours=1)))
    siti.standing(0)
    frame = siti.seat.frame
    frame.watch.show()
    sheet = frame.sheet
    assert isinstance(sheet, AlarmSheet)

    def said() -> str:
        return "\n".join(one.text() for one in sheet.findChildren(type(sheet.sound._state)))

    loop.run(until(lambda: "Agus · meja 1" in said(), "it says who"))
    assert "Menunggu alat berat" in said()
    back = next(b for b in sheet.findChildren(QPushButton) if b.text() == "Nyalakan lagi")
    back.click()
    siti.standing(1)
    frame.tick()
    loop.run(until(lambda: "Agus · meja 1" not in said(), "it is listed no more"))


def test_a_machine_without_the_library_of_sound_says_so_and_goes_on(
    room: Room,
    loop: Loop,
    listen: Callable[[str], Listened],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    siti = listen("siti")
    program = siti.seat.program
    speaker = Speaker(program)
    speaker.faulted.connect(program.sounds.take_fault)
    program.sounds.use(speaker)
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    loop.run(speaker.open())
    speaker.play(Sound.EMERGENCY, 1.0)
    assert program.sounds.fault == "library"
    assert program._workplace is not None
    program._workplace.vigil.look()
    assert "sound_library" in {one.key for one in program.health.troubles}
    assert program.health.alarms == ()
    siti.seat.frame.watch.show()
    sheet = siti.seat.frame.sheet
    assert isinstance(sheet, AlarmSheet)
    assert "Pustaka suara tidak terpasang" in sheet.sound._state.text()


def test_quiet_is_of_who_asked_for_it(room: Room, listen: Callable[[str], Listened]) -> None:
    siti = listen("siti")
    siti.after(0)
    siti.sounds.mute(10)
    someone = siti.sounds._who()
    assert someone is not None
    siti.sounds._who = lambda: None  # signed out
    siti.after(0)
    assert siti.sounds.muted_until is not None
    siti.sounds._who = lambda: replace(someone, id="agus")
    siti.after(0)
    assert siti.sounds.muted_until is None


class NoDevice:
    """Qt's multimedia on a machine without a loudspeaker."""

    class QMediaDevices:
        @staticmethod
        def defaultAudioOutput() -> NoDevice:
            return NoDevice()

    def isNull(self) -> bool:
        return True


def test_a_machine_without_a_loudspeaker_is_silent_and_says_so_once(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", NoDevice)
    speaker, said = Speaker(), list[str]()
    speaker.faulted.connect(said.append)
    loop.run(speaker.open())
    for sound in Sound:
        speaker.play(sound, 1.0)
    assert said == ["device"]


def test_a_desk_that_its_officer_locks_falls_silent(
    room: Room, loop: Loop, listen: Callable[[str], Listened]
) -> None:
    siti = listen("siti")
    siti.sounds.take_troubles(("disk_full",))
    siti.seat.program.guard.lock()
    assert siti.after(31) == []
    siti.seat.program.guard.unlock()
    assert siti.after(31) == [Sound.TROUBLE]
