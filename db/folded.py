"""Which cases of a console's cache hold reports that the server has folded into them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, text

from db import tables
from db.domain.case import SYSTEM
from db.domain.states import State
from db.upsert import batches

_table = tables.kept_cases
_BY_SYSTEM = text(
    "json_extract(doc, '$.acts[#-1].kind') = 'merged' AND json_extract(doc, '$.acts[#-1].by') = :by"
).bindparams(by=SYSTEM.id)


def masters(conn: Connection) -> frozenset[str]:
    """All of them; costs what is merged at all."""
    query = select(_table.c.master).distinct().where(_table.c.state == State.MERGED.value)
    found = conn.execute(query.where(_BY_SYSTEM)).scalars()
    return frozenset(master for master in found if master is not None)


def masters_of(conn: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Those into which any of these cases was folded."""
    found: set[str] = set()
    for batch in batches(ids):
        query = select(_table.c.master).distinct().where(_table.c.id.in_(batch))
        query = query.where(_table.c.state == State.MERGED.value, _BY_SYSTEM)
        found |= {master for master in conn.execute(query).scalars() if master is not None}
    return frozenset(found)
