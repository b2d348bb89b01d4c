"""A table of rows in a file, whatever its form, and which form a file has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from server.importing.faults import ImportFault

_STRANGERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls); save it as .xlsx or CSV"),
    (b"%PDF", "a PDF; ask for the table itself as CSV or XLSX"),
    (b"\x1f\x8b", "packed with gzip; unpack it first"),
    (b"Rar!", "packed with RAR; unpack it first"),
    (b"7z\xbc\xaf", "packed with 7-Zip; unpack it first"),
    (b"SQLite format 3", "an SQLite database; export the table as CSV"),
    (b"{", "JSON; export the table as CSV or XLSX"),
    (b"<", "HTML or XML, whatever its name says; open it and save it as .xlsx or CSV"),
)


class Record(NamedTuple):
    """One row as it stands in the file. The header is row 1."""

    row: int
    cells: tuple[object, ...]


class Sheet(Protocol):
    """An open table. Iterating it once gives every row below the header that is not blank."""

    header: tuple[str, ...]

    def __iter__(self) -> Iterator[Record]: ...

    def part(self) -> float:
        """Which part of the file has been read, from 0 to 1."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is to be read; what is empty is found out."""

    format: str = ""
    encoding: str = "utf-8"
    delimiter: str = ""
    sheet: str = ""


def format_of(path: Path, said: str) -> str:
    """`csv` or `xlsx`, by the file's first bytes. Raises ImportFault for anything else.

    `said` is what the mapping says, or empty; it has to agree.
    """
    head = _head(path)
    found = "xlsx" if head.startswith(b"PK\x03\x04") else "csv"
    if found == "csv":
        for mark, what in _STRANGERS:
            if head.lstrip().startswith(mark):
                raise ImportFault(f"{path}: is neither CSV nor XLSX but {what}")
    if said and said != found:
        raise ImportFault(
            f'{path}: the mapping says source.format = "{said}", but this is '
            + ("an XLSX workbook" if found == "xlsx" else "no XLSX workbook")
        )
    return found


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as problem:
        raise ImportFault(f"{path}: cannot be read: {problem.strerror}") from problem
    if not head.strip():
        raise ImportFault(f"{path}: is empty; it needs a header row and one row for each case")
    return head
