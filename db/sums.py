"""How many cases each kind of sight has and the sum of their digests, moved by every change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from db import tables
from db.digests import row_digest
from db.rows import listed, unlisted
from db.scopes import EVERYTHING, sees
from db.upsert import put

_MODULUS = 1 << 64


class Sight(NamedTuple):
    """All that decides who sees a case; `agencies` are sorted, between commas."""

    secret: bool
    agencies: str

    @classmethod
    def of(cls, secret: bool, agencies: Iterable[str]) -> Sight:
        """The sight of a case with these agencies."""
        return cls(secret, listed(sorted(agencies)))


class Sum(NamedTuple):
    """Some cases: how many, and their digests modulo 2^64."""

    cases: int
    digest: int

    def plus(self, cases: int, digest: int) -> Sum:
        """With so many more, or fewer."""
        return Sum(self.cases + cases, (self.digest + digest) % _MODULUS)


Sums = Mapping[Sight, Sum]
NOTHING = Sum(0, 0)


@dataclass(frozen=True, slots=True)
class Moved:
    """One case as it stood before (None: not at all) and after some changes, with its digests."""

    before: tuple[Sight, int] | None
    after: tuple[Sight, int]


def read(conn: Connection) -> dict[Sight, Sum]:
    """All sums."""
    rows = conn.execute(select(tables.sums)).mappings()
    return {
        Sight(row["secret"], row["agencies"]): Sum(row["cases"], int(row["digest"], 16))
        for row in rows
    }


def move(conn: Connection, sums: dict[Sight, Sum], moved: Iterable[Moved]) -> None:
    """Take cases out of one sum and into another, in `sums` and in the store."""
    touched = set()
    for one in moved:
        if one.before is not None:
            sight, digest = one.before
            sums[sight] = sums.get(sight, NOTHING).plus(-1, -digest)
            touched.add(sight)
        sight, digest = one.after
        sums[sight] = sums.get(sight, NOTHING).plus(1, digest)
        touched.add(sight)
    put(conn, tables.sums, [_row(sight, sums[sight]) for sight in sorted(touched)])


def over(sums: Sums, scope: str = EVERYTHING) -> Sum:
    """The sum over all that a scope sees."""
    total = NOTHING
    for sight, one in sums.items():
        if sees(scope, sight.secret, unlisted(sight.agencies)):
            total = total.plus(*one)
    return total


def recomputed(conn: Connection) -> dict[Sight, Sum]:
    """What the sums must be, from every case; for tests and the doctor."""
    table = tables.cases
    query = select(table.c.secret, table.c.agencies, table.c.doc)
    found: dict[Sight, Sum] = {}
    with conn.execute(query, execution_options={"yield_per": 2000}) as rows:
        for secret, agencies, doc in rows:
            sight = Sight.of(secret, unlisted(agencies))
            found[sight] = found.get(sight, NOTHING).plus(1, row_digest(doc))
    return found


def _row(sight: Sight, total: Sum) -> dict[str, Any]:
    return {
        "secret": sight.secret,
        "agencies": sight.agencies,
        "cases": total.cases,
        "digest": f"{total.digest:016x}",
    }
