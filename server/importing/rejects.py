"""The file of rows that did not come in: row, column, reason, and the row as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from server.disk import NotWritten, write_whole
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
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=form.delimiter or ",")
    writer.writerow((*HEADER, *header))
    for row in sorted(rows, key=lambda row: row.row):
        writer.writerow((row.row, row.column, row.reason, *row.cells))
    # A reason may quote a value of the mapping, which need not be of the file's encoding.
    data = text.getvalue().encode(reading_codec(form.encoding), "replace")
    try:
        write_whole(path, data, private=True)  # complaints and people are in it
    except NotWritten as problem:
        raise ImportFault(f"{problem}, or name another with --rejected") from problem
