"""Rows of a CSV file, read strictly: a wrong encoding or a broken quote is told, never guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from server.importing.encoding import check_encoding, reading_codec
from server.importing.faults import ImportFault
from server.importing.sheet import Form, Record
from server.importing.source import DELIMITERS


class CsvFile:
    """An open CSV file; see `Sheet`. Raises ImportFault where the file cannot be trusted."""

    def __init__(self, path: Path, form: Form, wanted: Collection[str]) -> None:
        check_encoding(path, form.encoding)
        self._path = path
        self._size = path.stat().st_size
        self._raw = path.open("rb")
        self._text = io.TextIOWrapper(self._raw, encoding=reading_codec(form.encoding), newline="")
        delimiter = form.delimiter or self._sniffed(wanted)
        self._reader = csv.reader(self._text, delimiter=delimiter, strict=True)
        self._rows = self._numbered()
        self.header = self._header()

    def __iter__(self) -> Iterator[Record]:
        return (Record(row, cells) for row, cells in self._rows if cells)

    def part(self) -> float:
        """Which part of the file has been read, from 0 to 1."""
        return min(1.0, self._raw.tell() / self._size)

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()

    def _numbered(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        row = 0
        try:
            for row, cells in enumerate(self._reader, 1):
                yield row, tuple(cells)
        except csv.Error as problem:
            raise ImportFault(
                f"{self._path}: row {row + 1}, near line {self._reader.line_num}: {problem}; "
                "look for a quotation mark that is not closed or not doubled"
            ) from problem

    def _header(self) -> tuple[str, ...]:
        for _, cells in self._rows:
            if cells:
                return tuple(cell.strip() for cell in cells)
        raise ImportFault(f"{self._path}: is empty; it needs a header row")

    def _sniffed(self, wanted: Collection[str]) -> str:
        """The one delimiter that makes the wanted columns of the first line; the nearest else."""
        line = self._text.readline()
        self._text.seek(0)
        if "\0" in line:
            raise ImportFault(
                f"{self._path}: the first line holds NUL characters; if this is a text file at "
                'all it may be UTF-16: say encoding = "utf-16"'
            )
        found = {sign: self._hits(line, sign, wanted) for sign in DELIMITERS}
        best = max(found.values())
        likely = [sign for sign, hits in found.items() if hits == best]
        if best and len(likely) > 1 and len(set(wanted)) > 1:
            raise ImportFault(
                f"{self._path}: the cells may be parted by any of {likely}; "
                "say which with source.delimiter"
            )
        return likely[0]

    def _hits(self, line: str, sign: str, wanted: Collection[str]) -> int:
        try:
            cells = next(csv.reader([line], delimiter=sign), [])
        except csv.Error:
            return 0
        return len({cell.strip() for cell in cells} & set(wanted))
