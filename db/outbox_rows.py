"""One command of the outbox, as a row of the database and as a record of the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from db.domain import wire
from db.domain.changes import Fact, Outcome
from db.domain.commands import Command
from db.outbox_log import Record, checksum

QUEUED, PARKED, DECIDED, DISMISSED = "queued", "parked", "decided", "dismissed"
WITHDRAWN = "withdrawn"
"""Given again under another's name: never sent, and shown until an officer has seen it."""

_ACCEPTED = (Outcome.ACCEPTED.value, Outcome.SAME_EFFECT.value)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command and what became of it.

    `n` orders commands as they were made; `body` is the command's canonical JSON; instants are ms
    since the epoch. `outcome`, `reason`, `facts` (JSON) and `seq` are the server's decision,
    `change` the JSON of the change it made. `rev` grows with every alteration.
    """

    n: int
    id: str
    case: str
    author: str
    body: str
    queued_at: int
    state: str = QUEUED
    outcome: str = ""
    reason: str = ""
    facts: str = "{}"
    seq: int = 0
    change: str = ""
    decided_at: int | None = None
    rev: int = 1

    @property
    def command(self) -> Command:
        """The command. Raises `wire.UnknownKind` when a newer program made it."""
        return wire.load(Command, self.body)

    @property
    def accepted(self) -> bool:
        """Whether the server took it, also when it was so already."""
        return self.outcome in _ACCEPTED

    @property
    def why(self) -> Mapping[str, Fact]:
        """The facts of a refusal."""
        found: Mapping[str, Fact] = json.loads(self.facts)
        return found


_NAMES = tuple(field.name for field in fields(Waiting))


def record_of(row: Waiting) -> Record:
    """The row as plain JSON values."""
    return {name: getattr(row, name) for name in _NAMES}


def row_of(row: Waiting) -> dict[str, Any]:
    """The columns of the row, with their checksum."""
    record = record_of(row)
    return {**record, "crc": checksum(record)}


def from_record(record: Mapping[str, Any]) -> Waiting:
    """The row of a record; fields of a newer program are passed over. TypeError, KeyError."""
    return Waiting(**{name: record[name] for name in _NAMES})


def is_whole(row: Mapping[str, Any]) -> bool:
    """Whether the columns of a row are those that were once written."""
    return bool(checksum({name: row[name] for name in _NAMES}) == row["crc"])
