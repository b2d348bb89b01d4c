"""Facilities of a city pack on disk: read, judged, written whole, and written back out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from db.domain.city import City
from db.domain.facilities import COLUMNS, Facility, text_of
from db.domain.facility_reading import REACH_METRES
from db.domain.locating import Locator
from server.disk import write_whole

POINTS = (".geojson", ".json")
"""How the name of a file ends that holds GeoJSON."""


def write_back(city: City, file: Path, kind: str, out: TextIO) -> int:
    """Write a pack's facilities, of one kind or all, as CSV or GeoJSON by the file's name.

    What is written comes back in as it was. Exit code 0, or 1 where there was nothing
    to write. Raises NotWritten.
    """
    rows = [row for row in city.facilities.rows if kind in ("", row.kind)]
    if not rows:
        print(f"{city.name} has no facility to write{f' of kind {kind}' if kind else ''}", file=out)
        return 1
    points = file.suffix.lower() in POINTS
    write_whole(file, geojson_of(rows) if points else text_of(rows))
    print(f"{file}: {len(rows)} facilities", file=out)
    return 0


def geojson_of(rows: Iterable[Facility]) -> str:
    """Facilities as a FeatureCollection, one feature a line."""
    lines = [json.dumps(_feature(row), ensure_ascii=False, separators=(",", ":")) for row in rows]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def faults_of(city: City) -> list[tuple[int, str]]:
    """Facilities of a pack that lie too far out of its city: the line of its file, and why."""
    locator = Locator(city)
    return [
        (line, f"{row.name} lies more than {REACH_METRES / 1000:g} km outside the city")
        for line, row in enumerate(city.facilities.rows, 2)
        if not locator.within(row.lat, row.lng, REACH_METRES)
    ]


def read_text(file: Path) -> str:
    """A pack's own file. Raises ValueError with a sentence."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise ValueError(f"cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise ValueError("is not UTF-8 text; bring it in by liveroom-server city") from problem


def _feature(row: Facility) -> dict[str, Any]:
    said = {"kind": row.kind, "name": row.name}
    said |= {column: text for column in COLUMNS[4:] if (text := getattr(row, column))}
    point = {"type": "Point", "coordinates": [row.lng, row.lat]}
    return {"type": "Feature", "properties": said, "geometry": point}
