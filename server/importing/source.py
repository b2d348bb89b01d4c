"""What a mapping says of the file itself: its form, its encoding, and how it writes times."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from db.domain.city import City
from db.domain.plain_table import Table, unknown

FORMATS = ("csv", "xlsx")
DELIMITERS = (",", ";", "\t", "|")
ISO = "iso"
"""A time format: what ISO 8601 allows, such as 2026-11-22T05:40 or 2026-11-22 05:40:06+07:00."""

_SAMPLE = datetime(2019, 10, 25, 13, 47, tzinfo=UTC)
_LONGEST_SKEW = 3600


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from. `id` and a row's own id name it for ever: keep both.

    `format`, `delimiter` and `sheet` are empty where they are to be found out. `skew` is how much
    earlier than its arrival a case may seem to be closed, where the source has two clocks.
    """

    id: str
    zone: ZoneInfo
    time_formats: tuple[str, ...]
    format: str = ""
    encoding: str = "utf-8"
    delimiter: str = ""
    sheet: str = ""
    target_clock: str = ""
    skew: timedelta = timedelta(0)


def read_source(table: Table, city: City) -> Source:
    """The [source] of a mapping; faults are noted in the table's list."""
    encoding = table.text("encoding", "utf-8")
    if not known_encoding(encoding):
        table.fault(f"{encoding!r} is no encoding of text; utf-8, utf-16, cp1252 are", "encoding")
    source = Source(
        id=table.slug("id"),
        zone=_zone(table, city),
        time_formats=_time_formats(table),
        format=table.choice("format", FORMATS, "format", ""),
        encoding=encoding,
        delimiter=table.text("delimiter", ""),
        sheet=table.text("sheet", ""),
        target_clock=_clock(table, city),
        skew=timedelta(seconds=table.whole("skew_seconds", 0, _LONGEST_SKEW, 0)),
    )
    if len(source.delimiter) > 1 or source.delimiter in ('"', " ", "\n", "\r"):
        table.fault("must be one sign that parts the cells: , ; | or a tabulator", "delimiter")
    table.close()
    return source


def known_encoding(name: str) -> bool:
    """Whether Python knows this name as an encoding of text."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _zone(table: Table, city: City) -> ZoneInfo:
    name = table.text("zone", city.zone)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        table.fault(f"{name[:40]!r} is no time zone; write one like Asia/Jakarta", "zone")
        return ZoneInfo("UTC")


def _time_formats(table: Table) -> tuple[str, ...]:
    formats = table.texts("time_formats")
    if not formats and table.has("time_formats"):
        table.fault('needs at least one, such as "%d/%m/%Y %H:%M" or "iso"', "time_formats")
    for place, form in enumerate(formats):
        if form != ISO and not _says_a_day(form):
            reason = f"{form!r} is no time format; write one like %d/%m/%Y %H:%M, or iso"
            table.fault(reason, "time_formats", place)
    return formats


def _says_a_day(form: str) -> bool:
    try:
        read = datetime.strptime(_SAMPLE.strftime(form), form)  # noqa: DTZ007 (a day has no zone)
        return read.date() == _SAMPLE.date()
    except (ValueError, re.error):
        return False


def _clock(table: Table, city: City) -> str:
    """The clock whose deadline the column `target` holds; it has to start with the report."""
    name = table.text("target_clock", "")
    if not name:
        return ""
    clocks = {rule.id for rule in city.clocks}
    starts = {rule.id for rule in city.clocks if "received" in rule.starts}
    if name not in clocks:
        table.fault(unknown("clock", name, clocks), "target_clock")
    elif name not in starts:
        table.fault(f"{name!r} does not start when a report arrives; {starts} do", "target_clock")
    return name
