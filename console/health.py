"""Whether this desk works as it should: what is stuck, and since when. Pure; no clock of its own.

A rule gives a mark of how something stands, None while all is well. The same mark for longer than
the rule's patience is a trouble; anything that moves has another mark, and the trouble goes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from console.sync_status import Link

LOOK_EVERY = 3.0
"""Seconds between two looks."""

LEAST_FREE = 200 * 1024**2
LITTLE_FREE = 1024**3
"""Bytes free on the disk: a trouble below the first, worth knowing below the second."""

OLDEST = {
    "cache_writer": 35.0,
    "cache_reader": 25.0,
    "outbox": 15.0,
    "fetch": 50.0,
    "push": 50.0,
    "files": 30.0,
}
"""Seconds after which the oldest job of a thread is stuck; a snapshot may keep a writer busy."""

HELD = 5.0
"""Seconds that the main thread may be held by one piece of work."""

JUMP = 60.0
"""Seconds that the machine's own clock may be moved before it is worth telling."""

ABSENT_AFTER_MS = 180_000
"""Age of a command in ms from which an author without a session on this desk is asked for."""

_BESIDE = frozenset({"reports_unsent"})
"""What the server tells that somebody must see to, and that no officer can: noted, not alarmed."""

_ONLINE = (Link.LIVE, Link.POLLING)
_TRYING = (Link.LIVE, Link.POLLING, Link.CONNECTING, Link.OFFLINE)
_SERVERS_FAULT = ("server_error", "bad_answer", "busy", "untrusted")
_NETWORKS_FAULT = ("", "no_route", "timeout", "broken_off", "silent")


@dataclass(frozen=True, slots=True)
class Audit:
    """The last digest the server sent for this desk's own rows, and whether they agreed."""

    seq: int
    cases: int
    digest: str
    same: bool
    at_ms: int


@dataclass(frozen=True, slots=True)
class Signs:
    """How the desk stands at one moment. Instants are server ms, ages seconds, sizes bytes.

    `oldest` is the id of the oldest command that could be sent now, `photo` the oldest photo that a
    command waits for and how far it is. `absent` are names of officers who have no session here and
    of whom commands wait since a while. `part` is how much of a
    snapshot has come. `held` is the longest stop of the main thread of late, `jumped` how far the
    machine's clock was moved of late. `files` are name and size. `sound`: why none is heard.
    """

    link: Link = Link.STOPPED
    key: str = ""
    now_ms: int = 0
    heard_ms: int = 0
    epoch: str = ""
    seq: int = 0
    head: int = 0
    chain: str = ""
    failures: int = 0
    turn: int = 0
    thrown: int = 0
    fresh: bool = False
    behind_server: bool = False
    part: int = 0
    waiting: int = 0
    needs_action: int = 0
    oldest: str = ""
    oldest_ms: int = 0
    photo: tuple[str, float] | None = None
    absent: tuple[str, ...] = ()
    push_failures: int = 0
    reoffering: bool = False
    ages: Mapping[str, float] = field(default_factory=dict)
    held: float = 0.0
    free: int = LITTLE_FREE
    verified: bool = True
    jumped: float = 0.0
    audit: Audit | None = None
    server: tuple[str, ...] = ()
    files: tuple[tuple[str, int], ...] = ()
    folder: str = ""
    sound: str = ""

    @property
    def lag(self) -> int:
        """Changes this desk does not have yet, as far as it knows."""
        return max(0, self.head - self.seq)

    @property
    def online(self) -> bool:
        """Whether the server answers."""
        return self.link in _ONLINE

    def stuck(self, *threads: str) -> bool | None:
        """A mark when the oldest job of one of the threads is too old."""
        return any(self.ages.get(name, 0.0) > OLDEST[name] for name in threads) or None


@dataclass(frozen=True, slots=True)
class Rule:
    """`patience` seconds of the same mark make a trouble; a `note` raises no alarm."""

    patience: float
    mark: Callable[[Signs], Hashable | None]
    note: bool = False


RULES: dict[str, Rule] = {
    "feed_silent": Rule(
        50, lambda s: (s.heard_ms, s.failures, s.turn) if s.link in _TRYING else None
    ),
    "feed_stands": Rule(35, lambda s: s.seq if s.online and s.lag else None),
    "pages_thrown": Rule(0, lambda s: s.thrown >= 2 or None),
    "snapshot_stands": Rule(
        50, lambda s: (s.part, s.failures, s.turn) if s.link is Link.SNAPSHOT else None
    ),
    "snapshot_fails": Rule(
        0, lambda s: (s.fresh and s.failures >= 3 and s.key not in _NETWORKS_FAULT) or None
    ),
    "server_fails": Rule(30, lambda s: _refuses(s) or None),
    "outbox_stands": Rule(50, lambda s: s.oldest if s.online and s.oldest else None),
    "photo_stands": Rule(50, lambda s: s.photo if s.online else None),
    "author_gone": Rule(0, lambda s: (s.online and s.absent) or None),
    "push_fails": Rule(0, lambda s: (s.online and s.push_failures >= 3) or None),
    "reoffer_stands": Rule(50, lambda s: (s.online and s.reoffering) or None),
    "cache_stuck": Rule(0, lambda s: s.stuck("cache_writer", "cache_reader")),
    "outbox_stuck": Rule(0, lambda s: s.stuck("outbox")),
    "network_stuck": Rule(
        0, lambda s: s.stuck("fetch", "push") if s.link is not Link.SNAPSHOT else None
    ),
    "disk_stuck": Rule(0, lambda s: s.stuck("files")),
    "desk_held": Rule(0, lambda s: s.held > HELD or None),
    "disk_full": Rule(0, lambda s: s.free < LEAST_FREE or None),
    "digest_differs": Rule(0, lambda s: (s.audit is not None and not s.audit.same) or None),
    "server_behind": Rule(0, lambda s: s.behind_server or None),
    "clock_unverified": Rule(30, lambda s: (s.online and not s.verified) or None, note=True),
    "clock_jumped": Rule(0, lambda s: abs(s.jumped) > JUMP or None, note=True),
    "sound_library": Rule(0, lambda s: s.sound == "library" or None, note=True),
    "sound_device": Rule(0, lambda s: s.sound == "device" or None, note=True),
    "disk_low": Rule(0, lambda s: (LEAST_FREE <= s.free < LITTLE_FREE) or None, note=True),
}


def _refuses(signs: Signs) -> bool:
    return signs.link is Link.OFFLINE and signs.key in _SERVERS_FAULT


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it should be, and since when on the clock of `judge`."""

    key: str
    since: float
    note: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """What was seen at the last look. `marks` is the memory for the next one."""

    signs: Signs = field(default_factory=Signs)
    troubles: tuple[Trouble, ...] = ()
    marks: Mapping[str, tuple[Hashable, float]] = field(default_factory=dict)
    now: float = 0.0

    @property
    def alarms(self) -> tuple[str, ...]:
        """The keys for which the system-trouble signal stands."""
        return tuple(trouble.key for trouble in self.troubles if not trouble.note)


def judge(before: Health, signs: Signs, now: float) -> Health:
    """How things stand now. `now` is seconds on a clock that only goes forward."""
    marks: dict[str, tuple[Hashable, float]] = {}
    found = []
    for key, rule in RULES.items():
        mark = rule.mark(signs)
        if mark is None:
            continue
        held = before.marks.get(key)
        since = held[1] if held is not None and held[0] == mark else now
        marks[key] = (mark, since)
        if now - since >= rule.patience:
            found.append(Trouble(key, since, rule.note))
    for key in signs.server if signs.online else ():
        since = before.marks.get(f"server:{key}", (True, now))[1]
        marks[f"server:{key}"] = (True, since)
        found.append(Trouble(f"server:{key}", since, key in _BESIDE))
    return Health(signs, tuple(found), marks, now)
