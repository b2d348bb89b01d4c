"""A long history made of one short one: the demo city's month, lived again and again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

import resources
from db import journal, tables
from db.chain import chain_next, leaf_of
from db.store import Conn, Kind, Store
from server.city import open_city
from server.demo.history import seed_history
from server.demo.living_city import LivingCity
from server.demo.phrases import phrases_for

_WHEN = re.compile(r',"at":"([^"]+)","by":')
_LEFT_OPEN = 8
"""In one of so many months what was open at its end stays so, or the board would only grow."""

END = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
MONTH_MS = 33 * 86_400_000


def made(folder: Path, changes: int) -> Store:
    """A store with so many changes or more, the last at `END`; its checkpoints are not made yet."""
    city, _ = open_city(resources.path("cities", "kota-tangerang"))
    store = Store.open(folder / "long.db", Kind.SERVER)
    with store.write() as conn:
        journal.begin(conn, city.id)
    seed_history(store, LivingCity(city, phrases_for(city), 1), END)
    with store.read() as conn:
        rows = list(conn.execute(select(tables.changes).order_by(tables.changes.c.seq)).mappings())
        kept = list(conn.execute(select(tables.cases)).mappings())
    still = _still(kept)
    least = sum(row["case"] not in still and row["other"] not in still for row in rows)
    months = -(-changes // least)
    with store.write() as conn:
        conn.execute(tables.changes.delete())
        conn.execute(tables.cases.delete())
        chain = journal.chain_start(journal.head(conn).epoch)
    seq = 0
    for month in range(months):  # each in a transaction of its own, or the log would hold it all
        with store.write() as conn:
            seq, chain = _lived(conn, rows, kept, Month(month, months), seq, chain)
    return store


def opened(folder: Path) -> Store:
    """The store that was made there before."""
    return Store.open(folder / "long.db", Kind.SERVER)


class Month(NamedTuple):
    """One of so many months; the last ends at `END`."""

    number: int
    of: int


def _still(kept: Iterable[Any]) -> frozenset[str]:
    """Ids of the cases that are open at the end of the month."""
    return frozenset(row["id"] for row in kept if row["lane"] not in ("done", "off_board"))


def _lived(
    conn: Conn, rows: list[Any], kept: list[Any], month: Month, seq: int, chain: str
) -> tuple[int, str]:
    """One more month, from this place in the history on; the place after it."""
    still = _still(kept)
    whole = month.number % _LEFT_OPEN == 0 or month.number == month.of - 1
    back = (month.of - 1 - month.number) * MONTH_MS
    made = []
    for row in rows:
        if not whole and (row["case"] in still or row["other"] in still):
            continue
        seq += 1
        one = _again(row, month.number, seq, back)
        chain = one["chain"] = chain_next(chain, one["leaf"])
        made.append(one)
    conn.execute(insert(tables.changes), made)
    wanted = [row for row in kept if whole or row["id"] not in still]
    conn.execute(insert(tables.cases), list(_cases(wanted, month.number)))
    conn.execute(update(tables.head).values(seq=seq, chain=chain, high_water=seq))
    return seq, chain


def _again(row: Any, month: int, seq: int, back: int) -> dict[str, Any]:
    """A change in another month: other ids, the same words."""
    mark = f"{month:04d}"
    body = row["body"]
    for id in (row["case"], row["other"], row["id"]):
        if id is not None:
            body = body.replace(id, mark + id[4:])
    body = body.replace(f'"seq":{row["seq"]}', f'"seq":{seq}')
    body = _WHEN.sub(lambda found: f',"at":"{_earlier(found[1], back)}","by":', body, count=1)
    renamed = {k: None if row[k] is None else mark + row[k][4:] for k in ("id", "case", "other")}
    leaf = leaf_of(row["salt"], body.encode())
    recorded = row["recorded_at"] - back
    return {**row, **renamed, "seq": seq, "body": body, "leaf": leaf, "recorded_at": recorded}


def _earlier(stamp: str, back: int) -> str:
    """The same instant, so many milliseconds earlier."""
    at = datetime.fromisoformat(stamp) - timedelta(milliseconds=back)
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _cases(rows: Iterable[Any], month: int) -> Iterator[dict[str, Any]]:
    mark = f"{month:04d}"
    for row in rows:
        yield {**row, "id": mark + row["id"][4:], "number": f"{month}-{row['number']}"}


def instant(store: Store, seq: int) -> datetime:
    """When a change was recorded."""
    with store.read() as conn:
        table = tables.changes
        at = conn.execute(select(table.c.recorded_at).where(table.c.seq == seq)).scalar_one()
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at)
