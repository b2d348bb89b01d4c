"""The board as it stood after any change: the nearest checkpoint, and what was done since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, select

from db import tables
from db.domain.apply import apply
from db.domain.brief import Brief, brief
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.states import OPEN, State, colour
from db.rows import agencies, change_of, listed
from db.scopes import visible
from db.upsert import batches

FINISHED = frozenset({State.RESOLVED, State.CLOSED})
"""States that stay on the board until the day is over."""

_ALTERS_NOTHING = ("refused", "repeated")
_table = tables.changes


class Stood(NamedTuple):
    """A case of the board as it stood: `opds` are all its agencies, between commas; the point in
    degrees, where it has one.
    """

    brief: Brief
    opds: str
    lat: float | None
    lng: float | None


Reports = dict[str, dict[str, int]]
"""Reports by channel, then by the colour of the case that answers for them."""


@dataclass(slots=True)
class Moment:
    """How everything stood after change `seq`: what the board may show, by id, and all reports.

    Of finished cases it holds at least those of the last day.
    """

    seq: int = 0
    cases: dict[str, Stood] = field(default_factory=dict)
    reports: Reports = field(default_factory=dict)


class Step(NamedTuple):
    """What one change did to the board: when it was recorded (ms), the cases it altered as they
    stood then, and the ids of those that have left the board.
    """

    seq: int
    at: int
    cases: tuple[Stood, ...]
    gone: tuple[str, ...]


def roll(conn: Connection, held: Moment, seq: int) -> Moment:
    """The moment after change `seq`, made of an earlier one. `held` stays as it is."""
    before: dict[str, Case | None] = {}
    now: dict[str, Case] = {}
    touched = _touched(conn, held.seq, seq)
    for at, _, change in _histories(conn, touched, seq):
        for id in change.cases:
            if id in touched:
                if at > held.seq:
                    before.setdefault(id, now.get(id))
                now[id] = apply(now.get(id), change)
    made = Moment(seq, dict(held.cases), {name: dict(sums) for name, sums in held.reports.items()})
    for id, case in now.items():
        _count(made.reports, before[id], -1)
        _count(made.reports, case, 1)
        if on_board(case):
            made.cases[id] = stood(case)
        else:
            made.cases.pop(id, None)
    return made


def steps(conn: Connection, since: int, until: int) -> list[Step]:
    """What each change after `since` up to `until` did to the board, in order."""
    made: list[Step] = []
    now: dict[str, Case] = {}
    touched = _touched(conn, since, until)
    for seq, at, change in _histories(conn, touched, until):
        about = [id for id in change.cases if id in touched]
        for id in about:
            now[id] = apply(now.get(id), change)
        if seq > since:
            after = [now[id] for id in about]
            shown = tuple(stood(case) for case in after if on_board(case))
            made.append(Step(seq, at, shown, tuple(c.id for c in after if not on_board(c))))
    return made


def on_board(case: Case) -> bool:
    """Whether the board may show a case, open or finished on that day."""
    return case.state in OPEN or case.state in FINISHED


def stood(case: Case) -> Stood:
    """What is kept of a case."""
    return Stood(brief(case), listed(agencies(case)), case.place.lat, case.place.lng)


def shown(cases: Iterable[Stood], done_since: int) -> Iterator[Stood]:
    """Those that a board shows on which finished cases stay from `done_since` (ms) on."""
    finished = {state.value for state in FINISHED}
    for one in cases:
        if one.brief.state not in finished or one.brief.changed_at >= done_since:
            yield one


def recorded(conn: Connection, seq: int) -> int:
    """When a change was recorded (ms). LookupError when there is no such change."""
    found = conn.execute(select(_table.c.recorded_at).where(_table.c.seq == seq)).scalar()
    if found is None:
        raise LookupError(f"there is no change {seq}")
    return int(found)


def allowed(conn: Connection, scope: str, ids: Iterable[str]) -> frozenset[str]:
    """Those of these cases that a scope may see as they are now."""
    cases, found = tables.cases, set[str]()
    for batch in batches(ids):
        query = select(cases.c.id).where(cases.c.id.in_(batch), visible(scope, cases))
        found.update(conn.execute(query).scalars())
    return frozenset(found)


def _count(reports: Reports, case: Case | None, sign: int) -> None:
    if case is None or case.state is State.MERGED:
        return  # its reports are counted where its master stands
    shade = colour(case.state).value
    for report in case.reports:
        sums = reports.setdefault(report.channel, {})
        sums[shade] = sums.get(shade, 0) + sign


def _touched(conn: Connection, since: int, until: int) -> frozenset[str]:
    """Ids of the cases that were altered after `since` and up to `until`."""
    query = select(_table.c.case, _table.c.other).where(
        _table.c.seq > since, _table.c.seq <= until, _table.c.kind.not_in(_ALTERS_NOTHING)
    )
    return frozenset(id for row in conn.execute(query) for id in row if id is not None)


def _histories(
    conn: Connection, ids: Collection[str], until: int
) -> Iterator[tuple[int, int, Change]]:
    """Everything that altered these cases up to `until`, in order: seq, when (ms), the change."""
    found: dict[int, tuple[int, str]] = {}
    for batch in batches(ids):
        for named in (_table.c.case, _table.c.other):
            query = select(_table.c.seq, _table.c.recorded_at, _table.c.body).where(
                named.in_(batch), _table.c.seq <= until, _table.c.kind.not_in(_ALTERS_NOTHING)
            )
            found.update((seq, (at, body)) for seq, at, body in conn.execute(query))
    for seq in sorted(found):
        at, body = found.pop(seq)
        yield seq, at, change_of(body)
