"""Reading the server's journal: entries after a number, of a case, and whether the chain holds."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, or_, select

from db import tables
from db.chain import chain_next, chain_start, leaf_of
from db.rows import from_ms, unlisted

_STREAM = {"yield_per": 2000}


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered change as the journal holds it; `body` is its canonical JSON, hashes are hex.

    `secret` and `opds` are of the case (and its merge partner) after the change, `secret_before`
    and `opds_before` before it: what a scope may see of the entry depends on both. Of two cases
    both must be secret for the entry to be, and the agencies are those of either.
    """

    seq: int
    id: str
    case: str
    other: str | None
    kind: str
    at: datetime
    author: str
    secret: bool
    secret_before: bool
    opds: tuple[str, ...]
    opds_before: tuple[str, ...]
    salt: str
    leaf: str
    chain: str
    body: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first place where a history is not what was once written."""

    seq: int
    reason: str


_ENTRY = [tables.changes.c[name] for name in Entry.__slots__]


def entries() -> Select[Any]:
    """A query for entries, to be narrowed."""
    return select(*_ENTRY)


def entry_of(row: RowMapping) -> Entry:
    """The entry of a row of `entries()`."""
    values = dict(row)
    values["at"] = from_ms(row["at"])
    values["opds"] = unlisted(row["opds"])
    values["opds_before"] = unlisted(row["opds_before"])
    return Entry(**values)


def after(conn: Connection, seq: int, limit: int = 1000) -> list[Entry]:
    """The next entries after a number, in order."""
    table = tables.changes
    query = entries().where(table.c.seq > seq).order_by(table.c.seq).limit(limit)
    return [entry_of(row) for row in conn.execute(query).mappings()]


def of_case(conn: Connection, case: str) -> list[Entry]:
    """All entries about a case, also those in which it is the survivor of a merge."""
    table = tables.changes
    about = or_(table.c.case == case, table.c.other == case)
    query = entries().where(about).order_by(table.c.seq)
    return [entry_of(row) for row in conn.execute(query).mappings()]


def chain_at(conn: Connection, seq: int) -> str | None:
    """The chain (hex) after an entry; None when there is no such entry."""
    if seq == 0:
        epoch = conn.execute(select(tables.head.c.epoch)).scalar()
        return None if epoch is None else chain_start(epoch)
    query = select(tables.changes.c.chain).where(tables.changes.c.seq == seq)
    return conn.execute(query).scalar()


def verify(conn: Connection, first: int = 1, last: int | None = None) -> ChainFault | None:
    """Recompute the chain from `first` to `last` (None: the head); the first fault, or None."""
    head = conn.execute(select(tables.head)).mappings().one()
    end = head["seq"] if last is None else last
    chain = chain_at(conn, first - 1)
    if chain is None:
        return ChainFault(first - 1, "entry is missing")
    expected = first
    with closing(_rows_between(conn, first, last)) as rows:
        for row in rows:
            fault = _fault(row, expected, chain)
            if fault is not None:
                return fault
            chain, expected = row["chain"], expected + 1
    if expected <= end:
        return ChainFault(expected, "entry is missing")
    if end == head["seq"] and chain != head["chain"]:
        return ChainFault(end, "the head has another chain")
    return None


def _rows_between(
    conn: Connection, first: int, last: int | None
) -> Generator[RowMapping, None, None]:
    table = tables.changes
    query = select(table.c.seq, table.c.salt, table.c.leaf, table.c.chain, table.c.body)
    query = query.where(table.c.seq >= first).order_by(table.c.seq)
    if last is not None:
        query = query.where(table.c.seq <= last)
    with conn.execute(query, execution_options=_STREAM) as rows:
        yield from rows.mappings()


def _fault(row: RowMapping, expected: int, chain: str) -> ChainFault | None:
    if row["seq"] != expected:
        return ChainFault(expected, "entry is missing")
    try:
        leaf, link = leaf_of(row["salt"], row["body"].encode()), chain_next(chain, row["leaf"])
    except ValueError:
        return ChainFault(expected, "a hash is no hash")
    if leaf != row["leaf"]:
        return ChainFault(expected, "the entry was altered")
    if link != row["chain"]:
        return ChainFault(expected, "the chain was altered")
    return None
