"""Whether a server's store is whole: the chain recomputed, and all beside it made anew from it."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from db import decisions, sums, tables
from db.chain import chain_next, leaf_of
from db.domain.apply import apply
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.commands import Receive
from db.domain.wire import BadWire
from db.entries import chain_at
from db.epochs import Mark, head, mark_of
from db.rows import case_row, change_of, change_row

_PIECE = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: where, and what is wrong there."""

    place: str
    reason: str


class _Broken(Exception):
    """The first fault."""

    def __init__(self, place: str, reason: str) -> None:
        self.fault = Fault(place, reason)


def verify(conn: Connection, anchor: Mark | None = None) -> Fault | None:
    """The first fault of the whole store, or None. Reads everything, in one consistent moment.

    From an `anchor`, a mark that was noted down while all was well, only what came later is
    recomputed: the chain and the decisions. Without one also every case, out of its changes.
    """
    try:
        _verify(conn, anchor)
    except _Broken as broken:
        return broken.fault
    return None


def _verify(conn: Connection, anchor: Mark | None) -> None:
    at = head(conn)
    begin, chain = 0, chain_at(conn, 0)
    if anchor is not None:
        begin, chain = anchor.seq, anchor.chain
        if anchor.epoch != at.epoch:
            raise _Broken("anchor", "is of another epoch; take the mark of this one's beginning")
        if chain_at(conn, anchor.seq) != anchor.chain:
            raise _Broken(f"change {anchor.seq}", "is gone or another one than the anchor's")
    folded: dict[str, Case] = {}
    seq, opened = begin, 0
    with closing(_rows(conn, begin)) as rows:
        for row, decision in rows:
            seq += 1
            chain = _linked(row, seq, chain or "")
            change = _read(row)
            _check_columns(row, change)
            _check_decision(change, decision)
            opened += change.alters and isinstance(change.act, Receive)
            if anchor is None:
                _fold(folded, change)
    if (seq, chain) != (at.seq, at.chain):
        raise _Broken(f"change {seq + 1}", f"is missing, or the head ({at.seq}) is another one's")
    _check_no_more_decisions(conn)
    if anchor is None:
        if opened != at.cases:
            raise _Broken("head", f"counts {at.cases} cases; {opened} were opened")
        _check_cases(conn, folded)
    _check_sums(conn)


def _rows(
    conn: Connection, after: int
) -> Generator[tuple[RowMapping, decisions.Decision | None], None, None]:
    """Changes in order, each with the decision that was kept of it."""
    table, done = tables.changes, after
    while True:
        query = select(table).where(table.c.seq > done).order_by(table.c.seq).limit(_PIECE)
        rows = conn.execute(query).mappings().all()
        if not rows:
            return
        known = decisions.known(conn, [row["id"] for row in rows])
        for row in rows:
            done = row["seq"]
            yield row, known.get(row["id"])


def _linked(row: RowMapping, seq: int, chain: str) -> str:
    """The chain after an entry."""
    place = f"change {seq}"
    if row["seq"] != seq:
        raise _Broken(place, "is missing")
    try:
        leaf, link = leaf_of(row["salt"], row["body"].encode()), chain_next(chain, row["leaf"])
    except ValueError:
        raise _Broken(place, "has a hash that is none") from None
    if leaf != row["leaf"]:
        raise _Broken(place, "was altered: its text or salt is not what was hashed")
    if link != row["chain"]:
        raise _Broken(place, "does not follow from the one before: moved, or its chain altered")
    return link


def _read(row: RowMapping) -> Change:
    try:
        return change_of(row["body"])
    except BadWire as fault:
        raise _Broken(f"change {row['seq']}", f"cannot be read: {fault}") from fault


def _check_columns(row: RowMapping, change: Change) -> None:
    told = change_row(change, row["body"], row["salt"], row["leaf"])
    for name, value in told.items():
        if row[name] != value:
            raise _Broken(f"change {row['seq']}", f"its column {name!r} is not what its text says")


def _check_decision(change: Change, held: decisions.Decision | None) -> None:
    place = f"decision about {change.id}"
    if held is None:
        # What was brought in from another system was never a command of a desk.
        if change.made_at is not None:
            raise _Broken(place, f"is missing; change {change.seq} is its outcome")
        return
    # A command about a merged case is carried out on its survivor.
    case = held.case if "sent_to" in change.facts else change.case
    said = (held.seq, held.outcome, held.case, held.author, held.reason, dict(held.facts))
    facts = json.loads(json.dumps(dict(change.facts)))
    made = (change.seq, change.outcome, case, change.by.id, change.reason, facts)
    if said != made:
        raise _Broken(place, f"was altered: change {change.seq} says otherwise")


def _check_no_more_decisions(conn: Connection) -> None:
    table, changes = tables.decisions, tables.changes
    known = select(changes.c.id)
    query = select(table.c.id).where(table.c.id.not_in(known)).order_by(table.c.seq).limit(1)
    found = conn.execute(query).scalar()
    if found is not None:
        raise _Broken(f"decision about {found}", "has no change in the journal")


def _fold(folded: dict[str, Case], change: Change) -> None:
    if change.alters:
        for id in change.cases:
            try:
                folded[id] = apply(folded.get(id), change)
            except ValueError as fault:
                raise _Broken(f"change {change.seq}", f"cannot be applied: {fault}") from fault


def _check_cases(conn: Connection, folded: dict[str, Case]) -> None:
    """Each row of the cases is what its changes make of it."""
    ids = sorted(folded)
    for want, row in zip_longest(ids, _case_rows(conn)):
        if row is None or (want is not None and want < row["id"]):
            raise _Broken(f"case {want}", "is missing; the journal has it")
        if want != row["id"]:
            raise _Broken(f"case {row['id']}", "is not in the journal")
        for name, value in case_row(folded[want]).items():
            if row[name] != value:
                raise _Broken(f"case {want}", f"its {name!r} is not what its changes make of it")


def _case_rows(conn: Connection) -> Iterator[RowMapping]:
    # Sorted here: an engine may order texts by its own language.
    table = tables.cases
    ids = sorted(conn.execute(select(table.c.id)).scalars())
    for start in range(0, len(ids), 500):
        piece = ids[start : start + 500]
        rows = conn.execute(select(table).where(table.c.id.in_(piece))).mappings()
        yield from sorted(rows, key=lambda row: str(row["id"]))


def _check_sums(conn: Connection) -> None:
    held = {sight: one for sight, one in sums.read(conn).items() if one.cases or one.digest}
    found = sums.recomputed(conn)
    for sight in sorted(held.keys() | found.keys()):
        if held.get(sight) != found.get(sight):
            kind = "secret cases" if sight.secret else "cases"
            raise _Broken(f"sum of {kind} of {sight.agencies or 'no agency'}", "is wrong")


def anchor_of(conn: Connection) -> Mark:
    """The mark to note down, so that a later check may begin here."""
    return mark_of(head(conn))


def counted(conn: Connection) -> dict[str, Any]:
    """How many rows there were to check."""
    named = {"changes": tables.changes, "decisions": tables.decisions, "cases": tables.cases}
    return {
        name: conn.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in named.items()
    }
