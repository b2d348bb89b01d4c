"""Tables as a file for a spreadsheet: CSV or XLSX, whole or not at all. Any worker thread."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from console.printing import write_whole
from db.domain.spreadsheets import Table, harmless

_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_tables(path: Path, tables: Sequence[Table]) -> None:
    """Write them; a file that was there before is as it was where that fails. Raises StoreFault."""
    data = _xlsx(tables) if path.suffix.lower() == ".xlsx" else _csv(tables)
    write_whole(path, data)


def _csv(tables: Sequence[Table]) -> bytes:
    """One table below the other, each under its name; with the mark that spreadsheets look for.

    No text in it is a formula to any of them.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    for n, table in enumerate(tables):
        name = harmless(table.name)
        writer.writerows([[], [name]] if n else [[name]])
        for row in table.rows:
            writer.writerow(harmless(one) if isinstance(one, str) else one for one in row)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(tables: Sequence[Table]) -> bytes:
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME])
        for n, row in enumerate(table.rows):
            cells = [WriteOnlyCell(sheet, value) for value in row]
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # never a formula, whatever it begins with
                if n == 0:
                    cell.font = Font(bold=True)
            sheet.append(cells)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
