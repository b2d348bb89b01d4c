"""Keeps a wall's numbers true while cases change: what a case added goes, what it adds now comes.

Nothing here is ever counted anew, so a change costs the same however many cases there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from db.domain.brief import milliseconds
from db.domain.states import State
from db.domain.wall import (
    LATELY,
    QUARTER_MS,
    Agency,
    Figures,
    Flooding,
    Share,
    Shown,
    Wait,
    agency_of,
    days_of,
    first_day,
)

_MINUTE_MS = 60_000


class WallTally:
    """The sum over all cases in sight. `seq` is the change up to which it is true.

    `shares` are those of the cases that are open or had news lately; of any other the caller says
    what it added before, when it changes.
    """

    def __init__(self, zone: tzinfo, seq: int = 0) -> None:
        self.seq = seq
        self.shares: dict[str, Share] = {}
        self._zone = zone
        self._states: Counter[str] = Counter()
        self._quarters: Counter[int] = Counter()
        self._first = 0
        self._problems = 0
        self._waits: dict[str, dict[str, Wait]] = {}
        self._known: dict[str, Agency] = {}
        self._since = 0
        self._keys: dict[str, int] = {}
        self._next = 1
        self._put: dict[int, Shown] = {}
        self._drop: set[int] = set()

    def begin(
        self,
        reports: Mapping[State, int],
        problems: int,
        arrivals: Iterable[int],
        shares: Mapping[str, Share],
        now: datetime,
    ) -> None:
        """Everything as it stands: `arrivals` (ms) since the first day that is compared."""
        self._states.update({state.value: many for state, many in reports.items() if many})
        self._problems = problems
        self._first = first_day(now, self._zone)
        self._quarters.update(at // QUARTER_MS for at in arrivals)
        for case, share in shares.items():
            self._keep(case, share)

    def alter(self, case: str, before: Share | None, after: Share | None) -> None:
        """A case that added `before` adds `after` now; None where it is out of sight."""
        for share, sign in ((before, -1), (after, 1)):
            if share is not None:
                self._count(share, sign)
        self.shares.pop(case, None)
        for share in (before, after):
            for wait in share.waits if share else ():
                self._waits.get(wait.opd, {}).pop(case, None)
                self._known.pop(wait.opd, None)
        if after is not None:
            self._keep(case, after)
        if case in self._keys and (after is None or after.shown is None):
            key = self._keys.pop(case)
            self._put.pop(key, None)
            self._drop.add(key)

    def _count(self, share: Share, sign: int) -> None:
        self._states[share.state] += sign * share.reports
        self._problems += sign * (share.state != State.MERGED)
        if share.arrived >= self._first:
            self._quarters[share.arrived // QUARTER_MS] += sign

    def _keep(self, case: str, share: Share) -> None:
        self.shares[case] = share
        for wait in share.waits:
            self._waits.setdefault(wait.opd, {})[case] = wait
            self._known.pop(wait.opd, None)
        if share.shown is not None:
            if case not in self._keys:
                self._keys[case], self._next = self._next, self._next + 1
            self._put[self._keys[case]] = share.shown

    def moved(self) -> tuple[dict[int, Shown], set[int]]:
        """Open cases that are new or otherwise since this was asked, and those that are no more."""
        found = self._put, self._drop
        self._put, self._drop = {}, set()
        return found

    def figures(self, now: datetime, flood: Flooding | None = None) -> Figures:
        """All that is counted, as of `now`."""
        states = {state: many for state, many in sorted(self._states.items()) if many}
        days = days_of(self._quarters, now, self._zone)
        return Figures(self.seq, states, self._problems, self._agencies(now), days, flood)

    def _agencies(self, now: datetime) -> tuple[Agency, ...]:
        """Those that were sent anything lately, by their id; one without news as of this minute."""
        since = milliseconds(now - LATELY) // _MINUTE_MS * _MINUTE_MS
        if since != self._since:
            self._since = since
            self._known.clear()
        for opd, waits in self._waits.items():
            if opd not in self._known:
                self._known[opd] = agency_of(opd, waits.values(), since)
        found = (self._known[opd] for opd in sorted(self._waits))
        return tuple(one for one in found if one.accepted or one.waiting)

    def forget(self, now: datetime) -> None:
        """Let go of what has left the days that are told of; to be called now and then."""
        since, self._first = milliseconds(now - LATELY), first_day(now, self._zone)
        self._quarters = Counter(
            {at: many for at, many in self._quarters.items() if at >= self._first // QUARTER_MS}
        )
        for case, share in list(self.shares.items()):
            if share.shown is None and all(0 < wait.accepted < since for wait in share.waits):
                del self.shares[case]
                for wait in share.waits:
                    self._waits[wait.opd].pop(case, None)
