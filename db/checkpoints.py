"""How the board stood after every so many changes, and which change was the last at an instant."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from db import tables
from db.domain.brief import Brief
from db.epochs import head
from db.past import FINISHED, Moment, Stood, roll
from db.upsert import put

EVERY = 2_000
"""Changes from one checkpoint to the next: as many are gone through again at most."""

_DAY_MS = 26 * 3_600_000
"""A little more than the longest day there is, when clocks are put back."""

_BRIEF = len(Brief._fields)
_table, _changes = tables.checkpoints, tables.changes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A moment to be kept; `since` as in its table."""

    moment: Moment
    leaf: str
    since: int


def moment(conn: Connection, seq: int) -> Moment:
    """How everything stood after change `seq`, from the nearest checkpoint on."""
    row = conn.execute(_kept(_table.c.body).where(_table.c.seq <= seq).limit(1)).first()
    return roll(conn, Moment() if row is None else _unpacked(row.seq, row.body), seq)


def behind(conn: Connection, seq: int) -> int:
    """How many changes lie between `seq` and the checkpoint before it."""
    found = conn.execute(_kept().where(_table.c.seq <= seq).limit(1)).scalar()
    return seq - (found or 0)


def due(conn: Connection, every: int = EVERY) -> Checkpoint | None:
    """The next checkpoint that is to be kept; None while there is nothing to keep."""
    last = conn.execute(_kept().limit(1)).scalar() or 0
    seq = last + every
    if seq > head(conn).seq:
        return None
    made = moment(conn, seq)
    stretch = _changes.c.seq.between(last + 1, seq)
    since = conn.execute(select(func.min(_changes.c.recorded_at)).where(stretch)).scalar_one()
    end = select(_changes.c.leaf, _changes.c.recorded_at).where(_changes.c.seq == seq)
    leaf, at = conn.execute(end).one()
    finished, day = {state.value for state in FINISHED}, at - _DAY_MS
    made.cases = {
        id: one
        for id, one in made.cases.items()
        if one.brief.state not in finished or one.brief.changed_at >= day
    }
    return Checkpoint(made, leaf, since)


def keep(conn: Connection, made: Checkpoint) -> None:
    """Keep a checkpoint; of two processes that made the same one it is kept once."""
    row = {"seq": made.moment.seq, "leaf": made.leaf, "since": made.since}
    put(conn, _table, [row | {"body": _packed(made.moment)}])


def seq_by(conn: Connection, instant: int) -> int:
    """The last change that was recorded by an instant (ms), 0 for none.

    Not the last before the first later one: after a clock that ran ahead is set right, what was
    recorded meanwhile lies in the past again.
    """
    newest = conn.execute(_kept().limit(1)).scalar() or 0
    found = _last_by(conn, instant, newest, None)
    if found is not None:
        return found
    # The newest stretch in which anything was recorded by then holds the last of it.
    end = conn.execute(_kept().where(_table.c.since <= instant).limit(1)).scalar()
    if end is None:
        return 0
    start = conn.execute(_kept().where(_table.c.seq < end).limit(1)).scalar() or 0
    return _last_by(conn, instant, start, end) or 0


def _last_by(conn: Connection, instant: int, start: int, end: int | None) -> int | None:
    query = select(func.max(_changes.c.seq)).where(
        _changes.c.seq > start, _changes.c.recorded_at <= instant
    )
    if end is not None:
        query = query.where(_changes.c.seq <= end)
    return conn.execute(query).scalar()


def _kept(*columns: Any) -> Select[Any]:
    """Checkpoints of this history, the newest first; what a lost one left behind is none."""
    same = (_changes.c.seq == _table.c.seq) & (_changes.c.leaf == _table.c.leaf)
    return select(_table.c.seq, *columns).join(_changes, same).order_by(_table.c.seq.desc())


def _packed(made: Moment) -> bytes:
    cases = [[*one.brief, one.opds, one.lat, one.lng] for one in made.cases.values()]
    text = json.dumps({"cases": cases, "reports": made.reports}, separators=(",", ":"))
    return zlib.compress(text.encode())


def _unpacked(seq: int, body: bytes) -> Moment:
    held = json.loads(zlib.decompress(body))
    cases = {}
    for row in held["cases"]:
        cases[row[0]] = Stood(Brief._make(row[:_BRIEF]), *row[_BRIEF:])
    return Moment(seq, cases, held["reports"])
