"""outbox.log: one line a record, each with its checksum, on the disk before `append` returns."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from db import folder
from db.faults import StoreFault

Record = dict[str, Any]

_ID = re.compile(rb'"id":"([0-9A-Za-z_.:-]{1,64})","n":')
"""How the id of a command stands in a line, outside of the command's own text."""


@dataclass(slots=True)
class Contents:
    """What a log held: its records, the numbers of lines that are damaged, and a torn end.

    `torn_ids` are commands that damaged lines seem to be about, `gone` those forgotten on purpose.
    """

    records: list[Record] = field(default_factory=list)
    bad: list[int] = field(default_factory=list)
    torn: bool = False
    torn_ids: set[str] = field(default_factory=set)

    @property
    def gone(self) -> set[str]:
        """Ids of commands that were forgotten on purpose."""
        return {str(record["gone"]) for record in self.records if "gone" in record}


class Log:
    """The log file. A fault of the disk is a StoreFault."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Contents:
        """Everything that is whole; a file that is not there is an empty one."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return Contents()
        except OSError as fault:
            raise StoreFault.of(fault, self.path) from fault
        return _contents(data)

    def size(self) -> int:
        """Bytes in the file."""
        try:
            return self.path.stat().st_size if self.path.exists() else 0
        except OSError as fault:
            raise StoreFault.of(fault, self.path) from fault

    def append(self, records: Iterable[Record]) -> None:
        """Add records; they outlive a power cut when this returns."""
        data = b"".join(map(_line, records))
        new = not self.path.exists()
        try:
            _write(self.path, data, os.O_APPEND)
            if new:
                folder.sync(self.path.parent)
        except OSError as fault:
            raise StoreFault.of(fault, self.path) from fault

    def cut(self, size: int) -> None:
        """Take back what was added after the file had this size."""
        try:
            if self.path.exists():
                os.truncate(self.path, size)
        except OSError as fault:
            raise StoreFault.of(fault, self.path) from fault

    def rewrite(self, records: Iterable[Record]) -> None:
        """Put these records in place of all that is there; at any moment one of both is whole."""
        fresh = self.path.with_name(self.path.name + ".new")
        try:
            _write(fresh, b"".join(map(_line, records)), os.O_TRUNC)
            fresh.replace(self.path)
            folder.sync(self.path.parent)
        except OSError as fault:
            raise StoreFault.of(fault, self.path) from fault


def checksum(record: Record) -> int:
    """CRC-32 of the record as the log writes it."""
    return crc32(_text(record))


def _text(record: Record) -> bytes:
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _line(record: Record) -> bytes:
    text = _text(record)
    return b"%08x %s\n" % (crc32(text), text)


def _contents(data: bytes) -> Contents:
    found = Contents()
    *lines, rest = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        record = _record(line)
        if record is None:
            found.bad.append(number)
            found.torn_ids.update(id.decode() for id in _ID.findall(line))
        else:
            found.records.append(record)
    if rest:
        found.torn = True
        record = _record(rest)
        found.records += [record] if record is not None else []
    return found


def _record(line: bytes) -> Record | None:
    try:
        crc, text = int(line[:8], 16), line[9:]
        record = json.loads(text) if crc == crc32(text) and line[8:9] == b" " else None
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _write(path: Path, data: bytes, how: int) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | how, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
        os.fsync(file)
    finally:
        os.close(file)
