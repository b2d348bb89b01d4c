"""Tables into files, by a module that takes long to load: few days see one written."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db.domain.spreadsheets import Table


def write_tables(path: Path, tables: Sequence[Table]) -> None:
    """See `console.figure_files`. Raises StoreFault; on a worker thread."""
    files: Any = importlib.import_module("console.figure_files")
    files.write_tables(path, tables)
