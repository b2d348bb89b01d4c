"""One row bound to its mapping: cells by what they mean, faults named by the file's own column."""

from __future__ import annotations

from datetime import datetime

from server.importing.cells import BadCell, Instants, degrees_of, text_of
from server.importing.faults import RowFault
from server.importing.mapping import ImportMapping


class Layout:
    """Where the mapped columns stand in one file. Raises ImportFault for a column it lacks."""

    def __init__(self, mapping: ImportMapping, header: tuple[str, ...]) -> None:
        mapping.check_header(header)
        self.mapping = mapping
        self.width = len(header)
        self.texts = tuple((header.index(name), name) for name in mapping.text)
        self._at = {key: header.index(name) for key, name in mapping.columns.items()}

    def at(self, key: str) -> int | None:
        """Index of the column with this meaning; None where the mapping gives none."""
        return self._at.get(key)

    def name(self, key: str) -> str:
        """The file's own name of the column with this meaning."""
        return self.mapping.columns.get(key, key)


class Row:
    """The cells of one row. Everything raises RowFault where a cell cannot mean what it should."""

    def __init__(self, layout: Layout, cells: tuple[object, ...]) -> None:
        if len(cells) != layout.width:
            raise RowFault("", f"has {len(cells)} cells, the header has {layout.width}")
        self._layout = layout
        self._cells = cells

    def fault(self, key: str, reason: str) -> RowFault:
        """A fault of the column with this meaning."""
        return RowFault(self._layout.name(key), reason)

    def text(self, key: str) -> str:
        """Text of a column, "" where it is blank or not mapped."""
        try:
            return text_of(self._cell(key))
        except BadCell as bad:
            raise self.fault(key, str(bad)) from bad

    def instant(self, key: str, instants: Instants) -> datetime | None:
        """Instant (UTC) of a column, None where it is blank or not mapped."""
        try:
            return instants.of(self._cell(key))
        except BadCell as bad:
            raise self.fault(key, str(bad)) from bad

    def degrees(self, key: str, limit: float) -> float | None:
        """Degrees of a column, None where it is blank or not mapped."""
        try:
            return degrees_of(self._cell(key), limit)
        except BadCell as bad:
            raise self.fault(key, str(bad)) from bad

    def report(self) -> str:
        """The text columns one below the other; what several of them say alike stands once."""
        parts: dict[str, None] = {}
        for at, name in self._layout.texts:
            try:
                parts[text_of(self._cells[at])] = None
            except BadCell as bad:
                raise RowFault(name, str(bad)) from bad
        return "\n".join(part for part in parts if part)

    def _cell(self, key: str) -> object:
        at = self._layout.at(key)
        return None if at is None else self._cells[at]
