"""Tiles from the web on this desk's disk: so many bytes, the least used leave first.

SQLite itself and no part of `db/`: foreign pictures, that may be thrown away at any time, and no
case. A damaged file is begun anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from console.tile_files import Square

MOST = 256 * 1024 * 1024
"""Bytes of tiles on the disk."""
KEPT = 180 * 86400.0
"""Seconds after which a tile that nobody looked at goes, however much room there is."""

_TOUCHED = 3600.0
_BATCH = 64
_TABLE = """
CREATE TABLE IF NOT EXISTS tiles (
    source TEXT, zoom INTEGER, x INTEGER, y INTEGER, body BLOB, size INTEGER,
    etag TEXT, modified TEXT, fetched REAL, fresh_until REAL, used REAL,
    PRIMARY KEY (source, zoom, x, y)
);
CREATE INDEX IF NOT EXISTS by_use ON tiles (used);
"""
_AT = "source = ? AND zoom = ? AND x = ? AND y = ?"


class Kept(NamedTuple):
    """A tile as it came; `body` None where the web has none. Instants are seconds since 1970."""

    body: bytes | None
    etag: str
    modified: str
    fetched: float
    fresh_until: float


class Stock(NamedTuple):
    """Of one address: how many tiles, their bytes, and when the oldest was fetched (0 for none)."""

    many: int
    size: int
    oldest: float


class TileShelf:
    """For one worker thread. `source` is the address that tiles came from."""

    def __init__(self, path: Path, most: int = MOST) -> None:
        self._path, self._most = path, most
        self._at = self._opened()
        self._size = self._total()

    def find(self, source: str, square: Square, now: float) -> Kept | None:
        """A tile that was kept, fresh or not."""
        columns = "body, etag, modified, fetched, fresh_until, used"
        rows = self._do(f"SELECT {columns} FROM tiles WHERE {_AT}", source, *square)
        if not rows:
            return None
        *kept, used = rows[0]
        if now - used > _TOUCHED:
            self._do(f"UPDATE tiles SET used = ? WHERE {_AT}", now, source, *square)
        return Kept(*kept)

    def keep(self, source: str, square: Square, kept: Kept, now: float) -> bool:
        """Keep a tile; what was least used goes where there is no room. False when the disk does
        not take it."""
        size = len(kept.body or b"")
        self._drop(self._do(f"SELECT rowid, size FROM tiles WHERE {_AT}", source, *square))
        try:
            self._at.execute(
                "INSERT INTO tiles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (source, *square, kept.body, size, *kept[1:], now),
            )
        except sqlite3.Error:
            return False
        self._size += size
        while self._size > self._most:
            oldest = self._do("SELECT rowid, size FROM tiles ORDER BY used LIMIT ?", _BATCH)
            if not self._drop(oldest):
                break
        return True

    def due(self, source: str, squares: Iterable[Square], now: float) -> list[Square]:
        """Those that are not kept, or no longer fresh."""
        sql = f"SELECT 1 FROM tiles WHERE {_AT} AND fresh_until > ?"
        return [one for one in squares if not self._do(sql, source, *one, now)]

    def stock(self, source: str) -> Stock:
        """What is kept of an address."""
        sql = "SELECT count(body), total(size), min(fetched) FROM tiles WHERE source = ?"
        ((many, size, oldest),) = self._do(sql, source) or [(0, 0, 0)]
        return Stock(many, int(size), oldest or 0.0)

    def clear(self, source: str) -> None:
        """Away with all of an address, and the disk has its room again."""
        self._do("DELETE FROM tiles WHERE source = ?", source)
        self._do("VACUUM")
        self._size = self._total()

    def sweep(self, now: float) -> None:
        """Away with what nobody has looked at for long."""
        self._do("DELETE FROM tiles WHERE used < ?", now - KEPT)
        self._size = self._total()

    def close(self) -> None:
        """Let the file go."""
        self._at.close()

    # --- how ---

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        at = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        try:
            at.execute("PRAGMA journal_mode = TRUNCATE")
            at.execute("PRAGMA synchronous = OFF")  # after a power cut it is begun anew
            at.executescript(_TABLE)
        except sqlite3.DatabaseError:
            at.close()
            raise
        return at

    def _do(self, sql: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        """Rows; none from a damaged file, which is begun anew."""
        try:
            return self._at.execute(sql, values).fetchall()
        except sqlite3.OperationalError:  # locked, or a full disk: it is only a cache
            return []
        except sqlite3.DatabaseError:
            self._begin_anew()
            return []

    def _begin_anew(self) -> None:
        self._at.close()
        self._path.unlink(missing_ok=True)
        self._at, self._size = self._opened(), 0

    def _total(self) -> int:
        rows = self._do("SELECT total(size) FROM tiles")
        return int(rows[0][0]) if rows else 0

    def _drop(self, rows: Sequence[tuple[int, int]]) -> bool:
        for row, size in rows:
            self._do("DELETE FROM tiles WHERE rowid = ?", row)
            self._size -= size
        return bool(rows)


def open_shelf(path: Path, most: int = MOST) -> TileShelf:
    """The shelf in a file; a damaged one is begun anew. Raises OSError and sqlite3.Error where
    this disk gives no room at all."""
    try:
        return TileShelf(path, most)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return TileShelf(path, most)
