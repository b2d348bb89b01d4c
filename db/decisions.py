"""The answer given to each command id, kept as long as the case: asked twice, told the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select

from db import tables
from db.domain.changes import Fact, Outcome
from db.upsert import batches


@dataclass(frozen=True, slots=True)
class Decision:
    """How a command was decided. `id` and `author` are the command's, `body_hash` of its bytes."""

    id: str
    author: str
    body_hash: str
    seq: int
    outcome: Outcome
    case: str
    reason: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


def known(conn: Connection, ids: Iterable[str]) -> dict[str, Decision]:
    """The decisions there are for these command ids."""
    table = tables.decisions
    found: dict[str, Decision] = {}
    for batch in batches(ids):
        for row in conn.execute(select(table).where(table.c.id.in_(batch))).mappings():
            found[row["id"]] = _decision(dict(row))
    return found


def put(conn: Connection, decisions: Sequence[Decision]) -> None:
    """Record new decisions. IntegrityError when one of the ids was decided before."""
    if decisions:
        conn.execute(insert(tables.decisions), [_row(decision) for decision in decisions])


def _decision(row: dict[str, Any]) -> Decision:
    row["outcome"] = Outcome(row["outcome"])
    row["facts"] = json.loads(row["facts"])
    return Decision(**row)


def _row(decision: Decision) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(decision, name) for name in Decision.__slots__}
    row["outcome"] = decision.outcome.value
    row["facts"] = json.dumps(dict(decision.facts), ensure_ascii=False)
    return row
