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
_COUNTED_IN_SECONDS, _COUNTED_IN_MINUTES = 90, 5400
PillState = Literal[
    "online", "connecting", "offline", "clock_unsure", "outdated", "denied", "trouble"
]


def pill(status: Status, now_ms: int, city: City, troubles: int = 0) -> tuple[PillState, str]:
    """State and text of the connection pill; parts that are stuck come before being connected.

    How old the data is stands in all of them, in so many words or as the time it ended.
    """
    if troubles and status.link in (Link.LIVE, Link.POLLING, Link.CONNECTING, Link.SNAPSHOT):
        said = translate("links", "Gangguan sistem · {n}").format(n=troubles)
        return "trouble", said + _data(status, now_ms) + _waiting(status)
    match status.link:
        case Link.LIVE | Link.POLLING if not status.clock_verified:
            said = translate("links", "Jam belum diverifikasi")
            return "clock_unsure", said + _data(status, now_ms) + _waiting(status)
        case Link.LIVE | Link.POLLING:
            said = translate("links", "Terhubung · {age}").format(age=_ago(status, now_ms))
            return "online", said + _waiting(status)
        case Link.CONNECTING:
            said = translate("links", "Menghubungkan …")
            return "connecting", said + _data(status, now_ms) + _waiting(status)
        case Link.SNAPSHOT:
            said = translate("links", "Mengunduh papan …")
            return "connecting", said + _data(status, now_ms) + _waiting(status)
        case Link.DENIED:
            said = translate("links", "Masuk lagi")
            return "denied", said + _data(status, now_ms) + _waiting(status)
        case Link.OUTDATED:
            said = translate("links", "Perbarui aplikasi")
            return "outdated", said + _data(status, now_ms) + _waiting(status)
        case _ if not status.clock_verified:
            said = translate("links", "Luring · jam belum diverifikasi")
            return "clock_unsure", said + _waiting(status)
        case _:
            since = _local(status.since_ms, city).strftime(translate("links", "%H.%M"))
            said = translate("links", "Luring sejak {since}").format(since=since)
            return "offline", said + _waiting(status)


def _data(status: Status, now_ms: int) -> str:
    """How old what is on screen is; nothing where no server was heard since the start."""
    if not status.heard_ms:
        return ""
    return translate("links", " · data {age}").format(age=_ago(status, now_ms))


def _ago(status: Status, now_ms: int) -> str:
    """How long ago the server was heard."""
    seconds = max(0, now_ms - status.heard_ms) / 1000
    if seconds < _COUNTED_IN_SECONDS:
        said = QLocale().toString(seconds, "f", 0 if seconds >= 1 else 1)
        return translate("links", "{n} dtk lalu").format(n=said)
    if seconds < _COUNTED_IN_MINUTES:
        return translate("links", "{n} menit lalu").format(n=int(seconds // 60))
    return translate("links", "{n} jam lalu").format(n=int(seconds // 3600))


def _waiting(status: Status) -> str:
    """How many commands wait here; those of others are named apart."""
    mine, others = status.waiting, status.others_waiting
    if not mine:
        said = translate("links", " · {n} perintah petugas lain")
        return said.format(n=others) if others else ""
    said = translate("links", " · {n} perintah menunggu").format(n=mine)
    return said + (translate("links", ", {n} petugas lain").format(n=others) if others else "")


def outbox_counts(status: Status) -> str:
    """What lies in the outbox, a line for each; "" when there is nothing."""
    lines = (
        (status.needs_action, translate("links", "{n} perlu tindakan")),
        (status.waiting, translate("links", "{n} perintah Anda menunggu server")),
        (status.others_waiting, translate("links", "{n} perintah petugas lain menunggu")),
    )
    return "\n".join(said.format(n=n) for n, said in lines if n)


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
        "outbox_lost": translate(
            "links", "Perintah rusak di kedua berkas, tidak bisa dipulihkan: {detail}"
        ),
        "outbox_unreadable": translate("links", "Satu perintah tidak terbaca; lihat kotak keluar."),
        "history_broken": translate(
            "links", "Server dipulihkan dari cadangan; perintah Anda dikirim ulang."
        ),
        "history_differs": translate("links", "Riwayat server berubah; papan diunduh ulang."),
        "digest_differs": translate(
            "links", "Isi papan tidak sama dengan server; diunduh ulang. Perintah Anda aman."
        ),
        "cases_missing": translate(
            "links", "{cases} kasus hilang dari server; kepala regu: lihat Kotak keluar."
        ),
        "unknown_kind": translate(
            "links", "Server lebih baru. Perbarui aplikasi; perintah Anda tetap terkirim."
        ),
        "schema_newer": translate(
            "links", "Server sudah diperbarui. Perbarui aplikasi ini sebelum tertinggal."
        ),
        "cursor_beyond_head": translate(
            "links", "Server tertinggal dari meja ini; lapor pengelola."
        ),
        "photo_refused": translate("links", "Foto tidak terkirim: {why} Lihat Kotak keluar."),
    }
    facts = {**facts, "why": photo_refused(str(facts.get("reason", "")))}
    if key.startswith("store_"):
        return translate("links", "Gagal menyimpan ke cakram: {path}").format_map(facts)
    said = known.get(key, translate("links", "Pemberitahuan: {key}"))
    return said.format_map({"key": key, "path": "", **facts})


def photo_refused(reason: str) -> str:
    """Why a photo or video is not taken, and what helps."""
    known = {
        "not_a_picture": translate(
            "links", "Bukan foto atau video yang dikenal (JPEG, PNG, WebP, HEIC, MP4, MOV, WebM)."
        ),
        "too_large": translate("links", "Terlalu besar: foto sampai 25 MB, video sampai 200 MB."),
        "too_many_pixels": translate("links", "Gambarnya terlalu besar untuk dibuka."),
        "damaged": translate("links", "Berkasnya rusak atau tidak lengkap; ambil lagi."),
        "checksum": translate("links", "Berkas di meja ini rusak; lampirkan lagi."),
        "unsafe_video": translate(
            "links", "Lokasi di dalam video tidak bisa dihapus dengan pasti."
        ),
        "unreadable": translate("links", "Cakram meja ini tidak bisa membacanya lagi."),
        "not_allowed": translate("links", "Peran Anda tidak boleh mengirim foto."),
        "lost": translate("links", "Tidak ada lagi di meja ini maupun di server."),
    }
    return known.get(reason, translate("links", "Ditolak server."))


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
