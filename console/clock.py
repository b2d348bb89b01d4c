"""The server's time as this desk knows it, and one tick a second for all who show it."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

DRIFT = 100e-6 / (1 - 100e-6)
"""Seconds a second that a machine's clock may lose against the server's."""

RECENT = 900.0
"""Seconds for which an answer counts beside newer ones."""

_KEPT = 64
_STEADY_MS = 1000.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SAME_BOOT_MS = 60_000.0

# Linux has a clock that counts sleep beside the usual one; on macOS CLOCK_MONOTONIC counts it, on
# Windows time.monotonic() does.
_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


def boot_seconds() -> float:
    """Seconds on a clock that also counts while the machine sleeps."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


def wall_ms() -> float:
    """The machine's own idea of the time, ms since the epoch; it may be wrong."""
    return time.time() * 1000


def boot_id() -> str:
    """A name of this run of the machine, "" where the system has none."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


@dataclass(frozen=True, slots=True)
class _Sample:
    """One answer: at boot time `at` (s) the server's clock was at most `offset` (ms) ahead of it.

    The request left at `at`, so the server's stamp is never earlier than the server's time then.
    """

    at: float
    offset: float

    def ahead(self, now: float) -> float:
        """The most the server can be ahead of the boot clock at `now`, in ms."""
        return self.offset + (now - self.at) * DRIFT * 1000


@dataclass(frozen=True, slots=True)
class _Memory:
    """What outlives the program: the best answer, and enough to notice a reboot."""

    boot: str
    at: float
    offset: float
    kept_at: float
    wall: float


class ServerClock:
    """Estimate of server time; it can run ahead of the server, never behind.

    Boot clock + the smallest (server stamp - my clock at sending) of recent answers + 100 ppm of
    age, so a countdown may end early and never late. After a reboot without contact it is the
    last known time and what has passed since the machine started, and `verified` is False: what
    is shown then may be late by as long as the machine was off, and says that it is not sure.
    Not for several threads: `heard` and `now_ms` belong to the main thread.
    """

    def __init__(
        self,
        memory: str = "",
        *,
        boot: Callable[[], float] = boot_seconds,
        wall: Callable[[], float] = wall_ms,
        boot_id: Callable[[], str] = boot_id,
    ) -> None:
        self._boot, self._wall, self._boot_id = boot, wall, boot_id
        self._samples: deque[_Sample] = deque(maxlen=_KEPT)
        self._last_known = 0.0
        self._shown = 0.0
        kept = _remembered(memory)
        if kept is not None:
            self._recall(kept)

    def _recall(self, kept: _Memory) -> None:
        now = self._boot()
        if self._same_run(kept, now):
            self._samples.append(_Sample(kept.at, kept.offset))
        elif self._another_boot(kept, now):
            # Off for a time nobody knows, and up since its start: so much is certain, and no more.
            best = _Sample(kept.at, kept.offset).ahead(kept.kept_at)
            self._last_known = kept.kept_at * 1000 + best
        else:
            self._last_known = kept.offset

    def _another_boot(self, kept: _Memory, now: float) -> bool:
        """Whether the machine was started anew for certain."""
        return now < kept.kept_at or (bool(kept.boot) and self._boot_id() != kept.boot)

    def _same_run(self, kept: _Memory, now: float) -> bool:
        mine = self._boot_id()
        if mine or kept.boot:
            return mine == kept.boot and now >= kept.kept_at
        between = (self._wall() - kept.wall) - (now - kept.kept_at) * 1000
        return now >= kept.kept_at and abs(between) < _SAME_BOOT_MS

    @property
    def verified(self) -> bool:
        """Whether the server has been heard since this machine started."""
        return bool(self._samples)

    def now_ms(self) -> int:
        """Server time, ms since the epoch (UTC); rounded up, so that nothing is shown too long."""
        found = self._estimate(self._boot())
        # A better answer takes back some milliseconds; no second is shown twice for it.
        if not self._shown - _STEADY_MS < found < self._shown:
            self._shown = found
        return int(-(-self._shown // 1))

    def now(self) -> datetime:
        """Server time as an aware UTC instant."""
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC)

    def _estimate(self, now: float) -> float:
        if self._samples:
            return now * 1000 + min(sample.ahead(now) for sample in self._samples)
        # The wall clock decides nothing: it is asked only where nothing at all is known.
        return now * 1000 + self._last_known if self._last_known else self._wall()

    def heard(self, server_ms: float, sent: float, got: float) -> None:
        """An answer stamped `server_ms`, asked at boot time `sent` and here at `got` (s)."""
        self._no_earlier(server_ms, got)
        self._samples.append(_Sample(sent, server_ms - sent * 1000))
        while len(self._samples) > 1 and sent - self._samples[0].at > RECENT:
            self._samples.popleft()

    def overheard(self, server_ms: float, got: float) -> None:
        """A stamp on something the server sent unasked: it cannot be earlier than that now."""
        if self._samples:
            self._no_earlier(server_ms, got)

    def _no_earlier(self, server_ms: float, got: float) -> None:
        """Somebody set the server's clock forward: older answers would show too much time."""
        if self._samples and self._estimate(got) < server_ms - 1:
            self._samples.clear()
            self._samples.append(_Sample(got, server_ms - got * 1000))

    def memory(self) -> str:
        """JSON text to hand to the next start; "" while nothing was heard."""
        if not self._samples:
            return ""
        now = self._boot()
        best = min(self._samples, key=lambda sample: sample.ahead(now))
        kept = _Memory(self._boot_id(), best.at, best.offset, now, self._wall())
        return json.dumps(asdict(kept))


def _remembered(text: str) -> _Memory | None:
    """None for "" and for text that is damaged: the next answer of the server mends it."""
    try:
        data: Any = json.loads(text)
        numbers = [float(data[name]) for name in ("at", "offset", "kept_at", "wall")]
        return _Memory(str(data["boot"]), *numbers)
    except (ValueError, TypeError, KeyError):
        return None


class Ticker(QObject):
    """Ticks once a second, just after the server's full second. Main thread only."""

    ticked = Signal()

    def __init__(self, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @Slot()
    def start(self) -> None:
        """Begin to tick."""
        self._timer.start(1000 - self._now_ms() % 1000)

    @Slot()
    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        self.start()
        self.ticked.emit()
