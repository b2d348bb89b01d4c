"""Policy briefs: counted from cases, on the server and on a console alike, and kept once signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from db import cases, tables
from db.domain import policy, wire
from db.domain.apply import apply
from db.domain.brief import milliseconds
from db.domain.case import Case
from db.domain.city import City
from db.domain.policy import Facts, Heading, Period, Policy, Row, Signed, digest_of
from db.domain.states import State
from db.entries import chain_at
from db.epochs import Mark, head, mark_of
from db.rows import change_of, from_ms
from db.seals import Seal
from db.upsert import batches, insert_new

LISTED = 200
"""Headings in a list at most, the newest first."""

_table = tables.policies
_cases = tables.cases


class PolicyFault(NamedTuple):
    """A signed brief that is not what it was, or not what the journal makes of it."""

    id: str
    reason: str


def count(conn: Connection, period: Period, at: datetime, city: City, least: int) -> Facts:
    """What a period adds up to, from the cases as this store holds them."""
    query = select(
        _cases.c.id,
        _cases.c.number,
        _cases.c.state,
        _cases.c.category,
        _cases.c.area,
        _cases.c.reports,
        _cases.c.first_at,
    ).where(
        _cases.c.first_at >= period.reach,
        _cases.c.first_at < milliseconds(period.until),
        _cases.c.state != State.MERGED.value,
        _cases.c.secret.is_(False),
    )
    rows = (Row._make(row) for row in conn.execute(query))
    return policy.facts(rows, period, at, city, least, lambda ids: cases.many(conn, ids))


def counted(
    conn: Connection, period: Period, at: datetime, city: City, least: int
) -> tuple[Facts, Mark]:
    """The same, and the place in the journal at which it is true."""
    return count(conn, period, at, city, least), mark_of(head(conn))


def recount(conn: Connection, seq: int, facts: Facts, city: City) -> Facts:
    """What the journal up to change `seq` makes of the same question, from its first change on."""
    period = facts.period
    made = {case.id: case for case in _stood(conn, period, seq)}
    rows = [_row(case) for case in made.values() if not case.secret]
    rows = [row for row in rows if row.state != State.MERGED.value]

    def cases_of(ids: Iterable[str]) -> dict[str, Case]:
        return {id: made[id] for id in ids}

    return policy.facts(rows, period, facts.at, city, facts.least, cases_of)


def _stood(conn: Connection, period: Period, seq: int) -> Iterator[Case]:
    """Every case that came in since the period's reach, as it stood after change `seq`."""
    query = select(_cases.c.id).where(
        _cases.c.first_at >= period.reach, _cases.c.first_at < milliseconds(period.until)
    )
    for batch in batches(list(conn.execute(query).scalars())):
        now: dict[str, Case] = {}
        wanted = set(batch)
        changes = tables.changes
        found: dict[int, str] = {}
        for about in (changes.c.case, changes.c.other):
            rows = conn.execute(
                select(changes.c.seq, changes.c.body).where(about.in_(batch), changes.c.seq <= seq)
            )
            found.update((number, body) for number, body in rows)
        for number in sorted(found):
            change = change_of(found[number])
            for id in wanted.intersection(change.cases) if change.alters else ():
                now[id] = apply(now.get(id), change)
        yield from now.values()


def _row(case: Case) -> Row:
    return Row(
        case.id,
        case.number,
        case.state.value,
        case.category or "",
        case.place.area or "",
        case.report_count,
        milliseconds(case.first_at),
    )


# --- what is signed ---


def one(conn: Connection, id: str) -> Signed | None:
    """A signed brief by its id."""
    row = conn.execute(select(_table).where(_table.c.id == id)).mappings().first()
    return None if row is None else _signed(row, _replaced(conn).get(id, ""))


def headings(conn: Connection) -> list[Heading]:
    """What was signed, the newest first."""
    replaced = _replaced(conn)
    query = select(_table).order_by(_table.c.at.desc(), _table.c.id).limit(LISTED)
    return [
        Heading(
            id=row["id"],
            at=from_ms(row["at"]),
            by=row["name"],
            until=from_ms(row["until"]),
            weeks=row["weeks"],
            replaces=row["replaces"] or "",
            replaced=replaced.get(row["id"], ""),
        )
        for row in conn.execute(query).mappings()
    ]


def add(conn: Connection, given: Policy, at: Mark, seal: Seal, now: datetime) -> Signed:
    """Keep a brief that is true at a place in the journal. Its id must be new."""
    row = {
        "id": given.id,
        "at": milliseconds(given.at),
        "name": given.by.name,
        "until": milliseconds(given.facts.period.until),
        "weeks": given.facts.period.weeks,
        "replaces": given.replaces or None,
        "epoch": at.epoch,
        "seq": at.seq,
        "chain": at.chain,
        "recorded_at": milliseconds(now),
        "body": wire.canonical(wire.encode(given)).decode(),
    }
    row["seal"] = seal.over(_sealed(row))
    conn.execute(insert_new(conn.dialect.name, _table), row)
    kept = one(conn, given.id)
    assert kept is not None, "it has just been added"
    return kept


def check(conn: Connection, seal: Seal, city: City, *, whole: bool) -> list[PolicyFault]:
    """Every signed brief that is not as it was signed, or hangs on another history.

    With `whole` each is counted anew from the journal up to where it was signed.
    """
    found, epoch = list[PolicyFault](), head(conn).epoch
    for row in conn.execute(select(_table).order_by(_table.c.at)).mappings().all():
        fault = ""
        if seal.over(_sealed(row)) != row["seal"]:
            fault = "was altered: its seal is broken"
        elif row["epoch"] == epoch and chain_at(conn, row["seq"]) != row["chain"]:
            fault = f"the history up to change {row['seq']} is another one"
        elif whole:
            facts = wire.load(Policy, row["body"]).facts
            if recount(conn, row["seq"], facts, city) != facts:
                fault = "its numbers are not what the journal makes of them"
        if fault:
            found.append(PolicyFault(row["id"], fault))
    return found


def _replaced(conn: Connection) -> dict[str, str]:
    """By the id of a brief the later one that replaces it."""
    query = select(_table.c.replaces, _table.c.id).where(_table.c.replaces.is_not(None))
    return {row.replaces: row.id for row in conn.execute(query)}


def _sealed(row: RowMapping | dict[str, Any]) -> str:
    """All that is sealed of a row."""
    return wire.canonical([row[name] for name in _SEALED]).decode()


_SEALED = [column.name for column in _table.columns if column.name != "seal"]


def _signed(row: RowMapping, replaced: str) -> Signed:
    given = wire.load(Policy, row["body"])
    return Signed(
        policy=given,
        epoch=row["epoch"],
        seq=row["seq"],
        chain=row["chain"],
        digest=digest_of(given),
        seal=row["seal"],
        recorded_at=from_ms(row["recorded_at"]),
        replaced=replaced,
    )
