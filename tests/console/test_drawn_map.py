"""The invented town of the pictures: a file that others can read as well."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import mapbox_vector_tile
from PySide6.QtWidgets import QApplication

from console.drawn_map import ATTRIBUTION, HIGHEST, LOWEST, write_drawn_map
from console.tile_files import Square
from console.tile_opening import open_tiles
from db.domain.mercator import to_plane
from widgets.map_layers import LAYERS
from widgets.vector_tile import layers_of


def test_its_tiles_are_what_their_form_says(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "town.mbtiles"
    write_drawn_map(path, *to_plane(-6.10, 106.56), *to_plane(-6.26, 106.76))
    with closing(sqlite3.connect(path)) as at:
        rows = at.execute("SELECT * FROM tiles ORDER BY length(tile_data) DESC").fetchall()
    with closing(open_tiles(path)) as tiles:
        assert tiles.facts == ("Kota contoh", ATTRIBUTION, LOWEST, HIGHEST, 0)
        streets = 0
        for zoom, column, row, data in rows[:: max(1, len(rows) // 12)]:
            theirs = mapbox_vector_tile.decode(gzip.decompress(data))
            plain = tiles.tile(Square(zoom, column, 2**zoom - 1 - row))
            assert plain is not None
            ours = {layer.name: layer for layer in layers_of(plain, LAYERS)}
            assert ours.keys() == theirs.keys()
            for name, layer in ours.items():
                assert layer.tags == [one["properties"] for one in theirs[name]["features"]]
            streets += len(ours["transportation"].tags) if "transportation" in ours else 0
        assert streets > 500
