"""What a desk may show: the server's state at the desk's cursor, worked out from the journal."""

from __future__ import annotations

from typing import Any

from db import journal
from db.domain.apply import apply
from db.domain.case import Case
from db.domain.wire import canonical, encode
from db.rows import change_of
from db.store import Conn
from tests.journeys.processes import Site


def rows_at(site: Site, seq: int) -> list[str]:
    """Every case as canonical JSON, as it was after change `seq`."""
    found: list[str] = site.read(lambda conn: _rows_at(conn, seq))
    return found


def _rows_at(conn: Conn, seq: int) -> list[str]:
    stood: dict[str, Case | None] = {}
    for entry in journal.after(conn, 0, seq):
        change = change_of(entry.body)
        if change.alters:
            for id in change.cases:
                stood[id] = apply(stood.get(id), change)
    return sorted(canonical(encode(case)).decode() for case in stood.values())


def differs(site: Site, shown: dict[str, Any]) -> str:
    """How what a desk's cache holds is not what the server held at that cursor; '' when it is."""
    true = rows_at(site, shown["seq"])
    if sorted(shown["rows"]) == true:
        return ""
    only = [
        sorted(set(one) - set(other))
        for one, other in ((shown["rows"], true), (true, shown["rows"]))
    ]
    return f"at {shown['seq']}: shown {only[0][:1]}, on the server {only[1][:1]}"


def states(site: Site) -> set[tuple[str, str]]:
    """Every state in which a case ever was."""
    found: set[tuple[str, str]] = set()

    def look(conn: Conn) -> None:
        stood: dict[str, Case | None] = {}
        for entry in journal.after(conn, 0, 1_000_000):
            change = change_of(entry.body)
            if change.alters:
                for id in change.cases:
                    case = apply(stood.get(id), change)
                    stood[id] = case
                    found.add((id, case.state.value))

    site.read(look)
    return found
