"""A report as sheets of plain numbers: XLSX and CSV, with nothing a spreadsheet could execute."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from db.domain.spreadsheets import harmless
from server.reports.paper import Cell, Column, Holds, Paper, Share, Spread, Table

Value = str | int | float | None
Rows = list[list[Value]]

_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WIDEST = 60
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def csv_of(paper: Paper) -> bytes:
    """One table below the other, each under its name; with the mark that spreadsheets look for.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for n, (name, rows) in enumerate(_sheets(paper)):
        writer.writerows([[], [harmless(name)]] if n else [[harmless(name)]])
        writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(paper: Paper) -> bytes:
    """A sheet for the facts and the definitions, and one for each table; texts are never formulas.

    The same report gives the same bytes: the times in the file are the report's own.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "LIVE Room"
    book.properties.title = paper.title
    book.properties.created = book.properties.modified = paper.at.replace(tzinfo=None)
    taken = set[str]()
    for name, rows in _sheets(paper):
        _add_sheet(book, _sheet_name(name, taken), rows)
    data = io.BytesIO()
    book.save(data)
    return _timeless(data.getvalue(), paper)


def _harmless(value: Value) -> Value:
    return harmless(value) if isinstance(value, str) else value


def _sheets(paper: Paper) -> Iterator[tuple[str, Rows]]:
    """(name, rows) of the first sheet, which has all words, and of each table."""
    words: Rows = [[paper.city], [paper.title], [paper.period], []]
    words += [[name, value] for name, value in paper.facts]
    for section in paper.sections:
        said = [*section.lines, *section.notes]
        if said:
            words += [[], [section.title]]
            words += [[line] for line in said]
    yield paper.title, words
    for section in paper.sections:
        for table in section.tables:
            yield table.name, [_heads(table.columns), *_rows(table)]


def _heads(columns: Sequence[Column]) -> list[Value]:
    heads = list[Value]()
    for column in columns:
        match column.holds:
            case Holds.SHARE:
                heads += [column.name, f"{column.name}: dari", f"{column.name}: %"]
            case Holds.SPREAD:
                ends = ("median (detik)", "p90 (detik)", "n", "dari")
                heads += [f"{column.name}: {end}" for end in ends]
            case _:
                heads.append(column.name)
    return heads


def _rows(table: Table) -> Iterator[list[Value]]:
    for row in table.rows:
        values = list[Value]()
        for column, cell in zip(table.columns, row, strict=True):
            values += _values(column.holds, cell)
        yield values


def _values(holds: Holds, cell: Cell) -> list[Value]:
    match cell:
        case Share(part, of):
            return [part, of, round(100 * part / of, 2) if of else None]
        case Spread(median, p90, n, of):
            return [median, p90, n, of]
        case None:
            return [None] * {Holds.SHARE: 3, Holds.SPREAD: 4}.get(holds, 1)
        case _:
            return [cell]


def _add_sheet(book: Workbook, name: str, rows: Rows) -> None:
    sheet = book.create_sheet(name)
    for n in range(max(map(len, rows))):
        longest = max((len(str(row[n])) for row in rows if len(row) > n > 0), default=0)
        width = min(max(longest + 2, 12 if n else 34), _WIDEST)
        sheet.column_dimensions[get_column_letter(n + 1)].width = width
    is_table = all(len(row) == len(rows[0]) for row in rows)
    if is_table:
        sheet.freeze_panes = "B2"
    for n, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula, whatever it begins with
            if n == 0 or (not is_table and len(row) == 1 and n < 3):
                cell.font = Font(bold=True)
            if n == 0 and is_table:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)


def _sheet_name(name: str, taken: set[str]) -> str:
    """Short enough, and no other sheet's."""
    plain = name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME].strip()
    unique, n = plain, 2
    while unique.casefold() in taken:
        unique, n = f"{plain[: _LONGEST_NAME - 4]} ({n})", n + 1
    taken.add(unique.casefold())
    return unique


def _timeless(data: bytes, paper: Paper) -> bytes:
    """The same workbook without the times at which its parts were written."""
    fresh = io.BytesIO()
    stamp = f"\\g<1>{paper.at:%Y-%m-%dT%H:%M:%SZ}".encode()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "docProps/core.xml":
                body = _MODIFIED.sub(stamp, body)
            new.writestr(zipfile.ZipInfo(part.filename, _EPOCH), body)
    return fresh.getvalue()
