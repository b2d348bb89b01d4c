"""Telephone numbers as people write them: whether they can be one, and how to dial them."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\+?\d{3,15}")
_APART = re.compile(r"\s*(?:[/;,]|\batau\b|\bdan\b)\s*", re.IGNORECASE)
_SIGNS = re.compile(r"[\s().\-]+")
_EXTENSION = re.compile(r"\s*\b(?:ext|ekst|pes|pesawat)\b.*$", re.IGNORECASE)
_LONGEST_SHORT = 8  # 110, 14080, 1500400: digits of numbers that need no area code
_LONGEST_LOCAL = 8


def numbers_in(text: str) -> list[str]:
    """The numbers of a cell, `021-5523456 / 0812 3456 789`, as they are written."""
    return [part for part in _APART.split(text.strip()) if part]


def digits_of(number: str) -> str:
    """What to dial: digits, with a + before those that begin with a country."""
    return _SIGNS.sub("", _EXTENSION.sub("", number))


def why_no_phone(number: str) -> str:
    """Why this cannot be one number, "" when it can."""
    dialled = digits_of(number)
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d+", number.strip()):
        return "a spreadsheet has shortened it; format the column as text and enter it again"
    if not _NUMBER.fullmatch(dialled):
        return "write 3 to 15 digits, such as 021-5523456"
    if len(dialled) > _LONGEST_LOCAL and not dialled.startswith(("0", "+", "62")):
        return "begins with neither 0 nor +62; a spreadsheet may have dropped the 0 before it"
    return ""


def needs_area_code(number: str) -> bool:
    """Whether it is a number of a local net, which no mobile can dial."""
    dialled = digits_of(number)
    return len(dialled) in (6, 7, 8) and not dialled.startswith(("0", "1", "+"))


def first_to_dial(text: str) -> str:
    """The first number of a cell as a telephone takes it, "" where there is none."""
    return next((digits_of(one) for one in numbers_in(text) if not why_no_phone(one)), "")
