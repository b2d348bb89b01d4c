"""The file of rows that did not come in: row, column, reason, and the row as it was."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from server.importing.encoding import reading_codec
from server.importing.faults import ImportFault, Rejected
from server.importing.sheet import Form

HEADER = ("rejected_row", "rejected_column", "rejected_reason")


def default_path(file: Path) -> Path:
    """Where the rows go unless somebody says otherwise: beside the file."""
    return file.with_name(f"{file.stem}.rejected.csv")


def write_rejects(path: Path, header: Sequence[str], rows: Sequence[Rejected], form: Form) -> None:
    """Write the rows, sorted, for a spreadsheet; only their owner may read them.

    The columns keep their names, and the text its encoding and delimiter, so that the corrected
    file can be imported with the same mapping. Raises ImportFault when it cannot be written.
    """
    try:
        # Complaints and people are in it.
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        encoding = reading_codec(form.encoding)
        # A reason may quote a value of the mapping, which need not be of the file's encoding.
        with open(opened, "w", encoding=encoding, errors="replace", newline="") as file:
            writer = csv.writer(file, delimiter=form.delimiter or ",")
            writer.writerow((*HEADER, *header))
            for row in sorted(rows, key=lambda row: row.row):
                writer.writerow((row.row, row.column, row.reason, *row.cells))
    except OSError as problem:
        reason = f"{path}: cannot be written ({problem.strerror}); name another with --rejected"
        raise ImportFault(reason) from problem
