"""Latitude and longitude as people write them: degrees, minutes, seconds, points and commas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from db.domain.changes import Fact

_WORDS = (
    (r"LINTANG\s+SELATAN|(?<![A-Z])LS(?![A-Z])|SOUTH|SELATAN", "S"),
    (r"LINTANG\s+UTARA|(?<![A-Z])LU(?![A-Z])|NORTH|UTARA", "N"),
    (r"BUJUR\s+TIMUR|(?<![A-Z])BT(?![A-Z])|EAST|TIMUR", "E"),
    (r"BUJUR\s+BARAT|(?<![A-Z])BB(?![A-Z])|WEST|BARAT", "W"),
    (r"LATITUDE|LINTANG|(?<![A-Z])LAT(?![A-Z])", "Y"),
    (r"LONGITUDE|BUJUR|(?<![A-Z])(?:LONG|LNG|LON)(?![A-Z])", "X"),
    (r"DERAJAT|DEG(?:REES?)?(?![A-Z])|[º˚]", "°"),
    (r"MENIT|MIN(?:UTES?)?(?![A-Z])|[′’‘´`]", "'"),
    (r"DETIK|SEC(?:ONDS?)?(?![A-Z])|[″”“]|''", '"'),
    (r"[−–—]", "-"),
    (r"^\s*(?:KOORDINAT|COORDINATES?|LOKASI|LOCATION|TITIK|GPS)\b\s*:?", ""),
)  # fmt: skip
"""Digits may stand close to a word: 6.17LS, 6deg10min."""
_ALLOWED = re.compile(r"""[\d\s.,;:/|()\[\]+\-°'"=NSEWXY]*""")
_TOKEN = (
    r"""(?P<axis>[NSEWXY])|(?P<sign>[-+])?\s*(?P<digits>\d+(?:{point}\d+)?)\s*(?P<unit>[°'"])?"""
)
_WITH_COMMA = re.compile(_TOKEN.format(point="[.,]"))
_POINT_ONLY = re.compile(_TOKEN.format(point="[.]"))
_TELLING = 2
"""So many digits after the point, and a pair of numbers is no house number."""

METRES_A_DEGREE = 111_320.0


class Misread(ValueError):
    """These are coordinates, but not readable ones: a reason key, and facts for a sentence."""

    def __init__(self, key: str, **facts: Fact) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts: Mapping[str, Fact] = facts


class Angle(NamedTuple):
    """Degrees with their sign, the hemisphere that was named ("" for none), how fine in degrees."""

    degrees: float
    axis: str
    fine: float


class _Number(NamedTuple):
    value: float
    sign: str
    digits: int
    unit: str
    axes: int
    """How many hemispheres were named before it."""


def angles_of(text: str) -> tuple[Angle, Angle] | None:
    """The two of a point in the order they were written; None where it is not about coordinates.

    Raises Misread where it is, and cannot be read.
    """
    plain = text.upper()
    for wanted, mark in _WORDS:
        plain = re.sub(wanted, mark, plain)
    if not _ALLOWED.fullmatch(plain):
        return None
    numbers, axes = _tokens(plain, _WITH_COMMA)
    if len(numbers) == 1 and not numbers[0].unit and not axes:
        numbers, axes = _tokens(plain, _POINT_ONLY)  # "-6,106": here the comma parts the two
    if not _is_meant(numbers, axes):
        return None
    if axes and len(axes) != 2:
        raise Misread("one_hemisphere", read=text)
    groups = _groups(numbers, axes, plain)
    if len(groups) != 2 or not all(1 <= len(group) <= 3 for group in groups):
        raise Misread("not_two_angles", read=text, count=len(numbers))
    first, second = axes or ("", "")
    return _angle(groups[0], first, text), _angle(groups[1], second, text)


def _tokens(plain: str, pattern: re.Pattern[str]) -> tuple[list[_Number], list[str]]:
    numbers, axes = list[_Number](), list[str]()
    for found in pattern.finditer(plain):
        if found["axis"]:
            axes.append(found["axis"])
            continue
        digits = found["digits"].replace(",", ".")
        after = len(digits.partition(".")[2])
        sign, unit = found["sign"] or "", found["unit"] or ""
        numbers.append(_Number(float(digits), sign, after, unit, len(axes)))
    return numbers, axes


def _is_meant(numbers: Sequence[_Number], axes: Sequence[str]) -> bool:
    """Whether these are coordinates at all, well written or not."""
    if not numbers:
        return False
    fine = any(number.unit == "°" or number.digits >= _TELLING for number in numbers)
    if len(numbers) == 1:
        return fine
    return fine or len(axes) == 2 or numbers[0].sign == "-"


def _groups(numbers: Sequence[_Number], axes: Sequence[str], plain: str) -> list[list[_Number]]:
    """The numbers of each angle: by their degrees, by the hemispheres, else half and half."""
    if any(number.unit == "°" for number in numbers):
        groups: list[list[_Number]] = []
        for number in numbers:
            if number.unit == "°" or not groups:
                groups.append([])
            groups[-1].append(number)
        return groups
    if axes:
        ahead = plain.strip(" ([")[0] == axes[0]
        border = 1 if ahead else 0
        first = [number for number in numbers if number.axes <= border]
        return [first, [number for number in numbers if number.axes > border]]
    half = len(numbers) // 2
    return [list(numbers[:half]), list(numbers[half:])] if len(numbers) % 2 == 0 else []


def _angle(parts: Sequence[_Number], axis: str, text: str) -> Angle:
    whole, *rest = parts
    if any(part.value >= 60 for part in rest):
        worst = max(part.value for part in rest)
        raise Misread("sixty", read=text, value=f"{worst:g}")
    if any(part.sign for part in rest) or any(part.digits for part in parts[:-1]):
        raise Misread("not_two_angles", read=text, count=len(parts))
    if whole.sign == "-" and axis in ("N", "E"):
        raise Misread("sign_and_hemisphere", read=text, value=axis)
    degrees = sum(part.value / 60**at for at, part in enumerate(parts))
    fine = 10.0 ** -parts[-1].digits / 60 ** (len(parts) - 1)
    below = whole.sign == "-" or axis in ("S", "W")
    return Angle(-degrees if below else degrees, axis, fine)
