"""Facilities of a city: where help, schools and sights are, and which of them is nearest."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, degrees, hypot, isfinite, radians
from typing import NamedTuple

from db.domain.polygons import METRES_A_DEGREE

FILE = "facilities.csv"
"""What the file is called in a city pack."""

KINDS = ("fire", "police", "hospital", "health_centre", "opd", "school", "worship", "tourism")
"""Every kind, those first that somebody in danger needs."""

COLUMNS = ("kind", "name", "lat", "lng", "phone", "address", "source")
_DIGITS = 6  # of degrees: a tenth of a metre


class Facility(NamedTuple):
    """One of them: a point in degrees (WGS 84); phone, address and source "" where not known."""

    kind: str
    name: str
    lat: float
    lng: float
    phone: str = ""
    address: str = ""
    source: str = ""


class Near(NamedTuple):
    """How far a facility is (m), and where: eighths of a turn clockwise, 0 for the north."""

    facility: Facility
    metres: float
    eighth: int


@dataclass(frozen=True)
class Facilities:
    """Those of a pack, as `text` of its file. It is read when somebody first asks: a desk that
    starts does not wait for it. A line that cannot be used is passed over; `check_facilities`
    tells of it where packs are made.
    """

    text: str = ""

    @cached_property
    def rows(self) -> tuple[Facility, ...]:
        """All of them, in the order of the file."""
        return tuple(filter(None, map(_facility, _cells(self.text))))

    @cached_property
    def _by_kind(self) -> dict[str, list[Facility]]:
        found: dict[str, list[Facility]] = {}
        for row in self.rows:
            found.setdefault(row.kind, []).append(row)
        return found

    def nearest(self, lat: float, lng: float, kinds: Iterable[str]) -> list[Near]:
        """The nearest of each kind, in the order of the kinds; none of a kind there is none of."""
        aside = cos(radians(lat))

        def away(one: Facility) -> float:
            return (one.lat - lat) ** 2 + ((one.lng - lng) * aside) ** 2

        return [
            near(min(self._by_kind[kind], key=away), lat, lng)
            for kind in kinds
            if kind in self._by_kind
        ]


def near(one: Facility, lat: float, lng: float) -> Near:
    """How far and in which direction a facility is, seen from a point."""
    north = one.lat - lat
    east = (one.lng - lng) * cos(radians((one.lat + lat) / 2))
    return Near(one, hypot(north, east) * METRES_A_DEGREE, eighth_of(north, east))


def eighth_of(north: float, east: float) -> int:
    """The direction of a step: 0 north, 1 north-east, 2 east …"""
    return round(degrees(atan2(east, north)) / 45) % 8


def text_of(rows: Iterable[Facility]) -> str:
    """The file of a pack: the same rows are the same text, however they were given."""
    out = _Text()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=_order):
        point = (f"{row.lat:.{_DIGITS}f}", f"{row.lng:.{_DIGITS}f}")
        writer.writerow((row.kind, row.name, *point, row.phone, row.address, row.source))
    return "".join(out.parts)


def check_facilities(text: str) -> list[tuple[int, str]]:
    """What is wrong with a pack's file: the line (from 1) and why, in the order of the lines."""
    reader = csv.reader(text.split("\n"), strict=True)
    faults: list[tuple[int, str]] = []
    try:
        if next(reader, None) != list(COLUMNS):
            return [(1, f"the first line must be {','.join(COLUMNS)}")]
        for cells in reader:
            if cells and _facility(cells) is None:
                faults.append((reader.line_num, _why(cells)))
    except csv.Error as problem:
        faults.append((reader.line_num, f"is no CSV: {problem}"))
    return faults


class _Text:
    """Collects what a writer writes."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, part: str) -> None:
        """One more piece."""
        self.parts.append(part)


def _order(row: Facility) -> tuple[int, str, Facility]:
    return KINDS.index(row.kind), row.name.casefold(), row


def _cells(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(text.split("\n")))[1:]
    except csv.Error:
        return []


def _facility(cells: list[str]) -> Facility | None:
    if len(cells) != len(COLUMNS) or cells[0] not in KINDS or not cells[1].strip():
        return None
    try:
        lat, lng = float(cells[2]), float(cells[3])
    except ValueError:
        return None
    if not (isfinite(lat) and isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180):
        return None
    return Facility(cells[0], cells[1], lat, lng, cells[4], cells[5], cells[6])


def _why(cells: list[str]) -> str:
    if len(cells) != len(COLUMNS):
        return f"has {len(cells)} cells, not {len(COLUMNS)}"
    if cells[0] not in KINDS:
        return f"unknown kind {cells[0][:40]!r}; known: {_listed(KINDS)}"
    if not cells[1].strip():
        return "has no name"
    return f"{cells[2][:20]!r}, {cells[3][:20]!r} are no degrees such as -6.178300, 106.631900"


def _listed(names: Collection[str]) -> str:
    return ", ".join(names)
