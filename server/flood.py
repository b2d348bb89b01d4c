"""Flood mode on the server: notices that too much comes in, and folds what is one problem.

There is a flood when the journal and the sessions say so, minute by minute: every process works out
the same, also after a restart, and nothing of it is written down. A report is folded by a command
of the system whose id follows from the case alone: once for ever, whoever comes first.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from prometheus_client.core import Metric

from db import cases, floods, logbook
from db.domain import commands as verb
from db.domain.case import SYSTEM, Case
from db.domain.changes import Outcome
from db.domain.city import City
from db.domain.commands import Command
from db.domain.flood import (
    LIMITS,
    Masters,
    check_fold,
    since_when,
    stop_id,
    untouched,
    was_folded,
)
from db.domain.refused import Refused
from db.domain.states import Role
from db.floods import Arrival, News
from db.store import Conn, StoreFault
from server.changes import Feed
from server.ledger import Ledger, body_hash
from server.log import note
from server.measures import gauge
from server.pages import stamp
from server.presence import Presence
from server.streams import Streams
from server.writing import Writer

EVERY = 2.0
"""Seconds between two looks."""

STEP = timedelta(minutes=1)
"""Whether there is a flood is asked of each whole minute, which is the same for all processes."""

SETTLED = timedelta(seconds=5)
"""A minute is looked at only so long afterwards: then all it brought is committed."""

LOOKED_BACK = timedelta(days=3)
"""So far a process that starts looks back for the begin of a flood."""

ON_DUTY = frozenset({Role.OFFICER, Role.SUPERVISOR})
"""Who reads what comes in."""

_AT_ONCE = 1000
_OURS = uuid.UUID("3f5a8c1e-9b0d-4c57-8f35-6f6f0e7f4b29")


class Fold(NamedTuple):
    """A report as it came in (its change is `seq`) and the case it belongs to."""

    case: str
    seq: int
    into: str


class Flood:
    """Follows the journal, whichever process writes it; a quiet minute costs nothing."""

    def __init__(
        self,
        writer: Writer,
        feed: Feed,
        city: City,
        presence: Presence,
        streams: Streams,
        now: Callable[[], datetime],
    ) -> None:
        self._writer, self._feed, self._city = writer, feed, city
        self._presence, self._streams, self._now = presence, streams, now
        self._begin("", 0)

    def _begin(self, epoch: str, seq: int) -> None:
        """Nothing is known yet of this history but that it stands at `seq`."""
        self._epoch, self._seq = epoch, seq
        self._arrivals: deque[Arrival] = deque()
        self._at = _whole(self._now() - LOOKED_BACK)
        self._officers, self._came = 1, 0
        self._folding = True
        self._set(None)

    def _set(self, since: datetime | None) -> None:
        """A flood begins, or there is none."""
        self._since = since
        self._cases: dict[str, Case] = {}
        self._stale: set[str] = set()
        self._judged: set[str] = set()
        self._masters = Masters(self._city)

    async def run(self) -> None:
        """Look until cancelled; a fault of the disk is logged and tried again."""
        while True:
            try:
                await self.look()
            except StoreFault as fault:
                note("flood mode could not look", 40, key=fault.key)
            await asyncio.sleep(EVERY)

    async def look(self) -> int:
        """Take in what came, and fold what is to be folded now; how many reports were."""
        end = _whole(self._now() - SETTLED)
        await self._catch_up(end)
        await self._pass_minutes(end)
        folded = 0
        if self._since is not None:
            stop = stop_id(self._since)
            self._folding = await self._feed.read(lambda conn: logbook.one(conn, stop) is None)
            await self._feed.read(self._reload)
            folded = await self._fold() if self._folding else 0
        self._streams.flood(self.told())
        return folded

    def told(self) -> dict[str, object] | None:
        """What desks are told of the flood, None while there is none."""
        if self._since is None:
            return None
        reports, cases_ = self._counts()
        return {
            "since": stamp(self._since),
            "reports": reports,
            "cases": cases_,
            "each": round(self._came / self._officers, 1),
            "officers": self._officers,
            "folding": self._folding,
        }

    def _counts(self) -> tuple[int, int]:
        """Reports of the flood, and the cases that they are now; secret ones are not spoken of."""
        seen = [case for case in list(self._cases.values()) if not case.secret]
        return len(seen), len(seen) - sum(map(was_folded, seen))

    def gauges(self) -> Iterable[Metric]:
        """For /metrics."""
        reports, cases_ = self._counts()
        yield gauge("flood", "Whether there is a flood of reports", self._since is not None)
        yield gauge("flood_reports", "Reports of this flood", reports)
        yield gauge("flood_cases", "Cases that they have become", cases_)
        yield gauge("arrivals", "Reports that came in ten minutes, when last looked", self._came)

    # --- following the journal ---

    async def _catch_up(self, end: datetime) -> None:
        # A clock that was put back: minutes that are to come have been asked about already.
        if self._epoch != self._feed.epoch or self._at > end + LIMITS.window:
            since = self._now() - LOOKED_BACK
            seq = await self._feed.read(lambda conn: floods.begins_at(conn, since))
            self._begin(self._feed.epoch, seq)
        # Of a minute that is asked about all must be known, whatever was heard of other processes.
        while self._seq < self._feed.head or self._at < end:
            found = await self._feed.read(lambda conn: floods.news(conn, self._seq, _AT_ONCE))
            if found.seq == self._seq:
                return
            self._take(found)

    def _take(self, found: News) -> None:
        # An import brings what came long ago; no minute asks for that any more.
        lately = [one for one in found.arrivals if one.at > self._at - LIMITS.window]
        self._seq = found.seq
        self._arrivals += lately
        if self._since is not None:
            came = {one.case for one in lately if self._is_of(one)}
            self._stale |= came | (found.altered & self._cases.keys())

    def _brought(self, one: Arrival) -> bool:
        """Whether a channel brought it; what an officer took down has been read."""
        return one.author in self._city.channels

    def _is_of(self, one: Arrival) -> bool:
        """Whether a report came in the flood; those that set it off are of it."""
        return self._since is not None and one.at > self._since - LIMITS.window

    async def _pass_minutes(self, end: datetime) -> None:
        """Ask of each whole minute up to one that is settled whether there is a flood."""
        if self._at >= end:
            return
        self._at = max(self._at, end - LOOKED_BACK)
        if self._since is None and len(self._arrivals) <= LIMITS.starts:
            self._at = end
            self._forget()
            self._came = sum(map(self._brought, self._arrivals))
        else:
            await self._feed.read(lambda conn: self._walk(conn, end))
            self._forget()

    def _walk(self, conn: Conn, end: datetime) -> None:
        """The same on a reading thread, for there are many."""
        spells = floods.spells(conn, self._at, ON_DUTY)
        times = sorted(one.at for one in self._arrivals if self._brought(one))
        first = last = 0
        while self._at < end:
            self._at += STEP
            while last < len(times) and times[last] <= self._at:
                last += 1
            while first < last and times[first] <= self._at - LIMITS.window:
                first += 1
            self._came = last - first
            if self._since is not None or self._came > LIMITS.starts:
                self._officers = max(1, floods.on_duty(spells, self._at))
                since = since_when(self._since, self._at, self._came, self._officers)
                if since != self._since:
                    self._changed(since)

    def _changed(self, since: datetime | None) -> None:
        self._set(since)
        self._stale = {one.case for one in self._arrivals if self._is_of(one)}
        note("flood begins" if since else "flood is over", reports=self._came)

    def _forget(self) -> None:
        """What came long before is asked for no more."""
        kept = self._at - LIMITS.window
        if self._since is not None:
            kept = min(kept, self._since - LIMITS.window)
        while self._arrivals and self._arrivals[0].at <= kept:
            self._arrivals.popleft()

    def _reload(self, conn: Conn) -> None:
        """The cases of the flood that are new or were altered, as they stand."""
        ids, self._stale = sorted(self._stale), set()
        found = cases.many(conn, ids) if ids else {}
        self._cases |= found
        for case in found.values():
            self._masters.put(case)

    # --- folding ---

    def _judge(self, attended: Collection[str], now: datetime) -> list[Fold]:
        """What is to be folded of the reports that came lately; each is judged once.

        One that somebody has open is theirs. What came in longer ago has been on every board. On a
        reading thread: of a report without a category every word is looked at.
        """
        lately, folds = now - LIMITS.window, list[Fold]()
        for one in self._arrivals:
            case = self._cases.get(one.case)
            if case is None or one.case in self._judged or one.at <= lately:
                continue
            self._judged.add(one.case)
            unread = self._brought(one) and one.case not in attended
            if not unread or case.seq != one.seq or not untouched(case):
                continue
            master = self._masters.of(case)
            if master is not None:
                folds.append(Fold(case.id, case.seq, master.id))
                self._masters.join(case, master)
        return folds

    async def _fold(self) -> int:
        attended, now = self._presence.attended(), self._now()
        folds = await self._feed.read(lambda conn: self._judge(attended, now))
        if not folds:
            return 0
        both = frozenset(id for one in folds for id in (one.case, one.into))
        self._stale |= both
        try:
            done = await self._writer.ask(
                lambda ledger: [_folded(ledger, one) for one in folds],
                frozenset(_id(one.case) for one in folds),
                both,
            )
        except StoreFault:
            self._judged.difference_update(one.case for one in folds)
            raise
        await self._feed.read(self._reload)
        return sum(done)


def _folded(ledger: Ledger, one: Fold) -> bool:
    """Fold a report, as both cases stand in this transaction; False where that is not so now."""
    case, master = ledger.pen.case(one.case), ledger.pen.case(one.into)
    if case is None or master is None or case.seq != one.seq:
        return False
    try:
        check_fold(case, master, ledger.city)
    except Refused:
        return False
    command = Command(_id(case.id), case.id, verb.Merge(master.id), SYSTEM, ledger.now)
    return ledger.carry_out(command, body_hash(command)).outcome == Outcome.ACCEPTED


def _id(case: str) -> str:
    """The same for a case after a restart, in another process, after a restore."""
    return str(uuid.uuid5(_OURS, f"fold {case}"))


def _whole(moment: datetime) -> datetime:
    """The whole minute before."""
    return moment.replace(second=0, microsecond=0)
