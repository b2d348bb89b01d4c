"""Facilities out of a city's own CSV, XLSX or GeoJSON file into its pack, whole or not at all."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from db.domain.boundary_reading import in_degrees, shown
from db.domain.city import City
from db.domain.facilities import COLUMNS, FILE, text_of
from db.domain.facility_reading import Found, column_of, missing, read_rows
from server.boundaries import read_json
from server.disk import write_whole
from server.facilities import POINTS
from server.importing.cells import BadCell
from server.importing.cells import text_of as text_of_cell
from server.importing.csv_file import CsvFile
from server.importing.faults import ImportFault
from server.importing.sheet import Form, Sheet, format_of
from server.importing.source import DELIMITERS
from server.importing.xlsx_file import XlsxFile

_MOST_TOLD = 50
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
Rows = list[tuple[int, dict[str, str]]]


class Unusable(Exception):
    """Why nothing of a file can be read."""


def bring_in(folder: Path, city: City, file: Path, kind: str, out: TextIO) -> int:
    """Put the facilities of a file into a pack; all or nothing.

    `kind` is that of all rows which name none; then those of other kinds stay in the pack, else the
    file takes the place of all. Exit code 0 when it was done, 1 when the pack is as it was.
    Raises NotWritten.
    """
    remarks: list[str] = []
    try:
        found = read_rows(_rows(file, kind, remarks), kind, city)
    except (Unusable, ImportFault) as problem:
        found = Found(faults=[(0, str(problem))])
    for row, reason in sorted(found.faults)[:_MOST_TOLD]:
        print(f"{file}: row {row}: {reason}" if row else reason, file=out)
    for remark in remarks + found.remarks:
        print(f"remark: {remark}", file=out)
    if not found.faults and not found.rows:
        found.faults.append((0, "it holds no facility"))
        print(f"{file}: holds no facility", file=out)
    if found.faults:
        more = " (the first are told)" if len(found.faults) > _MOST_TOLD else ""
        print(f"{len(found.faults)} fault(s){more}; {folder} is as it was", file=out)
        return 1
    given = [row for _, row in found.rows]
    stay = [row for row in city.facilities.rows if row.kind not in {r.kind for r in given}]
    write_whole(folder / FILE, text_of([*stay, *given] if kind else given))
    kept = f" beside {len(stay)} of other kinds" if kind and stay else ""
    print(
        f"{folder / FILE}: {len(given)} facilities{kept}; the server tells them to the desks when "
        "it is started again",
        file=out,
    )
    return 0


def _rows(file: Path, kind: str, remarks: list[str]) -> Rows:
    """The cells of a file by our columns, with the row each stands in."""
    if file.suffix.lower() in POINTS:
        return _from_points(file)
    sheet = _sheet(file, remarks)
    try:
        return _from_sheet(file, sheet, kind, remarks)
    finally:
        sheet.close()


def _sheet(file: Path, remarks: list[str]) -> Sheet:
    if format_of(file, "") == "xlsx":
        return XlsxFile(file, Form())
    raw = file.read_bytes()
    encoding = "utf-16" if raw.startswith(_MARKS) else "utf-8"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = raw.decode(encoding, "replace")
        remarks.append(f"{file} is not UTF-8; it is read as the text of Windows (cp1252)")
    first = text.lstrip("\ufeff").partition("\n")[0]
    return CsvFile(file, Form("csv", encoding, max(DELIMITERS, key=lambda s: _hits(first, s))), ())


def _hits(line: str, sign: str) -> int:
    """How many headings a delimiter makes of a line."""
    try:
        return sum(bool(column_of(cell)) for cell in next(csv.reader([line], delimiter=sign), []))
    except csv.Error:
        return 0


def _from_sheet(file: Path, sheet: Sheet, kind: str, remarks: list[str]) -> Rows:
    columns: dict[str, int] = {}
    passed: list[str] = []
    for at, heading in enumerate(sheet.header):
        column = column_of(str(heading))
        if column in columns:
            raise Unusable(f"{file}: two columns are a {column}; leave one out")
        if column:
            columns[column] = at
        elif heading:
            passed.append(str(heading))
    if lacking := missing(columns, kind):
        raise Unusable(
            f"{file}: has no column for {', '.join(lacking)}; the first row must name the columns: "
            f"{','.join(COLUMNS)}, or jenis, nama, lintang, bujur, telepon, alamat, sumber"
        )
    if passed:
        remarks.append(f"columns that are passed over: {', '.join(passed)}")
    return [(record.row, _cells(record.cells, columns)) for record in sheet]


def _cells(cells: tuple[object, ...], columns: Mapping[str, int]) -> dict[str, str]:
    return {column: _text(cells[at]) for column, at in columns.items() if at < len(cells)}


def _text(cell: object) -> str:
    try:
        return text_of_cell(cell)
    except BadCell:
        return str(cell)  # what is wrong with it is told with its row


def _from_points(file: Path) -> Rows:
    try:
        data = read_json(file)
    except ValueError as problem:
        raise Unusable(f"{file}: {problem}") from problem
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise Unusable(f"{file}: is no GeoJSON FeatureCollection")
    features = data.get("features")
    if not isinstance(features, list) or not features:
        raise Unusable(f"{file}: holds no features")
    if not in_degrees(data.get("crs")):
        raise Unusable(f"{file}: needs degrees of WGS 84 (EPSG:4326); convert it before")
    return list(_read_points(file, features))


def _read_points(file: Path, features: list[Any]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, feature in enumerate(features, 1):
        said = feature.get("properties") if isinstance(feature, dict) else None
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(said, dict) or not isinstance(geometry, dict):
            raise Unusable(f"{file}: feature {number} is no feature with properties and a point")
        point = geometry.get("coordinates")
        if geometry.get("type") != "Point" or not isinstance(point, list) or len(point) < 2:
            kind = shown(geometry.get("type"))
            raise Unusable(f"{file}: feature {number} needs a Point [lng, lat], has {kind}")
        cells: dict[str, str] = {}
        for key, value in said.items():
            column = column_of(str(key))
            if column in cells and column not in ("", "lat", "lng"):  # the point says where
                two = f"{file}: feature {number}: two properties are a {column}; leave one out"
                raise Unusable(two)
            cells[column] = _text(value)
        yield number, {**cells, "lng": str(point[0]), "lat": str(point[1])}
