"""An invented town as a file of vector tiles: for pictures of the screens and to measure with.

No street of it is there in truth, and its attribution says so.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from math import floor, sin
from pathlib import Path
from random import Random
from typing import NamedTuple

LOWEST, HIGHEST = 10, 14
ATTRIBUTION = "Peta contoh: jalan rekaan"

_EXTENT = 4096
_COLUMNS, _ROWS = 56, 48
_LINE, _POLYGON = 2, 3
_FROM = {"residential": 12, "tertiary": 11, "primary": 10, "building": 14}
Spot = tuple[float, float]


class _Thing(NamedTuple):
    layer: str
    kind: int
    corners: Sequence[Spot]
    tags: Mapping[str, str]
    lowest: int = LOWEST


def write_drawn_map(path: Path, left: float, top: float, right: float, bottom: float) -> None:
    """An MBTiles file of a town within these edges of the plane (0 to 1)."""
    wide, high = right - left, bottom - top
    tiles: dict[tuple[int, int, int], list[_Thing]] = {}
    for thing in _town():
        corners = [(left + x * wide, top + y * high) for x, y in thing.corners]
        placed = thing._replace(corners=corners)
        for zoom in range(max(LOWEST, thing.lowest), HIGHEST + 1):
            for x, y in _touched(corners, zoom):
                tiles.setdefault((zoom, x, y), []).append(placed)
    layers = {"vector_layers": [{"id": name} for name in _LAYERS]}
    told = {"name": "Kota contoh", "format": "pbf", "attribution": ATTRIBUTION}
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as at:
        at.execute("CREATE TABLE metadata (name text, value text)")
        at.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, "
            "tile_data blob, PRIMARY KEY (zoom_level, tile_column, tile_row))"
        )
        rows = [*told.items(), ("json", json.dumps(layers))]
        at.executemany("INSERT INTO metadata VALUES (?, ?)", rows)
        for (zoom, x, y), held in tiles.items():
            data = gzip.compress(_tile(held, zoom, x, y), 6, mtime=0)
            row = 2**zoom - 1 - y
            at.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, x, row, data))
        at.commit()


def _touched(corners: Sequence[Spot], zoom: int) -> list[tuple[int, int]]:
    xs, ys = ([floor(at * 2**zoom) for at in axis] for axis in zip(*corners, strict=True))
    return [
        (x, y) for x in range(min(xs), max(xs) + 1) for y in range(min(ys), max(ys) + 1)
    ]  # fmt: skip


# --- the town, in a square from 0 to 1 ---


def _town() -> Iterator[_Thing]:
    dice = Random(11)
    spots = {
        (c, r): ((c + _shift(dice)) / _COLUMNS, (r + _shift(dice)) / _ROWS)
        for c in range(_COLUMNS + 1)
        for r in range(_ROWS + 1)
    }
    yield from _open_land(dice)
    yield from _river()
    for (c, r), at in spots.items():
        for across, down, n in ((1, 0, r), (0, 1, c)):
            other = spots.get((c + across, r + down))
            if other is not None and (n % 8 == 4 or dice.random() < 0.86):
                yield from _street(at, other, n, "Melati" if across else "Kenanga")
        if (c + 1, r + 1) in spots:
            yield from _houses(at, spots[c + 1, r + 1], dice)
    toll = [(n / 40, 0.72 - 0.5 * n / 40 + 0.04 * sin(n / 4)) for n in range(41)]
    rail = [(n / 40, 0.34 + 0.3 * n / 40 + 0.03 * sin(n / 6)) for n in range(41)]
    for one, other in pairwise(toll):
        yield _Thing("transportation", _LINE, (one, other), {"class": "motorway"})
    for one, other in pairwise(rail):
        yield _Thing("transportation", _LINE, (one, other), {"class": "rail"})


def _shift(dice: Random) -> float:
    return dice.uniform(-0.18, 0.18)


def _street(one: Spot, other: Spot, n: int, flower: str) -> Iterator[_Thing]:
    kind = "primary" if n % 8 == 4 else "tertiary" if n % 4 == 2 else "residential"
    yield _Thing("transportation", _LINE, (one, other), {"class": kind}, _FROM[kind])
    told = {"class": kind, "name": f"Jalan {flower} {n + 1}"}
    yield _Thing("transportation_name", _LINE, (one, other), told, _FROM[kind] + 1)


def _houses(corner: Spot, other: Spot, dice: Random) -> Iterator[_Thing]:
    wide, high = other[0] - corner[0], other[1] - corner[1]
    for _ in range(5):
        x = corner[0] + wide * dice.uniform(0.15, 0.7)
        y = corner[1] + high * dice.uniform(0.15, 0.7)
        yield _Thing("building", _POLYGON, _box(x, y, wide / 9, high / 8), {}, _FROM["building"])


def _open_land(dice: Random) -> Iterator[_Thing]:
    for n in range(26):
        x, y = dice.random(), dice.random()
        kind = "park" if n % 2 else "landuse"
        size = dice.uniform(0.015, 0.05)
        tags = {"class": "park" if n % 2 else "industrial"}
        yield _Thing(kind, _POLYGON, _box(x, y, size, size * 0.8), tags)


def _river() -> Iterator[_Thing]:
    def middle(n: int) -> float:
        return 0.47 + 0.08 * sin(n / 5) + 0.02 * sin(n / 2.1)

    for n in range(-1, 41):
        half, y, below = 0.007, n / 40 - 0.0008, (n + 1) / 40 + 0.0008
        bank = [
            (middle(n) - half, y), (middle(n) + half, y),
            (middle(n + 1) + half, below), (middle(n + 1) - half, below),
        ]  # fmt: skip
        yield _Thing("water", _POLYGON, bank, {"class": "river"})
        if n % 9 == 4:
            ends = (middle(n), y), (middle(n + 4), (n + 4) / 40)
            yield _Thing("water_name", _LINE, ends, {"class": "river", "name": "Kali Contoh"}, 12)


def _box(x: float, y: float, wide: float, high: float) -> list[Spot]:
    return [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]


_LAYERS = (
    "landuse", "park", "water", "building", "transportation", "transportation_name", "water_name",
)  # fmt: skip

# --- the form of a vector tile ---


def _tile(things: Sequence[_Thing], zoom: int, x: int, y: int) -> bytes:
    made = []
    for name in _LAYERS:
        held = [thing for thing in things if thing.layer == name]
        if held:
            made.append(_bytes(3, _layer(name, held, zoom, x, y)))
    return b"".join(made)


def _layer(name: str, things: Sequence[_Thing], zoom: int, x: int, y: int) -> bytes:
    keys, values = dict[str, int](), dict[str, int]()
    features = []
    for thing in things:
        pairs = [
            n for key, value in thing.tags.items()
            for n in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
        ]  # fmt: skip
        corners = [
            (round((a * 2**zoom - x) * _EXTENT), round((b * 2**zoom - y) * _EXTENT))
            for a, b in thing.corners
        ]
        tags, shape = b"".join(map(_number, pairs)), _shape(thing.kind, corners)
        kind = _number(3 << 3) + _number(thing.kind)
        features.append(_bytes(2, _bytes(2, tags) + kind + _bytes(4, shape)))
    told = [_bytes(3, key.encode()) for key in keys]
    told += [_bytes(4, _bytes(1, value.encode())) for value in values]
    end = _number(5 << 3) + _number(_EXTENT) + _number(15 << 3) + _number(2)
    return _bytes(1, name.encode()) + b"".join(features) + b"".join(told) + end


def _shape(kind: int, corners: Sequence[tuple[int, int]]) -> bytes:
    """Steps from corner to corner; a polygon is closed by a command."""
    words, at = [9], (0, 0)
    for n, corner in enumerate(corners):
        if n == 1:
            words.append((len(corners) - 1) << 3 | 2)
        words += [_zigzag(corner[0] - at[0]), _zigzag(corner[1] - at[1])]
        at = corner
    return b"".join(map(_number, [*words, 15] if kind == _POLYGON else words))


def _zigzag(step: int) -> int:
    return step << 1 if step >= 0 else (-step << 1) - 1


def _bytes(field: int, data: bytes) -> bytes:
    return _number(field << 3 | 2) + _number(len(data)) + data


def _number(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)
