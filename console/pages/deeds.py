"""Everything a desk can do, listed once: keys, help, palette, rail and menus all read this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from console.pages import acts
from console.pages.deed import Deed
from console.pages.map_deeds import map_deeds
from console.pages.moves import Moves
from console.pages.past_deeds import past_deeds
from console.pages.saved_filters import MOST
from console.pages.sound_panel import volumes
from db.domain.commands import LAWS
from db.domain.logbook import SIGNERS
from db.domain.mailings import KEEPERS
from db.domain.policy import READERS
from db.domain.states import LOOKING, Role
from widgets.rail import Place
from widgets.theme import Theme

translate = QCoreApplication.translate

FILTERS = tuple(f"filter_{n}" for n in range(1, MOST + 1))
"""The deeds that choose a saved filter."""


WORKS = frozenset({"take_call", "undo_bulk", "unfold", "folded", "compare", "alarms"})
"""Deeds, beside acts on a case, that alter something or show what may be acted on now."""


_OF_THE_ROOM = frozenset({"take_call", "undo_bulk", "unfold", "folded", "compare", "share_filter"})


class Preference(NamedTuple):
    """A setting's value that can be chosen: its word, the setting's name, the value."""

    word: str
    name: str
    value: str | float


def places(role: Role) -> list[Place]:
    """The places of the rail for a role, with the keys that lead there, its start page first."""
    overview = Place("overview", translate("deeds", "Ringkasan"), "view-dashboard-outline", "G, R")
    shift = Place("shift", translate("deeds", "Serah terima"), "swap-horizontal", "G, S")
    policy = Place("policy", translate("deeds", "Naskah"), "file-document-edit-outline", "G, P")
    return [
        *([overview] if role in LOOKING else []),
        Place("board", translate("deeds", "Papan"), "view-column", "G, B"),
        Place("map", translate("deeds", "Peta"), "map-outline", "G, M"),
        Place("case", translate("deeds", "Kasus"), "folder-open", "G, C"),
        *([shift] if role in SIGNERS else []),
        Place("figures", translate("deeds", "Angka"), "chart-box-outline", "G, U"),
        *([policy] if role in READERS else []),
        Place("past", translate("deeds", "Mesin waktu"), "history", "G, W"),
        Place("outbox", translate("deeds", "Kotak keluar"), "tray-arrow-up", "G, K"),
    ]


def lower_places() -> list[Place]:
    """The places at the foot of the rail."""
    return [Place("health", translate("deeds", "Kesehatan"), "heart-pulse", "G, H")]


def preferences() -> list[Preference]:
    """Every value of every setting that is chosen from a list."""
    after = translate("deeds", "Kunci sesudah {n} menit")
    return [
        Preference(translate("deeds", "Tema gelap"), "theme", "dark"),
        Preference(translate("deeds", "Tema terang"), "theme", "light"),
        Preference("Bahasa Indonesia", "language", "id"),
        Preference("English", "language", "en"),
        Preference(translate("deeds", "Ukuran teks 100 %"), "text_scale", 1.0),
        Preference(translate("deeds", "Ukuran teks 115 %"), "text_scale", 1.15),
        Preference(translate("deeds", "Ukuran teks 130 %"), "text_scale", 1.3),
        Preference(translate("deeds", "Ukuran teks 150 %"), "text_scale", 1.5),
        Preference(translate("deeds", "Kartu lega"), "density", "comfortable"),
        Preference(translate("deeds", "Kartu rapat"), "density", "compact"),
        Preference(translate("deeds", "Gerak penuh"), "motion", "full"),
        Preference(translate("deeds", "Gerak dikurangi"), "motion", "less"),
        *(
            Preference(after.format(n=minutes), "lock_minutes", minutes)
            for minutes in (2, 5, 10, 15, 30)
        ),
        Preference(translate("deeds", "Jangan mengunci sendiri"), "lock_minutes", 0),
    ]


def in_force(theme: Theme, *, compact: bool, lock_minutes: int) -> dict[str, str | float]:
    """The value each of these settings has on the screens now."""
    english = QLocale().language() == QLocale.Language.English
    return {
        "theme": theme.name,
        "language": "en" if english else "id",
        "text_scale": theme.scale,
        "density": "compact" if compact else "comfortable",
        "motion": "less" if theme.still else "full",
        "lock_minutes": lock_minutes,
    }


def desk_deeds(desk: Moves, changed: Mapping[str, str]) -> list[Deed]:
    """Every deed, those on cases first; `changed` are the keys this officer chose themselves."""
    made = [*_on_cases(desk), *_about(desk), *_to_places(desk), *map_deeds(desk), *_settings(desk)]
    return [deed._replace(keys=changed.get(deed.key, deed.keys)) for deed in made]


def offered(deed: Deed, role: Role, *, viewing: bool = False) -> bool:
    """Whether a deed is anything for this role: who looks is shown nothing they may not do.

    Those who act see every act, and why one of them is not theirs. `viewing`: an administrator
    sees what the role sees, and may end that.
    """
    if deed.key == "view_as":
        return viewing or role is Role.ADMIN
    if role not in LOOKING:
        return True
    verbs = {act.key: act.verb for act in acts.all_acts()} if deed.acts else {}
    if verbs:
        return any(role in LAWS[verbs[key]].roles for key in deed.acts)
    return deed.key not in _OF_THE_ROOM and (deed.key != "mailings" or role in KEEPERS)


def keys_of(deeds: Sequence[Deed]) -> dict[str, str]:
    """The keys of each deed, and of each act on a case, as hints show them: "G B"."""
    return {
        name: caps(deed.keys) for deed in deeds for name in dict.fromkeys((deed.key, *deed.acts))
    }


def hinted(named: Sequence[Place], hints: Mapping[str, str]) -> list[Place]:
    """Places with the keys that lead there now."""
    return [place._replace(hint=hints[f"go_{place.key}"]) for place in named]


def caps(keys: str) -> str:
    """Keys as keycaps show them."""
    for name, cap in (
        ("Right", "→"),
        ("Left", "←"),
        ("Up", "↑"),
        ("Down", "↓"),
        (", ", " "),
        (" / ", " "),
    ):
        keys = keys.replace(name, cap)
    return keys


def with_keys(tip: str, hint: str) -> str:
    """What a control does, and its keys as they are now, if it has any."""
    return f"{tip} ({hint})" if hint else tip


def _on_cases(desk: Moves) -> list[Deed]:
    """One deed a key: where the state allows one of two acts only, both may have the same."""
    by_key: dict[str, list[acts.Act]] = {}
    for act in acts.all_acts():
        by_key.setdefault(act.shortcut or act.key, []).append(act)
    return [
        Deed(
            named[0].key,
            " / ".join(act.word for act in named),
            partial(desk.ask_one_of, [act.key for act in named]),
            named[0].shortcut,
            named[0].icon,
            tuple(act.key for act in named),
        )
        for named in by_key.values()
    ]


def _about(desk: Moves) -> list[Deed]:
    return [
        Deed(
            "next",
            translate("deeds", "Kasus berikutnya"),
            lambda: desk.walk.step(1),
            "J",
            "arrow-down",
        ),
        Deed(
            "previous",
            translate("deeds", "Kasus sebelumnya"),
            lambda: desk.walk.step(-1),
            "K",
            "arrow-up",
        ),
        Deed(
            "next_too",
            translate("deeds", "Pilih juga kasus berikutnya"),
            lambda: desk.walk.extend(1),
            "Shift+J",
            "arrow-down-box",
        ),
        Deed(
            "previous_too",
            translate("deeds", "Pilih juga kasus sebelumnya"),
            lambda: desk.walk.extend(-1),
            "Shift+K",
            "arrow-up-box",
        ),
        Deed(
            "all",
            translate("deeds", "Pilih semua di lajur, tabel atau peta"),
            lambda: desk.walk.select_all(),
            "Ctrl+A",
            "select-all",
        ),
        Deed(
            "undo_bulk",
            translate("deeds", "Batalkan tindakan massal"),
            desk.undo_bulk,
            "Shift+Z",
            "undo",
        ),
        Deed(
            "lane_right",
            translate("deeds", "Lajur di kanan"),
            lambda: desk.walk.move_lane(1),
            "Right",
            "arrow-right",
        ),
        Deed(
            "lane_left",
            translate("deeds", "Lajur di kiri"),
            lambda: desk.walk.move_lane(-1),
            "Left",
            "arrow-left",
        ),
        Deed(
            "table",
            translate("deeds", "Lajur atau tabel"),
            lambda: desk.walk.toggle_table(),
            "T",
            "table",
        ),
        Deed(
            "new",
            translate("deeds", "Ke kasus baru di luar layar"),
            lambda: desk.walk.go_to_new(),
            "G, N",
            "new-box",
        ),
        Deed(
            "columns",
            translate("deeds", "Kolom tabel"),
            lambda: desk.walk.choose_columns(),
            "Shift+T",
            "table-column",
        ),
        Deed(
            "show_on_map",
            translate("deeds", "Lihat di peta"),
            desk.show_on_map,
            "M",
            "map-marker-outline",
        ),
        Deed(
            "call_nearest",
            translate("deeds", "Telepon fasilitas terdekat"),
            lambda: desk.facilities.call_nearest(),
            "Shift+C",
            "phone-outgoing",
        ),
        Deed(
            "facilities",
            translate("deeds", "Fasilitas di peta: tampilkan atau sembunyikan"),
            lambda: desk.facilities.toggle(),
            "Shift+E",
            "hospital-building",
        ),
        Deed(
            "find_facility",
            translate("deeds", "Cari fasilitas, pilih jenis di peta"),
            lambda: desk.facilities.find(),
            "G, E",
            "hospital-marker",
        ),
        Deed(
            "basemap",
            translate("deeds", "Alas peta"),
            lambda: desk.basemaps.show(),
            "Shift+B",
            "layers",
        ),
        Deed(
            "tear_off",
            translate("deeds", "Halaman ke jendela sendiri, atau kembali"),
            desk.tear_off,
            "Shift+W",
            "open-in-new",
        ),
        Deed("pin", translate("deeds", "Sematkan kasus di halamannya"), desk.pin, "Shift+P", "pin"),
        Deed(
            "alarms",
            translate("deeds", "Ke alarm"),
            lambda: desk.watch.show(),
            "G, A",
            "bell-outline",
        ),
        Deed(
            "mute",
            translate("deeds", "Bisukan alarm / bunyikan lagi"),
            lambda: desk.watch.toggle_mute(),
            "Ctrl+M",
            "bell-off",
        ),
        Deed(
            "folded",
            translate("deeds", "Laporan yang dilipat"),
            lambda: desk.folded.show(),
            "G, L",
            "layers-outline",
        ),
        Deed(
            "unfold",
            translate("deeds", "Buka lipatan kasus"),
            lambda: desk.folded.unfold(),
            "Shift+D",
            "layers-off-outline",
        ),
        Deed(
            "save_filter",
            translate("deeds", "Simpan saringan"),
            lambda: desk.filters.save(),
            "Ctrl+S",
            "filter-plus",
        ),
        Deed(
            "share_filter",
            translate("deeds", "Bagikan saringan ke ruangan"),
            lambda: desk.filters.share(),
            "Ctrl+Shift+S",
            "share-variant",
        ),
        Deed(
            "filters",
            translate("deeds", "Ke saringan tersimpan dan bersama"),
            lambda: desk.filters.show(),
            "G, F",
            "bookmark-outline",
        ),
        *_filters(desk),
        *past_deeds(desk),
        Deed(
            "compare",
            translate("deeds", "Bandingkan kasus serupa"),
            desk.compare,
            "=",
            "compare",
        ),
        Deed("search", translate("deeds", "Cari"), desk.search, "/", "magnify"),
        Deed(
            "palette",
            translate("deeds", "Perintah, tempat dan kasus"),
            lambda: desk.guide.show_palette(),
            "Ctrl+K",
            "console-line",
        ),
        Deed(
            "export_figures",
            translate("deeds", "Simpan angka sebagai berkas"),
            lambda: desk.figures.export(),
            "Ctrl+E",
            "download",
        ),
        Deed(
            "report",
            translate("deeds", "Laporan harian, mingguan, bulanan"),
            lambda: desk.reports.ask(),
            "Ctrl+Shift+E",
            "file-chart-outline",
        ),
        Deed(
            "mailings",
            translate("deeds", "Laporan berkala lewat surel"),
            lambda: desk.mailings.show(),
            "G, J",
            "email-fast-outline",
        ),
        Deed(
            "take_call",
            translate("deeds", "Laporan baru"),
            desk.take_call,
            "Ctrl+N",
            "phone-plus",
        ),
        Deed(
            "keys",
            translate("deeds", "Semua tombol"),
            lambda: desk.guide.show_keys(),
            "?",
            "keyboard",
        ),
        Deed(
            "tour",
            translate("deeds", "Tur singkat, kartu berikutnya"),
            lambda: desk.guide.show_tour(),
            "F1",
            "sign-direction",
        ),
        Deed("back", translate("deeds", "Kembali"), desk.back, "Esc", "arrow-u-left-top"),
    ]


def _filters(desk: Moves) -> list[Deed]:
    word = translate("deeds", "Saringan tersimpan {n}")
    return [
        Deed(
            key,
            word.format(n=n),
            partial(lambda n: desk.filters.choose(n), n),
            f"Alt+{n}",
            "filter-outline",
        )
        for n, key in enumerate(FILTERS, 1)
    ]


def _to_places(desk: Moves) -> list[Deed]:
    to = translate("deeds", "Ke {place}")
    return [
        Deed(
            f"go_{place.key}",
            to.format(place=place.word.lower()),
            partial(desk.go, place.key),
            place.hint,
            place.icon,
        )
        for place in (*places(desk.role), *lower_places())
    ]


def _settings(desk: Moves) -> list[Deed]:
    return [
        *(
            Deed(
                f"{one.name}={one.value}",
                one.word,
                partial(desk.prefer, one.name, one.value),
                icon="cog-outline",
            )
            for one in preferences()
        ),
        *(
            Deed(
                f"volume={loud}",
                translate("deeds", "Suara alarm: {loud}").format(loud=word.lower()),
                partial(_choose_volume, desk, loud),
                icon="volume-high",
            )
            for word, loud in volumes()
        ),
        Deed(
            "try_sounds",
            translate("deeds", "Coba suara alarm"),
            lambda: desk.watch.try_sounds(),
            icon="volume-high",
        ),
        Deed(
            "change_keys",
            translate("deeds", "Ubah tombol"),
            lambda: desk.guide.change_keys(),
            icon="keyboard-settings",
        ),
        Deed(
            "view_as",
            translate("deeds", "Lihat sebagai peran lain"),
            lambda: desk.viewing.toggle(),
            "F9",
            "eye",
        ),
        Deed("lock", translate("deeds", "Kunci meja"), desk.lock, "Ctrl+L", "lock"),
        Deed("sign_out", translate("deeds", "Keluar"), desk.sign_out, icon="logout"),
    ]


def _choose_volume(desk: Moves, loud: float) -> None:
    desk.watch.choose_volume(loud)
