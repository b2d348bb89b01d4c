"""Files put aside: a copy of an old history, what it holds that the new one lacks, and sweeping.

A server restored from a backup forgets cases; the consoles that had seen them still know them.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from db.domain import wire
from db.domain.case import Case
from db.faults import FaultKey, StoreFault
from db.tables import kept_cases
from db.upsert import batches

KEPT = timedelta(days=30)

_HISTORY = ".history-"
_STAMP = re.compile(r"\.aside-(\d{8}T\d{6})")
_DONE = ".aside-history-"


class Lost(NamedTuple):
    """A case of an old history that is not in the new one. `changed_at` in ms since the epoch."""

    id: str
    number: str
    title: str
    state: str
    changed_at: int


def keep_copy(cache: Path, epoch: str) -> Path:
    """A whole copy of a cache whose history has ended; one that is there already stays.

    Readers and the writer of the cache go on meanwhile. Raises StoreFault.
    """
    name = re.sub(r"[^0-9A-Za-z_-]", "_", epoch)[:64]
    aside = cache.with_name(f"{cache.name}{_HISTORY}{name}")
    if aside.exists():
        return aside
    part = aside.with_name(f"{aside.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(_readable(cache)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        part.replace(aside)
    except OSError as fault:
        raise StoreFault.of(fault, aside) from fault
    except sqlite3.DatabaseError as fault:
        part.unlink(missing_ok=True)
        full = "full" in str(fault)
        raise StoreFault(
            str(aside), FaultKey.DISK_FULL if full else FaultKey.IO, str(fault)
        ) from fault
    return aside


def lost_cases(conn: Connection, cache: Path, scope: str) -> list[Lost]:
    """Cases that copies of older histories hold for this scope and the cache of `conn` does not."""
    found: dict[str, Lost] = {}
    for aside in _histories(cache):
        try:
            with closing(_readable(aside)) as old:
                if (scope,) not in old.execute("SELECT scope FROM cursor").fetchall():
                    continue
                rows = old.execute("SELECT id, number, title, state, changed_at FROM cases")
                found |= {row[0]: Lost(*row) for row in rows}
        except sqlite3.DatabaseError:
            continue  # a damaged copy has nothing to say; its file stays for those who can read it
    return sorted(_without(conn, found), key=lambda lost: lost.number)


def _without(conn: Connection, found: dict[str, Lost]) -> Iterator[Lost]:
    for batch in batches(found):
        query = select(kept_cases.c.id).where(kept_cases.c.id.in_(batch))
        here = set(conn.execute(query).scalars())
        yield from (found[id] for id in batch if id not in here)


def held_cases(cache: Path, ids: Iterable[str]) -> list[Case]:
    """These cases as copies of older histories hold them. Raises StoreFault for a damaged copy."""
    lines = (json.loads(line) for line in whole(cache, ids))
    docs = {line["case"]["id"]: line["case"] for line in lines if "case" in line}
    return [wire.decode(Case, doc) for doc in docs.values()]


def whole(cache: Path, ids: Iterable[str]) -> Iterator[str]:
    """These cases with all that was done, as lines of a snapshot, for bringing them back.

    Raises StoreFault when a copy is damaged.
    """
    wanted = set(ids)
    for aside in _histories(cache):
        try:
            with closing(_readable(aside)) as old:
                yield from _lines(old, wanted)
        except sqlite3.DatabaseError as fault:
            raise StoreFault(str(aside), FaultKey.DAMAGED, str(fault)) from fault


def _lines(old: sqlite3.Connection, wanted: set[str]) -> Iterator[str]:
    for id, doc in old.execute("SELECT id, doc FROM cases ORDER BY id"):
        if id in wanted:
            yield f'{{"case":{doc}}}'
    rows = old.execute('SELECT seq, salt, body, "case" FROM changes ORDER BY seq')
    for seq, salt, body, case in rows:
        if case in wanted:
            yield f'{{"seq":{seq},"salt":{json.dumps(salt)},"body":{body}}}'


def dealt_with(cache: Path) -> None:
    """Nobody needs to be asked about them any more; the files stay until they are swept."""
    for aside in _histories(cache):
        aside.rename(cache.with_name(aside.name.replace(_HISTORY, _DONE)))


def sweep(file: Path, now: datetime) -> list[Path]:
    """Remove copies of this file put aside more than 30 days before `now`; which ones."""
    limit = now - KEPT
    old = [
        path
        for path in sorted(file.parent.glob(f"{file.name}.*-*"))
        if path.name.startswith((f"{file.name}.aside-", f"{file.name}{_HISTORY}"))
        and _put_aside(path) < limit
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _put_aside(path: Path) -> datetime:
    """When: by its name, for a damaged file may have been written last long before."""
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    stamp = _STAMP.search(path.name)
    if stamp is None:
        return written
    return max(written, datetime.strptime(stamp[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC))


def _histories(cache: Path) -> list[Path]:
    found = cache.parent.glob(f"{cache.name}{_HISTORY}*")
    return sorted(path for path in found if not path.name.endswith(".part"))


def _readable(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
