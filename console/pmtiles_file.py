"""PMTiles 3: map tiles in one file (github.com/protomaps/PMTiles, spec/v3), read only.

Directories are read by the library of those who made the format. Its reader is not used: it reads
header and directories anew for each tile, and a damaged file makes it raise anything.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)
from PySide6.QtGui import QImage

from console.tile_files import LARGEST, Facts, NotTiles, Square, facts_of, unpacked

MAGIC = b"PMTiles"
_HEADER = 127
_DEEPEST = 4
_LARGEST_DIRECTORY = 16 * 1024 * 1024
_MOST_DIRECTORIES = 32
_PICTURES = (TileType.PNG, TileType.JPEG, TileType.WEBP)


class PmTiles:
    """One file. For one worker thread. Raises NotTiles."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._directories: OrderedDict[int, list[Entry]] = OrderedDict()
        self._file = path.open("rb")
        with ExitStack() as unless_read:
            unless_read.callback(self._file.close)
            self._header = self._read_header()
            self.facts = self._facts()
            unless_read.pop_all()

    def tile(self, square: Square) -> bytes | None:
        """From the directory of the root down to the tile."""
        if not self.facts.lowest <= square.zoom <= self.facts.highest:
            return None
        header, id = self._header, zxy_to_tileid(*square)
        offset, length = header["root_offset"], header["root_length"]
        for _ in range(_DEEPEST):
            entry = find_tile(self._directory(offset, length), id)
            if entry is None:
                return None
            if entry.run_length:
                data = self._read(header["tile_data_offset"] + entry.offset, entry.length)
                return self._plain(data, header["tile_compression"], LARGEST)
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        raise self._damaged()

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def _read_header(self) -> HeaderDict:
        try:
            return deserialize_header(self._read(0, _HEADER))
        except SpecVersionUnsupported as fault:
            raise NotTiles("old_version", file=self._path.name) from fault
        except ValueError as fault:  # a number that stands for nothing
            raise self._damaged() from fault

    def _facts(self) -> Facts:
        header = self._header
        packed = header["internal_compression"], header["tile_compression"]
        if header["internal_compression"] is not Compression.GZIP or packed[1] not in _OPENED:
            odd = next(one for one in packed if one is not Compression.GZIP)
            raise NotTiles("strange_packing", file=self._path.name, form=odd.name.lower())
        told = self._metadata()
        lowest, highest = header["min_zoom"], header["max_zoom"]
        if header["tile_type"] is TileType.MVT:
            return facts_of(self._path, told, lowest, highest, 0)
        if header["tile_type"] not in _PICTURES:
            form = header["tile_type"].name.lower()
            raise NotTiles("strange_form", file=self._path.name, form=form)
        return facts_of(self._path, told, lowest, highest, self._px())

    def _metadata(self) -> dict[str, Any]:
        header = self._header
        data = self._read(header["metadata_offset"], header["metadata_length"])
        try:
            told = json.loads(self._plain(data, header["internal_compression"], LARGEST) or b"{}")
        except ValueError as fault:
            raise self._damaged() from fault
        return told if isinstance(told, dict) else {}

    def _px(self) -> int:
        """The side of the first tile there is."""
        header = self._header
        offset, length = header["root_offset"], header["root_length"]
        for _ in range(_DEEPEST):
            entries = self._directory(offset, length)
            if not entries:
                break
            entry = entries[0]
            if entry.run_length:
                data = self._read(header["tile_data_offset"] + entry.offset, entry.length)
                image = QImage.fromData(self._plain(data, header["tile_compression"], LARGEST))
                if image.isNull():
                    break
                return image.width()
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        raise NotTiles("no_tiles", file=self._path.name)

    def _directory(self, offset: int, length: int) -> list[Entry]:
        known = self._directories.get(offset)
        if known is None:
            data = self._read(offset, length)
            # Not more than a directory is: the library unpacks whatever comes out.
            self._plain(data, Compression.GZIP, _LARGEST_DIRECTORY)
            try:
                known = deserialize_directory(data)
            except (EOFError, OSError) as fault:
                raise self._damaged() from fault
            self._directories[offset] = known
            while len(self._directories) > _MOST_DIRECTORIES:
                self._directories.popitem(last=False)
        self._directories.move_to_end(offset)
        return known

    def _plain(self, data: bytes, packed: Compression, most: int) -> bytes:
        if packed is Compression.NONE:
            return data
        try:
            return unpacked(data, most)
        except ValueError as fault:
            raise self._damaged() from fault

    def _read(self, offset: int, length: int) -> bytes:
        if length > _LARGEST_DIRECTORY:
            raise self._damaged()
        try:
            self._file.seek(offset)
            data = self._file.read(length)
        except OSError as fault:
            raise NotTiles("unreadable", file=self._path.name) from fault
        except (OverflowError, ValueError) as fault:  # no place that any file has
            raise self._damaged() from fault
        if len(data) < length:
            raise self._damaged()
        return data

    def _damaged(self) -> NotTiles:
        return NotTiles("damaged", file=self._path.name)


_OPENED = (Compression.NONE, Compression.GZIP, Compression.UNKNOWN)
