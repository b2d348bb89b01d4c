"""A disk that keeps synced and un-synced writes apart: what a power cut may take, and what not."""

from __future__ import annotations

import random
from typing import Any

Record = tuple[Any, ...]

TORN: Record = ("torn",)
"""Part of a record: its checksum does not fit, so a reader stops before it."""


class File:
    """Records one after the other, each with its checksum; only synced ones are safe."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._synced = 0

    def append(self, *record: Any) -> None:
        """Hand a record to the system; it may be lost until `sync`."""
        self._records.append(record)

    def sync(self) -> None:
        """Everything handed over so far survives a power cut."""
        self._synced = len(self._records)

    def power_cut(self, chance: random.Random) -> None:
        """Each un-synced record may be there, be gone or be half there, whatever came after it."""
        for at in range(self._synced, len(self._records)):
            if chance.random() < 0.4:
                self._records[at] = TORN
        if self._records[self._synced :]:
            del self._records[chance.randint(self._synced, len(self._records)) :]

    def read(self) -> list[Record]:
        """The whole records; from a torn one on everything is cut off, as every reader must."""
        if TORN in self._records[self._synced :]:
            del self._records[self._records.index(TORN, self._synced) :]
        self._synced = min(self._synced, len(self._records))
        return self._records

    def copy(self) -> list[Record]:
        """What is safe at this moment, as a backup has it."""
        return self._records[: self._synced]

    def replace(self, records: list[Record]) -> None:
        """Other contents, safe at once: a file that is written beside and then renamed."""
        self._records = list(records)
        self.sync()

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it, as after its loss."""
        return not self._records
