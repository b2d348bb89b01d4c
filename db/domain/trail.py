"""The trail of a case: all that figures count of it, made of its changes from the first one on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from db.domain.apply import apply
from db.domain.brief import milliseconds
from db.domain.case import Case, Task
from db.domain.changes import Change
from db.domain.clocks import ClockRun
from db.domain.commands import Forward, Undo
from db.domain.states import PROGRESS, Lane, State, lane

PROMISES = ("response", "completion")
"""The clocks that a case must keep to be finished on time (domain: numbers that reconcile)."""

_FINISHED = PROGRESS.index(State.AWAITING_VALIDATION)
_DONE = PROGRESS.index(State.RESOLVED)


class Spell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """From `at` on (ms since the epoch) the case stood in a lane, for so many reports a channel.

    A merged case answers for no reports: its master does.
    """

    at: int
    lane: Lane
    reports: tuple[tuple[str, int], ...]


class Part(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One agency's time with the case; instants in ms, None where it did not come to that.

    `end` is "bounced" where the agency sent it back, "moved" where it was taken from them.
    """

    opd: str
    sent: int
    accepted: int | None = None
    finished: int | None = None
    done: int | None = None
    refused: int = 0
    end: str = ""


class Trail(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one case adds to every figure. Attributes are those of today, for the past as well.

    `opened` is the seq of its first change. `arrivals` are the reports it answers for: (instant,
    channel). Of the forwards and agencies' acts those that were taken back are not here; what the
    board showed meanwhile is: `spells` are never altered. `on_time` is None where the case is not
    finished or was promised nothing.
    """

    opened: int
    secret: bool
    category: str
    area: str
    channel: str
    report_class: str
    opds: tuple[str, ...]
    first_at: int
    forwarded_at: int | None
    forwarded_by: str
    on_time: bool | None
    reopened: int
    arrivals: tuple[tuple[int, str], ...]
    spells: tuple[Spell, ...]
    parts: tuple[Part, ...]


def trail_of(changes: Iterable[Change]) -> Trail | None:
    """The trail of the case that these changes are about, all of them, in order.

    None where none of them has opened it. ValueError where they are not the changes of one case.
    """
    walk, case = _Walk(), None
    for change in changes:
        if change.alters:
            before, case = case, apply(case, change)
            walk.step(before, change, case)
    return None if case is None else walk.trail(case)


def pack(trail: Trail) -> str:
    """The one JSON text of a trail."""
    return _ENCODER.encode(trail).decode()


def unpack(body: str) -> Trail:
    """The trail of a text. Raises ValueError for what `pack` did not make."""
    return _DECODER.decode(body)


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Trail)


class _Walk:
    """What has been seen of a case so far."""

    def __init__(self) -> None:
        self._opened = 0
        self._spells: list[Spell] = []
        self._forwards: list[tuple[str, int, str]] = []
        self._parts: list[Part] = []

    def step(self, before: Case | None, change: Change, after: Case) -> None:
        """One change, and the case before and after it."""
        at = milliseconds(change.at if before is not None else after.first_at)
        if before is None:
            self._opened = change.seq
        self._stand(at, after)
        if after.id != change.case:
            return
        undone = before.acts[-1] if before and isinstance(change.act, Undo) else None
        if isinstance(change.act, Forward):
            self._forwards.append((change.id, at, change.by.id))
        if undone is not None:
            self._forwards = [one for one in self._forwards if one[0] != undone.change]
        kind = change.kind if undone is None else f"undone {undone.kind}"
        self._work(at, kind, before.tasks if before is not None else (), after.tasks)

    def _stand(self, at: int, after: Case) -> None:
        held = Counter(report.channel for report in after.reports)
        reports = () if after.state is State.MERGED else tuple(sorted(held.items()))
        last = self._spells[-1] if self._spells else None
        stands = lane(after.state)
        if last is None or (last.lane, last.reports) != (stands, reports):
            since = at if last is None else max(at, last.at)
            self._spells.append(Spell(since, stands, reports))

    def _work(self, at: int, kind: str, were: tuple[Task, ...], are: tuple[Task, ...]) -> None:
        """Follow each agency's task: it comes, goes on, and goes."""
        held = {(task.opd, task.forwarded_at): task for task in were}
        now = {(task.opd, task.forwarded_at): task for task in are}
        for key in held.keys() - now.keys():
            self._gone(*self._last(held[key]), kind)
        for key, task in now.items():
            if key not in held:
                self._came(task, kind)
            place, part = self._last(task)
            self._parts[place] = _moved(part, at, kind, held.get(key), task)

    def _last(self, task: Task) -> tuple[int, Part]:
        """The latest part of this agency that began when this task did."""
        sent = milliseconds(task.forwarded_at)
        for place in reversed(range(len(self._parts))):
            part = self._parts[place]
            if (part.opd, part.sent) == (task.opd, sent):
                return place, part
        raise ValueError(f"{task.opd} was never sent the case")

    def _came(self, task: Task, kind: str) -> None:
        if kind.startswith("undone") and self._began(task):
            place, part = self._last(task)
            self._parts[place] = msgspec.structs.replace(part, end="")
        else:
            self._parts.append(Part(task.opd, milliseconds(task.forwarded_at)))

    def _began(self, task: Task) -> bool:
        sent = milliseconds(task.forwarded_at)
        return any((part.opd, part.sent) == (task.opd, sent) for part in self._parts)

    def _gone(self, place: int, part: Part, kind: str) -> None:
        if kind in ("undone forwarded", "undone reassigned"):
            del self._parts[place]
        elif part.done is None:  # what an agency has done it has done, whatever becomes of others
            end = "bounced" if kind == "bounced" else "moved"
            self._parts[place] = msgspec.structs.replace(part, end=end)

    def trail(self, case: Case) -> Trail:
        """All of it, of the case as it stands."""
        first = self._forwards[0] if self._forwards else None
        merged = case.state is State.MERGED
        arrivals = sorted((milliseconds(one.at), one.channel) for one in case.reports)
        return Trail(
            opened=self._opened,
            secret=case.secret,
            category=case.category or "",
            area=case.place.area or "",
            channel=case.reports[0].channel,
            report_class=case.report_class,
            opds=tuple(dict.fromkeys(task.opd for task in case.tasks)),
            first_at=milliseconds(case.first_at),
            forwarded_at=first[1] if first else None,
            forwarded_by=first[2] if first else "",
            on_time=on_time(case.clocks) if lane(case.state) is Lane.DONE else None,
            reopened=case.reopened,
            arrivals=() if merged else tuple(arrivals),
            spells=tuple(self._spells),
            parts=tuple(self._parts),
        )


def _moved(part: Part, at: int, kind: str, was: Task | None, task: Task) -> Part:
    """The part after its task has become another, or is what it was."""
    if was is not None and (was.state, was.accepted_at) == (task.state, task.accepted_at):
        return part
    stands = PROGRESS.index(task.state)
    refused = part.refused
    if kind == "refused_work":
        refused += 1
    elif kind == "undone refused_work":
        refused -= 1
    return Part(
        part.opd,
        part.sent,
        None if task.accepted_at is None else milliseconds(task.accepted_at),
        _reached(part.finished, at, stands >= _FINISHED),
        _reached(part.done, at, stands >= _DONE),
        refused,
        part.end,
    )


def _reached(before: int | None, at: int, reached: bool) -> int | None:
    if not reached:
        return None
    return at if before is None else before


def on_time(clocks: Iterable[ClockRun]) -> bool | None:
    """Whether every promise of a finished case was kept; of several runs of one, the last."""
    last = {run.rule: run for run in clocks if run.rule in PROMISES}
    if not last:
        return None
    return all(run.ended is None or run.ended <= run.due for run in last.values())
