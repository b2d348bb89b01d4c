"""City packs on disk: reading a folder, checking it, and naming the line of every fault."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any, TextIO

from db.domain.boundary_reading import FILE as BOUNDARY_FILE
from db.domain.city import City
from db.domain.city_calendar import with_dates
from db.domain.city_reading import BOUNDARIES, FACILITIES, FILES, CityFaults, city_from
from db.domain.facilities import FILE as FACILITY_FILE
from db.domain.plain_table import Fault
from db.domain.public_holidays import holidays_of
from server import boundaries as borders
from server import facilities
from server.boundaries import read_json
from server.toml_lines import line_at, lines_of

_SUFFIX = ".toml"
_LARGEST = 8 * 1024 * 1024
_AT_LINE = re.compile(r" ?\(at line (\d+), column \d+\)| ?\(at end of document\)")


@dataclass(frozen=True, slots=True, order=True)
class LocatedFault:
    """A fault and the line (from 1) of the file where it stands."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(slots=True)
class _Reading:
    """What a folder holds: the tables and texts that could be read, the faults of the others."""

    data: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[LocatedFault] = field(default_factory=list)


def load_pack(folder: Path) -> dict[str, Any]:
    """The plain tables of a pack by file name without `.toml`; days and times become text.

    Where a pack has boundaries they are there too, as GeoJSON, and facilities as the text they are.

    Raises CityFaults where a file cannot be read. What the tables say is checked by `city_from`.
    """
    reading = _read(folder)
    if reading.faults:
        raise CityFaults(
            tuple(Fault(f.file, (), f"line {f.line}: {f.reason}") for f in reading.faults)
        )
    return reading.data


def open_city(folder: Path, without: str = "") -> tuple[City, dict[str, Any]]:
    """The city of a pack, and the plain data that consoles make the same city from.

    `without` its boundaries or facilities as if it had none, since they are about to be replaced.

    The data is JSON-able and has the holidays worked out. Raises CityFaults, never half a city.
    """
    data = load_pack(folder)
    data.pop(without, None)
    city = city_from(data, holidays_of)
    return city, {**data, "calendar": with_dates(data["calendar"], city.calendar)}


def check_pack(folder: Path) -> list[LocatedFault]:
    """Every fault of a pack, in the order of files and lines; empty when the pack is good."""
    reading = _read(folder)
    if not reading.data:
        return sorted(reading.faults)
    found = set(reading.faults)
    unread = {fault.file for fault in reading.faults}
    lines = {name: lines_of(text) for name, text in reading.texts.items()}
    try:
        city = city_from(reading.data, holidays_of)
        found.update(LocatedFault(one.file, 1, one.reason) for one in borders.faults_of(city))
        found.update(LocatedFault(FACILITY_FILE, *one) for one in facilities.faults_of(city))
    except CityFaults as problem:
        for fault in problem.faults:
            # A file that could not be read has been told of; the city only knows it is not there.
            if fault.file == FACILITY_FILE and isinstance(fault.path[0], int):
                found.add(LocatedFault(fault.file, fault.path[0] + 1, fault.reason))
            elif fault.file not in unread:
                line = line_at(lines.get(fault.file, {}), fault.path)
                reason = f"{fault.key}: {fault.reason}" if fault.path else fault.reason
                found.add(LocatedFault(fault.file, line, reason))
    return sorted(found)


def print_check(folder: Path, out: TextIO) -> int:
    """Print one line for each fault (`file:line: reason`); exit code 0 for a good pack, else 1."""
    faults = check_pack(folder)
    for fault in faults:
        print(fault, file=out)
    if faults:
        print(f"{folder}: {len(faults)} fault(s); the pack cannot be used", file=out)
        return 1
    city, _ = open_city(folder)
    print(
        f"{folder}: {city.name} is good: {len(city.agencies)} agencies, "
        f"{len(city.categories)} categories, {len(city.areas)} areas "
        f"({len(city.boundaries.areas)} with a boundary), {len(city.clocks)} clocks, "
        f"{len(city.facilities.rows)} facilities",
        file=out,
    )
    return 0


def _read(folder: Path) -> _Reading:
    reading = _Reading()
    if not folder.is_dir():
        reason = "there is no such folder" if not folder.exists() else "this is not a folder"
        reading.faults.append(LocatedFault(str(folder), 1, reason))
        return reading
    wanted = {f"{name}{_SUFFIX}" for name in FILES}
    found = {path.name for path in folder.iterdir() if path.suffix.lower() == _SUFFIX}
    if not found:
        reading.faults.append(LocatedFault(str(folder), 1, f"holds no {_SUFFIX} file at all"))
    for name in sorted(wanted - found) if found else ():
        reading.faults.append(LocatedFault(name, 1, "the file is missing from the pack"))
    for name in sorted(found - wanted):
        reason = f"a pack has no such file; it has {', '.join(sorted(wanted))}"
        reading.faults.append(LocatedFault(name, 1, reason))
    for name in sorted(found & wanted):
        _read_file(folder / name, reading)
    if (folder / BOUNDARY_FILE).exists():
        try:
            reading.data[BOUNDARIES] = read_json(folder / BOUNDARY_FILE)
        except ValueError as problem:
            reading.faults.append(LocatedFault(BOUNDARY_FILE, 1, str(problem)))
    if (folder / FACILITY_FILE).exists():
        try:
            reading.data[FACILITIES] = facilities.read_text(folder / FACILITY_FILE)
        except ValueError as problem:
            reading.faults.append(LocatedFault(FACILITY_FILE, 1, str(problem)))
    return reading


def _read_file(path: Path, reading: _Reading) -> None:
    try:
        if path.stat().st_size > _LARGEST:
            raise _Unreadable(1, f"larger than {_LARGEST // 1024**2} MB; no pack needs that")
        text = _decoded(path.read_bytes())
        reading.data[path.stem] = _plain(tomllib.loads(text))
        reading.texts[path.name] = text
    except _Unreadable as problem:
        reading.faults.append(LocatedFault(path.name, problem.line, problem.reason))
    except OSError as problem:
        reason = f"cannot be read: {problem.strerror}"
        reading.faults.append(LocatedFault(path.name, 1, reason))
    except tomllib.TOMLDecodeError as problem:
        reading.faults.append(_syntax_fault(path.name, text, str(problem)))
    except RecursionError:
        reading.faults.append(LocatedFault(path.name, 1, "brackets are nested far too deeply"))


class _Unreadable(Exception):
    """A file that is not the text it should be, and from which line on."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def _decoded(raw: bytes) -> str:
    """The text of a file; a byte order mark, which some editors write, is no fault."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise _Unreadable(line, "is not UTF-8 text; save it again as UTF-8") from problem


def _syntax_fault(name: str, text: str, message: str) -> LocatedFault:
    found = _AT_LINE.search(message)
    line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
    return LocatedFault(name, line, f"not TOML: {_AT_LINE.sub('', message)}")


def _plain(value: Any) -> Any:
    """TOML as JSON could hold it: days and times as their text."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | time) else value
