"""Latitude and longitude as people write them: degrees, minutes, seconds, points and commas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
_UPRIGHT, _WORDED = "NSY", "YX"
_ALLOWED = re.compile(r"""[\d\s.,;:/|()\[\]+\-°'"=NSEWXY]*""")
_TOKEN = (
    r"""(?P<axis>[NSEWXY])|(?P<sign>[-+])?\s*(?P<digits>\d+(?:{point}\d+)?)\s*(?P<unit>[°'"])?"""
)
_WITH_COMMA = re.compile(_TOKEN.format(point="[.,]"))
_POINT_ONLY = re.compile(_TOKEN.format(point="[.]"))
_PARTS = 3  # degrees, minutes, seconds
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
    spans = _spans(numbers, axes)
    if len(spans) == 1 and spans[0].is_one():
        raise Misread("no_longitude" if spans[0].axis in _UPRIGHT else "no_latitude", read=text)
    doubled = any(len(span.axes) > 1 for span in spans)
    if doubled:
        axes = [span.axis for span in spans if span.axis]
    if axes and len(axes) != 2:
        raise Misread("one_hemisphere", read=text)
    groups = [s.numbers for s in spans] if doubled else _groups(numbers, axes, plain)
    if len(groups) != 2 or not all(1 <= len(group) <= _PARTS for group in groups):
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


@dataclass(slots=True)
class _Span:
    """Numbers between the marks that name them: a hemisphere, the word for its axis, or both."""

    axes: list[str] = field(default_factory=list)
    numbers: list[_Number] = field(default_factory=list)
    over: bool = False
    """A mark came after the numbers."""

    @property
    def axis(self) -> str:
        """The hemisphere, or the word where none was said; "" for neither."""
        return min(self.axes, key="NSEWYX".index, default="")

    def takes(self, axis: str) -> bool:
        """Whether a mark may be of these numbers, beside what names them already."""
        if not self.axes:
            return True
        (own, *more) = self.axes
        same = (own in _UPRIGHT) == (axis in _UPRIGHT)
        return same and not more and (own in _WORDED) != (axis in _WORDED)

    def is_one(self) -> bool:
        """Whether this is one named angle and no more."""
        rest = self.numbers[1:]
        parts = all(number.value < 60 and number.unit != "°" for number in rest)
        whole = not any(number.digits for number in self.numbers[:-1])
        return bool(self.axes and parts and whole) and len(self.numbers) <= _PARTS


def _spans(numbers: Sequence[_Number], axes: Sequence[str]) -> list[_Span]:
    """The angles as their marks part them, each mark ahead of its numbers or behind."""
    spans, at = [_Span()], 0
    for number in (*numbers, None):
        upto = len(axes) if number is None else number.axes
        for axis in axes[at:upto]:
            if not spans[-1].takes(axis):
                spans.append(_Span())
            spans[-1].axes.append(axis)
            spans[-1].over = bool(spans[-1].numbers)
        at = upto
        if number is not None:
            if spans[-1].over:
                spans.append(_Span())
            spans[-1].numbers.append(number)
    return spans


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
