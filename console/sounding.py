"""What is to be heard at a desk now, and when again: pure, without a clock or a loudspeaker.

An alarm is heard at one desk first, and at all once nobody there has seen to it for a minute: in a
room of eleven each would otherwise hear what ten others do. Which desk that is needs no word
between them: each works out the same from who is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from console.alarms import Alarm, Kind


class Sound(StrEnum):
    """One for each priority, and one for the machine itself; named as their files."""

    EMERGENCY = "emergency"
    TROUBLE = "trouble"
    URGENT = "urgent"
    ROUTINE = "routine"


EVERY = {
    Sound.EMERGENCY: timedelta(seconds=6),
    Sound.URGENT: timedelta(seconds=20),
    Sound.TROUBLE: timedelta(seconds=30),
    Sound.ROUTINE: timedelta(seconds=60),
}
"""How soon a sound comes again while nobody sees to what it is for."""

ALONE_FOR = timedelta(minutes=1)
"""How long an alarm is one desk's affair."""

APART = timedelta(seconds=3)
"""Between two sounds at one desk, so that each is heard for what it is."""

LONGEST_MUTE = timedelta(minutes=30)

SOUND_OF = {
    Kind.EMERGENCY: Sound.EMERGENCY,
    Kind.ESCALATED: Sound.URGENT,
    Kind.DELIVERY: Sound.URGENT,
    Kind.BREACHED: Sound.ROUTINE,
    Kind.WAITING: Sound.ROUTINE,
}

Name = tuple[str, str, datetime]

_FOR_EITHER = (Kind.EMERGENCY, Kind.DELIVERY)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at this desk. `alarms`: the most pressing first; `troubles` are keys.

    `me` is who sits here, `colleagues` who else of the same role is at a desk now; with nobody
    else, or without the server that says who is here, everything is this desk's affair. `relieved`:
    a supervisor sits here and officers are at work, to whom what calls both of them falls.
    `locked`: nobody is at this desk.
    """

    alarms: Sequence[Alarm] = ()
    troubles: frozenset[str] = frozenset()
    me: str = ""
    colleagues: frozenset[str] = frozenset()
    relieved: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What this desk remembers: which alarms it has told of, what it last played and when."""

    told: frozenset[Name] = frozenset()
    seen_troubles: frozenset[str] = frozenset()
    last: datetime | None = None
    at: tuple[tuple[Sound, datetime], ...] = ()
    muted_until: datetime | None = None
    news: frozenset[Name] = frozenset()
    """The alarms that the sound just decided on tells of for the first time."""

    def played(self, sound: Sound) -> datetime | None:
        """When it was last played here."""
        return dict(self.at).get(sound)

    def muted(self, now: datetime) -> bool:
        """Whether somebody wants quiet now."""
        return self.muted_until is not None and now < self.muted_until


def name_of(alarm: Alarm) -> Name:
    """One alarm among all: the same key of the same case that comes back is another one."""
    return alarm.case, alarm.key, alarm.since


def mine_first(alarm: Alarm, me: str, colleagues: frozenset[str]) -> bool:
    """Whether this desk hears it before the others: each alarm falls to one of those here."""
    return max(colleagues | {me}, key=lambda who: _lot(alarm, who)) == me


def _lot(alarm: Alarm, who: str) -> bytes:
    return sha256(f"{alarm.case} {alarm.key} {who}".encode()).digest()


def audible(standing: Standing, heard: Heard, now: datetime) -> list[Alarm]:
    """The alarms this desk may be heard to tell of now, the most pressing first.

    An emergency is heard although somebody wanted quiet, and at a desk that nobody is at once no
    other desk has seen to it.
    """
    quiet = heard.muted(now)
    return [
        alarm
        for alarm in standing.alarms
        if (alarm.kind is Kind.EMERGENCY or not (quiet or standing.locked))
        and (now - alarm.since >= ALONE_FOR or _is_here(alarm, standing))
    ]


def _is_here(alarm: Alarm, standing: Standing) -> bool:
    if standing.locked or (standing.relieved and alarm.kind in _FOR_EITHER):
        return False
    return mine_first(alarm, standing.me, standing.colleagues)


def next_sound(standing: Standing, heard: Heard, now: datetime) -> tuple[Heard, Sound | None]:
    """What to play at this instant, if anything, and what is remembered after it.

    The most pressing alarm alone is heard: what presses less waits for it in silence.
    """
    names = {name_of(alarm) for alarm in standing.alarms}
    heard = _forgotten(heard, names, standing.troubles)
    if heard.last is not None and timedelta(0) <= now - heard.last < APART:
        return heard, None
    open_ones = audible(standing, heard, now)
    if open_ones:
        sound = SOUND_OF[open_ones[0].kind]
        alike = frozenset(name_of(one) for one in open_ones if SOUND_OF[one.kind] is sound)
        if not alike <= heard.told or _again(heard, sound, now):
            return _played(heard, sound, now, alike), sound
    silent = heard.muted(now) or standing.locked or standing.troubles <= heard.seen_troubles
    if not silent and _again(heard, Sound.TROUBLE, now):
        return _played(heard, Sound.TROUBLE, now, frozenset()), Sound.TROUBLE
    return heard, None


def _forgotten(heard: Heard, names: set[Name], troubles: frozenset[str]) -> Heard:
    """Without what is over: should it come back, it is news."""
    seen, told = heard.seen_troubles & troubles, heard.told & names
    kept = heard.at
    if not troubles:
        kept = tuple(one for one in kept if one[0] is not Sound.TROUBLE)
    return Heard(told, seen, heard.last, kept, heard.muted_until)


def _again(heard: Heard, sound: Sound, now: datetime) -> bool:
    at = heard.played(sound)
    return at is None or not timedelta(0) <= now - at < EVERY[sound]


def _played(heard: Heard, sound: Sound, now: datetime, told: frozenset[Name]) -> Heard:
    at = (*(one for one in heard.at if one[0] is not sound), (sound, now))
    return Heard(
        heard.told | told, heard.seen_troubles, now, at, heard.muted_until, told - heard.told
    )
