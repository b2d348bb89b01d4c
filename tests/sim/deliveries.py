"""Delivery jobs over the real rules: made with the decision, tried, alarmed, brought to an end."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from db.domain import deliveries as rules
from db.domain.case import Case
from db.domain.commands import Command
from db.domain.deliveries import Attempt, Job, JobState, Notice, Reply
from db.domain.dispatch import Altered, after_change, news, tells
from tests.sim.broken import Broken
from tests.sim.disk import File
from tests.sim.journal import Step
from tests.sim.small_city import CITY

LEASE = timedelta(seconds=30)
_REPLIES = (Reply.DELIVERED, Reply.DELIVERED, Reply.UNSENT, Reply.UNKNOWN, Reply.UNKNOWN,
            Reply.GONE, Reply.REFUSED)  # fmt: skip


class Deliveries:
    """The jobs of a server. `arrived` counts, by id, what agencies got, however often."""

    def __init__(self, disk: File, seen: Counter[str]) -> None:
        self._disk, self._seen = disk, seen
        self.jobs: dict[str, Job] = {}
        self.arrived: Counter[str] = Counter()
        self.untold: list[tuple[Job, str]] = []

    def forget(self) -> None:
        """The server starts; its disk will tell."""
        self.jobs, self.untold = {}, []

    # --- the deciding transaction ---------------------------------------------------------------

    def take(self, steps: Iterable[Step]) -> None:
        """What the changes of a transaction set going and call off, written with them."""
        for step in steps:
            for id, case in step.after.items():
                altered = Altered(step.before.get(id), step.change, case)
                if step.change.alters and tells(altered):
                    for job in after_change(self._of(id), altered, CITY):
                        self._count(job)
                        self.jobs[job.id] = job
                    self._check_one_set(case)

    def _of(self, case: str) -> list[Job]:
        return [job for job in self.jobs.values() if job.case == case]

    def _count(self, job: Job) -> None:
        before = self.jobs.get(job.id)
        if before is None or before.state is not job.state:
            self._seen[f"delivery {job.state}"] += 1

    def _check_one_set(self, case: Case) -> None:
        """8: what is still to be sent for an assignment comes from one command."""
        sets = {
            (job.opd, job.command)
            for job in self._of(case.id)
            if job.notice is Notice.FORWARDED and job.state is not JobState.CANCELLED
            if not job.over
        }
        if len(sets) > len({opd for opd, _ in sets}):
            raise Broken(f"8: {case.id} is sent twice to one agency: {sorted(sets)}")

    # --- the sender -----------------------------------------------------------------------------

    def remember(self, job: Job) -> None:
        """What the disk says of a job."""
        self.jobs[job.id] = job

    def _save(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            step = rules.step_told(self.jobs[job.id], job)
            if step:
                self.untold.append((job, step))
            self._seen["delivery alarmed"] += bool(
                job.alarmed_at and not self.jobs[job.id].alarmed_at
            )
            self._count(job)
            self.jobs[job.id] = job
            self._disk.append("job", job)

    def send(self, at: datetime, chance: random.Random | None) -> list[Callable[[datetime], None]]:
        """Do what is due; what is on its way comes back as calls. No `chance`: all is well."""
        sent = []
        for id in [id for id, job in self.jobs.items() if job.alarm_at or not job.over]:
            job = self.jobs[id]
            if job.alarm_at is not None and job.alarm_at <= at:
                self._save(rules.raised(self._of(job.case), job, at))
                job = self.jobs[id]
            if job.next_at is None or job.next_at > at or job.over:
                continue
            if rules.too_old(job, at):
                self._save([rules.given_up(job, at)])
            elif job.channel not in rules.TAKEN_THERE | rules.BY_HAND:
                self._save([rules.claimed(job, at, at + LEASE)])
                reply = chance.choice(_REPLIES) if chance else Reply.DELIVERED
                sent.append(self._attempt(id, reply))
        return sent

    def _attempt(self, id: str, reply: Reply) -> Callable[[datetime], None]:
        if reply in (Reply.DELIVERED, Reply.UNKNOWN):
            self.arrived[id] += 1
            self._seen["delivery repeated"] += self.arrived[id] > 1

        def ended(at: datetime) -> None:
            job = rules.attempted(self.jobs[id], Attempt(reply, "sim"), at)
            done = rules.settled(self._of(job.case), job) if job.arrived else [job]
            self._save(done)

        return ended

    def told(self, cases: dict[str, Case], at: datetime) -> list[Command]:
        """The commands by which the room hears of it."""
        untold, self.untold = self.untold, []
        made = (news(job, step, cases[job.case], at) for job, step in untold if job.case in cases)
        return [command for command in made if command is not None]

    def check_ended(self, at: datetime) -> None:
        """17: as time goes on, every job is delivered or cancelled, or the room was alarmed."""
        for _ in range(200):
            for ended in self.send(at, None):
                ended(at)
            due = [t for job in self.jobs.values() for t in (job.next_at, job.alarm_at) if t]
            if not due:
                break
            at = max(at, min(due))
        for job in self.jobs.values():
            ended_well = job.over and job.state is not JobState.FAILED
            reserve = job.state is JobState.RESERVE
            if not (ended_well or job.alarmed_at or reserve):
                raise Broken(f"17: {job.id} is {job.state} and nobody was told")
            if reserve and not any(
                other.arrived or other.alarmed_at
                for other in self.jobs.values() if rules.siblings(job, other)
            ):  # fmt: skip
                raise Broken(f"17: {job.id} stands by for ever")
