"""An invented city in files of map tiles, written by other programs than ours.

Streets run between the points of the kelurahan, so that each file is about the right place; none
of them is there in truth, and the attribution says so.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from math import floor
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from shapely import LineString, Point, Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

from db.domain.mercator import to_plane

ATTRIBUTION = '<a href="https://example.org">Peta buatan</a>, bukan jalan sebenarnya'
WEST, SOUTH, EAST, NORTH = 106.55, -6.27, 106.77, -6.09
Square = tuple[int, int, int]
Feature = tuple[str, BaseGeometry, dict[str, Any]]


def squares(lowest: int, highest: int) -> Iterator[Square]:
    """Every tile of the city, zoom by zoom."""
    (left, top), (right, bottom) = to_plane(NORTH, WEST), to_plane(SOUTH, EAST)
    for zoom in range(lowest, highest + 1):
        many = 2**zoom
        for x in range(floor(left * many), floor(right * many) + 1):
            for y in range(floor(top * many), floor(bottom * many) + 1):
                yield zoom, x, y


def features() -> list[Feature]:
    """The invented city on the plane, in the names of OpenMapTiles."""
    (left, top), (right, bottom) = to_plane(NORTH, WEST), to_plane(SOUTH, EAST)
    wide, high = right - left, bottom - top

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * wide, top + y * high

    river = LineString([at(0.42, -0.1), at(0.45, 0.2), at(0.38, 0.45), at(0.5, 0.7), at(0.47, 1.1)])
    made: list[Feature] = [
        ("water", river.buffer(wide / 90), {"class": "river"}),
        ("water_name", river, {"class": "river", "name": "Kali Contoh"}),
        ("waterway", LineString([at(0, 0.3), at(0.2, 0.34), at(0.39, 0.42)]), {"class": "stream"}),
        ("landuse", box(*at(0.05, 0.1), *at(0.22, 0.24)), {"class": "industrial"}),
        ("landuse", box(*at(0.6, 0.5), *at(0.95, 0.9)), {"class": "residential"}),
        ("park", Point(at(0.6, 0.35)).buffer(wide / 24), {"class": "park"}),
        ("park", box(*at(0.12, 0.7), *at(0.25, 0.8)).difference(
            Point(at(0.18, 0.75)).buffer(wide / 60)), {"class": "park"}),
        ("place", Point(at(0.5, 0.5)), {"class": "city", "name": "Kota Contoh"}),
        ("place", Point(at(0.3, 0.6)), {"class": "suburb", "name": "Kampung Uji"}),
        ("place", Point(at(0.7, 0.25)), {"class": "suburb", "name": "Taman Buatan"}),
    ]  # fmt: skip
    for n in range(25):
        part = (n + 0.5) / 25
        kind = "primary" if n % 8 == 3 else "tertiary" if n % 4 == 1 else "residential"
        across = LineString([at(0, part), at(0.5, part + 0.012), at(1, part - 0.01)])
        down = LineString([at(part, 0), at(part - 0.008, 0.5), at(part + 0.012, 1)])
        made += _street(across, kind, f"Jalan Melintang {n + 1}")
        made += _street(down, kind, f"Jalan Membujur {n + 1}")
    toll = LineString([at(-0.1, 0.85), at(0.35, 0.62), at(0.7, 0.58), at(1.1, 0.3)])
    made += _street(toll, "motorway", "Jalan Tol Contoh")
    made.append(("transportation", affinity.translate(toll, 0, -high / 5), {"class": "rail"}))
    made += [
        ("building", box(x, y, x + wide / 900, y + high / 1100), {})
        for x, y in (at(0.5 + a / 300, 0.5 + b / 260) for a in range(24) for b in range(24))
    ]
    return made


def _street(line: BaseGeometry, kind: str, name: str) -> list[Feature]:
    told = {"class": kind}
    return [("transportation", line, told), ("transportation_name", line, told | {"name": name})]


def vector_tile(all: Iterable[Feature], square: Square) -> bytes:
    """The city in one tile, "" where there is nothing of it."""
    zoom, x, y = square
    side = 2.0**-zoom
    left, top = x * side, y * side
    edge = side / 16
    seen = box(left - edge, top - edge, left + side + edge, top + side + edge)
    layers: dict[str, list[dict[str, Any]]] = {}
    for layer, shape, told in all:
        if (layer == "building" and zoom < 13) or not shape.intersects(seen):
            continue
        cut = shape.intersection(seen)
        for part in getattr(cut, "geoms", [cut]):
            if isinstance(part, Point | LineString | Polygon):
                whole = shapely.transform(
                    part, lambda at: np.round((at - (left, top)) / side * 4096)
                )
                layers.setdefault(layer, []).append({"geometry": whole, "properties": told})
    written = [{"name": name, "features": held} for name, held in layers.items()]
    options = {"y_coord_down": True}
    return bytes(mapbox_vector_tile.encode(written, default_options=options)) if written else b""


def raster_tile(square: Square, px: int = 256, form: str = "PNG") -> bytes:
    """A tile with its own number on it, of a colour of its own."""
    zoom, x, y = square
    image = QImage(px, px, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv((zoom * 37 + x * 11 + y * 5) % 360, 40, 225))
    painter = QPainter(image)
    painter.setPen(QColor("#506070"))
    painter.drawRect(0, 0, px - 1, px - 1)
    painter.drawText(QRectF(0, 0, px, px), Qt.AlignmentFlag.AlignCenter, f"{zoom}/{x}/{y}")
    painter.end()
    return picture_bytes(image, form)


def picture_bytes(image: QImage, form: str = "PNG") -> bytes:
    """A picture as a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def write_mbtiles(
    path: Path, tiles: Callable[[Square], bytes], zooms: tuple[int, int], **told: str
) -> Path:
    """A file as the specification has it; rows count from the south."""
    at = sqlite3.connect(path)
    at.execute("CREATE TABLE metadata (name text, value text)")
    at.execute(
        "CREATE TABLE tiles "
        "(zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
    )
    at.execute("CREATE UNIQUE INDEX tile_index on tiles (zoom_level, tile_column, tile_row)")
    told = {"name": "Kota Contoh", "attribution": ATTRIBUTION, **told}
    at.executemany("INSERT INTO metadata VALUES (?, ?)", list(told.items()))
    for square in squares(*zooms):
        if data := tiles(square):
            zoom, x, y = square
            at.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, x, 2**zoom - 1 - y, data))
    at.commit()
    at.close()
    return path


def write_pmtiles(
    path: Path,
    tiles: Callable[[Square], bytes],
    zooms: tuple[int, int],
    kind: TileType,
    packed: Compression = Compression.NONE,
    **told: Any,
) -> Path:
    """A file by the library of those who made the format."""
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        for square in sorted(squares(*zooms), key=lambda one: zxy_to_tileid(*one)):
            if data := tiles(square):
                writer.write_tile(zxy_to_tileid(*square), data)
        header = {"tile_type": kind, "tile_compression": packed}
        writer.finalize(header, {"name": "Kota Contoh", "attribution": ATTRIBUTION, **told})
    return path


def write_vector_pmtiles(path: Path, zooms: tuple[int, int] = (10, 14)) -> Path:
    """The invented city, packed as such files are."""
    city = features()
    return write_pmtiles(
        path, lambda square: gzip.compress(vector_tile(city, square)), zooms, TileType.MVT,
        Compression.GZIP, vector_layers=[{"id": name} for name in {layer for layer, *_ in city}],
    )  # fmt: skip
