"""Opens a file of map tiles by what it begins with; its name may say anything."""

from __future__ import annotations

from pathlib import Path

from console import mbtiles, pmtiles_file
from console.mbtiles import MbTiles
from console.pmtiles_file import PmTiles
from console.tile_files import NotTiles, Tiles


def open_tiles(path: Path) -> Tiles:
    """The tiles in a file. Raises NotTiles, which names the file."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
        if head == mbtiles.MAGIC:
            return MbTiles(path)
        if head.startswith(pmtiles_file.MAGIC):
            return PmTiles(path)
    except FileNotFoundError as fault:
        raise NotTiles("gone", file=path.name) from fault
    except OSError as fault:
        raise NotTiles("unreadable", file=path.name) from fault
    raise NotTiles("no_tile_file", file=path.name)
