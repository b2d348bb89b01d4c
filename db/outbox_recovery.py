"""Opening an outbox: what the two files hold, what is damaged, and how each is made whole again."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import DBAPIError

from db.faults import FaultKey, StoreFault
from db.outbox_log import Contents, Log
from db.outbox_rows import Waiting, from_record, is_whole, record_of, row_of
from db.outbox_salvage import salvaged
from db.store import Store, set_aside
from db.tables import Kind, commands


@dataclass(frozen=True, slots=True)
class Notice:
    """Something was mended: `kind` is torn_line, bad_line, set_aside or restored, or something
    is `lost`: commands that neither file holds whole. `path` names the file it is about, or the
    file that was put aside."""

    kind: str
    path: str
    detail: str = ""


@dataclass(slots=True)
class _Found:
    """What the database held: whole rows, ids of others, and whether it was damaged."""

    rows: dict[str, Waiting] = field(default_factory=dict)
    damaged: bool = False
    torn: frozenset[str] = frozenset()


def recovered(folder: Path) -> tuple[Store, Log, list[Waiting], list[Notice]]:
    """Both files open, equal and whole. Raises StoreFault; a damaged file is kept aside."""
    path, log, notices = folder / "outbox.db", Log(folder / "outbox.log"), list[Notice]()
    logged = log.read()
    store, found = _read(path)
    if store is None or found.damaged:
        if store is not None:
            store.close()
        notices.append(Notice("set_aside", str(set_aside(path)), "the database was damaged"))
        store = Store.open(path, Kind.OUTBOX)
    rows = _united(found.rows, logged)
    lost = (found.torn | logged.torn_ids) - rows.keys() - logged.gone
    if lost:
        notices.append(Notice("lost", str(folder), ", ".join(sorted(lost))))
    with ExitStack() as undo:
        undo.callback(store.close)
        _mend_database(store, found, rows, notices)
        _mend_log(log, logged, rows, notices)
        undo.pop_all()
    return store, log, list(rows.values()), notices


def _read(path: Path) -> tuple[Store | None, _Found]:
    try:
        store = Store.open(path, Kind.OUTBOX)
    except StoreFault as fault:
        if not _is_damage(fault, path):
            raise
        return None, _salvaged(path)
    except DBAPIError:
        return None, _salvaged(path)  # our own statements fail: the schema is not as it was
    try:
        with store.read() as conn:
            sound = conn.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            rows = conn.execute(select(commands)).mappings().all()
    except StoreFault as fault:
        if not _is_damage(fault, path):
            store.close()
            raise
        return store, _salvaged(path)
    except DBAPIError:
        return store, _salvaged(path)
    found = _found(list(map(dict, rows)))
    return store, replace(found, damaged=not sound or len(found.rows) != len(rows))


def _salvaged(path: Path) -> _Found:
    return replace(_found(salvaged(path)), damaged=True)


def _found(rows: list[dict[str, Any]]) -> _Found:
    whole, torn = dict[str, Waiting](), set[str]()
    for row in rows:
        if _whole(row):
            whole[row["id"]] = from_record(row)
        elif isinstance(row.get("id"), str):
            torn.add(row["id"])
    return _Found(whole, torn=frozenset(torn))


def _whole(row: dict[str, Any]) -> bool:
    """Damage may have left another kind of value, or none, where a column was."""
    try:
        return is_whole(row)
    except (TypeError, ValueError, KeyError):
        return False


def _is_damage(fault: StoreFault, path: Path) -> bool:
    """A flipped bit in its header makes SQLite take a file for read-only that is not."""
    if fault.key is FaultKey.READ_ONLY:
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return fault.key is FaultKey.DAMAGED


def _united(kept: dict[str, Waiting], logged: Contents) -> dict[str, Waiting]:
    """Every command either file knows, as it was last altered, in order."""
    rows = dict(kept)
    for record in logged.records:
        if "gone" in record:
            rows.pop(record["gone"], None)
            continue
        for told in filter(None, (record["row"], record.get("instead"))):
            row = from_record(told)
            held = rows.get(row.id)
            if held is None or held.rev < row.rev:
                rows[row.id] = row
    order = sorted(rows.values(), key=lambda row: (row.n, row.queued_at))
    if len({row.n for row in order}) < len(order):
        order = [replace(row, n=n, rev=row.rev + 1) for n, row in enumerate(order, 1)]
    return {row.id: row for row in order}


def _mend_database(
    store: Store, found: _Found, rows: dict[str, Waiting], notices: list[Notice]
) -> None:
    if found.rows == rows and not found.damaged:
        return
    with store.write() as conn:
        conn.execute(delete(commands))
        values: list[dict[str, Any]] = [row_of(row) for row in rows.values()]
        if values:
            conn.execute(insert(commands), values)
    missing = sum(found.rows.get(id) != row for id, row in rows.items())
    notices.append(Notice("restored", store.where, f"{missing} commands taken from the log"))


def _mend_log(log: Log, logged: Contents, rows: dict[str, Waiting], notices: list[Notice]) -> None:
    if logged.bad:
        aside = set_aside(log.path)
        places = ", ".join(map(str, logged.bad[:10]))
        notices.append(Notice("bad_line", str(aside), f"damaged lines: {places}"))
    if logged.torn:
        notices.append(Notice("torn_line", str(log.path), "the last line was not finished"))
    known = _united({}, logged)
    if known != rows:
        missing = sum(known.get(id) != row for id, row in rows.items())
        notices.append(
            Notice("restored", str(log.path), f"{missing} commands taken from the database")
        )
    log.rewrite({"row": record_of(row)} for row in rows.values())
