"""Rows of a damaged outbox.db, one by one: whatever can still be read of it counts."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_PAGE = 4096
_HEADER = 100
_TRIED = 20_000
"""Row numbers tried one by one where the file no longer says how many there are."""

_DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""The driver puts a damaged schema's own words into its message, and may not read them itself."""

_Row = dict[str, Any]


def salvaged(path: Path) -> list[_Row]:
    """Rows in no order and unchecked; [] where nothing can be read. The file is left alone."""
    try:
        with TemporaryDirectory(prefix="outbox-", dir=path.parent) as folder:
            copy = Path(folder) / "copy.db"
            shutil.copyfile(path, copy)
            found = _rows(copy)
            if not found and _with_header(copy):
                found = _rows(copy)
            return list(found.values())
    except OSError:
        return []  # no room for a copy: the log is all there is


def _rows(path: Path) -> dict[int, _Row]:
    found: dict[int, _Row] = {}
    with suppress(*_DAMAGE), closing(sqlite3.connect(path)) as db:
        # Where not even the table's definition can be read, no row can: 20,000 tries cost seconds.
        db.execute("EXPLAIN SELECT * FROM commands")
        db.row_factory = sqlite3.Row
        for order in ("ASC", "DESC"):  # from both ends up to the first page that is torn
            for row in _read(db, f"SELECT * FROM commands ORDER BY n {order}", ()):
                found[row["n"]] = row
        last = _TRIED if not found else min(max(found), _TRIED)
        for n in range(1, last + 1):
            if n not in found:
                for row in _read(db, "SELECT * FROM commands WHERE n = ?", (n,)):
                    found[n] = row
    return found


def _read(db: sqlite3.Connection, query: str, values: tuple[int, ...]) -> Iterator[_Row]:
    with suppress(*_DAMAGE):
        for row in db.execute(query, values):
            yield dict(row)


def _with_header(path: Path) -> bool:
    """Give a copy the first bytes that every outbox.db has; False when it has no whole page.

    See "The Database Header" in SQLite's file format: page size, one version of reading and
    writing, no reserved bytes, the three fixed fractions, the file's size, schema format 4, UTF-8.
    """
    size = path.stat().st_size
    if size < _PAGE:
        return False
    header = bytearray(_HEADER)
    header[0:16] = b"SQLite format 3\0"
    header[16:18] = _PAGE.to_bytes(2, "big")
    header[18:24] = bytes((1, 1, 0, 64, 32, 32))
    header[24:28] = header[92:96] = (1).to_bytes(4, "big")
    header[28:32] = (size // _PAGE).to_bytes(4, "big")
    header[44:48] = (4).to_bytes(4, "big")
    header[56:60] = (1).to_bytes(4, "big")
    with path.open("r+b") as file:
        file.write(header)
    return True
