"""What the cases of a console's cache say of where they are, for whoever learns places of them."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import Connection, text

from db.domain.streets import Told

_QUERY = text(
    "SELECT rowid, area, json_extract(doc, '$.place.text'), json_extract(doc, '$.place.lat'), "
    "json_extract(doc, '$.place.lng'), json_extract(doc, '$.reports') FROM cases "
    "WHERE rowid < :before AND secret = 0 AND master IS NULL ORDER BY rowid DESC LIMIT :limit"
)
NEWEST = 2**62
"""Above every row."""


class Page(NamedTuple):
    """Some cases, and the row before which the next ones lie; 0 when there are no more."""

    told: list[Told]
    before: int


def told_places(conn: Connection, before: int = NEWEST, limit: int = 500) -> Page:
    """Cases that are neither secret nor merged into another, those that came last first."""
    rows = conn.execute(_QUERY, {"before": before, "limit": limit}).all()
    told = [
        Told(address or "", _texts(reports), lat, lng, area or "")
        for _, area, address, lat, lng, reports in rows
    ]
    return Page(told, rows[-1][0] if len(rows) == limit else 0)


def _texts(reports: str | None) -> tuple[str, ...]:
    return tuple(str(report.get("text", "")) for report in json.loads(reports or "[]"))
