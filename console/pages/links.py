"""Words for the connection, the clock and the disk: what the pill and the notices say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from console.desk import Denied, Link, Offline, Status, StoreFault
from console.pages import words
from db.domain.city import City
from db.domain.refused import Refused

translate = QCoreApplication.translate
PillState = Literal["online", "connecting", "offline", "clock_unsure", "outdated", "denied"]


def pill(status: Status, now_ms: int, city: City) -> tuple[PillState, str]:
    """State and text of the connection pill."""
    match status.link:
        case Link.LIVE | Link.POLLING if not status.clock_verified:
            return "clock_unsure", translate("links", "Jam belum diverifikasi")
        case Link.LIVE | Link.POLLING:
            seconds = max(0, now_ms - status.heard_ms) / 1000
            ago = QLocale().toString(seconds, "f", 0 if seconds >= 1 else 1)
            said = translate("links", "Terhubung · {n} dtk lalu").format(n=ago)
            return "online", said + _waiting(status)
        case Link.CONNECTING:
            return "connecting", translate("links", "Menghubungkan …") + _waiting(status)
        case Link.SNAPSHOT:
            return "connecting", translate("links", "Mengunduh papan …")
        case Link.DENIED:
            return "denied", translate("links", "Masuk lagi") + _waiting(status)
        case Link.OUTDATED:
            return "outdated", translate("links", "Perbarui aplikasi") + _waiting(status)
        case _:
            since = _local(status.since_ms, city).strftime(translate("links", "%H.%M"))
            said = translate("links", "Luring sejak {since}").format(since=since)
            return "offline", said + _waiting(status)


def _waiting(status: Status) -> str:
    if not status.waiting:
        return ""
    return translate("links", " · {n} perintah menunggu").format(n=status.waiting)


def wall_clock(now_ms: int, city: City) -> str:
    """The server's time on the city's wall."""
    return _local(now_ms, city).strftime(translate("links", "%H.%M.%S"))


def _local(ms: int, city: City) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(city.zone))


def store_fault(fault: StoreFault) -> str:
    """What is wrong with the disk, and what helps."""
    known = {
        "disk_full": translate("links", "Cakram penuh: {path}. Kosongkan ruang, lalu ulangi."),
        "locked": translate("links", "Berkas dipakai program lain: {path}. Tutup, lalu ulangi."),
        "damaged": translate("links", "Berkas rusak: {path}. Buka lagi aplikasi ini."),
        "read_only": translate("links", "Tidak boleh menulis ke {path}. Periksa izinnya."),
    }
    said = known.get(fault.key, translate("links", "Gagal menyimpan ke {path}."))
    return translate("links", "Belum tersimpan. ") + said.format(path=fault.path)


def notice(key: str, facts: Mapping[str, object]) -> str:
    """What happened to the files or the history of this desk, and that no work is lost."""
    known = {
        "cache_rebuilt": translate("links", "Data papan rusak; diunduh lagi dari server."),
        "outbox_restored": translate("links", "Kotak keluar dipulihkan; tidak ada yang hilang."),
        "outbox_set_aside": translate("links", "Berkas kotak keluar rusak; dipulihkan dari log."),
        "outbox_torn_line": translate("links", "Perintah terakhir belum sempat tersimpan utuh."),
        "outbox_bad_line": translate(
            "links", "Log kotak keluar rusak sebagian; disimpan terpisah."
        ),
        "outbox_unreadable": translate("links", "Satu perintah tidak terbaca; lihat kotak keluar."),
        "history_broken": translate(
            "links", "Server dipulihkan dari cadangan; perintah Anda dikirim ulang."
        ),
        "history_differs": translate("links", "Riwayat server berubah; papan diunduh ulang."),
        "cursor_beyond_head": translate(
            "links", "Server tertinggal dari meja ini; lapor pengelola."
        ),
    }
    if key.startswith("store_"):
        return translate("links", "Gagal menyimpan ke cakram: {path}").format_map(facts)
    said = known.get(key, translate("links", "Pemberitahuan: {key}"))
    return said.format_map({"key": key, "path": "", **facts})


def look_failed(no: Offline | Denied | Refused, city: City) -> str:
    """Why the reporter cannot be shown now."""
    if isinstance(no, Refused):
        return words.refusal(no.key, no.facts, city)
    if isinstance(no, Denied):
        return words.refusal("not_allowed", {}, city)
    return translate("links", "Server tidak terjangkau; identitas pelapor hanya ada di server.")


def who(identity: Mapping[str, str]) -> str:
    """Name and ways to reach the reporter on one line."""
    parts = [identity.get(name, "") for name in ("name", "phone", "email", "nik")]
    said = " · ".join(part for part in parts if part)
    return said or translate("links", "tanpa identitas")
