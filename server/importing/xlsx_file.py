"""Rows of one sheet of an XLSX workbook, a few at a time."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from server.importing.faults import ImportFault
from server.importing.sheet import Form, Record

# What openpyxl lets through of a workbook that is cut off, or a zip of something else.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError,
    EOFError, OSError,
)  # fmt: skip


LARGEST_SHEETS = 4 * 2**30
"""Bytes of unpacked sheets; they are read row by row."""

LARGEST_REST = 256 * 2**20
"""Bytes of everything else, the texts of all cells above all; it is held in memory."""


class XlsxFile:
    """An open sheet; see `Sheet`. Formulas count by the value they had when it was saved."""

    def __init__(self, path: Path, form: Form) -> None:
        self._path = path
        _check_size(path)
        try:
            self._book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except _DAMAGE as problem:
            raise ImportFault(self._damaged(problem)) from problem
        names = [sheet.title for sheet in self._book.worksheets]
        self._sheet = self._book[_chosen(path, names, form.sheet)]
        # What the file says of its own size is often wrong; it serves the progress bar alone.
        self._rows_said = self._sheet.max_row or 0
        self._row = 0
        self._rows = self._numbered()
        self.header = self._header()

    def __iter__(self) -> Iterator[Record]:
        width = len(self.header)
        for row, cells in self._rows:
            if any(cell is not None for cell in cells):
                yield Record(row, _fitted(cells, width))

    def part(self) -> float:
        """Which part of the sheet has been read, from 0 to 1."""
        return min(1.0, self._row / self._rows_said) if self._rows_said else 0.0

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()

    def _numbered(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        self._sheet.reset_dimensions()
        rows = iter(self._sheet.iter_rows(values_only=True))
        while True:
            try:
                cells = next(rows, None)
            except _DAMAGE as problem:
                raise ImportFault(self._damaged(problem)) from problem
            if cells is None:
                return
            self._row += 1
            yield self._row, tuple(cells)

    def _header(self) -> tuple[str, ...]:
        for _, cells in self._rows:
            if any(cell is not None for cell in cells):
                return tuple("" if cell is None else str(cell).strip() for cell in cells)
        raise ImportFault(f"{self._path}: sheet {self._sheet.title!r} is empty")

    def _damaged(self, problem: BaseException) -> str:
        return (
            f"{self._path}: is no whole XLSX workbook ({type(problem).__name__}: {problem}); "
            "open it in a spreadsheet program and save it again as .xlsx"
        )


def _check_size(path: Path) -> None:
    """A few kilobytes can unpack to more than this machine holds. Raises ImportFault."""
    try:
        with zipfile.ZipFile(path) as parts:
            sizes = {part.filename: part.file_size for part in parts.infolist()}
    except _DAMAGE:
        return  # told in better words where the book is opened
    sheets = sum(size for name, size in sizes.items() if name.startswith("xl/worksheets/"))
    if sheets > LARGEST_SHEETS or sum(sizes.values()) - sheets > LARGEST_REST:
        raise ImportFault(
            f"{path}: unpacks to {sum(sizes.values()) // 2**20} MiB, more than is read of a "
            "workbook; save the sheet as CSV, or in several workbooks"
        )


def _chosen(path: Path, names: list[str], wanted: str) -> str:
    listed = ", ".join(map(repr, names)) or "none"
    if wanted:
        if wanted not in names:
            raise ImportFault(f"{path}: has no sheet {wanted!r}; its sheets: {listed}")
        return wanted
    if len(names) != 1:
        raise ImportFault(f"{path}: has the sheets {listed}; say which one with --sheet")
    return names[0]


def _fitted(cells: tuple[object, ...], width: int) -> tuple[object, ...]:
    """Cells as wide as the header: blank ones at the end of a row are not in the file."""
    if len(cells) <= width:
        return cells + (None,) * (width - len(cells))
    spare = cells[width:]
    return cells[:width] if all(cell is None for cell in spare) else cells
