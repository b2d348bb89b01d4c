"""Streets of the city as its cases name them: read out of addresses and reports, each with its
middle and how many cases tell of it.

No house is learned: numbers, RT and RW are left out, and what fewer than three cases name is not
kept, so that nobody finds a reporter's own lane here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from db.domain.city import City
from db.domain.gazetteer import Kind, Named
from db.domain.place_words import fold
from db.domain.polygons import metres_between

LEAST_CASES = 3

_LEADS = {
    "jalan": "Jalan", "jln": "Jalan", "jl": "Jalan", "gang": "Gang", "gg": "Gang",
    "perumahan": "Perumahan", "perum": "Perumahan", "komplek": "Komplek", "kompleks": "Komplek",
    "kampung": "Kampung", "kp": "Kampung",
}  # fmt: skip
_LEAD = re.compile(
    rf"\b({'|'.join(sorted(_LEADS, key=len, reverse=True))})\b(?:\.\s*|\s+)", re.IGNORECASE
)
_WORD = re.compile(r"\s*([^\W_][\w'’/-]*)(\.?)(?=\W|$)")
_TITLES = frozenset(
    {"kh", "h", "hj", "dr", "drs", "jend", "jen", "letjen", "mayjen", "brigjen", "letkol", "kol"}
    | {"ir", "prof", "st", "rd", "ki", "nyi", "ust"}
)
_ENDS = frozenset(
    {"no", "nomor", "rt", "rw", "blok", "km", "kel", "kec", "kelurahan", "kecamatan", "kota"}
    | {"depan", "dekat", "samping", "sebelah", "belakang", "seberang", "arah", "menuju", "persis"}
    | {"di", "ke", "dari", "yang", "ada", "dan", "sampai", "sekitar", "ini", "itu", "saya", "kami"}
    | {"rusak", "berlubang", "utama", "umum", "tol", "tersebut", "sini", "situ", "tembus", "buntu"}
)
_MOST_WORDS = 4
_ONE_STREET_M = 1_000.0
_INITIALS = 3
_NUMERAL = re.compile(r"[ivx]+", re.IGNORECASE)


class Told(NamedTuple):
    """What one case says of where: its address and reports, its point and area if known."""

    address: str
    texts: tuple[str, ...]
    lat: float | None
    lng: float | None
    area: str


def names_in(text: str, *, written: bool) -> Iterator[str]:
    """Streets that a text names. In an address (`written`) every word after "Jl." is meant to be of
    the name; in a report only those that begin with a large letter.
    """
    for lead in _LEAD.finditer(text):
        words = list(_words_after(text, lead.end(), written=written))
        if words:
            yield " ".join((_LEADS[lead[1].lower()], *words))


def _words_after(text: str, at: int, *, written: bool) -> Iterator[str]:
    for many in range(_MOST_WORDS):
        found = _WORD.match(text, at)
        if found is None:
            return
        word, low = found[1], found[1].lower()
        if low in _ENDS or low in _LEADS or (word[0].isdigit() and many):
            return
        if not (written or (word[0].isupper() and not text.isupper()) or low in _TITLES):
            return
        yield _spelled(word)
        title = low in _TITLES or len(word) == 1
        if found[2] and not title:
            return
        at = found.end()


def _spelled(word: str) -> str:
    """As on a street sign: MH, III and KH stay, everything else has one large letter."""
    if _NUMERAL.fullmatch(word):
        return word.upper()
    return word if word.isupper() and len(word) <= _INITIALS else word.capitalize()


class Streets:
    """Takes cases one after the other, then says which streets they name."""

    def __init__(self) -> None:
        self._spelled: dict[str, Counter[str]] = defaultdict(Counter)
        self._seen: dict[str, dict[str, list[tuple[float, float] | None]]] = {}

    def take(self, told: Told) -> None:
        """One more case; it counts once for each street that it names."""
        named: dict[str, str] = {}
        for text, written in ((told.address, True), *((text, False) for text in told.texts)):
            for name in names_in(text, written=written):
                named.setdefault(" ".join(fold(name)), name)
        point = None if told.lat is None or told.lng is None else (told.lat, told.lng)
        for key, name in named.items():
            self._spelled[key][name] += 1
            self._seen.setdefault(key, {}).setdefault(told.area, []).append(point)

    def take_all(self, cases: Iterable[Told]) -> None:
        """Some more."""
        for told in cases:
            self.take(told)

    def names(self, city: City) -> list[Named]:
        """A street of several areas is one in each that names it often enough, else in none."""
        return [named for key in self._seen for named in self._of(key, city)]

    def _of(self, key: str, city: City) -> Iterator[Named]:
        name = self._spelled[key].most_common(1)[0][0]
        rest: list[tuple[float, float] | None] = []
        for code, points in self._seen[key].items():
            area = city.areas.get(code)
            if area is not None and len(points) >= LEAST_CASES:
                yield _street(name, points, code, area.name)
            else:
                rest += points
        if len(rest) >= LEAST_CASES:
            yield _street(name, rest, "", "")


def _street(name: str, points: list[tuple[float, float] | None], area: str, within: str) -> Named:
    lat, lng = _middle([point for point in points if point is not None])
    return Named(name, Kind.STREET, lat, lng, area, within, len(points))


def _middle(points: list[tuple[float, float]]) -> tuple[float, float] | tuple[None, None]:
    """Where most of them are. A name that is everywhere in the city is nowhere."""
    if not points:
        return None, None
    middle = median(lat for lat, _ in points), median(lng for _, lng in points)
    far = median(metres_between(middle[::-1], point[::-1]) for point in points)
    return middle if far <= _ONE_STREET_M else (None, None)
