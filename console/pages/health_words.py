"""Words for the health of this desk: what is wrong and what helps, and every figure by its name."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLocale, qVersion

from console.desk import Health, Link, Signs
from console.pages import words
from db.domain.city import City
from db.domain.wire import PROTOCOL, SCHEMA

translate = QCoreApplication.translate

State = Literal["", "note", "alarm", "cut"]
"""How a panel is: well, worth a look, stuck, or cut off while the server is away."""

_AWAY = (Link.OFFLINE, Link.DENIED, Link.OUTDATED, Link.STOPPED)


@dataclass(frozen=True, slots=True)
class Section:
    """One panel: its figures by name, and the troubles that belong to it; `judged` if any can."""

    icon: str
    title: str
    lines: tuple[tuple[str, str], ...]
    troubles: tuple[str, ...] = ()
    state: State = ""
    judged: bool = True


def headline(health: Health) -> str:
    """One sentence for the whole desk."""
    if not health.alarms and health.signs.link in _AWAY:
        return translate("health", "Server tidak tersambung; meja ini sendiri bekerja.")
    if not health.troubles:
        return translate("health", "Semua bagian bekerja.")
    if not health.alarms:
        return translate("health", "Semua bagian bekerja; ada yang perlu diketahui.")
    return translate("health", "Gangguan sistem: {n}").format(n=len(health.alarms))


def banner(keys: tuple[str, ...], absent: tuple[str, ...] = ()) -> tuple[str, str]:
    """What the banner of every page says, and what helps; `absent` are names as in `trouble`."""
    said, remedy = trouble(keys[0], absent)
    text = translate("health", "Gangguan sistem: {what}").format(what=said)
    if len(keys) > 1:
        more = translate("health", "dan {n} lainnya").format(n=len(keys) - 1)
        text = f"{text} ({more})"
    return text, remedy


def trouble(key: str, absent: tuple[str, ...] = ()) -> tuple[str, str]:
    """What is wrong, and what helps. `absent`: whose commands wait without a session here."""
    if key == "author_gone" and absent:
        return _author_gone(", ".join(absent))
    known = _desk_troubles() | _disk_troubles() | _server_troubles()
    if key in known:
        return known[key]
    return key, translate("health", "Laporkan kepada pengelola.")


def _call() -> str:
    return translate("health", "Perintah Anda aman di cakram. Hubungi pengelola server.")


def _reopen() -> str:
    return translate("health", "Tutup dan buka lagi aplikasi; perintah Anda aman di cakram.")


def _author_gone(who: str) -> tuple[str, str]:
    said = translate("health", "perintah {who} menunggu, sesinya di meja ini berakhir")
    remedy = translate("health", "Minta {who} masuk di meja ini, atau serahkan ke kepala regu.")
    return said.format(who=who), remedy.format(who=who)


def _desk_troubles() -> dict[str, tuple[str, str]]:
    return {
        "feed_silent": (translate("health", "server tidak terdengar lagi"), _reopen()),
        "feed_stands": (translate("health", "papan tidak bertambah baru"), _reopen()),
        "pages_thrown": (translate("health", "kiriman server ditolak berulang kali"), _call()),
        "snapshot_stands": (translate("health", "unduhan papan berhenti"), _reopen()),
        "snapshot_fails": (translate("health", "papan gagal diunduh berulang kali"), _call()),
        "server_fails": (translate("health", "server menjawab dengan kesalahan"), _call()),
        "outbox_stands": (translate("health", "perintah tertua tidak terkirim"), _reopen()),
        "author_gone": _author_gone(translate("health", "petugas lain")),
        "photo_stands": (translate("health", "foto tertua tidak terkirim"), _call()),
        "push_fails": (translate("health", "pengiriman perintah gagal berulang kali"), _call()),
        "reoffer_stands": (translate("health", "pengiriman ulang perintah berhenti"), _reopen()),
        "network_stuck": (translate("health", "permintaan ke server tidak selesai"), _reopen()),
        "desk_held": (
            translate("health", "aplikasi sempat berhenti beberapa detik"),
            translate("health", "Bila berulang, salin laporan ini untuk pengelola."),
        ),
        "digest_differs": (
            translate("health", "isi papan tidak sama dengan server"),
            translate("health", "Papan diunduh ulang dengan sendirinya."),
        ),
        "server_behind": (translate("health", "server tertinggal dari meja ini"), _call()),
        "clock_unverified": (
            translate("health", "jam belum diverifikasi"),
            translate("health", "Sisa waktu bisa tampak lebih pendek, tidak pernah lebih panjang."),
        ),
        "sound_device": (
            translate("health", "tidak ada perangkat suara"),
            translate("health", "Alarm hanya terlihat. Pasang pengeras suara di komputer ini."),
        ),
        "sound_library": (
            translate("health", "pustaka suara tidak terpasang"),
            translate(
                "health", "Alarm hanya terlihat. Di Linux: pasang libpulse0, buka lagi aplikasi."
            ),
        ),
        "clock_jumped": (
            translate("health", "jam komputer ini diubah"),
            translate("health", "Aplikasi memakai jam server; periksa jam komputer ini."),
        ),
    }


def _disk_troubles() -> dict[str, tuple[str, str]]:
    room = translate("health", "Kosongkan ruang cakram.")
    return {
        "cache_stuck": (translate("health", "berkas papan tidak menjawab"), _reopen()),
        "outbox_stuck": (
            translate("health", "kotak keluar tidak menjawab"),
            translate("health", "Perintah baru belum tersimpan. Periksa cakram komputer ini."),
        ),
        "disk_stuck": (
            translate("health", "cakram tidak menjawab"),
            translate("health", "Periksa cakram atau jaringan penyimpanannya."),
        ),
        "disk_full": (translate("health", "cakram hampir penuh"), room),
        "disk_low": (translate("health", "ruang cakram tinggal sedikit"), room),
    }


def _server_troubles() -> dict[str, tuple[str, str]]:
    said = {
        "writer_stuck": translate("health", "server tidak selesai menyimpan"),
        "watch_silent": translate("health", "penjaga tenggat di server berhenti"),
        "loop_blocked": translate("health", "server sempat berhenti"),
        "readers_exhausted": translate("health", "server tidak sempat membaca datanya"),
        "deliveries_overdue": translate("health", "kiriman ke OPD tertahan"),
        "part_ended": translate("health", "satu bagian server berhenti dan dimulai lagi"),
        "database_damaged": translate("health", "basis data server rusak"),
        "database_fails": translate("health", "basis data server menjawab dengan kesalahan"),
        "database_locked": translate("health", "basis data server terkunci"),
        "database_unreachable": translate("health", "basis data server tidak terjangkau"),
        "history_doubted": translate("health", "riwayat server diragukan"),
        "days_differ": translate("health", "hari yang disegel tidak cocok dengan riwayat"),
        "disk_fault": translate("health", "cakram server gagal"),
        "disk_full": translate("health", "cakram server penuh"),
        "disk_read_only": translate("health", "cakram server tidak bisa ditulisi"),
    }
    troubles = {f"server:{key}": (what, _call()) for key, what in said.items()}
    return troubles | {
        "server:reports_unsent": (
            translate("health", "laporan berkala tidak sampai lewat surel"),
            translate("health", "Pengawas melihat kepada siapa di daftar laporan berkala."),
        )
    }


# --- figures ------------------------------------------------------------------------------------


def sections(health: Health, city: City, version: str, folder: str = "") -> list[Section]:
    """Every figure of the health page, in the order of its panels. `folder` is a path to show."""
    signs = health.signs
    made = [
        _feed(signs),
        _outbox(signs),
        _audit(signs, city),
        _clock(signs),
        _queues(signs),
        _sound(signs),
        _files(signs, folder),
        _versions(version),
        _server(signs),
    ]
    return [replace(section, state=_state(section, health)) for section in made]


_BY_WIRE = ("lan-connect", "server")
"""Panels that say nothing new while the server is away."""


def _state(section: Section, health: Health) -> State:
    found = [trouble for trouble in health.troubles if trouble.key in section.troubles]
    if not found:
        cut = section.icon in _BY_WIRE and health.signs.link in _AWAY
        return "cut" if cut else ""
    return "note" if all(trouble.note for trouble in found) else "alarm"


def _feed(signs: Signs) -> Section:
    heard = (signs.now_ms - signs.heard_ms) / 1000 if signs.heard_ms else None
    lines = (
        (translate("health", "Sambungan"), link(signs.link)),
        (translate("health", "Terakhir terdengar"), since(heard)),
        (translate("health", "Tertinggal"), _changes(signs.lag)),
        (translate("health", "Perubahan di meja ini"), number(signs.seq)),
        (translate("health", "Perubahan di server"), number(signs.head)),
        (translate("health", "Gagal berturut-turut"), number(signs.failures)),
    )
    keys = ("feed_silent", "feed_stands", "pages_thrown", "snapshot_stands", "snapshot_fails")
    title = translate("health", "Pembaruan papan")
    return Section("lan-connect", title, lines, (*keys, "server_fails"))


def _outbox(signs: Signs) -> Section:
    oldest = (signs.now_ms - signs.oldest_ms) / 1000 if signs.oldest_ms else None
    lines = (
        (translate("health", "Menunggu server"), number(signs.waiting)),
        (translate("health", "Tertua"), since(oldest) if oldest is not None else "–"),
        (translate("health", "Perlu tindakan"), number(signs.needs_action)),
        (translate("health", "Kirim gagal berturut-turut"), number(signs.push_failures)),
    )
    keys = ("outbox_stands", "photo_stands", "author_gone", "push_fails", "reoffer_stands")
    title = translate("health", "Kotak keluar")
    return Section("tray-arrow-up", title, lines, (*keys, "outbox_stuck"))


def _audit(signs: Signs, city: City) -> Section:
    found = signs.audit
    none = translate("health", "belum ada")
    result = translate("health", "sama") if found and found.same else ""
    result = result or (translate("health", "BERBEDA") if found else none)
    when = words.local_time(datetime.fromtimestamp(found.at_ms / 1000, UTC), city) if found else "–"
    lines = (
        (translate("health", "Pemeriksaan isi terakhir"), result),
        (translate("health", "Waktu pemeriksaan"), when),
        (translate("health", "Kasus yang diperiksa"), number(found.cases) if found else "–"),
        (translate("health", "Sidik isi"), found.digest if found else "–"),
        (
            translate("health", "Rantai"),
            f"{signs.chain[:16]} @ {signs.seq}" if signs.chain else "–",
        ),
        (translate("health", "Nomor riwayat"), signs.epoch[:16] or "–"),
    )
    return Section(
        "shield-check-outline",
        translate("health", "Kesamaan dengan server"),
        lines,
        ("digest_differs", "server_behind"),
    )


def _clock(signs: Signs) -> Section:
    sure = translate("health", "diverifikasi oleh server")
    unsure = translate("health", "belum diverifikasi")
    moved = translate("health", "tidak") if abs(signs.jumped) < 1 else ago(abs(signs.jumped))
    lines = (
        (translate("health", "Jam server"), sure if signs.verified else unsure),
        (translate("health", "Jam komputer diubah"), moved),
        (translate("health", "Aplikasi tertahan paling lama"), seconds(signs.held)),
    )
    keys = ("clock_unverified", "clock_jumped", "desk_held")
    return Section("clock-outline", translate("health", "Jam"), lines, keys)


def _queues(signs: Signs) -> Section:
    names = {
        "cache_writer": translate("health", "Menulis papan"),
        "cache_reader": translate("health", "Membaca papan"),
        "outbox": translate("health", "Menyimpan perintah"),
        "push": translate("health", "Mengirim perintah"),
        "fetch": translate("health", "Mengambil dari server"),
        "files": translate("health", "Melihat berkas"),
    }
    lines = tuple((word, seconds(signs.ages.get(name, 0.0))) for name, word in names.items())
    keys = ("cache_stuck", "network_stuck", "disk_stuck")
    return Section("timer-sand", translate("health", "Antrean, umur tertua"), lines, keys)


def _sound(signs: Signs) -> Section:
    none = translate("health", "tidak ada")
    heard = none if signs.sound else translate("health", "tidak ada gangguan")
    lines = ((translate("health", "Perangkat suara"), heard),)
    keys = ("sound_device", "sound_library")
    return Section("volume-high", translate("health", "Suara alarm"), lines, keys)


def _files(signs: Signs, folder: str) -> Section:
    lines = [(translate("health", "Folder"), folder)] if folder else []
    lines += [(name, size(bytes_)) for name, bytes_ in signs.files]
    known = signs.free < 2**60
    lines.append((translate("health", "Ruang kosong"), size(signs.free) if known else "–"))
    return Section(
        "database-outline", translate("health", "Berkas"), tuple(lines), ("disk_full", "disk_low")
    )


def _versions(version: str) -> Section:
    lines = (
        ("LIVE Room", version),
        (translate("health", "Protokol"), f"{PROTOCOL} · {SCHEMA}"),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        (translate("health", "Sistem"), f"{platform.system()} {platform.release()}"),
    )
    title = translate("health", "Versi")
    return Section("information-outline", title, lines, judged=False)


def _server(signs: Signs) -> Section:
    word = (
        translate("health", "tidak ada") if signs.online else translate("health", "tidak diketahui")
    )
    lines = [(translate("health", "Gangguan"), word)] if not signs.server else []
    name = translate("health", "Gangguan")
    lines += [(name, trouble(f"server:{key}")[0]) for key in signs.server]
    keys = tuple(f"server:{key}" for key in signs.server)
    return Section("server", translate("health", "Server"), tuple(lines), keys)


def report(health: Health, city: City, version: str) -> str:
    """All of it as plain text. No name, no text of a case, no path: people may pass it on."""
    signs = health.signs
    at = datetime.fromtimestamp(signs.now_ms / 1000, UTC).isoformat(timespec="seconds")
    lines = [f"LIVE Room · {city.name} · {at}", headline(health)]
    for one in health.troubles:
        lines.append(f"! {one.key}: {trouble(one.key)[0]} ({seconds(health.now - one.since)})")
    for section in sections(health, city, version):
        lines += ["", section.title, *(f"  {name}: {value}" for name, value in section.lines)]
    return "\n".join(lines) + "\n"


# --- small words --------------------------------------------------------------------------------


def link(value: Link) -> str:
    """The state of the connection in a word."""
    return {
        Link.LIVE: translate("health", "langsung"),
        Link.POLLING: translate("health", "berkala"),
        Link.CONNECTING: translate("health", "menghubungkan"),
        Link.OFFLINE: translate("health", "luring"),
        Link.SNAPSHOT: translate("health", "mengunduh papan"),
        Link.DENIED: translate("health", "perlu masuk lagi"),
        Link.OUTDATED: translate("health", "perlu diperbarui"),
        Link.STOPPED: translate("health", "berhenti"),
    }[value]


def number(value: int) -> str:
    """A count."""
    return QLocale().toString(value)


def _changes(value: int) -> str:
    return translate("health", "{n} perubahan").format(n=number(value))


def seconds(value: float) -> str:
    """A short span of time."""
    if value < 90:
        return translate("health", "{n} dtk").format(n=QLocale().toString(value, "f", 1))
    return translate("health", "{n} menit").format(n=number(round(value / 60)))


def ago(value: float) -> str:
    """A span of time, in hours when it is long."""
    if value < 3600:
        return seconds(max(0.0, value))
    return translate("health", "{n} jam").format(n=QLocale().toString(value / 3600, "f", 1))


def since(value: float | None) -> str:
    """How long since something."""
    if value is None:
        return translate("health", "belum pernah")
    return translate("health", "{span} lalu").format(span=ago(value))


def size(value: int) -> str:
    """Bytes in a unit one can read."""
    return QLocale().formattedDataSize(value, 1)
