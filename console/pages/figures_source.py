"""What the page of figures needs of the machine below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from db.domain.spreadsheets import Table

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """The server's answer to a question, and when it gave it (UTC); `kept`: it is an older one."""

    answer: Mapping[str, Any]
    at: datetime
    kept: bool = False


class Source(Protocol):
    """Asks the server, keeps its last answers, and writes files."""

    async def ask(self, query: Query) -> Told:
        """Figures of a period. Raises Fault where none were ever told here."""

    async def cases(self, query: Query) -> tuple[tuple[str, ...], int]:
        """Ids of the cases behind a number, and how many there are. Raises Fault."""

    async def write(self, path: Path, tables: Sequence[Table]) -> None:
        """Write tables as CSV, or XLSX where the name ends so. Raises StoreFault."""

    async def report(self, kind: str, query: Query, path: Path) -> None:
        """Have a report made (`daily`, `weekly`, `monthly`) and write it, whole or not at all.

        Raises Fault, StoreFault.
        """
