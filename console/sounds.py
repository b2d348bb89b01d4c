"""Has alarms heard at this desk: once a second it decides what is to be played, and asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from console.alarms import Alarm
from console.sounding import LONGEST_MUTE, Heard, Sound, Standing, next_sound
from db.domain.case import Actor
from db.domain.states import Role

_LOOKS_A_SOUND = 2
"""Looks for which each sound on trial has the room to itself."""


class Player(Protocol):
    """Plays sounds."""

    def play(self, sound: Sound, volume: float) -> None:
        """Begin to play, never louder than `volume` (0 to 1). Silent where nothing can be heard."""


class Sounds(QObject):
    """Main thread only. `changed` when somebody wanted quiet or no longer does, or when there is
    another reason why nothing is heard: `faulted` carries it. `left`: whether nobody is here;
    `volume_chosen`: how loud the officer wants it, 0 to 1.

    `alarms` and `who` tell what stands at this desk and for whom, if anybody has signed in; `now`
    is the server's time.
    """

    changed = Signal()
    faulted = Signal(str)
    left = Signal(bool)
    volume_chosen = Signal(float)

    def __init__(
        self,
        alarms: Callable[[], Sequence[Alarm]],
        who: Callable[[], Actor | None],
        now: Callable[[], datetime],
        volume: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._alarms, self._who, self._now = alarms, who, now
        self.volume = volume
        self._player: Player | None = None
        self.fault = ""
        """Why nothing can be heard at this desk: "library", "device"; "" for all is well."""
        self._me, self._heard = "", Heard()
        self._troubles: frozenset[str] = frozenset()
        self._others: tuple[Mapping[str, Any], ...] = ()
        self._locked = False
        self._trial: list[Sound] = []

    def use(self, player: Player) -> None:
        """From now on sounds are played there; before they are only decided on."""
        self._player = player

    @Slot(str)
    def take_fault(self, fault: str) -> None:
        """Why the loudspeaker is silent, or "" once it is not."""
        self.fault = fault
        self.faulted.emit(fault)
        self.changed.emit()

    @property
    def muted_until(self) -> datetime | None:
        """Until when somebody wants quiet at this desk; None while nobody does."""
        return self._heard.muted_until if self._heard.muted(self._now()) else None

    @Slot()
    def look(self) -> None:
        """A second has passed."""
        me = self._who()
        if me is None:
            return
        self._know(me)
        if self._heard.muted_until is not None and not self._heard.muted(self._now()):
            self.unmute()
        if self._trial:
            if len(self._trial) % _LOOKS_A_SOUND == 0:
                self._play(self._trial[0])
            self._trial.pop(0)
            return
        self._heard, sound = next_sound(self._standing(me), self._heard, self._now())
        if sound is not None:
            self._play(sound)

    def choose_volume(self, volume: float) -> None:
        """As loud as that from now on, 0 to 1."""
        self.volume = volume
        self.volume_chosen.emit(volume)
        self.changed.emit()

    def _know(self, me: Actor) -> None:
        """Who takes the desk over hears it anew: quiet was asked for by somebody else."""
        before, self._me = self._me, me.id
        if before not in ("", me.id):
            self._heard = Heard(seen_troubles=self._heard.seen_troubles)
            self.changed.emit()

    def mute(self, minutes: int) -> None:
        """Quiet at this desk, half an hour at the most; an emergency is heard all the same."""
        wanted = min(timedelta(minutes=minutes), LONGEST_MUTE)
        self._heard = replace(self._heard, muted_until=self._now() + wanted)
        self.changed.emit()

    def unmute(self) -> None:
        """To be heard again."""
        self._heard = replace(self._heard, muted_until=None)
        self.changed.emit()

    def try_out(self) -> None:
        """Play each sound once, so that whoever is here knows them apart."""
        self._trial = [sound for sound in Sound for _ in range(_LOOKS_A_SOUND)]

    @Slot(object)
    def take_troubles(self, keys: Sequence[str]) -> None:
        """What is stuck in the system now."""
        self._troubles = frozenset(keys)

    def see_troubles(self) -> None:
        """What is stuck is before somebody's eyes: it is not heard again, unless it comes back."""
        if not self._locked:
            self._heard = replace(self._heard, seen_troubles=self._troubles)

    @Slot(object)
    def take_present(self, others: tuple[Mapping[str, Any], ...]) -> None:
        """Who else is where."""
        self._others = others

    @Slot(bool)
    def lock(self, locked: bool) -> None:
        """Nobody is at this desk, or somebody is again."""
        self._locked = locked
        self.left.emit(locked)

    def _standing(self, me: Actor) -> Standing:
        alike = [one for one in self._others if (one.get("opd") or None) == me.opd]
        here = frozenset(str(one.get("person")) for one in alike if one.get("role") == me.role)
        officers = any(one.get("role") == Role.OFFICER for one in alike)
        return Standing(
            self._alarms(),
            self._troubles,
            me.id,
            here - {me.id},
            relieved=me.role is Role.SUPERVISOR and officers,
            locked=self._locked,
        )

    def _play(self, sound: Sound) -> None:
        if self._player is not None:
            self._player.play(sound, self.volume)
