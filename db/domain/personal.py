"""Personal data in free text: found and masked before the text is stored anywhere."""

from __future__ import annotations

import re

_MASK = "•••"

# NIK is 16 digits; Indonesian phone numbers start with 0, 62 or +62 and have 9 to 14 digits. People
# write both with dots, dashes or blanks between the digits. Short codes (112, 1708) stay.
_PATTERNS = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "nik": re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)"),
    "phone": re.compile(r"(?<![\d+])(?:\+?62|0)[ .-]?[2-9](?:[ .-]?\d){6,11}(?!\d)"),
}


def mask_personal(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with NIK, phone numbers and e-mail addresses masked, and which kinds were found."""
    found: list[str] = []
    for kind, pattern in _PATTERNS.items():
        text, times = pattern.subn(_MASK, text)
        if times:
            found.append(kind)
    return text, tuple(found)
