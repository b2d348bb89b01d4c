"""Open cases near a place and a time, in a console's cache: which ones may be the same problem.

The ways in are indices (see the upgrades of the cache): by the cells around a point, by the area,
and without a point by the names of the place. It costs what is there and not what is in the file.
"""

from __future__ import annotations

from math import cos, radians

from sqlalchemy import BindParameter, Connection, bindparam, text

from db.domain.brief import milliseconds
from db.domain.case import Case, Place
from db.domain.likeness import MEASURE, Measure, Similar, Traits, alike, names_in
from db.domain.states import OPEN
from db.rows import case_of
from db.tables import CELL, CELLS_A_DEGREE

LOOKED_AT = 200
"""Cases that are compared, at most, of each way in."""

_NAMES = 6
_METRES_A_DEGREE = 111_195.0
_WHERE = (
    "SELECT doc FROM {cases} WHERE {place} AND first_at BETWEEN :since AND :until "
    "AND state IN :open AND secret = :secret ORDER BY abs(first_at - :at) LIMIT :limit"
)
_OPEN: BindParameter[list[str]] = bindparam("open", expanding=True)
_NEAR = text(_WHERE.format(cases="cases", place=f"({CELL}) IN :cells")).bindparams(
    bindparam("cells", expanding=True), _OPEN
)
_IN_AREA = text(_WHERE.format(cases="cases", place="area = :area")).bindparams(_OPEN)
_NAMED = text(
    _WHERE.format(
        cases="case_words JOIN cases ON cases.rowid = case_words.rowid",
        place="case_words MATCH :names",
    )
).bindparams(_OPEN)


def similar(
    conn: Connection,
    case: str,
    own: Traits,
    *,
    secret: bool = False,
    measure: Measure = MEASURE,
) -> tuple[Similar, ...]:
    """Open cases that may be the same problem, the likest first; `case` is its own id or "".

    Of those around it in place the nearest in time are compared, `LOOKED_AT` at most each way.
    """
    found = candidates(conn, own, secret=secret, measure=measure)
    return alike(case, own, found, measure)


def candidates(
    conn: Connection, own: Traits, *, secret: bool = False, measure: Measure = MEASURE
) -> list[Case]:
    """What `similar` compares: cases within reach of the point, and those of the same area.

    Without a point also cases that hold a name of the place; what has no area is looked for among
    those whose area nobody knows.
    """
    place = own.place
    asked = {
        "since": milliseconds(own.at - measure.looked_back),
        "until": milliseconds(own.at + measure.looked_back),
        "at": milliseconds(own.at),
        "open": sorted(state.value for state in OPEN),
        "secret": secret,
        "limit": LOOKED_AT,
    }
    docs: dict[str, None] = {}
    if place.lat is not None:
        near = {**asked, "cells": cells(place, measure.reach_m)}
        docs |= dict.fromkeys(conn.execute(_NEAR, near).scalars())
    if place.area or place.lat is None:
        inside = {**asked, "area": place.area or ""}
        docs |= dict.fromkeys(conn.execute(_IN_AREA, inside).scalars())
    names = sorted(names_in(place), key=lambda name: (-len(name), name))[:_NAMES]
    if names and place.lat is None:
        phrase = " OR ".join(f'"{name}"' for name in names)
        docs |= dict.fromkeys(conn.execute(_NAMED, {**asked, "names": phrase}).scalars())
    return [case_of(doc) for doc in docs]


def cells(place: Place, reach: float) -> list[int]:
    """The cells that a circle of `reach` metres around a point touches."""
    assert place.lat is not None
    assert place.lng is not None
    up = reach / _METRES_A_DEGREE
    aside = up / max(cos(radians(place.lat)), 0.01)
    rows = range(_cell(place.lat - up), _cell(place.lat + up) + 1)
    columns = range(_cell(place.lng - aside), _cell(place.lng + aside) + 1)
    return [row * 1_000_000 + column for row in rows for column in columns]


def _cell(degrees: float) -> int:
    return int(degrees * CELLS_A_DEGREE)
