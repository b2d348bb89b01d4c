"""Which alarms stand at this desk: pure, over whole cases as they come.

An alarm needs an act of whoever sits here; everything else is a message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from heapq import heappop, heappush

from db.domain.case import Actor, Case
from db.domain.climbs import is_of
from db.domain.clocks import soonest
from db.domain.ladder import OF_AGENCIES
from db.domain.states import IN_WORK, Role, State

_ROOM = frozenset({Role.OFFICER, Role.SUPERVISOR})


class Kind(IntEnum):
    """Why an act is needed, the most pressing last."""

    WAITING = 1
    BREACHED = 2
    DELIVERY = 3
    ESCALATED = 4
    EMERGENCY = 5


@dataclass(frozen=True, slots=True)
class Alarm:
    """One reason to act on a case. It stands from `since` (UTC), which may be yet to come.

    `key` names it among those of its case and is what an acknowledgement says; `about` is the rule
    of a clock or the id of an agency. `shelved`: why somebody put the case's alarms off, and
    `reason_since` from when it would stand had nobody done so.
    """

    case: str
    number: str
    title: str
    kind: Kind
    key: str
    since: datetime
    about: str = ""
    shelved: str = ""
    reason_since: datetime | None = None

    @property
    def order(self) -> tuple[int, datetime, str]:
        """The most pressing first, then the oldest."""
        return -self.kind, self.since, self.case


def alarms_of(case: Case, who: Actor) -> tuple[Alarm, ...]:
    """What may ask this person to act on the case as it stands, now or later, and is not seen."""
    found = [*_of_room(case, who), *_of_clocks(case, who), *_of_ladder(case, who)]
    seen = {one.rule: one.at for one in case.seen}
    until = case.shelved_until
    return tuple(
        replace(
            alarm,
            since=max(alarm.since, until or alarm.since),
            shelved=case.shelved_because,
            reason_since=alarm.since,
        )
        for alarm in found
        if alarm.key not in seen or seen[alarm.key] < alarm.since
    )


def _alarm(case: Case, kind: Kind, key: str, since: datetime, about: str = "") -> Alarm:
    return Alarm(case.id, case.number, case.text.strip()[:140], kind, key, since, about)


def _of_room(case: Case, who: Actor) -> Iterable[Alarm]:
    """New emergencies, and what did not reach its agency."""
    if who.role not in _ROOM:
        return
    if case.state is State.RECEIVED and case.priority == "emergency":
        yield _alarm(case, Kind.EMERGENCY, "emergency", case.first_at)
    for lost in case.astray:
        if lost.step == "failed" and not lost.withdrawn and case.state in IN_WORK:
            yield _alarm(case, Kind.DELIVERY, f"delivery.{lost.job}", lost.since, lost.opd)


def _of_clocks(case: Case, who: Actor) -> Iterable[Alarm]:
    """The soonest clock of what this role owes: its warning while nobody acts, its deadline."""
    run = soonest(case.clocks) if _owes(case, who) else None
    if run is None:
        return
    yield _alarm(case, Kind.BREACHED, run.rule, run.due, run.rule)
    if case.state is State.RECEIVED:
        yield _alarm(case, Kind.WAITING, f"warning.{run.rule}", run.warn_at, run.rule)


def _owes(case: Case, who: Actor) -> bool:
    """Supervisors are told by the ladder; the heads of agencies, too."""
    if who.role is Role.OFFICER:
        return case.state in (State.RECEIVED, State.AWAITING_VALIDATION)
    if who.role is Role.OPD_OPERATOR:
        owed = IN_WORK - {State.AWAITING_VALIDATION}
        return any(task.opd == who.opd and task.state in owed for task in case.tasks)
    return False


def _of_ladder(case: Case, who: Actor) -> Iterable[Alarm]:
    """The last step of each clock that still runs, where it was told to this role."""
    for run in case.clocks:
        taken = [one for one in case.climbs if is_of(one, run)]
        if run.ended is None and run.paused is None and taken:
            last = taken[-1]
            mine = last.to not in OF_AGENCIES or who.opd in last.opds
            if last.to == who.role and mine:
                yield _alarm(case, Kind.ESCALATED, f"ladder.{run.rule}", last.at, run.rule)


class Alarms:
    """The alarms of one desk, one a case: the most pressing. A look costs what has fallen due."""

    def __init__(self, who: Actor) -> None:
        self.who = who
        self._known: dict[str, tuple[Alarm, ...]] = {}
        self._coming: list[tuple[datetime, str]] = []
        self._standing: dict[str, Alarm] = {}
        self._shelved: set[str] = set()

    def take(self, case: Case, now: datetime) -> None:
        """The case is so now."""
        alarms = alarms_of(case, self.who)
        self.drop(case.id)
        if alarms:
            self._known[case.id] = alarms
            if case.shelved_until is not None and case.shelved_until > now:
                self._shelved.add(case.id)
            for alarm in alarms:
                if alarm.since > now:
                    heappush(self._coming, (alarm.since, case.id))
            self._look_at(case.id, now)

    def drop(self, case: str) -> None:
        """The case is out of sight."""
        self._known.pop(case, None)
        self._standing.pop(case, None)
        self._shelved.discard(case)

    def pass_time(self, now: datetime) -> None:
        """What falls due by `now` stands."""
        while self._coming and self._coming[0][0] <= now:
            self._look_at(heappop(self._coming)[1], now)

    def standing(self, attended: Collection[str] = ()) -> list[Alarm]:
        """The alarms that stand, the most pressing first.

        A case that merely waits is no alarm while a colleague is on it (`attended`).
        """
        return sorted(
            (
                alarm
                for alarm in self._standing.values()
                if alarm.kind is not Kind.WAITING or alarm.case not in attended
            ),
            key=lambda alarm: alarm.order,
        )

    def shelved(self, now: datetime) -> list[Alarm]:
        """One alarm a case that would stand now had nobody put it off, the next to return first."""
        found = {}
        for case in self._shelved:
            put_off = [one for one in self._known[case] if one.since > now and _stood(one, now)]
            if put_off:
                found[case] = min(put_off, key=lambda alarm: alarm.order)
        return sorted(found.values(), key=lambda alarm: (alarm.since, alarm.case))

    def keys(self, case: str, now: datetime) -> list[str]:
        """What an acknowledgement of a case's alarm says, one of each."""
        return [one.key for one in self._known.get(case, ()) if one.since <= now]

    def _look_at(self, case: str, now: datetime) -> None:
        due = [alarm for alarm in self._known.get(case, ()) if alarm.since <= now]
        if due:
            self._standing[case] = min(due, key=lambda alarm: alarm.order)


def _stood(alarm: Alarm, now: datetime) -> bool:
    return bool(alarm.shelved) and alarm.reason_since is not None and alarm.reason_since <= now
