"""The words of a place's name: folded so that spellings meet, and told apart from what is beside
them (house numbers, RT and RW, "in front of").
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LEADS = {
    "jl": "jalan", "jln": "jalan", "jalan": "jalan",
    "gg": "gang", "gng": "gang", "gang": "gang",
    "kel": "kelurahan", "kelurahan": "kelurahan",
    "kec": "kecamatan", "kecamatan": "kecamatan",
}  # fmt: skip
"""Words that say what a name is the name of, as people write them, and in full."""

_LONG_LEADS = ("jalan", "kelurahan", "kecamatan")
_NAME_LEAST = 4
_SAME = {
    "prm": "perumahan", "perum": "perumahan", "komp": "komplek", "kompleks": "komplek",
    "kp": "kampung", "kmp": "kampung", "kmpg": "kampung", "psr": "pasar", "ps": "pasar",
    "mesjid": "masjid", "pkm": "puskesmas", "jbtn": "jembatan", "lap": "lapangan",
    "sta": "stasiun", "stasion": "stasiun", "apt": "apartemen", "ry": "raya",
    "jend": "jenderal", "jendral": "jenderal",
}  # fmt: skip
_BESIDE = frozenset(
    {"no", "nomor", "rt", "rw", "blok", "blk", "km", "di", "ke", "dari", "yang", "dan", "atau"}
    | {"depan", "dekat", "samping", "sebelah", "belakang", "seberang", "sekitar", "arah", "menuju"}
    | {"persis", "ujung", "pinggir", "tengah", "patokan", "lokasi", "kota", "daerah", "wilayah"}
)
"""What stands beside a name and is none of it."""

_NUMERAL = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_DETAIL = re.compile(
    r"[,;(]|\b(?:no|nomor|rt|rw|blok|km|depan|dekat|samping|sebelah|belakang|seberang|sekitar)\b"
    r"|(?<=\s)\d",
    re.IGNORECASE,
)


class Words(NamedTuple):
    """`leads` say what it is, `names` name it, `beside` may or may not belong to it."""

    leads: frozenset[str]
    names: tuple[str, ...]
    beside: tuple[str, ...]


def fold(text: str) -> list[str]:
    """Its words in small letters without accents, abbreviations written in full."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    found = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return [_SAME.get(word, LEADS.get(word, word)) for word in found]


def words_of(text: str) -> Words:
    """The words of a name, or of what somebody types to find one."""
    found = [part for word in fold(text) for part in _parted(word)]
    leads = frozenset(word for word in found if word in LEADS)
    rest = [word for word in found if word not in LEADS]
    names = tuple(
        word for word, before in zip(rest, ["", *rest], strict=False) if _names(word, before)
    )
    return Words(leads, names, tuple(word for word in rest if word not in names))


def _names(word: str, before: str) -> bool:
    """Whether a word is of the name; a Roman numeral only where it is the first, "Gang III"."""
    if word in _BESIDE or word.isdigit():
        return False
    return not (before and _NUMERAL.fullmatch(word))


def _parted(word: str) -> tuple[str, ...]:
    """A lead that was written together with its name, "jalanmerdeka"."""
    for lead in _LONG_LEADS:
        if word.startswith(lead) and len(word) >= len(lead) + _NAME_LEAST:
            return lead, word[len(lead) :]
    return (word,)


def details_of(typed: str) -> str:
    """What was typed after a name: a house, an RT, a corner; "" where there is nothing of it."""
    found = _DETAIL.search(typed)
    return typed[found.start() :].strip(" ,;") if found and found.start() > 0 else ""


def with_details(typed: str, name: str) -> str:
    """The name in place of how it was typed; what was typed after it stays."""
    return ", ".join(filter(None, (name, details_of(typed))))
