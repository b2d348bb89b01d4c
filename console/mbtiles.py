"""MBTiles: map tiles in a SQLite file (github.com/mapbox/mbtiles-spec, 1.3), read only."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtGui import QImage

from console.tile_files import LARGEST, Facts, NotTiles, Square, facts_of, unpacked

MAGIC = b"SQLite format 3\x00"
_PICTURES = ("png", "jpg", "jpeg", "webp")
_TILE = (
    "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? "
    "AND length(tile_data) <= ?"
)


class MbTiles:
    """One file. For one worker thread. Raises NotTiles."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        with ExitStack() as unless_read:
            unless_read.callback(self._at.close)
            self._at.execute("PRAGMA trusted_schema = OFF")
            self.facts = self._facts()
            unless_read.pop_all()

    def tile(self, square: Square) -> bytes | None:
        """Rows of the file count from the south."""
        row = 2**square.zoom - 1 - square.y
        found = self._first(_TILE, square.zoom, square.x, row, LARGEST)
        if found is None or not isinstance(found[0], bytes):
            return None
        try:
            return unpacked(found[0])
        except ValueError as fault:
            raise NotTiles("damaged", file=self._path.name) from fault

    def close(self) -> None:
        """Let the file go."""
        self._at.close()

    def _facts(self) -> Facts:
        told = {str(name): value for name, value in self._all("SELECT name, value FROM metadata")}
        lowest, highest = self._first("SELECT min(zoom_level), max(zoom_level) FROM tiles") or ()
        if not isinstance(lowest, int) or not isinstance(highest, int):
            raise NotTiles("no_tiles", file=self._path.name)
        form = str(told.get("format") or "").lower()
        if form in ("pbf", "mvt"):
            return facts_of(self._path, told, lowest, highest, 0)
        if form and form not in _PICTURES:
            raise NotTiles("strange_form", file=self._path.name, form=form)
        (data,) = self._first("SELECT tile_data FROM tiles LIMIT 1") or (b"",)
        image = QImage.fromData(data) if isinstance(data, bytes) else QImage()
        if image.isNull():
            raise NotTiles("strange_form", file=self._path.name, form=form or "?")
        return facts_of(self._path, told, lowest, highest, image.width())

    def _first(self, sql: str, *values: int) -> tuple[object, ...] | None:
        return next(iter(self._all(sql, *values)), None)

    def _all(self, sql: str, *values: int) -> list[tuple[object, ...]]:
        try:
            return self._at.execute(sql, values).fetchall()
        except sqlite3.OperationalError as fault:  # another table than that of tiles
            missing = "no such table" in str(fault) or "no such column" in str(fault)
            key = "no_tiles" if missing else "unreadable"
            raise NotTiles(key, file=self._path.name) from fault
        except sqlite3.Error as fault:
            raise NotTiles("damaged", file=self._path.name) from fault
