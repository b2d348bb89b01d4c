"""Sentences about points and names of places: what was read, what was not, and what lies near."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from console.pages import similar
from console.pages.facility_words import ICONS, direction, kind_name
from db.domain.city import City
from db.domain.coordinates import Misread, Reading
from db.domain.gazetteer import Kind, Match
from db.domain.locating import Found
from db.domain.neighbourhood import Near
from widgets.picker import Choice

translate = QCoreApplication.translate

_ROUGH_M = 100.0
_ICONS = {
    Kind.AREA: "map-marker-radius-outline",
    Kind.DISTRICT: "map-outline",
    Kind.STREET: "road-variant",
    Kind.FACILITY: "office-building-marker-outline",
}


def misread(no: Misread) -> str:
    """Why these are no coordinates, and what to write instead."""
    return _MISREADS()[no.key].format_map({name: str(value) for name, value in no.facts.items()})


def _MISREADS() -> dict[str, str]:
    return {
        "one_hemisphere": translate(
            "where", "“{read}”: hanya satu arah disebut. Tulis LS/LU dan BT, atau tanpa arah."
        ),
        "no_longitude": translate(
            "where", "“{read}”: bujurnya belum ada. Contoh: 6.1783 LS 106.6319 BT."
        ),
        "no_latitude": translate(
            "where", "“{read}”: lintangnya belum ada. Contoh: 6.1783 LS 106.6319 BT."
        ),
        "not_two_angles": translate(
            "where", "“{read}” bukan sepasang koordinat. Contoh: -6.1783, 106.6319."
        ),
        "sixty": translate("where", "“{read}”: menit dan detik paling banyak 59, bukan {value}."),
        "sign_and_hemisphere": translate(
            "where", "“{read}”: tanda minus dan {value} bertentangan. Pilih salah satu."
        ),
        "same_axis": translate(
            "where", "Dua kali arah yang sama ({value}). Satu lintang (LS) dan satu bujur (BT)."
        ),
        "off_the_earth": translate(
            "where", "{lat}, {lng} di luar bumi: lintang paling jauh 90, bujur 180."
        ),
        "bad_plus_code": translate(
            "where", "“{read}” bukan plus code yang lengkap. Contoh: 6P58RJCJ+MQ atau RJCJ+MQ."
        ),
        "no_zone": translate("where", "“{read}” tampak seperti UTM: sebut zonanya, misalnya 48S."),
        "bad_zone": translate("where", "Zona UTM {value} tidak ada: zona 1 sampai 60."),
        "off_the_zone": translate(
            "where", "{east} m timur, {north} m utara di luar zona UTM. Urutannya timur lalu utara."
        ),
        "short_link": translate(
            "where",
            "Tautan pendek tidak bisa dibaca luring: buka dulu, lalu salin alamat panjangnya.",
        ),
        "link_without_point": translate(
            "where",
            "Tautan ini tidak memuat koordinat. Di peta: bagikan titiknya, atau ketik angkanya.",
        ),
    }


def remarks(reading: Reading) -> str:
    """What was put right, or must be borne in mind, about coordinates; "" for nothing."""
    known = {
        "swapped": translate("where", "urutan dibalik: bujur tertulis lebih dulu"),
        "no_minus": translate("where", "lintang dibaca selatan (minus tidak tertulis)"),
        "view": translate("where", "tengah tampilan peta, bukan pin"),
    }
    said = [known[key] for key in reading.remarks]
    if reading.rough_m >= _ROUGH_M:
        said.append(translate("where", "hanya teliti ± {far}").format(far=metres(reading.rough_m)))
    return " · ".join(said)


def point(lat: float, lng: float) -> str:
    """Degrees as every map program reads them: five digits, a metre."""
    return f"{lat:.5f}, {lng:.5f}"


def metres(far: float) -> str:
    """A distance, no finer than anybody can pace."""
    return similar.far(max(10, round(far, -1)))


def near(found: Sequence[Near]) -> str:
    """The nearest known names: "± 120 m timur laut dari Pasar Anyar"; "" where nothing is known."""
    return " · ".join(map(_one_near, found))


def _one_near(one: Near) -> str:
    name = named(one.named.name, one.named.kind)
    if one.named.kind is Kind.AREA:
        name = translate("where", "tengah {name}").format(name=name)
    if one.eighth is None:
        return translate("where", "di {name}").format(name=name)
    said = translate("where", "± {far} {direction} dari {name}")
    return said.format(far=metres(one.metres), direction=direction(one.eighth), name=name)


def outside(found: Found) -> str:
    """That a point lies in no area of the city, and where instead as far as that is known."""
    if found.neighbour:
        said = translate("where", "Di luar kota: {name}. OPD kota mungkin tidak berwenang.")
        return said.format(name=found.neighbour)
    return translate("where", "Di luar wilayah kota ini.")


def named(name: str, kind: Kind) -> str:
    """A name with what it is the name of, where it does not say so itself."""
    if kind is Kind.AREA:
        return translate("where", "Kel. {name}").format(name=name)
    if kind is Kind.DISTRICT:
        return translate("where", "Kec. {name}").format(name=name)
    return name


def suggestion(key: str, match: Match) -> Choice:
    """A name as one of several to choose from."""
    one = match.named
    above = one.within and (
        translate("where", "Kec. {name}")
        if one.kind is Kind.AREA
        else translate("where", "Kel. {name}")
    ).format(name=one.within)
    trailing = kind_name(one.group) if one.group else ""
    if one.kind is Kind.STREET:
        trailing = translate("where", "{n} kasus").format(n=QLocale().toString(one.cases))
    return Choice(
        key,
        named(one.name, one.kind),
        above,
        "",
        trailing,
        ICONS.get(one.group) or _ICONS[one.kind],
    )


def spelled(key: str, reading: Reading, found: Found, city: City) -> Choice:
    """A point that was typed, as the one thing to choose."""
    area = city.areas.get(found.area)
    where = area.name if area is not None else outside(found)
    if area is not None and found.approximate:
        where = translate("where", "{area} (perkiraan)").format(area=area.name)
    title = translate("where", "Titik {point}").format(point=point(reading.lat, reading.lng))
    return Choice(key, title, where, remarks(reading), "", "crosshairs-gps")
