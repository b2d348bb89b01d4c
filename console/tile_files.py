"""Files of map tiles: what any of them is asked for, and what is wrong with one that is none."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from PySide6.QtGui import QTextDocumentFragment

from widgets.map_layers import LAYERS

LARGEST = 8 * 1024 * 1024
"""Bytes of one tile, unpacked: more is no tile that anybody should wait for."""

_LONGEST = 300


class Square(NamedTuple):
    """A tile as web maps count: column from the west, row from the north, of 2**zoom each."""

    zoom: int
    x: int
    y: int


class Facts(NamedTuple):
    """What a set of tiles is. `px` is the side of a raster tile, 0 for vector tiles."""

    name: str
    attribution: str
    lowest: int
    highest: int
    px: int


class NotTiles(Exception):
    """A file or an answer that cannot be shown. `key` is what pages make a sentence of."""

    def __init__(self, key: str, **facts: str | int) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


class Tiles(Protocol):
    """A set of tiles. For one worker thread."""

    @property
    def facts(self) -> Facts: ...
    def tile(self, square: Square) -> bytes | None:
        """A picture, or an unpacked vector tile; None where there is none. Raises NotTiles."""
        ...

    def close(self) -> None: ...


def facts_of(path: Path, told: Mapping[str, Any], lowest: int, highest: int, px: int) -> Facts:
    """What the metadata of a file says. Raises NotTiles where no map can be made of that."""
    if not 0 <= lowest <= highest <= 30:
        raise NotTiles("damaged", file=path.name)
    if px == 0 and not _layers(told).intersection(LAYERS):
        raise NotTiles("strange_layers", file=path.name)
    whose = _plain(str(told.get("attribution") or ""))
    return Facts(_plain(str(told.get("name") or "")) or path.stem, whose, lowest, highest, px)


def _layers(told: Mapping[str, Any]) -> set[str]:
    """The layers that the metadata names; of a file that names none, all are hoped for."""
    held = told.get("vector_layers")
    if held is None:
        try:
            held = json.loads(str(told.get("json") or "{}")).get("vector_layers")
        except (ValueError, AttributeError):
            held = None
    if not isinstance(held, list):
        return set(LAYERS)
    return {str(layer.get("id")) for layer in held if isinstance(layer, dict)}


def _plain(text: str) -> str:
    """Words without marks: metadata may be HTML, and nothing of it is followed."""
    return " ".join(QTextDocumentFragment.fromHtml(text[:4000]).toPlainText().split())[:_LONGEST]


def unpacked(data: bytes, most: int = LARGEST) -> bytes:
    """What was packed with gzip or zlib, at most so much of it; other bytes as they are.

    Raises ValueError when it is damaged or larger.
    """
    if data[:2] != b"\x1f\x8b" and data[:1] != b"\x78":
        return data
    try:
        opened = zlib.decompressobj(zlib.MAX_WBITS | 32)
        plain = opened.decompress(data, most)
    except zlib.error as fault:
        raise ValueError(str(fault)) from fault
    if not opened.eof:
        raise ValueError("more than was allowed for, or cut off")
    return plain
