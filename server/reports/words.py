"""Indonesian words and numbers of reports: days, durations, shares, changes."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.domain.periods import Kind, Period
from server.reports.paper import Cell, Share, Spread

NONE = "–"
LEAST = 20
"""From so many on a change is told as a percentage, and an agency is given a rank."""

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
KINDS = {Kind.DAILY: "harian", Kind.WEEKLY: "mingguan", Kind.MONTHLY: "bulanan"}
_BEFORE = {Kind.DAILY: "hari", Kind.WEEKLY: "minggu", Kind.MONTHLY: "bulan"}
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA"} | {
    "Asia/Jayapura": "WIT"
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def day(one: date) -> str:
    """25 November 2026."""
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"


def weekday(one: date) -> str:
    """Rabu, 25 November 2026."""
    return f"{WEEKDAYS[one.weekday()]}, {day(one)}"


def period(one: Period) -> str:
    """The days of a period."""
    if one.kind is Kind.DAILY:
        return weekday(one.first)
    if one.kind is Kind.MONTHLY:
        return f"{MONTHS[one.first.month - 1]} {one.first.year}"
    return f"{weekday(one.first)} – {weekday(one.last)}"


def before(kind: Kind) -> str:
    """What the period before is called."""
    return f"{_BEFORE[kind]} sebelumnya"


def moment(at: datetime, zone: str) -> str:
    """An instant on the city's wall."""
    local = at.astimezone(ZoneInfo(zone))
    name = _ZONES.get(zone) or f"UTC{local:%z}"
    return f"{day(local.date())} pukul {local:%H.%M} {name}"


def number(value: int) -> str:
    """1.234."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float) -> str:
    """12,3."""
    return f"{value:.1f}".replace(".", ",")


def percent(share: Share) -> str:
    """The percentage alone; tenths only where there are enough for them to mean something."""
    if not share.of:
        return NONE
    value = 100 * share.part / share.of
    return f"{decimal(value)} %" if share.of >= 1000 else f"{value:.0f} %"


def share(one: Share) -> str:
    """A percentage with what it is of."""
    if not one.of:
        return f"{NONE} (dari 0)"
    return f"{percent(one)} ({number(one.part)}/{number(one.of)})"


def duration(seconds: int | None) -> str:
    """A time that something took, in the unit that fits."""
    if seconds is None:
        return NONE
    if seconds < 90 * _MINUTE:
        return f"{round(seconds / _MINUTE)} mnt"
    if seconds < 2 * _DAY:
        return f"{decimal(seconds / _HOUR)} jam"
    return f"{decimal(seconds / _DAY)} hari"


def spread(one: Spread) -> str:
    """Median and p90, and of how many."""
    of = f"{number(one.n)}/{number(one.of)}"
    if one.median is None:
        return f"{NONE} ({of})"
    return f"{duration(one.median)} · {duration(one.p90)} ({of})"


def cell(value: Cell) -> str:
    """What is printed in a table."""
    match value:
        case None:
            return NONE
        case Share():
            return share(value)
        case Spread():
            return spread(value)
        case int():
            return number(value)
    return str(value)


def change(now: int, then: int) -> str:
    """How much more or less than before: a percentage where there were enough."""
    if now == then:
        return "sama"
    word = "naik" if now > then else "turun"
    if then < LEAST:
        return f"{word} {number(abs(now - then))}"
    return f"{word} {round(100 * abs(now - then) / then)} %"


def points(now: Share, then: Share) -> str:
    """How many percentage points more or less."""
    if not now.of or not then.of:
        return NONE
    difference = 100 * now.part / now.of - 100 * then.part / then.of
    if abs(difference) < 0.5:
        return "sama"
    return f"{'naik' if difference > 0 else 'turun'} {round(abs(difference))} poin"


def slower(now: int | None, then: int | None) -> str:
    """How much longer or shorter something took."""
    if now is None or then is None:
        return NONE
    if now == then:
        return "sama"
    return f"{duration(abs(now - then))} lebih {'lama' if now > then else 'cepat'}"
