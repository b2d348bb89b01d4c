"""The full-text index of a console's cache: which words of a case can be searched for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, text

from db.domain.bad_wire import BadWire
from db.domain.case import Case
from db.domain.city import City
from db.rows import agencies, case_of
from db.tables import kept_cases
from db.upsert import batches

_PUT = (
    "INSERT OR REPLACE INTO case_words (rowid, number, text, place, names) VALUES (?, ?, ?, ?, ?)"
)
_DROP = text("DELETE FROM case_words WHERE rowid = :rowid")
_ROWID = text("rowid")


class Words(NamedTuple):
    """What of a case is searched, one text a column."""

    number: str
    text: str
    place: str
    names: str


def words_of(case: Case, city: City) -> Words:
    """The words of a case, with the city's names for its category, area and agencies."""
    # "123" finds KT-26-000123 too.
    counter = case.number.rpartition("-")[2].lstrip("0")
    area = city.areas.get(case.place.area or "")
    category = city.categories.get(case.category or "")
    names = [category.name, category.name_en] if category else []
    for id in agencies(case):
        agency = city.agencies.get(id)
        names += [agency.short, agency.name] if agency else [id]
    return Words(
        f"{case.number} {counter}",
        "\n".join(report.text for report in case.reports),
        f"{case.place.text} {area.name if area else ''}".strip(),
        " ".join(names),
    )


def same_words(before: Case, case: Case) -> bool:
    """Whether two states of a case are found by the same words; most changes leave them."""
    return (
        (before.reports, before.place, before.category, before.number)
        == (case.reports, case.place, case.category, case.number)
    ) and agencies(before) == agencies(case)


def put(conn: Connection, cases: Iterable[Case], city: City) -> None:
    """Index cases whose rows are there, in place of what was indexed for them."""
    held = {case.id: case for case in cases}
    _put(conn, [(rowid, held[id]) for id, rowid in _rowids(conn, held).items()], city)


def drop(conn: Connection, ids: Iterable[str]) -> None:
    """Take cases out of the index; call it while their rows are there."""
    rows = [{"rowid": rowid} for rowid in _rowids(conn, ids).values()]
    if rows:
        conn.execute(_DROP, rows)


def clear(conn: Connection) -> None:
    """Empty the index."""
    conn.execute(text("DELETE FROM case_words"))


def put_some(conn: Connection, city: City, after: int, limit: int) -> int | None:
    """Index the next rows after a rowid; the last one's rowid, None when there is none left."""
    query = (
        select(_ROWID, kept_cases.c.doc)
        .where(text("rowid > :after").bindparams(bindparam("after", after)))
        .order_by(_ROWID)
        .limit(limit)
    )
    rows = conn.execute(query).all()
    _put(conn, [(rowid, case) for rowid, doc in rows for case in _readable(doc)], city)
    return rows[-1][0] if rows else None


def _readable(doc: str) -> Iterator[Case]:
    """One that cannot be read is told of when it is opened; the others can be searched."""
    with suppress(BadWire):
        yield case_of(doc)


def _put(conn: Connection, rows: Sequence[tuple[int, Case]], city: City) -> None:
    # In order: FTS5 writes its buffer out whenever a rowid is not above the one before.
    ordered = sorted(rows, key=itemgetter(0))
    if ordered:
        conn.exec_driver_sql(_PUT, [(rowid, *words_of(case, city)) for rowid, case in ordered])


def _rowids(conn: Connection, ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in batches(ids):
        query = select(kept_cases.c.id, _ROWID).where(kept_cases.c.id.in_(batch))
        found.update((id, rowid) for id, rowid in conn.execute(query))
    return found
