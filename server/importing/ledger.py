"""Imported pasts into the journal: known rows are found, the others written in one go."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from db import identities, journal, sources
from db.domain import wire
from db.domain.apply import apply
from db.domain.changes import Change
from db.domain.city import City
from db.store import Conn
from server.importing.faults import ImportFault
from server.importing.history import Past

# What the city's pack adds to a report; a new pack does not make an old import differ.
_OF_THE_PACK = ("priority", "secret")

_STEP = 500

At = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Pasts by whether their rows came in before; `differing` are those known otherwise."""

    fresh: tuple[Past, ...]
    known: tuple[Past, ...]
    differing: tuple[Past, ...]


def check_city(conn: Conn, city: City) -> None:
    """Raise ImportFault when the database is another city's; one never begun is anybody's."""
    try:
        kept = journal.head(conn).city
    except LookupError:
        return
    if kept != city.id:
        raise ImportFault(f"the database holds {kept!r}, the city pack is of {city.id!r}")


def sort_out(conn: Conn, source: str, pasts: Sequence[Past]) -> Sorted:
    """Which rows are new, which are known, and which of these the file now tells otherwise."""
    found = sources.known(conn, source, [past.incoming.source_id for past in pasts])
    fresh = tuple(past for past in pasts if past.incoming.source_id not in found)
    known = tuple(past for past in pasts if past.incoming.source_id in found)
    return Sorted(fresh, known, tuple(past for past in known if _differs(conn, past)))


def _differs(conn: Conn, past: Past) -> bool:
    entries = {entry.id: entry.body for entry in journal.of_case(conn, past.case.id)}
    if not entries:
        return False  # it came in by its channel, with its own history
    return any(
        change.id not in entries or _told(json.loads(entries[change.id])) != _told(_plain(change))
        for change in past.changes
    )


def _plain(change: Change) -> Any:
    return json.loads(wire.change_bytes(change))


def _told(body: dict[str, Any]) -> tuple[Any, Any]:
    """What a change says apart from its number and from what the pack added."""
    act = body["act"]
    return body["at"], {key: value for key, value in act.items() if key not in _OF_THE_PACK}


def write(
    conn: Conn, city: City, source: str, pasts: Sequence[Past], recorded_at: datetime, at: At
) -> None:
    """Journal new pasts in the order of their own times; the caller's transaction commits them."""
    events = sorted(
        (change.at, past.incoming.row, step, change)
        for past in pasts
        for step, change in enumerate(past.changes)
    )
    first_seqs: dict[str, int] = {}
    numbers: dict[str, str] = {}
    with journal.writing(conn, recorded_at) as pen:
        pen.load(past.case.id for past in pasts)
        for done, (_, _, _, change) in enumerate(events):
            before = pen.case(change.case)
            if change.case not in numbers:
                _check_new(before is None, change)
                numbers[change.case] = pen.number_for(city, change.at)
                first_seqs[change.case] = pen.next_seq
            change = replace(change, number=numbers[change.case], seq=pen.next_seq)
            pen.add(change, apply(before, change))
            if done % _STEP == 0:
                at(done / len(events))
    _write_beside(conn, source, pasts, numbers, first_seqs)


def _check_new(new: bool, change: Change) -> None:
    if not new:
        raise ImportFault(
            f"case {change.case} is in the database, but not as a row of this source; "
            "restore the table of sources before importing again"
        )


def _write_beside(
    conn: Conn, source: str, pasts: Sequence[Past], numbers: dict[str, str], seqs: dict[str, int]
) -> None:
    """Who reported, and which id of the source became which case."""
    people = [
        identities.Identity(
            past.report, past.case.id, *past.incoming.reporter, past.incoming.original
        )
        for past in pasts
        if past.incoming.original or any(past.incoming.reporter)
    ]
    identities.put(conn, *people)
    rows = [
        sources.Source(
            source, past.incoming.source_id, past.case.id, past.report, numbers[id], seqs[id]
        )
        for past in pasts
        for id in (past.case.id,)
    ]
    sources.put(conn, rows)
