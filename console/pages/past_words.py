"""The time machine in words: which moment is shown, and why it may be none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from console.pages.words import age
from db.domain.city import City

translate = QCoreApplication.translate


class Showing(Protocol):
    """As much as words need of what is shown."""

    @property
    def at(self) -> datetime | None: ...
    @property
    def loading(self) -> bool: ...
    @property
    def fault(self) -> str: ...


def banner(showing: Showing, city: City, now: datetime) -> tuple[str, str]:
    """The moment in large, and what stands below it."""
    if showing.at is None:
        return translate("past", "Mesin waktu"), _below(showing, None)
    local = showing.at.astimezone(ZoneInfo(city.zone))
    day = QLocale().dayName(local.isoweekday(), QLocale.FormatType.LongFormat)
    said = translate("past", "Papan pada {day} {date} pukul {time}")
    date, time = local.strftime("%d/%m/%Y"), local.strftime(translate("past", "%H.%M.%S"))
    return said.format(day=day, date=date, time=time), _below(showing, now - showing.at)


def _below(showing: Showing, ago: timedelta | None) -> str:
    if showing.fault:
        return " ".join(why_not(showing.fault))
    if showing.loading:
        return translate("past", "Papan lampau diambil dari server …")
    looked = translate("past", "Hanya dilihat: tidak ada yang bisa diubah di sini.")
    return looked if ago is None else f"{age(ago).capitalize()}. {looked}"


def why_not(key: str) -> tuple[str, str]:
    """What is in the way, and what helps."""
    if key == "busy":
        return (
            translate("past", "Server masih menyiapkan masa lalu."),
            translate("past", "Coba lagi sebentar lagi."),
        )
    return (
        translate("past", "Mesin waktu memerlukan server."),
        translate("past", "Server tidak terjangkau. Papan sekarang tetap bisa dipakai (Esc)."),
    )


def no_acts() -> str:
    """What is said to whoever wants to act in the past."""
    return translate(
        "past", "Di mesin waktu tidak ada yang bisa diubah. Esc kembali ke papan sekarang."
    )
