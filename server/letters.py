"""A notice as a letter in plain Indonesian, for a person at an agency's call centre."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from db.domain.city import City
from db.domain.wire import decode

_PRIORITY = {"normal": "biasa", "urgent": "MENDESAK", "emergency": "DARURAT"}
_BECAUSE = {
    "reassigned": "dialihkan ke OPD lain",
    "bounced": "dikembalikan ke ruang kendali",
    "undone": "penerusannya dibatalkan petugas",
    "merged": "digabung ke kasus lain yang sama",
}


def letter(notice: Mapping[str, Any], city: City) -> tuple[str, str]:
    """Subject and text of a notice as `db.domain.notices` makes it."""
    number, agency = notice["case"]["number"], notice["agency"]["name"]
    to = f"call centre {agency}"
    if notice["type"] == "case.withdrawn":
        subject = f"[LIVE Room] Kasus {number} ditarik"
        lines = _withdrawn(notice, number)
    elif "late" in notice:
        late = notice["late"]["name"]
        subject = f"[LIVE Room] TERLAMBAT {_urgent(notice)}Kasus {number}: {late}"
        lines = _late(notice, number, city)
        if notice["type"] == "case.escalated":
            to = f"Kepala {agency}, {notice['told']['name']}".removesuffix(", ")
    else:
        about = "rahasia" if notice["secret"] else notice["category"]["name"]
        subject = f"[LIVE Room] {_urgent(notice)}Kasus {number}: {about}"
        lines = _work(notice, number, city)
    text = "\n".join(
        [
            f"Kepada {to},",
            "",
            *lines,
            "",
            f"Ruang kendali {city.name}",
            "",
            "-- ",
            f"Surel otomatis. Nomor pengiriman {notice['id']}.",
        ]
    )
    return _one_line(subject), text + "\n"


def _urgent(notice: Mapping[str, Any]) -> str:
    word = _PRIORITY.get(notice["priority"], "")
    return f"{word} " if word.isupper() else ""


def _withdrawn(notice: Mapping[str, Any], number: str) -> list[str]:
    why = _BECAUSE.get(notice["because"], "ditarik")
    lines = [f"Kasus {number} tidak lagi menjadi tugas Anda: {why}.", ""]
    if notice["reason"] and not notice.get("secret"):  # which older deliveries do not say
        lines += [f"Alasan: {notice['reason']}", ""]
    if notice["now_with"]:
        lines += [f"Sekarang ditangani: {', '.join(notice['now_with'])}.", ""]
    return [*lines, "Hentikan pekerjaan yang belum dimulai, atau hubungi ruang kendali."]


def _late(notice: Mapping[str, Any], number: str, city: City) -> list[str]:
    since = _local(notice["late"]["since"], city)
    said = f"Kasus {number} pada {notice['agency']['name']} terlambat: {notice['late']['name']}"
    lines = [f"{said} lewat sejak {since}." if since else f"{said}.", ""]
    if notice["type"] == "case.escalated":
        lines += ["Kami menyampaikannya kepada Anda karena belum ada tindakan di OPD Anda.", ""]
    return [*lines, *_about(notice, city)]


def _work(notice: Mapping[str, Any], number: str, city: City) -> list[str]:
    return [f"Kasus {number} diteruskan kepada Anda.", "", *_about(notice, city)]


def _about(notice: Mapping[str, Any], city: City) -> list[str]:
    if notice["secret"]:
        # A letter passes many hands; what is secret is read at the console alone.
        return ["Kasus ini rahasia: isinya hanya dibuka di konsol LIVE Room."]
    lines = [f"{name:<16}: {value}" for name, value in _facts(notice, city) if value]
    lines += ["", "Laporan warga:", "", *_quoted(notice["text"])]
    if notice["note"]:
        lines += ["", "Catatan petugas:", "", *_quoted(notice["note"])]
    ask = "Terima atau kembalikan kasus ini di konsol LIVE Room, atau telepon ruang kendali."
    return [*lines, "", ask]


def _facts(notice: Mapping[str, Any], city: City) -> list[tuple[str, str]]:
    place = notice["place"]
    at = f"{place['lat']:.6f}, {place['lng']:.6f}" if place.get("lat") is not None else ""
    due = notice["due"]
    return [
        ("Kategori", notice["category"]["name"]),
        ("Jenis", notice["class"]["name"]),
        ("Prioritas", _PRIORITY.get(notice["priority"], notice["priority"])),
        ("Lokasi", ", ".join(p for p in (place.get("text"), place["area_name"]) if p)),
        ("Koordinat", at),
        ("Laporan masuk", _local(notice["arrived_at"], city)),
        ("Terima sebelum", _local(due.get("acceptance", ""), city)),
        ("Selesai sebelum", _local(due.get("completion", ""), city)),
    ]


def _local(instant: str, city: City) -> str:
    if not instant:
        return ""
    moment = decode(datetime, instant).astimezone(ZoneInfo(city.zone))
    return f"{moment:%d/%m/%Y %H.%M} {moment.tzname()}"


def _quoted(text: str) -> list[str]:
    return [f"    {line}".rstrip() for line in text.splitlines()]


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
