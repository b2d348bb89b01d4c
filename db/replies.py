"""What a channel may tell its reporters, read from the journal; nothing of it is kept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from db import tables
from db.domain.told import QUIET, Told, told
from db.journal import head
from db.rows import change_of
from db.upsert import batches

_CHANGES = 500
"""Changes looked through for one answer."""


@dataclass(frozen=True, slots=True)
class Replies:
    """What comes after a place in the journal, up to `to`; `more`: there may be more behind it."""

    epoch: str
    to: int
    more: bool
    told: tuple[Told, ...]


def after(conn: Connection, channel: str, epoch: str, since: int, at_most: int = 1000) -> Replies:
    """What this channel's reporters are told by the changes after `since`.

    In another history than the journal's, or beyond its end, from its first change: what was told
    before has the ids that it had. There are more than `at_most` only where one change says so.
    """
    at = head(conn)
    if epoch != at.epoch or since > at.seq:
        since = 0
    table = tables.changes
    query = select(table.c.seq, table.c.case, table.c.other)
    query = query.where(table.c.seq > since, table.c.kind.not_in(sorted(QUIET)))
    rows = conn.execute(query.order_by(table.c.seq).limit(_CHANGES)).all()
    to = rows[-1].seq if len(rows) == _CHANGES else at.seq
    cases = [id for row in rows for id in (row.case, row.other) if id is not None]
    found = [one for one in _told(conn, channel, cases, to) if one.seq > since]
    found.sort(key=lambda one: one.seq)
    if len(found) > at_most:
        to = max(found[at_most].seq - 1, found[0].seq)
        found = [one for one in found if one.seq <= to]
    return Replies(at.epoch, to, to < at.seq, tuple(found))


def _told(conn: Connection, channel: str, cases: Iterable[str], to: int) -> Iterator[Told]:
    """Of these cases everything up to a place; of one that is secret by now only that it came."""
    # Decoding is what costs: most cases have no report of this channel, and never had one.
    mark = '"channel":' + json.dumps(channel, ensure_ascii=False)
    for batch in batches(cases):
        secret = _secret(conn, batch)
        for id, bodies in _bodies(conn, batch, to).items():
            if not any(mark in body for body in bodies):
                continue
            for one in told(map(change_of, bodies)):
                open_to_all = id not in secret or one.kind == "received"
                if one.report.channel == channel and open_to_all:
                    yield one


def _secret(conn: Connection, cases: list[str]) -> frozenset[str]:
    table = tables.cases
    query = select(table.c.id).where(table.c.id.in_(cases), table.c.secret)
    return frozenset(conn.execute(query).scalars())


def _bodies(conn: Connection, cases: list[str], to: int) -> dict[str, list[str]]:
    """The changes about each case, in order, also as the survivor of a merge."""
    table, wanted = tables.changes, frozenset(cases)
    query = select(table.c.case, table.c.other, table.c.body)
    query = query.where(or_(table.c.case.in_(cases), table.c.other.in_(cases)))
    found: dict[str, list[str]] = defaultdict(list)
    for row in conn.execute(query.where(table.c.seq <= to).order_by(table.c.seq)):
        for id in {row.case, row.other} & wanted:
            found[id].append(row.body)
    return found
