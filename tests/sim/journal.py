"""The server's tables in memory, every state there ever was, and what each change may do to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.chain import chain_next, chain_start
from db.decisions import Decision
from db.domain import commands as verb
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.commands import LAWS
from db.entries import Entry
from db.identities import Identity
from db.pen import Head, Pen
from db.rows import agencies
from db.scopes import sees
from tests.sim.broken import Broken
from tests.sim.shared import Shared
from tests.sim.small_city import CITY, SCOPES

View = dict[str, bytes]
"""Canonical JSON by case id: what one scope sees."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change, with the cases it was about before and after."""

    entry: Entry
    change: Change
    before: Mapping[str, Case]
    after: Mapping[str, Case]


class StepPen(Pen):
    """The real pen, which also notes how the cases stood around each change."""

    steps: list[Step]

    def add(self, change: Change, *cases: Case) -> Entry:
        """See Pen."""
        held = ((id, self.case(id)) for id in change.cases)
        before = {id: case for id, case in held if case is not None}
        entry = super().add(change, *cases)
        self.steps.append(Step(entry, change, before, {case.id: case for case in cases}))
        return entry


class Journal:
    """One history. `views` hold, by scope, what was to be seen at every seq."""

    def __init__(self, epoch: str, shared: Shared) -> None:
        self.epoch, self._shared = epoch, shared
        self.steps: list[Step] = []
        self.chains = [chain_start(epoch)]
        self.cases: dict[str, Case] = {}
        self.decisions: dict[str, Decision] = {}
        self.reporters: set[str] = set()
        self.views: dict[str, list[View]] = {scope: [{}] for scope in SCOPES}
        self._numbers = 0
        self._dispatches: dict[tuple[str, int], str] = {}
        self._ids: set[str] = set()

    @property
    def head(self) -> int:
        """The seq of the last change."""
        return len(self.steps)

    def at(self) -> Head:
        """The head row."""
        return Head(CITY.id, self.epoch, self.head, self.chains[-1], self._numbers, self.head)

    def add(self, step: Step) -> None:
        """The next change of this history."""
        self._check(step)
        self.steps.append(step)
        self._ids.add(step.change.id)
        self.chains.append(chain_next(self.chains[-1], step.entry.leaf))
        self.cases.update(step.after)
        self._numbers += step.change.alters and isinstance(step.change.act, verb.Receive)
        for scope, states in self.views.items():
            states.append(self._seen(scope, states[-1], step) if step.after else states[-1])

    def _seen(self, scope: str, view: View, step: Step) -> View:
        fresh = dict(view)
        for id, case in step.after.items():
            if sees(scope, case.secret, agencies(case)):
                fresh[id] = self._shared.doc(case)
            else:
                fresh.pop(id, None)
        return fresh

    def _check(self, step: Step) -> None:
        change = step.change
        if change.seq != self.head + 1:
            raise Broken(f"4: change {change.seq} after {self.head}")
        if change.id in self._ids:
            raise Broken(f"2: command {change.id} is decided twice")
        if not change.alters and step.after:
            raise Broken(f"2: {change.kind} {change.id} alters a case")
        for id, case in step.before.items():
            if self.cases.get(id) is not case and self.cases.get(id) != case:
                raise Broken(f"11: {id} became another without a change")
        law, case_after = LAWS[type(change.act)], step.after.get(change.case)
        if change.alters and law.dispatches and case_after is not None:
            turn = (change.case, case_after.assignment_no)
            if self._dispatches.setdefault(turn, change.id) != change.id:
                raise Broken(f"8: {turn} is dispatched twice")
        self._check_deadlines(step)

    def check_hidden_alike(self, altered: Iterable[str]) -> None:
        """What was merged into a case is as secret as it is, whenever a transaction ends."""
        for id in altered:
            case = self.cases[id]
            if case.master is not None and self.cases[case.master].secret is not case.secret:
                raise Broken(f"{id} is not as secret as {case.master}, which it was merged into")

    def _check_deadlines(self, step: Step) -> None:
        """11: nothing but an edit or the end of a pause ever moves a deadline."""
        for id, case in step.after.items():
            was = step.before.get(id)
            if was is None or was.clocks == case.clocks or isinstance(step.change.act, verb.Undo):
                continue
            paused = {run.rule for run in was.clocks if run.paused is not None}
            # Two runs of a rule may begin at one instant: what one batch ends, it may begin again.
            dues = defaultdict[tuple[str, datetime], set[datetime]](set)
            for run in was.clocks:
                dues[run.rule, run.started].add(run.due)
            for run in case.clocks:
                known = dues.get((run.rule, run.started), {run.due})
                excused = run.rule in paused or (
                    isinstance(step.change.act, verb.Edit) and run.due < max(known)
                )
                if run.due not in known and not excused:
                    raise Broken(f"11: {step.change.kind} moves a deadline of {id}")


class MemoryBook:
    """The book of one transaction; what it keeps counts when the transaction is committed."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.made: list[Decision] = []
        self.reporters: list[str] = []

    def cases(self, ids: Iterable[str]) -> dict[str, Case]:
        """See Book."""
        return {id: case for id in ids if (case := self._journal.cases.get(id)) is not None}

    def merged_into(self, id: str) -> list[str]:
        """See Book."""
        return [case.id for case in self._journal.cases.values() if case.master == id]

    def decisions(self, ids: Iterable[str]) -> dict[str, Decision]:
        """See Book."""
        known = self._journal.decisions
        return {id: decision for id in ids if (decision := known.get(id)) is not None}

    def keep_decisions(self, made: Sequence[Decision]) -> None:
        """See Book."""
        self.made.extend(made)

    def knows_reporter(self, report: str) -> bool:
        """See Book."""
        return report in self._journal.reporters or report in self.reporters

    def keep_identity(self, identity: Identity) -> None:
        """See Book."""
        self.reporters.append(identity.report)
