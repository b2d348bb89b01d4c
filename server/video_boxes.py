"""MP4 and MOV (ISO/IEC 14496-12): boxes found, and all but pictures and sound blanked in place."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from server.washed import Unfit

_TOP = frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"sidx", b"mfra", b"styp", b"free", b"skip",
                  b"wide", b"pdin"})  # fmt: skip
_MOOV = frozenset({b"mvhd", b"trak", b"mvex", b"iods", b"free", b"skip"})
_TRAK = frozenset({b"tkhd", b"edts", b"mdia", b"tref", b"tapt", b"free", b"skip"})
_PICTURE, _SOUND = b"vide", b"soun"
_TELLTALE = (b"\xa9xyz", b"ISO6709", b"loci")
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_LARGEST_MOOV = 32 * 1024 * 1024
_MOST_BOXES = 100_000
_MOST_NUMBERS = 1_000_000
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Box:
    """One box: where it begins, where its content does, where it ends."""

    type: bytes
    start: int
    inside: int
    end: int


class Movie:
    """Blanks the file when it is made. `place` is what the file said of where it was taken."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._boxes = 0
        self.width = self.height = 0
        self.taken_at = ""
        self.place = b""
        top = list(self._within(0, file.seek(0, 2)))
        movies = [box for box in top if box.type == b"moov"]
        if len(movies) != 1 or movies[0].end - movies[0].start > _LARGEST_MOOV:
            raise Unfit("damaged")
        (moov,) = movies
        self._fragmented = any(box.type == b"moof" for box in top)
        for box in top:
            if box.type not in _TOP:
                self._blank(box)
        self._wash_moov(moov)
        if not self.width:
            raise Unfit("not_a_picture")
        if any(telltale in self._bytes(moov) for telltale in _TELLTALE):
            raise Unfit("unsafe_video")

    # --- boxes ----------------------------------------------------------------------------------

    def _within(self, start: int, end: int) -> Iterator[Box]:
        while start < end:
            self._boxes += 1
            if end - start < 8 or self._boxes > _MOST_BOXES:
                raise Unfit("damaged")
            size, kind = struct.unpack(">I4s", self._read(start, 8))
            inside = start + 8
            if size == 1:
                (size,) = struct.unpack(">Q", self._read(inside, 8))
                inside += 8
            elif size == 0:
                size = end - start
            if start + size > end or size < inside - start:
                raise Unfit("damaged")
            yield Box(kind, start, inside, start + size)
            start += size

    def _read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        data = self._file.read(size)
        if len(data) < size:
            raise Unfit("damaged")
        return data

    def _bytes(self, box: Box) -> bytes:
        return self._read(box.inside, box.end - box.inside)

    def _child(self, box: Box, *path: bytes) -> Box | None:
        found: Box | None = box
        for kind in path:
            if found is None:
                return None
            found = next((b for b in self._within(found.inside, found.end) if b.type == kind), None)
        return found

    def _needed(self, box: Box, *path: bytes) -> Box:
        found = self._child(box, *path)
        if found is None:
            raise Unfit("damaged")
        return found

    def _blank(self, box: Box) -> None:
        """Free space of the same size in its place: nothing behind it moves."""
        self._file.seek(box.start + 4)
        self._file.write(b"free")
        self._zero(box.inside, box.end)

    def _zero(self, start: int, end: int) -> None:
        self._file.seek(start)
        for at in range(start, end, _PIECE):
            self._file.write(bytes(min(_PIECE, end - at)))

    # --- what is in them ------------------------------------------------------------------------

    def _wash_moov(self, moov: Box) -> None:
        children = list(self._within(moov.inside, moov.end))
        for box in children:
            if box.type == b"mvhd":
                self.taken_at = self._made_at(box)
            elif box.type == b"trak":
                self._wash_track(box)
            elif box.type not in _MOOV:
                self._note_place(box)
                self._blank(box)

    def _note_place(self, box: Box) -> None:
        content = self._bytes(box)
        for telltale in (b"\xa9xyz", b"ISO6709"):
            _, found, rest = content.partition(telltale)
            if found and not self.place:
                # QuickTime's keys stand apart from their values, which come last.
                self.place = rest[:64] if telltale == b"\xa9xyz" else rest

    def _wash_track(self, trak: Box) -> None:
        handler = self._bytes(self._needed(trak, b"mdia", b"hdlr"))[8:12]
        if handler not in (_PICTURE, _SOUND):
            self._blank_samples(trak)
            self._blank(trak)
            return
        if handler == _PICTURE:
            header = self._bytes(self._needed(trak, b"tkhd"))
            width, height = struct.unpack(">II", header[-8:])
            self.width, self.height = max(self.width, width >> 16), max(self.height, height >> 16)
        for box in self._within(trak.inside, trak.end):
            if box.type not in _TRAK:
                self._note_place(box)
                self._blank(box)

    def _made_at(self, mvhd: Box) -> str:
        content = self._bytes(mvhd)
        if len(content) < 12:
            raise Unfit("damaged")
        long = content[0] == 1
        (seconds,) = (
            struct.unpack(">Q", content[4:12]) if long else struct.unpack(">I", content[4:8])
        )
        try:
            made = _EPOCH + timedelta(seconds=seconds)
        except OverflowError:
            return ""
        # Many programs leave 0 there, which is no time at all.
        return made.isoformat() if made.year >= 2000 else ""

    # --- tracks of measurements -----------------------------------------------------------------

    def _blank_samples(self, trak: Box) -> None:
        """Action cameras and phones keep a track of places: its samples lie among the pictures."""
        if self._fragmented:
            raise Unfit("unsafe_video")
        table = self._child(trak, b"mdia", b"minf", b"stbl")
        if table is None:
            return
        sizes, runs = self._sizes(table), self._runs(table)
        end_of_file = self._file.seek(0, 2)
        sample = 0
        for chunk, offset in enumerate(self._offsets(table), 1):
            many = next((count for first, count in reversed(runs) if first <= chunk), 0)
            length = sum(sizes[sample : sample + many])
            sample += many
            if offset + length > end_of_file:
                raise Unfit("unsafe_video")
            self._zero(offset, offset + length)
        if sample < len(sizes):
            raise Unfit("unsafe_video")

    def _sizes(self, table: Box) -> list[int]:
        box = self._child(table, b"stsz")
        if box is None:
            raise Unfit("unsafe_video")
        fixed, count = self._unpacked(box, ">II")
        if fixed and count <= _MOST_NUMBERS:
            return [fixed] * count
        return self._numbers(box, 8, count, 4)

    def _offsets(self, table: Box) -> list[int]:
        box = self._child(table, b"co64")
        width = 8 if box else 4
        box = box or self._needed(table, b"stco")
        (count,) = self._unpacked(box, ">I")
        return self._numbers(box, 4, count, width)

    def _runs(self, table: Box) -> list[tuple[int, int]]:
        """(first chunk, samples in each chunk from there on)."""
        box = self._needed(table, b"stsc")
        (count,) = self._unpacked(box, ">I")
        flat = self._numbers(box, 4, 3 * count, 4)
        return list(zip(flat[0::3], flat[1::3], strict=True))

    def _unpacked(self, box: Box, form: str) -> tuple[int, ...]:
        """Numbers behind version and flags."""
        size = struct.calcsize(form)
        if box.end - box.inside < 4 + size:
            raise Unfit("damaged")
        return struct.unpack(form, self._read(box.inside + 4, size))

    def _numbers(self, box: Box, at: int, count: int, width: int) -> list[int]:
        start = box.inside + 4 + at
        if count > _MOST_NUMBERS or start + count * width > box.end:
            raise Unfit("damaged")
        letter = "Q" if width == 8 else "I"
        return list(struct.unpack(f">{count}{letter}", self._read(start, count * width)))
