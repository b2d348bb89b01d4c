"""A backup of a server's database and its restore, on either engine, behind the server's back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select, update

from db import tables
from db.store import Store

_TABLES = [table for table in tables.server.sorted_tables if table.name != "sessions"]
"""Everything but sessions, so that a test's desks need not sign in again."""

_STAYS = ("people", "head")  # sessions name people

Backup = dict[str, list[dict[str, Any]]]


def taken(store: Store) -> Backup:
    """All rows of this moment."""
    with store.read() as conn:
        return {
            table.name: [dict(row) for row in conn.execute(select(table)).mappings()]
            for table in _TABLES
        }


def put_back(store: Store, backup: Backup) -> None:
    """Everything as it was then; what came later is lost.

    As every writer does it locks the head first, so that a server at work waits and is waited for;
    and the row stays, because who waits for a lock on it finds nothing where it went.
    """
    with store.write() as conn:
        conn.execute(select(tables.head).with_for_update()).all()
        for table in reversed(_TABLES):
            if table.name not in _STAYS:
                conn.execute(delete(table))
        for table in _TABLES:
            if table.name not in _STAYS and backup[table.name]:
                conn.execute(insert(table), backup[table.name])
        conn.execute(update(tables.head).values(**backup["head"][0]))
