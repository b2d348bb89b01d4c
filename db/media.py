"""Which case names which photo or video, so that one can be shown to those who see the case."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from db import tables
from db.upsert import batches, insert_new

_table = tables.media


def name(conn: Connection, case: str, hashes: Iterable[str]) -> None:
    """Note that a case names these."""
    rows = [{"sha256": sha256, "case": case} for sha256 in dict.fromkeys(hashes)]
    if rows:
        conn.execute(insert_new(conn.dialect.name, _table), rows)


def cases_with(conn: Connection, sha256: str) -> list[str]:
    """Ids of the cases that name it, or named it once."""
    query = select(_table.c.case).where(_table.c.sha256 == sha256)
    return list(conn.execute(query).scalars())


def named(conn: Connection, hashes: Iterable[str]) -> frozenset[str]:
    """Those that some case names."""
    found: set[str] = set()
    for batch in batches(hashes):
        query = select(_table.c.sha256).where(_table.c.sha256.in_(batch)).distinct()
        found.update(conn.execute(query).scalars())
    return frozenset(found)


def all_named(conn: Connection) -> frozenset[str]:
    """Everything that any case names."""
    return frozenset(conn.execute(select(_table.c.sha256).distinct()).scalars())
