"""The mapping file: which column of another system means what, checked as a whole before use."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.domain.city import City
from db.domain.plain_table import Fault, Table
from db.domain.states import State
from server.importing.cells import one_line
from server.importing.faults import ImportFault, missing_column
from server.importing.source import Source, read_source
from server.toml_lines import line_at, lines_of

DEFAULT = "*"
"""The key of a value table that stands for every value not listed."""

COLUMNS = (
    "source_id", "opened", "target", "closed", "changed", "category", "agency", "channel",
    "class", "area", "place_text", "lat", "lng", "status", "closing_text", "reporter_name",
    "reporter_phone", "reporter_email", "reporter_nik",
)  # fmt: skip
"""What a column may mean; `text` besides, which may be several columns."""

_NEEDED = ("source_id", "opened")

STATES = frozenset(State) - {State.MERGED}
"""States that an earlier system may name; which case a merged one went into, a table cannot say."""


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A table of values: its key in the mapping, the column it reads, and what it may name.

    `blank` says that an empty cell (or a value mapped to "") stands for "not known".
    """

    key: str
    column: str
    what: str
    names: Collection[str]
    needed: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class NoPlace:
    """Points (latitude, longitude) that the source writes when it knows none, and why."""

    reason: str = "the source gives no point"
    points: frozenset[tuple[float, float]] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A checked mapping. `columns` gives the file's column of each meaning, `text` its texts.

    `words` gives, for each meaning with a value table, the pack's id of each value.
    """

    source: Source
    columns: Mapping[str, str]
    text: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]
    may_be_blank: frozenset[str]
    no_place: NoPlace
    origin: str
    lines: Mapping[tuple[str | int, ...], int]

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every column of the file that is read, once each."""
        return tuple(dict.fromkeys((*self.columns.values(), *self.text)))

    def check_header(self, header: Sequence[str]) -> None:
        """Raise ImportFault naming every wanted column that the file lacks, or has twice."""
        places = [(("columns", key), name) for key, name in self.columns.items()]
        places += [(("columns", "text"), name) for name in self.text]
        faults = []
        for place, name in places:
            where = f"{self.origin}:{line_at(dict(self.lines), place)}: {'.'.join(place)}"
            if name not in header:
                faults.append(f"{where}: {missing_column(name, header)}")
            elif header.count(name) > 1:
                reason = f"the file has {header.count(name)} columns {name!r}; rename all but one"
                faults.append(f"{where}: {reason}")
        if faults:
            raise ImportFault(*faults)


def value_tables(city: City) -> tuple[ValueTable, ...]:
    """The value tables of a mapping for this city."""
    states = frozenset(state.value for state in STATES)
    return (
        ValueTable("states", "status", "state", states, True, False),
        ValueTable("categories", "category", "category", city.categories, True, True),
        ValueTable("agencies", "agency", "agency", city.agencies, False, True),
        ValueTable("channels", "channel", "channel", city.channels, True, False),
        ValueTable("areas", "area", "area", city.areas, False, True),
        ValueTable("classes", "class", "class", city.classes, False, True),
    )


def read_mapping(path: Path, city: City) -> ImportMapping:
    """The mapping of a TOML file for this city. Raises ImportFault with every fault there is."""
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ImportFault(f"{path}: not TOML: {problem}") from problem
    faults: list[Fault] = []
    lines = lines_of(text)
    mapping = _mapping(data, Table(path.name, data, faults), city, lines)
    if faults:
        found = sorted({(line_at(lines, fault.path), fault.key, fault.reason) for fault in faults})
        raise ImportFault(*(f"{path.name}:{line}: {key}: {why}" for line, key, why in found))
    return mapping


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise ImportFault(f"{path}: cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        reason = f"is not UTF-8 text at byte {problem.start}; save it again as UTF-8"
        raise ImportFault(f"{path}: {reason}") from problem


def _mapping(
    data: dict[str, Any], top: Table, city: City, lines: Mapping[tuple[str | int, ...], int]
) -> ImportMapping:
    source = read_source(top.table("source"), city)
    columns_table = top.table("columns")
    columns, text = _columns(columns_table, data)
    if "target" in columns and not source.target_clock and not columns_table.broken:
        columns_table.fault("needs source.target_clock: the clock whose deadline it is", "target")
    words, blank = {}, set[str]()
    for table in value_tables(city):
        words[table.column] = _words(top, table, table.column in columns)
        if table.blank:
            blank.add(table.column)
    no_place = _no_place(top, data)
    top.close()
    return ImportMapping(source, columns, text, words, frozenset(blank), no_place, top.file, lines)


def _columns(table: Table, data: dict[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    columns = {}
    for key in COLUMNS:
        if table.has(key) or key in _NEEDED:
            columns[key] = table.text(key)
    # One column or several: the only key that may be either.
    inner = data.get("columns")
    several = isinstance(inner, dict) and isinstance(inner.get("text"), list)
    text = table.texts("text") if several else (table.text("text"),)
    if several and not text:
        table.fault("needs at least one column", "text")
    if ("lat" in columns) != ("lng" in columns):
        there, absent = ("lat", "lng") if "lat" in columns else ("lng", "lat")
        table.fault(f"needs {absent} beside it", there)
    table.close()
    return columns, text


def _words(top: Table, table: ValueTable, has_column: bool) -> dict[str, str]:
    """Pack ids by the source's values; without a column only a default may stand there."""
    if not top.has(table.key):
        if has_column:
            top.fault(f"missing table [{table.key}]: what the values of columns.{table.column} are")
        elif table.needed:
            top.fault(f'needs columns.{table.column}, or [{table.key}] with "{DEFAULT}" = …')
        return {}
    inner = top.table(table.key)
    words = {}
    for value in inner.present():
        if value != DEFAULT and not has_column:
            inner.fault(f'columns.{table.column} is not given, so only "{DEFAULT}" can be', value)
        if table.blank:
            words[one_line(value.strip())] = inner.choice(value, table.names, table.what, "")
        else:
            words[one_line(value.strip())] = inner.choice(value, table.names, table.what)
    return words


def _no_place(top: Table, data: dict[str, Any]) -> NoPlace:
    if not top.has("no_place"):
        return NoPlace()
    table = top.table("no_place")
    reason = table.text("reason")
    table.has("points")
    inner = data["no_place"]
    given = inner.get("points") if isinstance(inner, dict) else None
    points = set()
    if not isinstance(given, list):
        table.fault("must be a list of points such as [[42.3594, -71.0587]]", "points")
        given = []
    for place, point in enumerate(given):
        if _is_point(point):
            points.add((round(float(point[0]), 6), round(float(point[1]), 6)))
        else:
            table.fault("must be [latitude, longitude] in degrees", "points", place)
    table.close()
    return NoPlace(reason, frozenset(points))


def _is_point(point: object) -> bool:
    if not isinstance(point, list) or len(point) != 2:
        return False
    numbers = [n for n in point if isinstance(n, int | float) and not isinstance(n, bool)]
    return len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180
