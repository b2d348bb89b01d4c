"""Insert or replace rows, alike on both engines, and queries over long lists of keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_KEYS_A_QUERY = 500

Insert = postgresql.Insert | sqlite.Insert
RowValues = dict[str, Any]


def plain(engine: str, table: Table) -> Insert:
    """An insert that may be given a clause for conflicts; `engine` is the dialect's name."""
    return postgresql.insert(table) if engine == "postgresql" else sqlite.insert(table)


@lru_cache(maxsize=64)
def upsert(engine: str, table: Table) -> Insert:
    """A statement that inserts a row or replaces all columns of the one that is there."""
    insert = plain(engine, table)
    key = list(table.primary_key.columns)
    rest = {c.name: insert.excluded[c.name] for c in table.columns if not c.primary_key}
    return insert.on_conflict_do_update(index_elements=key, set_=rest)


@lru_cache(maxsize=64)
def insert_new(engine: str, table: Table) -> Insert:
    """A statement that inserts a row and leaves one that is there already alone."""
    return plain(engine, table).on_conflict_do_nothing()


def put(conn: Connection, table: Table, rows: Sequence[RowValues]) -> None:
    """Insert the rows, or replace those whose key is there."""
    if rows:
        conn.execute(upsert(conn.dialect.name, table), rows)


def put_values(conn: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """The same in a console's cache, which is SQLite: values in the order of the columns."""
    if rows:
        conn.exec_driver_sql(_plain_upsert(table), list(rows))


@lru_cache(maxsize=8)
def _plain_upsert(table: Table) -> str:
    statement = upsert("sqlite", table)
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))


def batches(keys: Iterable[str]) -> Iterator[list[str]]:
    """The distinct keys in pieces that fit into one query."""
    rest = iter(dict.fromkeys(keys))
    while piece := list(islice(rest, _KEYS_A_QUERY)):
        yield piece
