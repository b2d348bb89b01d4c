"""Personal data in free text: found and masked before the text is stored anywhere."""

from __future__ import annotations

import re

_MASK = "•••"

# What people type between the digits of one number: blanks, dots, dashes, brackets.
_GAP = r"[ .\-()/\u00a0\u2010-\u2014]{0,3}"

# Where digits are plainly something else: a date, a time of day, two coordinates in a row.
_DATE = r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d(?!\d)"
_MONTH = r"\d{1,2}[-./ ](?:19|20)\d\d(?!\d)"
_YEAR_FIRST = r"(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}(?!\d)"
_TIME = r"\d{1,2}[.:]\d\d(?![.\d])"
_POINT = r"\d{1,3}\.\d{3,}[ ,;]+-?\d{1,3}\.\d{3,}"
_ELSE = f"(?!{_DATE}|{_MONTH}|{_YEAR_FIRST}|{_TIME}|{_POINT})"
_MONEY = r"(?<!rp)(?<!rp )(?<!rp\.)(?<!rp\. )"

# NIK is 16 digits. Indonesian phone numbers start with 0, 62 or +62 and have 9 to 14 digits; the
# dot of 0.5 is a decimal one. Short codes (112, 1708) stay.
_PATTERNS = {
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "nik": re.compile(rf"(?<!\d)(?<!\d\.){_ELSE}{_MONEY}[1-9](?:{_GAP}\d){{15}}(?!\d)", re.I),
    "phone": re.compile(
        rf"(?<![\d+])(?<!\d\.){_ELSE}{_MONEY}(?:(?:\+|00)?62{_GAP}|0(?!\.){_GAP})(?:\(?0\)?{_GAP})?"
        rf"[2-9](?:{_GAP}\d){{7,12}}(?!\d)",
        re.I,
    ),
}


def mask_personal(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with NIK, phone numbers and e-mail addresses masked, and which kinds were found."""
    found: list[str] = []
    for kind, pattern in _PATTERNS.items():
        text, times = pattern.subn(_MASK, text)
        if times:
            found.append(kind)
    return text, tuple(found)
