"""Watches over this desk every few seconds, and raises the system-trouble signal."""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.clock import ServerClock, boot_seconds, wall_ms
from console.health import HELD, LOOK_EVERY, Audit, Health, Signs, judge
from console.parts import Parts
from console.replica_events import Entry
from console.worker import Worker
from db.awake import READ_EVERY, AwakeClock

_log = logging.getLogger(__name__)

_TOLD_FOR = 45.0
"""Seconds that a stop of the main thread is told for: while it lasts nothing can be told."""

_JUMP_TOLD_FOR = 600.0
_FILES = ("cache.db", "cache.db-wal", "outbox.db", "outbox.log", "session.json", "clock.json")


@dataclass(frozen=True, slots=True)
class _Disk:
    """What a thread saw of the folder."""

    free: int
    part: int
    files: tuple[tuple[str, int], ...]


class Vigil(QObject):
    """Main thread only. `looked(Health)` at every look, `troubled(keys)` when the alarms change.

    `parts` tells how the link stands; `report` takes what the server should know.
    """

    looked = Signal(object)
    troubled = Signal(object)

    def __init__(
        self,
        folder: Path,
        clock: ServerClock,
        parts: Callable[[], Parts],
        report: Callable[[str, dict[str, str]], None],
        parent: QObject | None = None,
        *,
        now: Callable[[], float] = boot_seconds,
        wall: Callable[[], float] = wall_ms,
    ) -> None:
        super().__init__(parent)
        self.health = Health()
        self._folder, self._clock = folder, clock
        self._parts, self._report, self._now, self._wall = parts, report, now, wall
        self._files = Worker("files")
        self._asked: Future[_Disk] | None = None
        self._disk = _Disk(sys.maxsize, 0, ())
        self._audit: Audit | None = None
        self._awake = AwakeClock()
        self._held, self._held_at, self._due = 0.0, 0.0, 0.0
        self._jumped, self._jumped_at = 0.0, 0.0
        self._apart: float | None = None
        self._sound = ""
        self._sentry: Sentry | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._sentry = Sentry(self._awake)
        self._due = self._awake() + LOOK_EVERY
        self._timer.start(int(LOOK_EVERY * 1000))
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._files.shutdown(wait=False)
        if self._sentry is not None:
            self._sentry.stop()

    @Slot()
    def look(self) -> None:
        """See how everything stands now."""
        if self._sentry is not None:
            self._sentry.beat()
        self._notice_stop()
        self._notice_jump()
        self._ask_disk()
        before, self.health = self.health, judge(self.health, self._signs(), self._now())
        if self.health.alarms != before.alarms:
            self._tell(set(before.alarms))
        self.looked.emit(self.health)

    @Slot(str)
    def take_sound(self, fault: str) -> None:
        """Why nothing can be heard at this desk; "" for all is well."""
        self._sound = fault

    def _tell(self, before: set[str]) -> None:
        for key in self.health.alarms:
            if key not in before:
                _log.warning("system trouble: %s", key)
                if not key.startswith("server:"):
                    self._report("system_trouble", {"kind": key})
        for key in sorted(before.difference(self.health.alarms)):
            _log.info("system trouble over: %s", key)
        self.troubled.emit(self.health.alarms)

    def _signs(self) -> Signs:
        parts = self._parts()
        feed, outbox, status = parts.state.feed, parts.state.outbox, parts.status
        open_ = frozenset(e.id for e in outbox.entries if e.stage != "decided")
        sendable = [e for e in outbox.entries if _sendable(e, outbox.senders, open_)]
        return Signs(
            link=status.link,
            key=feed.key or status.key,
            now_ms=self._clock.now_ms(),
            heard_ms=parts.heard_ms,
            epoch=feed.cursor.epoch,
            seq=feed.cursor.seq,
            head=feed.head,
            chain=feed.cursor.chain,
            failures=feed.failures,
            turn=feed.turn,
            thrown=feed.bad,
            fresh=feed.fresh,
            behind_server=feed.behind_server,
            part=self._disk.part,
            waiting=status.waiting + status.others_waiting,
            needs_action=status.needs_action,
            oldest=sendable[0].id if sendable else "",
            oldest_ms=parts.oldest_ms,
            photo=parts.photo,
            absent=parts.absent,
            push_failures=outbox.failures,
            reoffering=outbox.reoffering,
            ages={**parts.ages, "files": self._files.age()},
            held=self._held,
            free=self._disk.free,
            verified=status.clock_verified,
            jumped=self._jumped,
            audit=self._audited(parts),
            server=parts.trouble,
            files=self._disk.files,
            folder=str(self._folder),
            sound=self._sound,
        )

    def _audited(self, parts: Parts) -> Audit | None:
        found = parts.audit
        if found is not None and (
            self._audit is None
            or (self._audit.seq, self._audit.digest) != (found.said.seq, found.digest)
        ):
            at = self._clock.now_ms()
            self._audit = Audit(found.said.seq, found.cases, found.digest, found.same, at)
        return self._audit

    def _notice_stop(self) -> None:
        now = self._awake()
        late, self._due = now - self._due, now + LOOK_EVERY
        if late > self._held or now - self._held_at > _TOLD_FOR:
            self._held, self._held_at = max(0.0, late), now

    def _notice_jump(self) -> None:
        """The machine's wall clock against the one that only goes forward."""
        now = self._now()
        apart = self._wall() / 1000 - now
        moved = 0.0 if self._apart is None else apart - self._apart
        self._apart = apart
        if abs(moved) > abs(self._jumped) or now - self._jumped_at > _JUMP_TOLD_FOR:
            self._jumped, self._jumped_at = moved, now

    def _ask_disk(self) -> None:
        if self._asked is not None and not self._asked.done():
            return
        if self._asked is not None:
            self._disk = self._asked.result()
        self._asked = self._files.submit(_seen, self._folder)


def _sendable(entry: Entry, senders: frozenset[str], undecided: frozenset[str]) -> bool:
    """Nothing but the network keeps it from being decided."""
    waits = entry.stage in ("queued", "sent") and entry.depends_on not in undecided
    return waits and not entry.needs and entry.author in senders


def _seen(folder: Path) -> _Disk:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        free = 0
    sizes = ((name, _size(folder / name)) for name in _FILES)
    found = tuple((name, size) for name, size in sizes if size)
    return _Disk(free, _size(folder / "snapshot.part") + _size(folder / "snapshot.ndjson"), found)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class Sentry:
    """A thread that logs where the main thread stands when it does nothing else for too long."""

    def __init__(self, awake: AwakeClock) -> None:
        self._awake = awake
        self._main = threading.get_ident()
        self._beat = awake()
        self._end = threading.Event()
        threading.Thread(target=self._stand, name="sentry", daemon=True).start()

    def beat(self) -> None:
        """The main thread is alive."""
        self._beat = self._awake()

    def stop(self) -> None:
        """End the thread."""
        self._end.set()

    def _stand(self) -> None:
        told = 0.0
        while not self._end.wait(READ_EVERY):
            beat = self._beat
            if self._awake() - beat > LOOK_EVERY + HELD and told != beat:
                told = beat
                _log.warning("the main thread stands still in %s", self._place())

    def _place(self) -> str:
        # Let go of at once: a frame that is held holds all that it paints with, too.
        frame = sys._current_frames().get(self._main)
        return f"{frame.f_code.co_qualname}:{frame.f_lineno}" if frame else "?"
