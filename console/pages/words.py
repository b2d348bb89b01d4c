"""Sentences for what the domain gives as keys and facts; the one place that knows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from console.pages import clock_words, deliveries, filter_refusals, log_refusals, policy_refusals
from console.pages.view_words import view_only
from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.changes import Change, Fact, Outcome
from db.domain.city import Category, City
from db.domain.states import State
from widgets.marks import word_of

translate = QCoreApplication.translate


def refusal(key: str, facts: Mapping[str, Fact], city: City) -> str:
    """Why the rules say no, and what to do about it."""
    sentence = _REFUSALS().get(key)
    if sentence is None:
        unknown = translate("words", "Ditolak oleh aturan ({key}).")
        return unknown.format(key=key)
    return told(sentence, facts, city)


def told(sentence: str, facts: Mapping[str, Fact], city: City) -> str:
    """A sentence with the facts in its {places}, as people read them."""
    return sentence.format_map(_Told(facts, city))


class _Told(dict[str, str]):
    """Facts as people read them: names for ids, local times for instants."""

    def __init__(self, facts: Mapping[str, Fact], city: City) -> None:
        super().__init__({name: str(value or "") for name, value in facts.items()})
        self._city = city
        for name in ("opd", "yours", "opds"):
            if self.get(name):
                self[name] = agencies(self[name].replace(" ", ""), city)
        if self.get("state"):
            self["state"] = word_of(self["state"])
        if self.get("report_class"):
            self["report_class"] = city.classes.get(self["report_class"], self["report_class"])
        for name in ("at", "on"):
            if self.get(name):
                self[name] = local_time(datetime.fromisoformat(self[name]), city)
        self["who"] = _who(self.get("by_name", ""), self.get("by_desk", ""))

    def __missing__(self, name: str) -> str:
        return "–"


def _who(name: str, desk: str) -> str:
    """An officer by name and desk, as far as they are known here."""
    if not name:
        return translate("words", "Petugas lain")
    return translate("words", "{name} ({desk})").format(name=name, desk=desk) if desk else name


def _REFUSALS() -> dict[str, str]:
    return {
        "not_allowed": translate("words", "Peran Anda tidak boleh melakukan ini."),
        "view_only": view_only(),
        "supervisor_only": translate(
            "words", "Hanya kepala regu yang boleh melakukan ini saat kasus {state}."
        ),
        "bad_wire": translate(
            "words", "Isiannya memuat tanda atau ukuran yang tidak bisa disimpan. Ketik ulang."
        ),
        "text_too_long": translate(
            "words", "Teks terlalu panjang: {length} huruf, paling banyak {limit}. Ringkas dulu."
        ),
        "wrong_city": translate("words", "Server itu melayani kota lain ({here})."),
        "report_exists": translate("words", "Laporan ini sudah ada di kasus lain."),
        "unknown_case": translate(
            "words", "Kasus ini belum ada di server. Tunggu tersambung, lalu coba lagi."
        ),
        "case_exists": translate("words", "Kasus ini sudah ada: {number}."),
        "assignment_changed": translate(
            "words",
            "{who} lebih dulu mengubah kasus {number} ({state}, {opd}, {at}). Lihat lagi dulu.",
        ),
        "already_closed": translate("words", "Kasus {number} sudah selesai."),
        "given_already": translate("words", "Sudah dikirim ulang dari meja ini."),
        "goes_by_itself": translate("words", "Masih di kotak keluar ini dan terkirim sendiri."),
        "illegal_state": translate("words", "Tidak bisa dilakukan selama kasus {state}."),
        "expect_missing": translate("words", "Buka kasusnya dulu, lalu ulangi."),
        "unknown_opd": translate("words", "OPD “{value}” tidak ada di paket kota."),
        "opd_missing": translate("words", "Pilih OPD tujuan."),
        "opd_twice": translate("words", "OPD yang sama dipilih dua kali: {value}."),
        "which_opd": translate("words", "Beberapa OPD menangani kasus ini ({opds}). Pilih satu."),
        "not_your_task": translate("words", "Kasus ini bukan tugas OPD Anda ({yours})."),
        "unknown_category": translate("words", "Kategori “{value}” tidak ada di paket kota."),
        "unknown_area": translate("words", "Wilayah “{value}” tidak ada di paket kota."),
        "unknown_class": translate("words", "Jenis laporan “{value}” tidak ada di paket kota."),
        "unknown_channel": translate("words", "Kanal “{value}” tidak ada di paket kota."),
        "unknown_reason": translate("words", "Alasan “{value}” tidak ada di daftar."),
        "unknown_value": translate("words", "Nilai “{value}” tidak dikenal."),
        "unknown_field": translate("words", "Kolom “{value}” tidak bisa diubah."),
        "text_missing": translate("words", "Isi dulu teksnya."),
        "place_missing": translate(
            "words", "Isi lokasi, atau tulis mengapa kasus {number} tidak punya lokasi."
        ),
        "half_a_point": translate("words", "Koordinat tidak lengkap: {lat}, {lng}."),
        "point_off_the_earth": translate("words", "Koordinat di luar bumi: {lat}, {lng}."),
        "proof_missing": translate(
            "words", "Perlu {needed} foto atau video sesudah pekerjaan; baru ada {given}."
        ),
        "own_work": translate(
            "words", "Anda sendiri yang menyelesaikan pekerjaan ini; petugas lain yang memvalidasi."
        ),
        "class_not_answered_here": translate(
            "words", "{report_class} tidak dijawab ruang kendali; teruskan ke OPD."
        ),
        "bounced_thrice": translate(
            "words",
            "Kasus {number} sudah dikembalikan {bounces} kali; kepala regu yang meneruskan.",
        ),
        "date_in_the_past": translate("words", "Waktunya sudah lewat: {on}."),
        "already_merged": translate("words", "Kasus {number} sudah digabung."),
        "would_cycle": translate("words", "Kasus tidak bisa digabung dengan dirinya sendiri."),
        "survivor_not_open": translate(
            "words", "Kasus tujuan {number} sudah {state}; pilih kasus yang masih terbuka."
        ),
        "master_merged": translate(
            "words", "Kasus induk {number} sendiri sudah digabung; pisahkan induknya dulu."
        ),
        "secret_differs": translate(
            "words", "Kasus rahasia hanya bisa digabung dengan kasus rahasia."
        ),
        "not_alike": translate("words", "Laporan ini tidak jelas sama dengan {into}."),
        "value_changed": translate("words", "Isinya sudah diubah orang lain. Lihat lagi dulu."),
        "undo_not_last": translate(
            "words", "Hanya tindakan terakhir pada kasus yang bisa dibatalkan."
        ),
        "undo_not_yours": translate(
            "words", "Tindakan itu bukan milik Anda; kepala regu bisa membatalkannya."
        ),
        "undo_too_late": translate(
            "words", "Sudah lewat {minutes} menit; kepala regu bisa membatalkannya."
        ),
        "delivery_over": translate(
            "words", "Tidak ada lagi yang perlu disampaikan ke {opd}: kasus {number} {state}."
        ),
        "not_due": translate("words", "Langkah berikut jam ini belum waktunya: kasus {number}."),
        "stale_confirm": translate(
            "words", "Perintah ini sudah {hours} jam menunggu. Kirim lagi bila masih berlaku."
        ),
        "dependency_rejected": translate(
            "words", "Perintah sebelumnya pada kasus ini ditolak, jadi yang ini tidak dijalankan."
        ),
        "id_reused": translate("words", "Perintah rusak: nomornya sudah dipakai. Ulangi."),
        "personal_data": translate(
            "words", "Teks memuat data pribadi ({kinds}). Hapus dulu dari teks."
        ),
        "mailings_full": translate("words", "Paling banyak {limit} jadwal. Hapus satu dulu."),
        **log_refusals.refusals(),
        **filter_refusals.refusals(),
        **policy_refusals.refusals(),
    }


def happened(change: Change, city: City) -> tuple[str, str, str]:
    """A change in the timeline: icon name, what happened, and the words that go with it."""
    if change.outcome is Outcome.REJECTED:
        what = translate("words", "Ditolak: {what}").format(what=_what(change, city))
        return "close-circle-outline", what, refusal(change.reason, change.facts, city)
    icon = _ICONS.get(change.kind, "circle-small")
    if isinstance(change.act, verb.Deliver):
        icon = "phone-check" if change.act.name else _NEWS_ICONS.get(change.act.step, icon)
    return icon, _what(change, city), _text(change, city)


_NEWS_ICONS = {"failed": "alert", "seen": "eye", "acknowledged": "check-all"}


_ICONS = {
    "received": "inbox-arrow-down",
    "forwarded": "send",
    "reassigned": "swap-horizontal",
    "accepted": "handshake",
    "bounced": "undo-variant",
    "started": "account-hard-hat",
    "scheduled": "calendar-clock",
    "finished": "clipboard-check",
    "validated": "check-decagram",
    "refused_work": "close-octagon",
    "answered": "message-reply-text",
    "returned": "help-circle",
    "completed": "file-check",
    "declined": "bank-transfer",
    "archived": "archive",
    "merged": "call-merge",
    "unmerged": "call-split",
    "noted": "note-text",
    "attached": "image-plus",
    "edited": "pencil",
    "reopened": "restart",
    "closed": "check-circle",
    "undone": "undo",
    "acknowledged": "bell-check",
    "shelved": "bell-sleep",
    "delivered": "truck-check",
    "resent": "send-clock",
    "escalated": "stairs-up",
    "brought": "import",
}


def _what(change: Change, city: City) -> str:
    match change.act:
        case verb.Forward(opds):
            to = agencies(",".join(opds), city)
            return translate("words", "Diteruskan ke {opd}").format(opd=to)
        case verb.Reassign(opds):
            to = agencies(",".join(opds), city)
            return translate("words", "Dialihkan ke {opd}").format(opd=to)
        case verb.Accept(name, opd):
            said = translate("words", "Diterima {opd} ({name})")
            return said.format(opd=agencies(opd or "", city), name=name)
        case verb.Bounce(_, to, opd):
            said = translate("words", "Dikembalikan {opd}")
            if to:
                said += translate("words", "; menurutnya milik {to}")
            return said.format(opd=agencies(opd or "", city), to=agencies(to or "", city))
        case verb.Schedule(_, on):
            on_text = local_time(on, city)
            return translate("words", "Dijadwalkan {on}").format(on=on_text)
        case verb.Bring(state):
            return translate("words", "Dari sistem lama: {state}").format(state=word_of(state))
        case verb.Shelve(_, until):
            if until <= change.at:
                return translate("words", "Alarm dinyalakan lagi")
            until_text = local_time(until, city)
            return translate("words", "Alarm ditunda sampai {until}").format(until=until_text)
        case verb.Deliver(opd, at=at):
            when = local_time(at, city, change.at) if at else ""
            return deliveries.told(change.act, agencies(opd, city), when)
        case verb.Resend(_, opd):
            return deliveries.sent_again(change.act, agencies(opd, city))
        case verb.Edit("place"):
            return translate("words", "Lokasi diperbaiki")
        case verb.Escalate():
            return clock_words.climbed(change.act, city)
        case _:
            return _SIMPLE().get(type(change.act), change.kind)


def _SIMPLE() -> dict[type[verb.Verb], str]:
    return {
        verb.Receive: translate("words", "Laporan masuk"),
        verb.Start: translate("words", "Tim di lapangan"),
        verb.Finish: translate("words", "Pekerjaan selesai, menunggu validasi"),
        verb.Validate: translate("words", "Divalidasi"),
        verb.Refuse: translate("words", "Hasil kerja ditolak"),
        verb.Answer: translate("words", "Dijawab ruang kendali"),
        verb.AskReporter: translate("words", "Pelapor diminta melengkapi"),
        verb.Complete: translate("words", "Laporan dilengkapi"),
        verb.Decline: translate("words", "Bukan wewenang kota"),
        verb.Archive: translate("words", "Diarsipkan"),
        verb.Merge: translate("words", "Digabung ke kasus lain"),
        verb.Unmerge: translate("words", "Dipisahkan lagi"),
        verb.Note: translate("words", "Catatan"),
        verb.Attach: translate("words", "Lampiran ditambahkan"),
        verb.Edit: translate("words", "Data diperbaiki"),
        verb.Object: translate("words", "Dibuka lagi"),
        verb.Close: translate("words", "Ditutup"),
        verb.Acknowledge: translate("words", "Alarm diketahui"),
        verb.Undo: translate("words", "Tindakan terakhir dibatalkan"),
    }


def _text(change: Change, city: City) -> str:
    """The words of a change, whatever its verb calls them; a report stands beside the timeline."""
    act = change.act
    if isinstance(act, verb.Receive):
        return ""
    if isinstance(act, verb.Deliver):
        return deliveries.why(act)
    if isinstance(act, verb.Edit) and act.field == "place":
        return _moved(act, city)
    parts = [getattr(act, name, "") for name in ("text", "note", "reason", "plan", "without_proof")]
    return "\n".join(part for part in parts if part)


def _moved(act: verb.Edit, city: City) -> str:
    old, new = (whole_place(place or Place(), city) for place in (act.old_place, act.new_place))
    return translate("words", "Semula: {old}\nMenjadi: {new}").format(old=old, new=new)


def agencies(ids: str, city: City) -> str:
    """Short names of agencies whose ids are joined with commas."""
    known = city.agencies
    return ", ".join(known[i].short if i in known else i for i in ids.split(",") if i)


def category_name(category: Category) -> str:
    """A category in the language of the screens; other words of a city have only its own."""
    english = QLocale().language() == QLocale.Language.English
    return (english and category.name_en) or category.name


def place_words(place: Place, city: City) -> str:
    """Where it is, in words: the reporter's words, the kelurahan, or why there is none."""
    area = city.areas.get(place.area or "")
    name = area.name if area else ""
    if name and place.approximate:
        name = translate("words", "{area} (perkiraan)").format(area=name)
    if name.casefold() in place.text.casefold():
        name = ""  # said already
    said = " · ".join(part for part in (place.text, name) if part)
    if said:
        return said
    if place.lat is not None and place.lng is not None:
        return f"{place.lat:.5f}, {place.lng:.5f}"
    if place.no_place:
        return translate("words", "Tanpa lokasi: {why}").format(why=place.no_place)
    return translate("words", "Lokasi belum diisi")


def whole_place(place: Place, city: City) -> str:
    """The same, and its point where there is one."""
    said = place_words(place, city)
    if place.lat is None or place.lng is None:
        return said
    point = f"{place.lat:.5f}, {place.lng:.5f}"
    return said if said == point else f"{said} ({point})"


def local_time(moment: datetime, city: City, now: datetime | None = None) -> str:
    """An instant on the city's wall clock: the day only when it is not today."""
    zone = ZoneInfo(city.zone)
    local = moment.astimezone(zone)
    if now is not None and local.date() == now.astimezone(zone).date():
        return local.strftime(translate("words", "%H.%M"))
    return local.strftime(translate("words", "%d/%m %H.%M"))


def age(passed: timedelta) -> str:
    """How long ago, in the largest unit that says enough."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return translate("words", "baru saja")
    if minutes < 60:
        return translate("words", "{n} menit lalu").format(n=minutes)
    if minutes < 48 * 60:
        return translate("words", "{n} jam lalu").format(n=minutes // 60)
    return translate("words", "{n} hari lalu").format(n=minutes // (24 * 60))


def fill(template: str, case: Case, city: City, opd: str = "", officer: str = "") -> str:
    """A reply template with the case's own facts in its {places}, all in the city's language."""
    category = city.categories.get(case.category or "")
    area = city.areas.get(case.place.area or "")
    clock_due = min((run.due for run in case.clocks if run.ended is None), default=None)
    known = {
        "number": case.number or translate("words", "(nomor menyusul)"),
        "text": case.text,
        "category": category.name if category else "",
        "area": area.name if area else "",
        "place": case.place.text or place_words(case.place, city),
        "opd": agencies(opd, city),
        "channel": city.channels.get(case.reports[0].channel, ""),
        "arrived": local_time(case.first_at, city),
        "due": local_time(clock_due, city) if clock_due else "",
        "officer": officer,
        "desk": "",
        "city": city.name,
    }
    return template.format_map(known)


def owner(state: str, opds: str, city: City) -> str:
    """Who owes the next act, in the words of a card."""
    who = agencies(opds, city)
    match State(state):
        case State.RECEIVED:
            return translate("words", "Ruang · belum ditindak")
        case State.FORWARDED:
            return translate("words", "{opd} · belum menerima").format(opd=who)
        case State.ACCEPTED:
            return translate("words", "{opd} · menangani").format(opd=who)
        case State.ON_SITE:
            return translate("words", "{opd} · di lapangan").format(opd=who)
        case State.SCHEDULED:
            return translate("words", "{opd} · terjadwal").format(opd=who)
        case State.AWAITING_VALIDATION:
            return translate("words", "Ruang · validasi {opd}").format(opd=who)
        case State.RESOLVED:
            return translate("words", "Pelapor · boleh keberatan")
        case State.RETURNED:
            return translate("words", "Pelapor · diminta melengkapi")
        case State.NOT_OURS:
            return translate("words", "Instansi lain")
        case _:
            return ""
