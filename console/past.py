"""The time machine at the desk: a book of cases as they stood at an instant, which may go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.answers import PastBoard, PastStep, Row
from console.async_slot import async_slot
from console.book_keeper import flags_of
from console.case_model import CaseBook
from console.clock import ServerClock, boot_seconds
from console.desk import CaseView
from console.faults import Fault
from console.sync import Sync
from console.worker import Worker
from db import cases
from db.domain.apply import apply
from db.domain.brief import Brief
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.refused import Refused
from db.domain.states import State
from db.store import Conn

SPEEDS = (1, 10, 60, 600, 3600)
"""Seconds of the past in one second of the screen."""

TICK_MS = 200
_AHEAD_S = 8
"""So many seconds of the screen are fetched ahead."""

_LEAST_AHEAD = timedelta(minutes=10)
NEARLY = timedelta(seconds=10)
"""So near the present it is the present: this desk's clock may run ahead of the server's."""

_WHOLE = 100_000
"""More changes than any case has."""

_FINISHED = (State.RESOLVED.value, State.CLOSED.value)


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown: the instant (None: nothing yet), whether it goes on, how fast, whether more
    is being fetched, and the key of what is in the way.
    """

    at: datetime | None = None
    playing: bool = False
    speed: int = 60
    loading: bool = False
    fault: str = ""


class TimeMachine(QObject):
    """Nothing it shows is ever acted on. `moved` says that `showing` is another, `altered` names
    cases that look different, `hidden` those that this desk may not see any more.

    The board of an instant comes from the server; a case's own page from this desk's cache.
    """

    moved = Signal()
    altered = Signal(object)
    hidden = Signal(object)

    def __init__(
        self,
        sync: Sync,
        clock: ServerClock,
        parent: QObject,
        seconds: Callable[[], float] = boot_seconds,
    ) -> None:
        super().__init__(parent)
        self._sync, self._clock, self._seconds = sync, clock, seconds
        self.book = CaseBook(self)
        self.showing = Showing()
        self._worker = Worker("past")
        self._points: dict[str, tuple[float, float]] = {}
        self._done: dict[str, int] = {}
        self._steps: deque[PastStep] = deque()
        self._hidden: set[str] = set()
        self._epoch, self._seq = "", 0
        self._reached = 0
        self._asked = 0
        self._fetching = False
        self._ticked = 0.0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        sync.cases_changed.connect(self._hide)

    def close(self) -> None:
        """End the thread after what it is at."""
        self._timer.stop()
        self._worker.shutdown(wait=False)

    # --- what the page asks ---

    @property
    def zone(self) -> ZoneInfo:
        """The city's own time."""
        city = self._sync.city
        return ZoneInfo(city.zone) if city is not None else ZoneInfo("UTC")

    def now(self) -> datetime:
        """The present, beyond which nothing is shown."""
        return self._clock.now()

    def now_ms(self) -> int:
        """The instant that is shown, for countdowns."""
        at = self.showing.at or self._clock.now()
        return int(at.timestamp() * 1000)

    def go(self, at: datetime) -> None:
        """Show the board of an instant; what came first is forgotten when another is asked for."""
        self._asked += 1
        self._stop()
        self._show(loading=True, playing=False)
        self._fetch_board(self._asked, min(at, self._clock.now()).astimezone(UTC))

    @async_slot
    async def _fetch_board(self, asked: int, at: datetime) -> None:
        try:
            told = await self._worker.do(self._sync.api().past, at)
        except (Fault, Refused) as fault:
            if asked == self._asked:
                self._show(loading=False, fault=fault.key)
            return
        if asked == self._asked:
            self._take(told)
            self._show(at=at, loading=False, fault="")

    def step(self, by: timedelta) -> None:
        """Earlier or later by so much."""
        self.go((self.showing.at or self._clock.now()) + by)

    def toggle(self) -> None:
        """Let time go on, or halt it."""
        if self.showing.playing:
            self.pause()
        elif self.showing.at is not None and not self.showing.loading:
            self._ticked = self._seconds()
            self._timer.start()
            self._show(playing=True)

    def pause(self) -> None:
        """Time halts."""
        self._stop()
        self._show(playing=False)

    def choose_speed(self, speed: int) -> None:
        """Go on so much faster than life."""
        self._show(speed=speed)

    def leave(self) -> None:
        """Back to the present: nothing of the past is kept."""
        self._asked += 1
        self._stop()
        self._forget()
        self.book.adopt(self.book.fresh())
        self.showing = Showing(speed=self.showing.speed)
        self.moved.emit()

    async def points(self, ids: Sequence[str]) -> dict[str, tuple[float, float]]:
        """Where cases were (degrees); those that had no point are left out."""
        return {id: self._points[id] for id in ids if id in self._points}

    async def view(self, case: str) -> CaseView | None:
        """A case as it was then, with its past until then; None when this desk has none of it."""
        end = self.now_ms()

        def past(conn: Conn) -> list[Change]:
            return cases.recent_changes(conn, _WHOLE, case)

        then = [one for one in await self._sync.cache.read(past) if _ms(one.at) <= end]
        held: Case | None = None
        for change in reversed(then):
            if change.alters and case in change.cases:
                held = apply(held, change)
        return None if held is None else CaseView(held, True, tuple(then), ())

    # --- going on ---

    @Slot()
    def tick(self) -> None:
        """A moment of the screen has passed."""
        at, now = self.showing.at, self._seconds()
        if at is None or not self.showing.playing:
            return
        to = at + timedelta(seconds=(now - self._ticked) * self.showing.speed)
        self._ticked = now
        end = min(to, present := self._clock.now(), _instant(self._reached))
        if end > at:
            self._lay(_ms(end))
            self._let_go_at_midnight(at, end)
            self._show(at=end)
        if present - end < NEARLY:
            self.pause()
        elif not self._fetching:
            self._fetch_ahead(to)

    def _fetch_ahead(self, to: datetime) -> None:
        ahead = max(timedelta(seconds=self.showing.speed * _AHEAD_S), _LEAST_AHEAD)
        if _instant(self._reached) < to + ahead / 2 and _instant(self._reached) < self.now():
            self._fetch(min(to + ahead, self._clock.now()))

    @async_slot
    async def _fetch(self, until: datetime) -> None:
        asked, self._fetching = self._asked, True
        try:
            told = await self._worker.do(self._sync.api().past_steps, self._epoch, self._seq, until)
        except (Fault, Refused) as fault:
            if asked == self._asked:
                self.pause()
                self._show(fault=fault.key)
            return
        finally:
            self._fetching = False
        if asked == self._asked:
            self._steps.extend(told.steps)
            self._seq, self._reached = told.to, max(told.reached, self._reached)
            self._show(fault="")

    def _lay(self, until: int) -> None:
        """Lay what had happened by an instant (ms) on the book."""
        rows, gone = dict[str, Brief](), dict[str, None]()
        while self._steps and self._steps[0].at <= until:
            step = self._steps.popleft()
            for row, point in self._shown(step.cases):
                rows[row.id] = row
                gone.pop(row.id, None)
                self._note(row, point)
            for id in step.gone:
                rows.pop(id, None)
                gone[id] = None
                self._points.pop(id, None)
                self._done.pop(id, None)
        if rows or gone:
            self.book.put([(row, flags_of(row)) for row in rows.values()], list(gone))
            self.altered.emit(frozenset((*rows, *gone)))

    def _let_go_at_midnight(self, before: datetime, after: datetime) -> None:
        """What was finished on the day before is on no board of the new day."""
        day = after.astimezone(self.zone).date()
        if before.astimezone(self.zone).date() == day:
            return
        midnight = _ms(datetime.combine(day, time(), self.zone))
        old = [id for id, at in self._done.items() if at < midnight]
        for id in old:
            del self._done[id]
        self.book.put((), old)

    def _take(self, told: PastBoard) -> None:
        cases = self._shown(told.cases)
        self._forget()
        self._epoch, self._seq, self._reached = told.epoch, told.seq, told.at
        columns = self.book.fresh()
        rows = [row for row, _ in cases]
        columns.extend(rows, [flags_of(row) for row in rows])
        columns.arrange()
        for row, point in cases:
            self._note(row, point)
        self.book.adopt(columns)
        self.altered.emit(frozenset(row.id for row in rows))

    @async_slot
    async def _hide(self, ids: list[str] | None) -> None:
        """What this desk may not see any more is not in its past either, nor in what was fetched
        of it or is on its way.
        """
        if self.showing.at is None and not self.showing.loading:
            return
        ahead = {row.id for step in self._steps for row, _ in step.cases}
        asked = [*self.book.columns, *ahead] if ids is None else ids
        here = await self._sync.cache.many(asked)
        gone = [id for id in asked if id not in here]
        self._hidden.difference_update(here)
        self._hidden.update(gone)
        self.book.put((), [id for id in gone if self.book.slot(id) is not None])
        self.hidden.emit(frozenset(gone))

    def _shown(self, cases: Iterable[Row]) -> list[Row]:
        return [one for one in cases if one[0].id not in self._hidden]

    def _note(self, row: Brief, point: tuple[float, float] | None) -> None:
        if point is None:
            self._points.pop(row.id, None)
        else:
            self._points[row.id] = point
        if row.state in _FINISHED:
            self._done[row.id] = row.changed_at
        else:
            self._done.pop(row.id, None)

    def _forget(self) -> None:
        self._steps.clear()
        self._hidden.clear()  # whatever is fetched from now on holds none of it
        self._points, self._done = {}, {}
        self._epoch, self._seq, self._reached = "", 0, 0

    def _stop(self) -> None:
        self._timer.stop()

    def _show(self, **what: Any) -> None:
        shown = replace(self.showing, **what)
        if shown != self.showing:
            self.showing = shown
            self.moved.emit()


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
