"""Where reports came from, so that none is taken twice: channel numbers and imported files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from db import tables
from db.domain.brief import milliseconds
from db.rows import from_ms
from db.upsert import batches
from db.upsert import put as put_rows


@dataclass(frozen=True, slots=True)
class Source:
    """What a channel's own number became; `number` is the case's, `seq` of its first change."""

    channel: str
    source_id: str
    case: str
    report: str
    number: str
    seq: int


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was taken in with a mapping, both by their hash."""

    file_hash: str
    mapping_hash: str
    at: datetime
    rows: int
    cases: int


def known(conn: Connection, channel: str, source_ids: Iterable[str]) -> dict[str, Source]:
    """Which of a channel's numbers came in before."""
    table = tables.sources
    found: dict[str, Source] = {}
    for batch in batches(source_ids):
        query = select(table).where(table.c.channel == channel, table.c.source_id.in_(batch))
        found.update((row["source_id"], Source(**row)) for row in conn.execute(query).mappings())
    return found


def put(conn: Connection, sources: Sequence[Source]) -> None:
    """Record new numbers. IntegrityError when a channel's number is there already."""
    rows = [{name: getattr(source, name) for name in Source.__slots__} for source in sources]
    if rows:
        conn.execute(insert(tables.sources), rows)


def imported(conn: Connection, file_hash: str, mapping_hash: str) -> Import | None:
    """The import of this very file with this very mapping, if there was one."""
    table = tables.imports
    same = (table.c.file_hash == file_hash) & (table.c.mapping_hash == mapping_hash)
    row = conn.execute(select(table).where(same)).mappings().first()
    return None if row is None else Import(**{**row, "at": from_ms(row["at"])})


def note_import(conn: Connection, done: Import) -> None:
    """Record an import, or its latest run."""
    row: dict[str, Any] = {name: getattr(done, name) for name in Import.__slots__}
    row["at"] = milliseconds(done.at)
    put_rows(conn, tables.imports, [row])
