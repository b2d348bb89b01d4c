"""An audit point: what the server says a scope's cases add up to, and what a cache really holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from db.digests import row_digest, total
from db.tables import kept_cases

PIECE = 200
"""Rows worked on at a time; between two pieces whoever waits for the processor gets it."""


@dataclass(frozen=True, slots=True)
class Audit:
    """At `seq` of a history a scope sees so many `cases`, with this `digest` (see db.digests)."""

    epoch: str
    seq: int
    cases: int
    digest: str


def audit_of(page: Mapping[str, Any]) -> Audit | None:
    """The audit point of a page, if it carries one for exactly where it ends."""
    match page:
        case {
            "epoch": str(epoch),
            "to": int(to),
            "audit": {"seq": int(seq), "cases": int(cases), "digest": str(digest)},
        } if seq == to:
            return Audit(epoch, seq, cases, digest)
    return None


def added_up(conn: Connection, pause: Callable[[], None]) -> tuple[int, str]:
    """(how many cases a cache holds, their digest), worked out from the stored rows themselves.

    `pause` is called between two pieces; the transaction of `conn` holds them together.
    """
    digests: list[int] = []
    last = ""
    while True:
        query = select(kept_cases.c.id, kept_cases.c.doc).where(kept_cases.c.id > last)
        rows = conn.execute(query.order_by(kept_cases.c.id).limit(PIECE)).all()
        digests += [row_digest(doc) for _, doc in rows]
        if len(rows) < PIECE:
            return len(digests), total(digests)
        last = rows[-1][0]
        pause()
