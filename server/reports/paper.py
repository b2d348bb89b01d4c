"""What a report consists of, before it takes a form: facts, sections, tables of typed cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Form(StrEnum):
    """The kinds of files a report can become."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


MEDIA_TYPES = {
    Form.PDF: "application/pdf",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A report as a file; `name` is safe for every file system."""

    name: str
    media_type: str
    content: bytes


class Share(NamedTuple):
    """So many of so many; a percentage never stands without what it is of."""

    part: int
    of: int


class Spread(NamedTuple):
    """Durations in seconds: `n` that are over, of `of` that there may be."""

    median: int | None
    p90: int | None
    n: int
    of: int


Cell = str | int | Share | Spread | None


class Holds(StrEnum):
    """What the cells of a column are; None in any of them is a dash."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    SPREAD = "spread"


class Column(NamedTuple):
    """What stands above, and what below."""

    name: str
    holds: Holds = Holds.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below their columns; `sums`: the last so many rows are set in bold."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sums: int = 0


class Bar(NamedTuple):
    """Reports by colour, drawn as one bar with its words."""

    red: int
    yellow: int
    green: int
    grey: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, in this order."""

    title: str
    lines: Sequence[str] = ()
    bar: Bar | None = None
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole report. `facts` are (name, value) lines below the title; `at` its date.

    `file` is the name of its file without the ending.
    """

    city: str
    title: str
    period: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    foot: str
    file: str
    at: datetime
