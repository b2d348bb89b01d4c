"""The file of rows that did not come in: row, column, reason, and the row as it was."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from server.importing.faults import ImportFault, Rejected

HEADER = ("rejected_row", "rejected_column", "rejected_reason")


def default_path(file: Path) -> Path:
    """Where the rows go unless somebody says otherwise: beside the file."""
    return file.with_name(f"{file.stem}.rejected.csv")


def write_rejects(path: Path, header: Sequence[str], rows: Sequence[Rejected]) -> None:
    """Write the rows, sorted, for a spreadsheet; only their owner may read them.

    The columns keep their names, so that the corrected file can be imported with the same mapping.
    Raises ImportFault when it cannot be written.
    """
    try:
        # Complaints and people are in it.
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(opened, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow((*HEADER, *header))
            for row in sorted(rows, key=lambda row: row.row):
                writer.writerow((row.row, row.column, row.reason, *map(_shown, row.cells)))
    except OSError as problem:
        reason = f"{path}: cannot be written ({problem.strerror}); name another with --rejected"
        raise ImportFault(reason) from problem


def _shown(cell: object) -> object:
    # A lone half of a character cannot be written in UTF-8.
    return cell.encode(errors="replace").decode() if isinstance(cell, str) else cell
