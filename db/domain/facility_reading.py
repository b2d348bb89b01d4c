"""Facilities out of cities' own tables: headings and kinds as they are called there, checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from db.domain.boundary_reading import plain
from db.domain.city import City
from db.domain.facilities import KINDS, Facility
from db.domain.locating import Locator
from db.domain.phones import needs_area_code, numbers_in, why_no_phone
from db.domain.plain_table import unknown
from db.domain.polygons import METRES_A_DEGREE, metres_between

REACH_METRES = 5_000.0
"""So far out of the city a facility may lie: the nearest hospital may be the neighbour's."""
MOST = 20_000
SAME_METRES, LIKE_METRES = 100.0, 500.0
"""Two of one kind and name so near are one, or may be."""

_LONGEST = 200
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MANGLED = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3}){2,}")

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind", "jenis", "jenisfasilitas", "kategori", "category", "tipe", "type"),
    "name": ("name", "nama", "namafasilitas", "namatempat", "namobj"),
    "lat": ("lat", "latitude", "lintang", "y"),
    "lng": ("lng", "lon", "long", "longitude", "bujur", "x"),
    "phone": (
        "phone", "telepon", "telp", "tlp", "notelp", "notelepon", "nomortelepon", "kontak", "hp",
    ),
    "address": ("address", "alamat", "lokasi"),
    "source": ("source", "sumber"),
}  # fmt: skip
"""What a column may be called, without blanks and signs."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "fire": (
        "fire", "firestation", "damkar", "posdamkar", "pemadam", "pemadamkebakaran", "kebakaran",
    ),
    "police": (
        "police", "polisi", "kantorpolisi", "pospolisi", "polsek", "polres", "polrestro",
        "polsubsektor", "kepolisian",
    ),
    "hospital": (
        "hospital", "rs", "rsu", "rsud", "rsia", "rumahsakit", "rumahsakitumum",
    ),
    "health_centre": ("puskesmas", "healthcentre", "healthcenter", "pustu", "puskesmaspembantu"),
    "opd": (
        "opd", "posopd", "dinas", "instansi", "kantor", "kantorpemerintah", "pemerintahan",
        "kecamatan", "kelurahan", "government",
    ),
    "school": (
        "school", "sekolah", "pendidikan", "paud", "tk", "sd", "sdn", "mi", "smp", "smpn", "mts",
        "sma", "sman", "smk", "smkn", "ma", "madrasah", "slb",
    ),
    "worship": (
        "worship", "ibadah", "tempatibadah", "rumahibadah", "masjid", "mesjid", "mushola",
        "musala", "gereja", "pura", "vihara", "wihara", "kelenteng", "klenteng",
    ),
    "tourism": (
        "tourism", "wisata", "pariwisata", "tempatwisata", "objekwisata", "destinasi", "plesiran",
        "museum", "taman",
    ),
}  # fmt: skip
"""What a kind may be called there, without blanks and signs."""

_HEADING_OF = {word: column for column, words in HEADINGS.items() for word in words}
_KIND_OF = {word: kind for kind, words in WORDS.items() for word in words}


@dataclass(slots=True)
class Found:
    """What a table holds: facilities by the row they stand in, what keeps the file out, and what
    is only told.
    """

    rows: list[tuple[int, Facility]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class BadRow(Exception):
    """Why a row cannot be a facility."""


def column_of(heading: str) -> str:
    """Which of our columns a heading stands for, "" for none."""
    return _HEADING_OF.get(plain(heading), "")


def kind_of(word: str) -> str:
    """The kind that a word means. Raises BadRow with the nearest one there is."""
    found = _KIND_OF.get(plain(word), "")
    if not found:
        raise BadRow(unknown("kind", word, (*KINDS, *_KIND_OF)))
    return found


def read_rows(rows: Iterable[tuple[int, Mapping[str, str]]], kind: str, city: City) -> Found:
    """Every row (its number, its cells by our columns) as a facility, or all that is wrong.

    `kind` is that of rows that name none, "" where each must.
    """
    found = Found()
    reader = _Reader(kind, city)
    for number, cells in rows:
        try:
            found.rows.append((number, reader.read(cells)))
        except BadRow as problem:
            found.faults.append((number, str(problem)))
    if len(found.rows) > MOST:
        found.faults.append((MOST + 1, f"there are more than {MOST:,} facilities; leave some out"))
    else:
        _find_twins(found)
    _tell(found, reader)
    return found


class _Reader:
    def __init__(self, kind: str, city: City) -> None:
        self._kind = kind
        self._locator = Locator(city)
        self.beside: dict[str, int] = {}
        self.local = 0

    def read(self, cells: Mapping[str, str]) -> Facility:
        texts = {column: _text(column, cells.get(column, "")) for column in HEADINGS}
        said = texts["kind"]
        if not said and not self._kind:
            raise BadRow("has no kind; name one in its row, or one for the whole file with --kind")
        kind = kind_of(said) if said else self._kind
        if not texts["name"]:
            raise BadRow("has no name")
        lat, lng = self._point(texts["lat"], texts["lng"])
        phone = self._phone(texts["phone"])
        return Facility(kind, texts["name"], lat, lng, phone, texts["address"], texts["source"])

    def _point(self, lat_said: str, lng_said: str) -> tuple[float, float]:
        lat, lng = degrees_of("latitude", lat_said), degrees_of("longitude", lng_said)
        if not self._locator.within(lat, lng, REACH_METRES):
            if self._locator.within(lng, lat, REACH_METRES):
                raise BadRow(f"latitude {lat:g} and longitude {lng:g} look swapped")
            far = REACH_METRES / 1000
            raise BadRow(f"{lat:g}, {lng:g} lies more than {far:g} km outside the city")
        beside = self._locator.find(lat, lng).neighbour
        if beside:
            self.beside[beside] = self.beside.get(beside, 0) + 1
        return round(lat, 6), round(lng, 6)

    def _phone(self, said: str) -> str:
        numbers = numbers_in(said) if said not in ("-", "–", "0") else []
        for number in numbers:
            if reason := why_no_phone(number):
                raise BadRow(f"phone {number[:40]!r}: {reason}")
            self.local += needs_area_code(number)
        return " / ".join(numbers)


def degrees_of(what: str, said: str) -> float:
    """A number of degrees, with a point or a comma. Raises BadRow."""
    text = said.replace("−", "-").replace(" ", "")
    if not text:
        raise BadRow(f"has no {what}")
    if not _MANGLED.fullmatch(text):
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            raise BadRow(f"{what} {said[:40]!r} is no number of degrees such as -6.1783") from None
        if abs(value) <= 180:
            return value
    raise BadRow(
        f"{what} {said[:40]!r} is no number of degrees; a spreadsheet may have lost its decimal "
        "sign: format the column as text and enter it again"
    )


def _text(column: str, said: str) -> str:
    text = " ".join(said.split())
    if _FORBIDDEN.search(text):
        raise BadRow(f"{column} holds a control character or half a character; write it again")
    if len(text) > _LONGEST:
        raise BadRow(f"{column} has {len(text)} characters; at most {_LONGEST} are taken")
    if column in ("name", "address", "source") and text.startswith(("=", "@")):
        raise BadRow(f"{column} begins with {text[0]!r}: a spreadsheet would take it for a formula")
    return text


def _find_twins(found: Found) -> None:
    """Rows of one kind and name that stand beside each other; cells keep it from comparing all."""
    cells: dict[tuple[str, str, int, int], list[tuple[int, Facility]]] = {}
    like = 0
    for number, row in found.rows:
        x = int(row.lng * METRES_A_DEGREE // LIKE_METRES)
        y = int(row.lat * METRES_A_DEGREE // LIKE_METRES)
        same = (row.kind, plain(row.name))
        around = [
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in cells.get((*same, x + dx, y + dy), ())
        ]
        apart = [(metres_between((row.lng, row.lat), (o.lng, o.lat)), n) for n, o in around]
        metres, twin = min(apart, default=(LIKE_METRES, 0))
        if metres <= SAME_METRES:
            found.faults.append(
                (number, f"{row.name} is in row {twin} already, {metres:.0f} m away; keep one")
            )
        else:
            like += metres < LIKE_METRES
            cells.setdefault((*same, x, y), []).append((number, row))
    if like:
        found.remarks.append(
            f"{like} have a namesake of their kind within {LIKE_METRES:.0f} m; look whether they "
            "are one"
        )


def _tell(found: Found, reader: _Reader) -> None:
    kinds = _counted(row.kind for _, row in found.rows)
    if kinds:
        found.remarks.append(", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kind in kinds))
    for name, many in sorted(reader.beside.items()):
        found.remarks.append(f"{many} lie outside the city, in {name}")
    if reader.local:
        found.remarks.append(f"{reader.local} phone numbers have no area code")
    silent = sum(not row.phone for _, row in found.rows)
    if silent:
        found.remarks.append(f"{silent} have no phone number")


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def missing(columns: Collection[str], kind: str) -> list[str]:
    """What a table lacks altogether."""
    wanted = ("name", "lat", "lng") if kind else ("kind", "name", "lat", "lng")
    return [column for column in wanted if column not in columns]
