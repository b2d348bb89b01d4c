"""A book whose deliveries are carried out by hand: agencies that answer, or do not, as drawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from db.domain.changes import Change
from db.domain.city import City
from db.domain.deliveries import (
    Attempt,
    Job,
    JobState,
    attempted,
    claimed,
    given_up,
    raised,
    settled,
    step_told,
    too_old,
)
from db.domain.dispatch import Altered, after_change, news
from tests.db.domain import small_city
from tests.db.domain.small_city import Book

WAYS = {"pu": ("webhook", "email"), "dlh": ("console", "phone"), "dishub": ("phone",)}
CITY: City = replace(
    small_city.CITY,
    agencies={
        id: replace(agency, delivery=WAYS[id]) for id, agency in small_city.CITY.agencies.items()
    },
)

Answering = Callable[[Job], Attempt]


class PostRoom(Book):
    """Every change is followed by its deliveries; `attempts` are those made, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[str, Job] = {}
        self.attempts: list[Job] = []
        self.told: list[tuple[str, str]] = []

    def take(self, change: Change) -> None:
        """Into the book, and what it means for deliveries."""
        before = self.cases.get(change.case)
        super().take(change)
        if change.alters:
            altered = Altered(before, change, self.cases[change.case])
            self.keep(after_change(self.of_case(change.case), altered, CITY))

    def of_case(self, case: str) -> list[Job]:
        """All jobs of a case."""
        return [job for job in self.jobs.values() if job.case == case]

    def of_agency(self, opd: str, case: str = "a") -> list[Job]:
        """All jobs of a case to one agency."""
        return [job for job in self.of_case(case) if job.opd == opd]

    def keep(self, jobs: list[Job]) -> None:
        """Jobs as they stand now; what the room must hear of it becomes a change."""
        for job in jobs:
            before, self.jobs[job.id] = self.jobs.get(job.id, job), job
            step = step_told(before, job)
            command = news(job, step, self.cases[job.case], self.now) if step else None
            if command is not None:
                self.told.append((job.id, step))
                self.take(self.decide(command))

    def work(self, answering: Answering) -> None:
        """Everything that is due at this moment."""
        for job in list(self.jobs.values()):
            if job.alarm_at is not None and job.alarm_at <= self.now:
                self.keep(raised(self.of_case(job.case), job, self.now))
        for job in list(self.jobs.values()):
            job = self.jobs[job.id]
            if job.next_at is None or job.next_at > self.now:
                continue
            if too_old(job, self.now):
                self.keep([given_up(job, self.now)])
                continue
            self.attempts.append(job)
            taken = claimed(job, self.now, self.now + timedelta(minutes=1))
            self.keep([taken])
            done = attempted(taken, answering(taken), self.now)
            self.keep(settled(self.of_case(done.case), done) if done.arrived else [done])

    def next_instant(self) -> datetime | None:
        """When there is something to do next."""
        moments = [m for job in self.jobs.values() for m in (job.next_at, job.alarm_at) if m]
        return min(moments, default=None)

    def run(self, until: datetime, answering: Answering) -> None:
        """Let time pass, doing everything at its time."""
        while (moment := self.next_instant()) is not None and moment <= until:
            self.now = max(self.now, moment)
            self.work(answering)
        self.now = max(self.now, until)

    def states(self, opd: str, case: str = "a") -> dict[str, JobState]:
        """The state of each job to an agency, by its way."""
        return {job.channel: job.state for job in self.of_agency(opd, case)}
