"""The trails of all cases, kept beside the journal: each piece and how far it goes in one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, or_, select

from db import tables
from db.domain.changes import Change
from db.domain.trail import Trail, pack, trail_of, unpack
from db.rows import change_of
from db.upsert import RowValues, batches, put

_table = tables.trails
_reached = tables.trails_reached
_ROW = 1


class Reached(NamedTuple):
    """The trails hold the history up to `seq`; while they are first made, of cases to `after`."""

    seq: int
    after: str | None

    @property
    def whole(self) -> bool:
        """Whether every case is there."""
        return self.after is None


class Piece(NamedTuple):
    """The next trails, how far there were some when it was made, and how far with it."""

    before: Reached | None
    then: Reached
    rows: tuple[RowValues, ...]


class Fault(NamedTuple):
    """A case whose trail is not what its changes make of it."""

    case: str
    reason: str


def reached(conn: Connection) -> Reached | None:
    """How far the trails go; None before the first piece."""
    row = conn.execute(select(_reached.c.seq, _reached.c.after)).first()
    return None if row is None else Reached(*row)


def next_piece(conn: Connection, most: int) -> Piece | None:
    """What is to be put next, from at most so many cases or changes; None at the head.

    The first time through the cases, as they were at the head then; afterwards by changes.
    """
    at = reached(conn)
    if at is None:
        at = Reached(conn.execute(select(tables.head.c.seq)).scalar_one(), "")
        return _of_cases(conn, None, at, most)
    if at.after is not None:
        return _of_cases(conn, at, at, most)
    changes = tables.changes
    query = select(changes.c.seq, changes.c.case, changes.c.other).where(changes.c.seq > at.seq)
    found = conn.execute(query.order_by(changes.c.seq).limit(most)).all()
    if not found:
        return None
    ids = {id for _, case, other in found for id in (case, other) if id is not None}
    then = Reached(found[-1][0], None)
    return Piece(at, then, _rows(conn, ids, then.seq))


def put_piece(conn: Connection, piece: Piece) -> bool:
    """Keep a piece, in one transaction with how far it goes; not if another went further."""
    if reached(conn) != piece.before:
        return False
    put(conn, _table, piece.rows)
    put(conn, _reached, [{"one": _ROW, "seq": piece.then.seq, "after": piece.then.after}])
    return True


def forget(conn: Connection) -> None:
    """Drop all trails; they are made anew from the first change on."""
    conn.execute(delete(_table))
    conn.execute(delete(_reached))


def after(conn: Connection, seq: int) -> Iterator[tuple[int, Trail]]:
    """The trails with changes after a number: (the last one's seq, trail), in no order."""
    query = select(_table.c.seq, _table.c.body).where(_table.c.seq > seq)
    with conn.execute(query, execution_options={"yield_per": 2000}) as rows:
        for last, body in rows:
            yield last, unpack(body)


def cases_opened_by(conn: Connection, seqs: Iterable[int]) -> dict[int, str]:
    """The ids of cases by the seq of the change that opened each."""
    found: dict[int, str] = {}
    changes = tables.changes
    wanted = list(seqs)
    for start in range(0, len(wanted), 500):
        query = select(changes.c.seq, changes.c.case)
        rows = conn.execute(query.where(changes.c.seq.in_(wanted[start : start + 500])))
        found.update((seq, case) for seq, case in rows)
    return found


def held(conn: Connection) -> int:
    """How many cases have a trail."""
    return conn.execute(select(func.count()).select_from(_table)).scalar_one()


def check(conn: Connection, most: int = 500) -> Fault | None:
    """The first case whose kept trail is not the one made anew of its changes, or None."""
    at = reached(conn)
    if at is None or at.after is not None:
        return Fault(at.after if at and at.after else "", "the trails are not complete yet")
    done = ""
    while ids := _ids_after(conn, done, most):
        fresh = {row["case"]: row for row in _rows(conn, ids, at.seq)}
        kept = _held(conn, ids)
        for id in ids:
            if kept.get(id) != fresh.get(id):
                reason = "is missing" if id not in kept else "is not what its changes make of it"
                return Fault(id, f"its trail {reason}")
        done = ids[-1]
    known = select(tables.cases.c.id)
    stray = conn.execute(select(_table.c.case).where(_table.c.case.not_in(known)).limit(1)).scalar()
    return None if stray is None else Fault(stray, "has a trail and no case")


def _of_cases(conn: Connection, before: Reached | None, at: Reached, most: int) -> Piece:
    ids = _ids_after(conn, at.after or "", most)
    then = Reached(at.seq, ids[-1] if ids else None)
    return Piece(before, then, _rows(conn, ids, at.seq))


def _ids_after(conn: Connection, id: str, most: int) -> list[str]:
    table = tables.cases
    query = select(table.c.id).where(table.c.id > id).order_by(table.c.id).limit(most)
    return list(conn.execute(query).scalars())


def _held(conn: Connection, ids: Iterable[str]) -> dict[str, RowValues]:
    found: dict[str, RowValues] = {}
    for batch in batches(ids):
        rows = conn.execute(select(_table).where(_table.c.case.in_(batch))).mappings()
        found.update((row["case"], dict(row)) for row in rows)
    return found


def _rows(conn: Connection, ids: Iterable[str], until: int) -> tuple[RowValues, ...]:
    rows = []
    for batch in batches(ids):
        for id, changes in _changes(conn, batch, until).items():
            trail = trail_of(changes)
            if trail is not None:
                last = max(change.seq for change in changes if change.alters)
                rows.append({"case": id, "seq": last, "body": pack(trail)})
    return tuple(rows)


def _changes(conn: Connection, ids: list[str], until: int) -> dict[str, list[Change]]:
    """All changes of these cases up to a number, each in order; those of a merge for both."""
    table = tables.changes
    query = (
        select(table.c.body)
        .where(or_(table.c.case.in_(ids), table.c.other.in_(ids)), table.c.seq <= until)
        .order_by(table.c.seq)
    )
    found: dict[str, list[Change]] = {id: [] for id in ids}
    for body in conn.execute(query).scalars():
        change = change_of(body)
        for case in change.cases:
            if case in found:
                found[case].append(change)
    return found
