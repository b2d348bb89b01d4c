"""Policy briefs at one desk: counted in its cache, kept while written, signed on the server.

Counting and writing go on without the server. Signing does not wait for it: a brief is for the city
as it is when it is signed, so the server has to count as well.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from console.async_slot import begin
from console.cache import CacheLost
from console.clock import ServerClock
from console.drafts import PolicyDraft, of_policies
from console.printing import write_pdf, write_whole
from console.sync import Sync
from console.worker import Worker
from db import policies
from db.domain import policy
from db.domain.case import Actor
from db.domain.city import City
from db.domain.hotspots import Pair
from db.domain.policy import Claim, Facts, Heading, Moved, Period, Policy, Said, Signed
from db.domain.refused import Refused
from db.store import FaultKey, StoreFault

USUAL = 4
"""Weeks of the period that a brief begins with: a month."""

_TYPED_MS = 600


@dataclass(slots=True)
class Written:
    """The brief that `by` is writing. `moved`: what differs from when it was last looked at."""

    by: str = ""
    period: Period | None = None
    facts: Facts | None = None
    said: dict[Pair, Said] = field(default_factory=dict)
    remark: str = ""
    replaces: str = ""
    moved: tuple[Moved, ...] = ()


class Policies(QObject):
    """`counted`: the brief that is being written has other numbers now."""

    counted = Signal()

    def __init__(self, sync: Sync, clock: ServerClock, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.current = Written()
        self._sync, self._clock = sync, clock
        self._drafts = of_policies(folder)
        self._files, self._line = Worker("policies"), Worker("policies-line")
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(lambda: begin(self._keep()))

    async def close(self) -> None:
        """End the threads; what was typed last is on the disk then."""
        await self.part()
        for worker in (self._files, self._line):
            worker.shutdown(wait=False)

    async def part(self) -> None:
        """The officer leaves: what they wrote is kept for them, and not for the next one."""
        if self._typed.isActive():
            self._typed.stop()
            await self._keep()
        self.current = Written()

    # --- writing ---

    async def open(self) -> Written:
        """The brief this supervisor was writing, counted anew, or a new one of the last month."""
        me = self._author.id
        if self.current.by != me:
            await self.part()
            held = await self._files.do(self._drafts.read, me)
            self.current = Written(by=me)
            if held is not None:
                said = {one.pair: one for one in held.said}
                facts = held.facts
                period, remark = facts.period, held.remark
                self.current = Written(me, period, facts, said, remark, held.replaces)
        if self.current.period is None:
            self.current.period = self.period(USUAL)
        await self._count()
        return self.current

    async def choose(self, weeks: int, back: int = 0) -> Written:
        """Another period: so many weeks, and so many such periods before the last whole one."""
        self.current.period = self.period(weeks, back)
        await self._count()
        self._typed.start()
        return self.current

    def period(self, weeks: int, back: int = 0) -> Period:
        """So many weeks until the last midnight on the city's wall, or until an earlier one."""
        zone = ZoneInfo(self._city.zone)
        day = self._clock.now().astimezone(zone).date() - timedelta(weeks=weeks * back)
        return Period(datetime.combine(day, time(), zone), weeks)

    def back(self, period: Period) -> int:
        """How many whole periods one lies before the last."""
        return (self.period(period.weeks).until - period.until) // timedelta(weeks=period.weeks)

    def said(self, claim: Claim) -> Said:
        """What is said of a claim so far."""
        return self.current.said.get(claim.pair) or Said(*claim.pair)

    def say(self, said: Said) -> None:
        """Something else is said of a claim; on disk in a moment."""
        self.current.said[said.pair] = said
        self._typed.start()

    def remark(self, text: str) -> None:
        """The words before all claims."""
        self.current.remark = text
        self._typed.start()

    def replace(self, id: str) -> None:
        """The next brief replaces a signed one."""
        self.current.replaces = id
        self._typed.start()

    def drafted(self, sentence: Callable[[Claim], str]) -> Policy:
        """The brief as it would be signed; `sentence` is what is said of a claim where nobody has
        written anything.
        """
        current = self.current
        if current.facts is None:
            raise LookupError("nothing is counted")
        said = []
        for claim in current.facts.claims:
            one = self.said(claim)
            said.append(one if one.text.strip() else replace(one, text=sentence(claim)))
        id, now = str(uuid.uuid4()), self._clock.now().replace(microsecond=0)
        remark = current.remark.strip()
        made = Policy(id, now, self._author, current.facts, tuple(said), remark, current.replaces)
        return policy.masked(made)

    async def sign(self, sentence: Callable[[Claim], str]) -> Signed:
        """Sign it on the server, if all its numbers still are so.

        Raises Refused, where they are not `policy_moved` with the new ones in `current`, and the
        faults of Api and StoreFault.
        """
        given = self.drafted(sentence)
        policy.check(given)
        facts = await self._read(given.facts.period, given.facts.at)
        if facts != given.facts:
            await self._count()
            many = len(self.current.moved)
            raise Refused("policy_moved", claims=many, cases=facts.sums.cases)
        kept = await self._line.do(self._sync.api().put_policy, given)
        self._typed.stop()
        await self._files.do(self._drafts.forget, given.by.id)
        self.current = Written(by=given.by.id)
        return kept

    async def _count(self) -> None:
        """Count it as things stand; of the same period also what differs from before."""
        current, period = self.current, self.current.period
        assert period is not None, "a brief is opened before it is counted"
        facts = await self._read(period, self._clock.now().replace(microsecond=0))
        if current is not self.current or period != current.period:
            return  # another is asked for by now
        before = current.facts
        same = before is not None and before.period == period
        current.moved = policy.moved(before, facts) if before is not None and same else ()
        current.facts = facts
        self.counted.emit()

    async def _read(self, period: Period, at: datetime) -> Facts:
        city = self._city
        question = partial(policies.count, period=period, at=at, city=city, least=city.claims_from)
        try:
            return await self._sync.cache.read(question)
        except CacheLost as lost:  # another takes its place, and it can be asked again
            raise StoreFault(str(lost.aside), FaultKey.DAMAGED) from lost

    async def _keep(self) -> None:
        current = self.current
        if current.facts is None or not current.by:
            return
        said = tuple(current.said.values())
        now = self._clock.now()
        draft = PolicyDraft(now, current.facts, said, current.remark, current.replaces)
        try:
            await self._files.do(self._drafts.put, current.by, draft)
        except StoreFault as fault:
            self._sync.store_fault(fault)

    # --- what is signed ---

    async def listed(self) -> list[Heading]:
        """What was signed, the newest first. Raises the faults of Api."""
        return await self._line.do(self._sync.api().policies)

    async def one(self, id: str) -> Signed:
        """A signed brief, as its reader may see it. Raises the faults of Api."""
        return await self._line.do(self._sync.api().policy, id)

    async def print(self, html: str, title: str, foot: str, path: str) -> None:
        """Write a PDF file; `foot` has {page} and {pages}. Raises StoreFault."""
        await self._files.do(write_pdf, Path(path), html, title, foot)

    async def write(self, text: str, path: str) -> None:
        """Write a text file. Raises StoreFault."""
        await self._files.do(write_whole, Path(path), text.encode())

    @property
    def _city(self) -> City:
        city = self._sync.city
        if city is None:
            raise LookupError("no city pack yet: sign in once while the server is there")
        return city

    @property
    def _author(self) -> Actor:
        session = self._sync.session
        if session is None:
            raise LookupError("nobody is signed in at this desk")
        return session.person
