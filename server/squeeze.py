"""Gzip without a compressor for each reader: what many are sent is compressed once, for all.

A gzip member may be put together of pieces that were compressed apart, if each ends on a whole
byte and refers to nothing before it (RFC 1951, 3.2.3); only the check sum at the end is its own.
"""

from __future__ import annotations

import struct
import zlib

LEVEL = 6
_WORTH = 512
"""Bytes below which a piece is sent as it is."""

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST = b"\x03\x00"
_LONGEST_STORED = 0xFFFF


def wants_gzip(accept: str) -> bool:
    """Whether a header Accept-Encoding takes gzip (RFC 9110, 12.5.3)."""
    for one in accept.split(","):
        coding, _, weight = (part.strip().lower() for part in one.partition(";"))
        if coding in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def squeezed(data: bytes) -> bytes:
    """The data as blocks that stand by themselves and end on a whole byte."""
    if len(data) < _WORTH:
        return _stored(data)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(data: bytes) -> bytes:
    pieces = []
    for start in range(0, len(data), _LONGEST_STORED):
        piece = data[start : start + _LONGEST_STORED]
        pieces.append(struct.pack("<BHH", 0, len(piece), len(piece) ^ 0xFFFF) + piece)
    return b"".join(pieces)


class Member:
    """One reader's gzip member, as it grows."""

    def __init__(self) -> None:
        self._sum = 0
        self._size = 0
        self._begun = False

    def piece(self, data: bytes, ready: bytes = b"") -> bytes:
        """What is sent for `data`; `ready` are its blocks where somebody made them already."""
        self._sum = zlib.crc32(data, self._sum)
        self._size += len(data)
        opening = b"" if self._begun else _HEADER
        self._begun = True
        return opening + (ready or _stored(data))

    def end(self) -> bytes:
        """What closes the member."""
        opening = b"" if self._begun else _HEADER
        return opening + _LAST + struct.pack("<II", self._sum, self._size & 0xFFFFFFFF)
