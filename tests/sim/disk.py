"""A disk that keeps synced and un-synced bytes apart: what a power cut may take, and what not."""

from __future__ import annotations

import json
import random
import zlib
from typing import Any


class File:
    """Records one after the other, each with its checksum; only synced bytes are safe."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.synced = 0

    def append(self, record: dict[str, Any]) -> None:
        """Hand a record to the system; it may be lost until `sync`."""
        body = json.dumps(record, separators=(",", ":")).encode()
        self.data += b"%08x%08x" % (len(body), zlib.crc32(body)) + body

    def sync(self) -> None:
        """Everything handed over so far survives a power cut."""
        self.synced = len(self.data)

    def power_cut(self, chance: random.Random) -> None:
        """Any part of what was not synced may be there or not, also half a record."""
        del self.data[chance.randint(self.synced, len(self.data)) :]
        self.records()

    def records(self) -> list[dict[str, Any]]:
        """The whole records; a torn end is cut off, as every reader of such a file must."""
        found, at = [], 0
        while at + 16 <= len(self.data):
            size, checksum = int(self.data[at : at + 8], 16), int(self.data[at + 8 : at + 16], 16)
            body = bytes(self.data[at + 16 : at + 16 + size])
            if len(body) < size or zlib.crc32(body) != checksum:
                break
            found.append(json.loads(body))
            at += 16 + size
        del self.data[at:]
        self.synced = min(self.synced, at)
        return found
