"""Words for figures: periods, durations, shares with what they are shares of, names of groups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from console.pages.words import category_name
from db.domain.city import City

translate = QCoreApplication.translate

NONE = "–"
LEAST = 20
"""From so many on a change is told as a percentage."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


class Period(NamedTuple):
    """Local days, both within."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """As many days, just before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def a_year_before(self) -> Period:
        """The same weekdays, 52 weeks before."""
        year = timedelta(weeks=52)
        return Period(self.first - year, self.last - year)


def periods() -> list[tuple[str, str]]:
    """(key, word) of each period that can be chosen."""
    return [
        ("7", translate("figures", "7 hari")),
        ("30", translate("figures", "30 hari")),
        ("90", translate("figures", "90 hari")),
        ("month", translate("figures", "Bulan ini")),
        ("last_month", translate("figures", "Bulan lalu")),
        ("365", translate("figures", "12 bulan")),
    ]


def period_of(key: str, today: date) -> Period:
    """The period of a key; those in days end today."""
    month = today.replace(day=1)
    if key == "month":
        return Period(month, today)
    if key == "last_month":
        last = month - timedelta(days=1)
        return Period(last.replace(day=1), last)
    return Period(today - timedelta(days=int(key) - 1), today)


def comparisons() -> list[tuple[str, str]]:
    """(key, word) of what a period can be compared with."""
    return [
        ("before", translate("figures", "Banding periode sebelumnya")),
        ("year", translate("figures", "Banding setahun lalu")),
        ("", translate("figures", "Tanpa pembanding")),
    ]


def groups(*, everything: bool) -> list[tuple[str, str]]:
    """(key, word) of what the table can be parted by; officers for who sees `everything`."""
    named = [
        ("opd", translate("figures", "Menurut OPD")),
        ("category", translate("figures", "Menurut kategori")),
        ("district", translate("figures", "Menurut kecamatan")),
        ("area", translate("figures", "Menurut kelurahan")),
        ("channel", translate("figures", "Menurut kanal")),
        ("class", translate("figures", "Menurut jenis")),
        ("shift", translate("figures", "Menurut regu jaga")),
    ]
    officer = ("officer", translate("figures", "Menurut petugas"))
    return [*named, officer] if everything else named


def group_name(by: str, key: str, city: City) -> str:
    """What a group is called."""
    if not key:
        return translate("figures", "tidak diketahui")
    if by == "opd":
        return city.agencies[key].short if key in city.agencies else key
    if by == "category":
        return category_name(city.categories[key]) if key in city.categories else key
    if by in ("area", "district"):
        return city.areas[key].name if key in city.areas else key
    if by == "shift":
        names = {shift.id: shift.name for shift in city.shifts}
        return names.get(key) or translate("figures", "Regu {n}").format(n=key)
    named = {"channel": city.channels, "class": city.classes}.get(by, {})
    return str(named.get(key, key))


def number(value: float) -> str:
    """A whole number in the officer's language."""
    return QLocale().toString(int(value))


def duration(seconds: int | None) -> str:
    """A time that something took, in the unit that fits."""
    if seconds is None:
        return NONE
    if seconds < 90 * _MINUTE:
        return translate("figures", "{n} mnt").format(n=number(round(seconds / _MINUTE)))
    if seconds < 2 * _DAY:
        said = QLocale().toString(seconds / _HOUR, "f", 1)
        return translate("figures", "{n} jam").format(n=said)
    said = QLocale().toString(seconds / _DAY, "f", 1)
    return translate("figures", "{n} hari").format(n=said)


def share(part: int, of: int) -> str:
    """A percentage and what it is a percentage of; none of nothing."""
    if not of:
        return NONE
    percent = QLocale().toString(100 * part / of, "f", 0)
    return translate("figures", "{percent} % dari {of}").format(percent=percent, of=number(of))


def percent(part: int, of: int) -> str:
    """A percentage alone; what it is of must stand beside it."""
    if not of:
        return NONE
    return f"{QLocale().toString(100 * part / of, 'f', 0)} %"


def change(now: float | None, before: float | None) -> str:
    """How much more or less it is than before, "" where that was too little to say so."""
    if now is None or before is None or before < LEAST:
        return ""
    percent = round(100 * (now - before) / before)
    if not percent:
        return translate("figures", "sama")
    return f"{_sign(percent)}{number(abs(percent))} %"


def points(now: float | None, before: float | None) -> str:
    """How many percentage points more or less than before, "" where there is nothing to tell."""
    if now is None or before is None:
        return ""
    points = round(now - before)
    if not points:
        return translate("figures", "sama")
    return translate("figures", "{n} poin").format(n=f"{_sign(points)}{number(abs(points))}")


def _sign(value: int) -> str:
    return "+" if value > 0 else "−"


def steps(edges: tuple[int, ...]) -> list[str]:
    """A word for each bar of a distribution of seconds; the last has no end."""
    ends = [_short(edge) for edge in edges]
    return [f"<{end}" for end in ends] + [f"≥{ends[-1]}"]


def _short(seconds: int) -> str:
    if seconds < _HOUR:
        return translate("figures", "{n}m").format(n=seconds // _MINUTE)
    if seconds < 2 * _DAY:
        return translate("figures", "{n}j").format(n=seconds // _HOUR)
    return translate("figures", "{n}h").format(n=seconds // _DAY)


def ages(edges: tuple[int, ...]) -> list[str]:
    """The same for ages in days."""
    short = translate("figures", "{n}h")
    return [f"<{short.format(n=n)}" for n in edges] + [f"≥{short.format(n=edges[-1])}"]


def day(text: str) -> str:
    """A day as it is spoken of in a sentence."""
    return QLocale().toString(QDate.fromString(text, Qt.DateFormat.ISODate), "ddd d MMM yyyy")


def short_day(text: str) -> str:
    """A day below a chart."""
    return QLocale().toString(QDate.fromString(text, Qt.DateFormat.ISODate), "d MMM")


def spread_words(one: Mapping[str, Any]) -> str:
    """Median and p90 of a duration, and of how many."""
    said = translate("figures", "median {median}, p90 {p90} ({n} dari {of})")
    return said.format(
        median=duration(one["median"]),
        p90=duration(one["p90"]),
        n=number(one["n"]),
        of=number(one.get("of", one["n"])),
    )


def filters() -> dict[str, str]:
    """The word of each filter while it leaves nothing out."""
    return {
        "category": translate("figures", "Semua kategori"),
        "area": translate("figures", "Semua kecamatan"),
        "opd": translate("figures", "Semua OPD"),
        "channel": translate("figures", "Semua kanal"),
    }


def measures() -> list[tuple[str, str]]:
    """(key, word) of what the chart of times can show."""
    return [
        ("resolve", translate("figures", "Masuk sampai selesai")),
        ("forward", translate("figures", "Masuk sampai diteruskan")),
        ("accept", translate("figures", "Diteruskan sampai diterima OPD")),
        ("ages", translate("figures", "Umur yang masih terbuka")),
    ]


def weekdays() -> list[str]:
    """Short names, Monday first."""
    return [QLocale().dayName(n, QLocale.FormatType.ShortFormat) for n in range(1, 8)]
