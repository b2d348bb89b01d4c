"""Reading cases, on the server and on a console alike: one, many, open ones, counts, by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, text

from db import tables
from db.digests import digest, row_digest, total
from db.domain.apply import apply
from db.domain.brief import Brief, milliseconds
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.states import OPEN, State
from db.entries import Entry, entries, entry_of, of_case
from db.rows import case_of, change_of
from db.scopes import CITY, EVERYTHING, sees, visible
from db.upsert import batches

__all__ = [
    "Tally",
    "acted_on_by",
    "at",
    "by_number",
    "cache_digest",
    "changes_of",
    "counts",
    "digest",
    "digest_of",
    "holding",
    "many",
    "one",
    "open_rows",
    "points",
    "recent_changes",
    "root_of",
    "row_digest",
    "search",
    "sees",
    "snapshot_changes",
    "snapshot_rows",
    "worth_telling",
]

_STREAM = {"yield_per": 2000}
_table = tables.cases
_BRIEF = [_table.c[name] for name in Brief._fields]
_LATELY_MS = 4 * 86_400_000
_FINISHED = (State.RESOLVED.value, State.CLOSED.value)
_OVER = (*_FINISHED, State.NOT_OURS.value, State.ARCHIVED.value)


class Tally(NamedTuple):
    """How many cases stand somewhere, and how many reports they answer for."""

    cases: int
    reports: int


def one(conn: Connection, id: str) -> Case | None:
    """A case by its id."""
    doc = conn.execute(select(_table.c.doc).where(_table.c.id == id)).scalar()
    return None if doc is None else case_of(doc)


def by_number(conn: Connection, number: str) -> Case | None:
    """A case by the number people use."""
    doc = conn.execute(select(_table.c.doc).where(_table.c.number == number)).scalar()
    return None if doc is None else case_of(doc)


def root_of(conn: Connection, id: str) -> Case | None:
    """The case, or the one it was merged into, to the last."""
    case = one(conn, id)
    while case is not None and case.master is not None:
        case = one(conn, case.master)
    return case


def many(conn: Connection, ids: Iterable[str]) -> dict[str, Case]:
    """Cases by id; ids that are not here are left out."""
    found: dict[str, Case] = {}
    for batch in batches(ids):
        query = select(_table.c.id, _table.c.doc).where(_table.c.id.in_(batch))
        found.update((id, case_of(doc)) for id, doc in conn.execute(query))
    return found


def at(conn: Connection, id: str, seq: int) -> Case | None:
    """The case as it was after change `seq`, replayed from the journal; None before it came in."""
    case: Case | None = None
    for entry in of_case(conn, id):
        if entry.seq > seq:
            break
        change = change_of(entry.body)
        if change.alters:
            case = apply(case, change)
    return case


def open_rows(conn: Connection, done_since: datetime | None = None) -> Iterator[Brief]:
    """What the board needs of every open case, soonest deadline first, those without one last.

    With `done_since` also of the cases that were resolved or closed since that moment.
    """
    wanted: ColumnElement[bool] = _table.c.state.in_([state.value for state in sorted(OPEN)])
    if done_since is not None:
        since = _table.c.changed_at >= milliseconds(done_since)
        wanted = or_(wanted, and_(_table.c.state.in_(_FINISHED), since))
    order = (_table.c.due == 0, _table.c.due, _table.c.number)
    return _briefs(conn, select(*_BRIEF).where(wanted).order_by(*order))


def worth_telling(conn: Connection, until: datetime) -> Iterator[Case]:
    """Open cases of which a handover may have to say something, and some more.

    Those due before `until`, with an agency that has not accepted, with their reporter, planned,
    shelved, or with news that has not arrived; the last also where the case was over lately.
    """
    doc, end = _table.c.doc, milliseconds(until)
    lost = doc.contains('"astray":[')
    told = or_(
        and_(_table.c.due > 0, _table.c.due < end),
        _table.c.state.in_([State.FORWARDED.value, State.RETURNED.value]),
        doc.contains('"planned_for":'),
        doc.contains('"shelved_until":'),
        lost,
    )
    states = [state.value for state in sorted(OPEN)]
    late = and_(_table.c.state.in_(_OVER), _table.c.changed_at >= end - _LATELY_MS, lost)
    query = select(doc).where(or_(and_(_table.c.state.in_(states), told), late))
    with conn.execute(query, execution_options=_STREAM) as rows:
        for one in rows.scalars():
            yield case_of(one)


def _briefs(conn: Connection, query: Select[Any]) -> Iterator[Brief]:
    with conn.execute(query, execution_options=_STREAM) as rows:
        for row in rows:
            yield Brief._make(row)


def search(conn: Connection, words: str, limit: int = 50) -> list[Brief]:
    """Cases of a console's cache that hold every word, or words that begin so; newest first.

    Words are looked for in number, texts, place, category and agency names.
    """
    phrase = _phrase(words)
    if not phrase:
        return []
    found = text(
        "SELECT cases.id FROM case_words JOIN cases ON cases.rowid = case_words.rowid "
        "WHERE case_words MATCH :phrase ORDER BY case_words.rowid DESC LIMIT :limit"
    )
    ids = list(conn.execute(found, {"phrase": phrase, "limit": limit}).scalars())
    rows = {row.id: row for row in _briefs_of(conn, ids)}
    return [rows[id] for id in ids]


def holding(conn: Connection, words: str) -> frozenset[str]:
    """Ids of all the cases of a console's cache that `search` would find.

    They come as one text: as rows, each handed over by itself, they take twice as long.
    """
    phrase = _phrase(words)
    if not phrase:
        return frozenset()
    found = text(
        "SELECT group_concat(cases.id, char(10)) FROM case_words "
        "JOIN cases ON cases.rowid = case_words.rowid WHERE case_words MATCH :phrase"
    )
    ids: str | None = conn.execute(found, {"phrase": phrase}).scalar()
    return frozenset(ids.split("\n")) if ids else frozenset()


def _phrase(words: str) -> str:
    """What FTS5 is asked for; "" where there is no word."""
    return " ".join(f'"{word}"*' for word in re.findall(r"[^\W_]+", words))


def points(conn: Connection, ids: Iterable[str]) -> Iterator[tuple[str, float, float]]:
    """(id, latitude, longitude) of those cases of a console's cache that have a point."""
    doc = _table.c.doc
    lat, lng = (func.json_extract(doc, f"$.place.{name}") for name in ("lat", "lng"))
    for batch in batches(ids):
        query = select(_table.c.id, lat, lng).where(_table.c.id.in_(batch), _table.c.placed)
        yield from ((id, north, east) for id, north, east in conn.execute(query))


def _briefs_of(conn: Connection, ids: Iterable[str]) -> Iterator[Brief]:
    for batch in batches(ids):
        yield from _briefs(conn, select(*_BRIEF).where(_table.c.id.in_(batch)))


def counts(conn: Connection, scope: str = EVERYTHING) -> dict[State, Tally]:
    """Cases and reports by state, also where there are none."""
    query = select(_table.c.state, func.count(), func.sum(_table.c.reports))
    query = query.where(visible(scope, _table)).group_by(_table.c.state)
    found = {state: Tally(cases, int(reports)) for state, cases, reports in conn.execute(query)}
    return {state: found.get(state.value, Tally(0, 0)) for state in State}


def snapshot_rows(conn: Connection, scope: str = EVERYTHING) -> Iterator[str]:
    """The canonical JSON of every case that a scope sees."""
    query = select(_table.c.doc).where(visible(scope, _table)).order_by(_table.c.id)
    with conn.execute(query, execution_options=_STREAM) as rows:
        yield from rows.scalars()


def snapshot_changes(
    conn: Connection, scope: str = EVERYTHING, since_seq: int = 0
) -> Iterator[Entry]:
    """The journal's entries after `since_seq` about cases that a scope sees.

    One about two cases tells of both: the city has it only where it sees both, or a case shown
    again would bring the words of one that was merged into it and is still hidden. An agency has
    it, since what is in a case of theirs they were told.
    """
    table = tables.changes
    query = entries().where(table.c.seq > since_seq).order_by(table.c.seq)
    if scope != EVERYTHING:
        seen = select(_table.c.id).where(visible(scope, _table))
        other = table.c.other.in_(seen)
        if scope == CITY:
            query = query.where(table.c.case.in_(seen), or_(table.c.other.is_(None), other))
        else:
            query = query.where(or_(table.c.case.in_(seen), other))
    with conn.execute(query, execution_options=_STREAM) as rows:
        for row in rows.mappings():
            yield entry_of(row)


def digest_of(conn: Connection, scope: str = EVERYTHING) -> tuple[int, str]:
    """How many cases a scope sees, and their digest."""
    digests = [row_digest(doc) for doc in snapshot_rows(conn, scope)]
    return len(digests), total(digests)


def cache_digest(conn: Connection) -> str:
    """The digest over a console's own rows."""
    return digest(snapshot_rows(conn))


def recent_changes(conn: Connection, limit: int = 50, case: str | None = None) -> list[Change]:
    """The last changes, of one case (also as survivor of a merge) or of all, newest first."""
    table = tables.kept_changes
    query = select(table.c.body).order_by(table.c.seq.desc()).limit(limit)
    if case is not None:
        query = query.where(or_(table.c.case == case, table.c.other == case))
    return [change_of(body) for body in conn.execute(query).scalars()]


def changes_of(conn: Connection, ids: Iterable[str]) -> dict[str, Change]:
    """The changes made of these commands, as far as a console has them."""
    table = tables.kept_changes
    found: dict[str, Change] = {}
    for batch in batches(ids):
        query = select(table.c.id, table.c.body).where(table.c.id.in_(batch))
        found.update((id, change_of(body)) for id, body in conn.execute(query))
    return found


def acted_on_by(conn: Connection, author: str) -> frozenset[str]:
    """Ids of the cases a person has acted on; for a console's "mine"."""
    table = tables.kept_changes
    return frozenset(conn.execute(select(table.c.case).where(table.c.author == author)).scalars())
