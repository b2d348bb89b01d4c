"""One cell at a time: text without forbidden signs, instants of the source's zone, degrees."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from openpyxl.cell.cell import ERROR_CODES

from db.domain.wire import MAX_TEXT
from server.importing.source import ISO

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_ERRORS = frozenset(ERROR_CODES)


class BadCell(Exception):
    """A cell that cannot mean what its column says; the message is the reason."""


def text_of(cell: object) -> str:
    """The cell as text without blanks around it. Raises BadCell for signs no text may hold."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a spreadsheet keeps the number 17 as 17.0
    text = str(cell).strip()
    if text.isascii() and text.isprintable() and not text.startswith("#"):
        return _not_too_long(text)
    if text in _ERRORS:
        raise BadCell(f"holds the spreadsheet error {text}")
    bad = _FORBIDDEN.search(text)
    if bad:
        raise BadCell(f"holds a sign that no text may hold, U+{ord(bad[0]):04X}, at {bad.start()}")
    return _not_too_long(text)


def one_line(text: str) -> str:
    """Text with every run of blanks as one blank: addresses, names, values."""
    return _BLANKS.sub(" ", text)


def _not_too_long(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise BadCell(f"has {len(text)} characters; at most {MAX_TEXT} are taken")
    return text


def degrees_of(cell: object, limit: float) -> float | None:
    """Degrees from -limit to limit; None for a blank cell. Raises BadCell."""
    text = text_of(cell)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise BadCell(f"{text[:40]!r} is no number of degrees such as -6.1783") from None
    if not math.isfinite(value) or abs(value) > limit:
        raise BadCell(f"{text[:40]!r} lies outside -{limit:g} to {limit:g} degrees")
    return value


class Instants:
    """Reads times of one source. `overlaps` counts those that clocks put back made ambiguous."""

    def __init__(self, zone: ZoneInfo, formats: tuple[str, ...]) -> None:
        self._zone = zone
        self._formats = formats
        self.overlaps = 0

    def of(self, cell: object) -> datetime | None:
        """The instant (UTC) of a cell; None for a blank one. Raises BadCell.

        Of the two instants that an hour put back has, the earlier one is taken.
        """
        if isinstance(cell, datetime):
            return self._utc(cell, str(cell))
        if isinstance(cell, date):
            return self._utc(datetime(cell.year, cell.month, cell.day), str(cell))  # noqa: DTZ001
        text = text_of(cell)
        return self._utc(self._parsed(text), text) if text else None

    def _parsed(self, text: str) -> datetime:
        for form in self._formats:
            try:
                if form == ISO:
                    return datetime.fromisoformat(text)
                return datetime.strptime(text, form)  # noqa: DTZ007 (the zone comes after)
            except ValueError:
                continue
        formats = " or ".join(self._formats)
        raise BadCell(f"{text[:40]!r} is no time of the form {formats}")

    def _utc(self, moment: datetime, shown: str) -> datetime:
        try:
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
            return self._of_wall(moment.replace(fold=0), shown)
        except (OverflowError, ValueError):
            raise BadCell(f"{shown!r} lies outside the years that can be reckoned with") from None

    def _of_wall(self, wall: datetime, shown: str) -> datetime:
        local = wall.replace(tzinfo=self._zone)
        moment = local.astimezone(UTC)
        later = local.replace(fold=1).utcoffset()
        if later == local.utcoffset():
            return moment
        if moment.astimezone(self._zone).replace(tzinfo=None) != wall:
            raise BadCell(
                f"{shown!r} never was: clocks in {self._zone} were put forward over it; "
                "write the hour that was meant"
            )
        self.overlaps += 1
        return moment


def shown(moment: datetime, zone: ZoneInfo) -> str:
    """An instant as a report names it: local time with its offset, to the second."""
    return moment.astimezone(zone).isoformat(sep=" ", timespec="seconds")
