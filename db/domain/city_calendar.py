"""The calendar of a city pack: working hours, holidays, seasons and single days."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, tzinfo
from itertools import pairwise

from db.domain.clocks import Calendar, Season, Span
from db.domain.plain_table import NoSuchHolidays, Table, unknown

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

HOLIDAY_YEARS = (2014, 2032)
"""Years whose holidays are worked out where the pack names no others, both included."""

_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


HolidaysOf = Callable[[str, str, Sequence[str], Sequence[int]], frozenset[date]]
"""`public_holidays.holidays_of`. Handed in, since loading it takes longer than opening a window:
a server works the days out and writes them into what it sends (`with_dates`); a console reads."""


def read_calendar(table: Table, zone: tzinfo, holidays_of: HolidaysOf | None) -> Calendar:
    """The calendar of calendar.toml; faults are noted in the table's list."""
    week = _week(table.table("week"), needs_work=True)
    seasons = tuple(_season(entry) for entry in table.entries("season"))
    _check_seasons(table, seasons)
    closed = {day for day in map(_closed, table.entries("closed")) if day}
    opened: dict[date, tuple[Span, ...]] = {}
    for entry in table.entries("open"):
        day, spans = _opened(entry)
        if day in closed or day in opened:
            entry.fault(f"{day} stands here twice, among the closed and open days", "date")
        elif day:
            opened[day] = spans
    days = (_holidays(table.table("holidays"), holidays_of) | closed) - opened.keys()
    table.close()
    return Calendar(zone, week, days, opened, seasons)


def with_dates(data: Mapping[str, object], city_calendar: Calendar) -> dict[str, object]:
    """The plain calendar with its holidays written out, so that a reader need not work them out."""
    table = data.get("holidays")
    known = dict(table) if isinstance(table, Mapping) else {}
    known["dates"] = sorted(day.isoformat() for day in city_calendar.holidays)
    return {**data, "holidays": known}


def _holidays(table: Table, holidays_of: HolidaysOf | None) -> frozenset[date]:
    """Holidays by country, or the days a city (or a server that worked them out) names."""
    country = table.text("country", "")
    subdiv = table.text("subdivision", "")
    categories = table.texts("categories", ())
    first = table.whole("first_year", 1950, 2100, HOLIDAY_YEARS[0])
    last = table.whole("last_year", 1950, 2100, HOLIDAY_YEARS[1])
    named = table.has("dates")
    dates = table.texts("dates", ())
    table.close()
    if named:
        days = (table.day_at(text, "dates", place) for place, text in enumerate(dates))
        return frozenset(day for day in days if day)
    if not country:
        if not table.broken:
            table.fault('needs a country (such as "ID") or dates', "country")
        return frozenset()
    if first > last:
        table.fault(f"first_year {first} comes after last_year {last}", "first_year")
    if holidays_of is None:
        table.fault("needs the dates written out where holidays are not worked out", "dates")
        return frozenset()
    try:
        return holidays_of(country, subdiv, categories, range(first, last + 1))
    except NoSuchHolidays as problem:
        reason = str(problem).rstrip(".")
        table.fault(f"{reason}; see the countries of the 'holidays' package", "country")
        return frozenset()


def _season(table: Table) -> Season:
    first, last = table.day("first"), table.day("last")
    if first and last and first > last:
        table.fault(f"the season ends ({last}) before it begins ({first})", "last")
    season = Season(
        name=table.text("name"),
        first=first or date.min,
        last=last or date.min,
        week=_week(table.table("week")),
        citation=table.text("citation"),
    )
    table.close()
    return season


def _check_seasons(table: Table, seasons: tuple[Season, ...]) -> None:
    """Two seasons on one day leave open which hours count."""
    placed = sorted(enumerate(seasons), key=lambda pair: pair[1].first)
    for (_, before), (place, after) in pairwise(placed):
        if date.min < after.first <= before.last:
            table.fault(
                f"{after.name!r} begins before {before.name!r} is over", "season", place, "first"
            )


def _closed(table: Table) -> date | None:
    day = table.day("date")
    table.text("citation")
    table.close()
    return day


def _opened(table: Table) -> tuple[date | None, tuple[Span, ...]]:
    day = table.day("date")
    spans = _spans(table, "hours")
    if table.has("hours") and not spans:
        table.fault('an open day needs its hours, such as ["08:00-12:00"]', "hours")
    table.text("citation")
    table.close()
    return day, spans


def _week(table: Table, *, needs_work: bool = False) -> dict[int, tuple[Span, ...]]:
    """Spans by weekday; a day left out is free."""
    week = {number: _spans(table, name) for number, name in enumerate(WEEKDAYS) if table.has(name)}
    for key in table.present():
        if key not in WEEKDAYS and not table.lenient:
            table.fault(unknown("weekday", key, WEEKDAYS), key)
    # Without a working day working time stands still and nothing would ever fall due.
    if needs_work and not table.broken and not any(week.values()):
        table.fault("no weekday has working hours")
    return week


def _spans(table: Table, key: str) -> tuple[Span, ...]:
    """Spans such as "07:30-12:00", in order and apart from each other."""
    spans: list[Span] = []
    for place, text in enumerate(table.texts(key)):
        found = _SPAN.fullmatch(text)
        if not found:
            table.fault(f"{text[:40]!r} is no span; write it like 07:30-12:00", key, place)
            continue
        numbers = [int(number) for number in found.groups()]
        span = Span(time(numbers[0], numbers[1]), time(numbers[2], numbers[3]))
        if span.start >= span.end:
            table.fault(f"{text} ends before it begins", key, place)
        elif spans and span.start < spans[-1].end:
            table.fault(f"{text} begins before the span before it is over", key, place)
        else:
            spans.append(span)
    return tuple(spans)
