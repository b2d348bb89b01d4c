"""Numbers, ages and kinds on a wall, in the language spoken."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from db.domain.city import City
from db.domain.states import Colour
from db.domain.wall import Shown

translate = QCoreApplication.translate

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def number(value: int) -> str:
    """A count with the language's marks between thousands."""
    return QLocale().toString(value)


def percent(part: float | None) -> str:
    """A part of a whole, a dash where there is no whole; never 100 % while anything is missing."""
    if part is None:
        return "–"
    return f"{int(part * 100 + 1e-9)} %"


def lasted(seconds: int) -> str:
    """A length of time in its two largest parts: "3 hr 4 j", "2 j 05 mnt", "12 mnt", "40 dtk"."""
    days, rest = divmod(max(0, seconds), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    if days:
        said = translate("wall", "{days} hr {hours} j")
    elif hours:
        said = translate("wall", "{hours} j {minutes:02} mnt")
    elif minutes:
        said = translate("wall", "{minutes} mnt")
    else:
        said = translate("wall", "{left} dtk")
    return said.format(days=days, hours=hours, minutes=minutes, left=left)


def about(seconds: int) -> str:
    """A length of time in one unit, for tables: "40 dtk", "34 mnt", "1,2 j", "3,4 hr"."""
    locale = QLocale()
    if seconds < _MINUTE:
        return translate("wall", "{n} dtk").format(n=max(0, seconds))
    if seconds < _HOUR:
        return translate("wall", "{n} mnt").format(n=seconds // _MINUTE)
    if seconds < 2 * _DAY:
        return translate("wall", "{n} j").format(n=locale.toString(seconds / _HOUR, "f", 1))
    return translate("wall", "{n} hr").format(n=locale.toString(seconds / _DAY, "f", 1))


def colour_word(colour: Colour) -> str:
    """What a colour means, for who cannot see it."""
    return {
        Colour.RED: translate("wall", "Menunggu"),
        Colour.YELLOW: translate("wall", "Dikerjakan"),
        Colour.GREEN: translate("wall", "Selesai"),
        Colour.GREY: translate("wall", "Lainnya"),
    }[colour]


def weekday(day: date) -> str:
    """Its name."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "dddd")


def short_weekday(day: date) -> str:
    """Its name in a few letters."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd")


def short_day(day: date) -> str:
    """Day and month."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")


def long_day(day: date) -> str:
    """Weekday, day, month and year."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "dddd, d MMMM yyyy")


def clock_text(hour: int, minute: int, second: int) -> str:
    """Time of day to the second."""
    said = translate("wall", "{hour:02}.{minute:02}.{second:02}")
    return said.format(hour=hour, minute=minute, second=second)


def agency(opd: str, city: City) -> str:
    """An agency's short name."""
    return city.agencies[opd].short if opd in city.agencies else opd


def kind_of(row: Shown, city: City) -> str:
    """What a case is about."""
    if row.category not in city.categories:
        return translate("wall", "Belum berkategori")
    found = city.categories[row.category]
    return found.name_en if QLocale().language() is QLocale.Language.English else found.name


def area_of(row: Shown, city: City) -> str:
    """Where a case is: its kelurahan, or that nobody has said."""
    return (
        city.areas[row.area].name if row.area in city.areas else translate("wall", "Tanpa lokasi")
    )


def owner_of(row: Shown, city: City) -> str:
    """Who has it: the agencies at work, or the room."""
    names = [agency(opd, city) for opd in row.opds.split(",") if opd]
    return ", ".join(names) or translate("wall", "Ruang kendali")
