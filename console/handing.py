"""What a handover is made of, and how far the one at this desk has come.

The cache's cases and sums with this desk's outbox laid on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial

from console.overlays import Overlays
from console.sync import Sync
from console.sync_status import Item
from db import cases
from db.domain.apply import apply
from db.domain.case import Case
from db.domain.commands import LAWS
from db.domain.handover import Handover, Ledger, Waiting, standing_of
from db.domain.logbook import Entry, Kept
from db.domain.states import State
from db.store import Conn

Standing = dict[State, tuple[int, int]]


@dataclass(slots=True)
class Current:
    """What is being handed over at this desk now: a draft with remarks, then what was signed.

    `by` is who makes the draft: nobody signs another's remarks.
    """

    by: str = ""
    draft: Handover | None = None
    remark: str = ""
    remarks: dict[str, str] = field(default_factory=dict)
    given: Entry | None = None
    opened: set[str] = field(default_factory=set)
    receipt: Entry | None = None

    @property
    def handover(self) -> Handover | None:
        """What is signed, or what would be."""
        return self.given.handover if self.given is not None else self.draft


@dataclass(frozen=True, slots=True)
class Day:
    """The shift log of a day; `whole`: as the server has it, else what this desk knows."""

    day: date
    entries: tuple[Kept, ...]
    whole: bool


async def collect(sync: Sync, until: datetime) -> Ledger:
    """Everything as the board shows it; `until`: deadlines after it may be left out."""
    overlays = Overlays(sync)
    while True:
        items, about = sync.waiting(), sync.overlaid()
        lies = {id: sync.overlay(id) for id in about}
        standing, named, bases = await sync.cache.read(
            partial(_read, until=until, about=about | {item.command.case for item in items})
        )
        laid = {id: await overlays.laid(bases.get(id), id) for id in sorted(about)}
        if {id: sync.overlay(id) for id in sync.overlaid()} == lies:
            break  # else an act has come back meanwhile, and the sums are older than that
    named |= bases
    for id, seen in laid.items():
        if seen.case is not None:
            standing = _moved(standing, bases.get(id), seen.case)
            named[id] = seen.case
    # Reports move by a merge that is pending here, also to cases this outbox does not touch.
    moves = [change for seen in laid.values() for change in seen.pending if change.other]
    named |= await sync.cache.many({change.other for change in moves if change.other} - set(named))
    for change in moves:
        before = named.get(change.other or "")
        if before is not None:
            named[before.id] = apply(before, change)
            standing = _moved(standing, before, named[before.id])
    return Ledger(standing, tuple(named.values()), tuple(_waiting(items, named)))


def _read(
    conn: Conn, *, until: datetime, about: Iterable[str]
) -> tuple[Standing, dict[str, Case], dict[str, Case]]:
    """The sums, the cases worth telling, and those that commands here are about, of one moment."""
    sums = {state: (t.cases, t.reports) for state, t in cases.counts(conn).items() if t.cases}
    told = {case.id: case for case in cases.worth_telling(conn, until)}
    return sums, told, cases.many(conn, about)


def _moved(standing: Standing, base: Case | None, laid: Case) -> Standing:
    """The sums with one case as it will stand."""
    moved = dict(standing)
    steps = [(laid, 1)] if base is None else [(base, -1), (laid, 1)]
    for case, sign in steps:
        ((state, (many, reports)),) = standing_of([case]).items()
        had = moved.get(state, (0, 0))
        moved[state] = had[0] + sign * many, had[1] + sign * reports
    return {state: sums for state, sums in moved.items() if sums[0]}


def _waiting(items: Iterable[Item], named: dict[str, Case]) -> Iterable[Waiting]:
    """What the server has not decided, or has said no to; what it took is on its way here."""
    for item in items:
        if item.state in ("decided", "withdrawn"):
            continue
        command = item.command
        case = named.get(command.case)
        at = datetime.fromtimestamp(item.queued_at / 1000, UTC)
        kind, refused = LAWS[type(command.act)].name, item.state in ("rejected", "parked")
        yield Waiting(command.case, case.number if case else "", kind, at, refused)
