"""How long an event loop was kept from turning: a timer of 1 ms on it notes when it comes late."""

from __future__ import annotations

import gc
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from itertools import islice

from PySide6.QtCore import QObject, Qt, QTimer

BEAT = 1
NOTED = 16.0
"""ms: a frame. What is shorter keeps nobody waiting and is only counted."""

_ASK_AFTER = 0.04
_DEEP = 7


class LoopWatch(QObject):
    """From `start` to `stop`. Of each turn longer than `NOTED` it keeps three times in ms: by the
    clock, worked by this thread, and worked by all threads of the program. On a busy machine a turn
    takes long also because other programs work; of that neither of the latter two knows.

    `asking`: a second thread looks what the loop is at whenever a turn takes more than 40 ms.
    """

    def __init__(self, parent: QObject | None = None, *, asking: bool = False) -> None:
        super().__init__(parent)
        self.turns: list[tuple[float, float, float]] = []
        self.count = 0
        self.collector: list[float] = []
        self.at: Counter[str] = Counter()
        self._last = self._worked = self._all_worked = self._collecting = 0.0
        self._timer = QTimer(self, interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._main, self._asking, self._over = threading.get_ident(), asking, threading.Event()

    def start(self) -> None:
        """Watch from now on."""
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._all_worked = time.process_time()
        gc.callbacks.append(self._note_collector)
        self._timer.start()
        if self._asking:
            threading.Thread(target=self._ask, daemon=True).start()

    def stop(self) -> None:
        """No longer."""
        self._over.set()
        self._timer.stop()
        gc.callbacks.remove(self._note_collector)

    def _beat(self) -> None:
        now, worked, all_worked = time.perf_counter(), time.thread_time(), time.process_time()
        wall = (now - self._last) * 1000 - BEAT
        self.count += 1
        if wall > NOTED:
            own, of_all = (worked - self._worked) * 1000, (all_worked - self._all_worked) * 1000
            self.turns.append((wall, own, of_all))
        self._last, self._worked, self._all_worked = now, worked, all_worked

    def _note_collector(self, phase: str, _info: Mapping[str, int]) -> None:
        if threading.get_ident() != self._main:
            return
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            self.collector.append((time.perf_counter() - self._collecting) * 1000)

    def _ask(self) -> None:
        seen = 0.0
        while not self._over.wait(0.005):
            last = self._last
            if last != seen and time.perf_counter() - last > _ASK_AFTER:
                seen = last
                self.at[_where(self._main)] += 1


def _where(thread: int) -> str:
    """What a thread is at, the innermost first. No frame is kept: it would keep its painter."""
    frames = islice(traceback.walk_stack(sys._current_frames().get(thread)), _DEEP)
    return " < ".join(f"{frame.f_code.co_qualname}:{line}" for frame, line in frames)
