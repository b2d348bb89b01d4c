"""A row's past as changes with their own times, decided by the same rules as everything else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from db.domain.apply import apply
from db.domain.calendar import NoWorkingTime
from db.domain.case import IMPORTER, Actor, Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.commands import Bring, Command, Forward, Receive, Verb
from db.domain.decide import decide
from db.domain.refused import Refused
from db.domain.states import Role, State
from server.importing.faults import RowFault
from server.importing.rows import Incoming
from server.importing.source import Source

_IMPORTS = uuid5(NAMESPACE_URL, "liveroom:import")


@dataclass(frozen=True, slots=True)
class Past:
    """A row as a case: its changes without number and seq, and how it stands after them."""

    incoming: Incoming
    report: str
    changes: tuple[Change, ...]
    case: Case


class Historian:
    """Makes the past of rows of one source; the same row has the same ids in every run."""

    def __init__(self, city: City, source: Source) -> None:
        self._city = city
        self._source = source
        self._author = Actor(IMPORTER, source.id, Role.SYSTEM, desk="import")

    def past(self, incoming: Incoming) -> Past:
        """The past of a row. Raises RowFault when the rules do not allow it."""
        case: Case | None = None
        changes = []
        id, report = self._id(incoming, "case"), self._id(incoming, "report")
        for name, act, at, said in self._acts(incoming, report):
            command = Command(self._id(incoming, name), id, act, self._author, said)
            change = self._decided(case, command, at)
            case = apply(case, change)
            changes.append(change)
        assert case is not None  # every past begins with a report
        self._check_target(incoming, case)
        return Past(incoming, report, tuple(changes), case)

    def _acts(self, row: Incoming, report: str) -> list[tuple[str, Verb, datetime, datetime]]:
        """Name of the step, what was done, when it counts, and when the source says it was."""
        due = {self._source.target_clock: row.target} if row.target else {}
        receive = Receive(
            report,
            row.channel,
            row.text,
            report_class=row.report_class,
            category=row.category,
            place=row.place,
            at=row.opened,
            source_id=row.source_id,
            due=due,
        )
        acts: list[tuple[str, Verb, datetime, datetime]] = [
            ("receive", receive, row.opened, row.opened)
        ]
        if row.state is State.RECEIVED:
            return acts
        if row.agency and row.category:
            forward = Forward((row.agency,), row.category, row.report_class)
            acts.append(("forward", forward, row.opened, row.opened))
        if row.state is not State.FORWARDED:
            acts.append(("bring", Bring(row.state, row.closing), row.since, row.said_since))
        return acts

    def _decided(self, case: Case | None, command: Command, at: datetime) -> Change:
        try:
            return decide(case, command, self._city, at)
        except Refused as no:
            facts = ", ".join(f"{key} {value}" for key, value in no.facts.items() if value)
            raise RowFault("", f"the rules refuse to {command.law.name}: {no.key} {facts}") from no
        except NoWorkingTime as never:
            raise RowFault("", f"no deadline can be found: {never}") from never

    def _check_target(self, row: Incoming, case: Case) -> None:
        """A deadline given by the source is a promise; it must not get lost."""
        if row.target is None:
            return
        clock = self._source.target_clock
        if not any(run.rule == clock for run in case.clocks):
            reason = f"no clock {clock!r} applies to channel {row.channel}, class "
            raise RowFault("", f"{reason}{row.report_class}, so the target would be lost")

    def _id(self, row: Incoming, step: str) -> str:
        name = json.dumps([self._city.id, self._source.id, row.source_id, step])
        return str(uuid5(_IMPORTS, name))
