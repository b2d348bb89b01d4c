"""Why an import stops as a whole, or leaves out one row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from db.domain.plain_table import unknown


class ImportFault(Exception):
    """The import cannot go on and nothing was written; each line says where, why and the remedy."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class RowFault(Exception):
    """One row cannot become a case: which column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    reason: str
    cells: tuple[object, ...]


def missing_column(name: str, header: Collection[str]) -> str:
    """Reason for a column that the file does not have, with the nearest one it has."""
    return unknown("column", name, [known for known in header if known])
