"""Plus codes (Open Location Code): the short addresses that map apps show for any spot.

After the specification of Google's open-location-code project (Apache-2.0), read in
`Documentation/Specification/specification.md`: ten digits of 20 letters name a cell of 1/8000
degree, every one after them one of 4 x 5 parts of it; a short code is the end of a whole one.
"""

from __future__ import annotations

import re
from math import floor
from typing import NamedTuple

LETTERS = "23456789CFGHJMPQRVWX"
SHAPE = re.compile(rf"(?:[{LETTERS}]{{4,8}}|[{LETTERS}]{{2,6}}0+)\+[{LETTERS}]*", re.IGNORECASE)

_BEFORE_PLUS = 8
_PAIRS = 5
_MOST = 15
_COLUMNS, _ROWS = 4, 5
_FIRST_LATITUDE, _FIRST_LONGITUDE = 8, 17
"""Where the first letters end: 90 and 180 degrees from the south pole and the date line."""


class Cell(NamedTuple):
    """What a code names: its south-western corner and its sides, in degrees."""

    south: float
    west: float
    high: float
    wide: float

    @property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude of its middle."""
        return self.south + self.high / 2, self.west + self.wide / 2


def cell_of(code: str, near: tuple[float, float]) -> Cell | None:
    """The cell of a code, None for what is none; a short one is the one nearest to `near`."""
    said = code.upper()
    head, plus, tail = said.partition("+")
    if not plus or not SHAPE.fullmatch(said) or len(head) % 2 or len(tail) == 1:
        return None
    if len(head) < _BEFORE_PLUS:
        return None if "0" in head else _nearest(head, tail, near)
    bare = head.rstrip("0")
    if len(head) > _BEFORE_PLUS or len(bare) % 2 or (bare != head and tail):
        return None
    letters = bare + tail
    first, second = LETTERS.index(letters[0]), LETTERS.index(letters[1])
    if first > _FIRST_LATITUDE or second > _FIRST_LONGITUDE:
        return None
    return _cell(letters[:_MOST])


def _cell(letters: str) -> Cell:
    south, west, high, wide = -90.0, -180.0, 400.0, 400.0
    for at in range(0, min(len(letters), 2 * _PAIRS), 2):
        high, wide = high / 20, wide / 20
        south += LETTERS.index(letters[at]) * high
        west += LETTERS.index(letters[at + 1]) * wide
    for letter in letters[2 * _PAIRS :]:
        high, wide = high / _ROWS, wide / _COLUMNS
        row, column = divmod(LETTERS.index(letter), _COLUMNS)
        south, west = south + row * high, west + column * wide
    return Cell(south, west, high, wide)


def _nearest(head: str, tail: str, near: tuple[float, float]) -> Cell:
    """The whole code begins as that of `near`; the cell beside it may be nearer."""
    missing = _BEFORE_PLUS - len(head)
    lat, lng = near
    step = 20.0 ** (2 - missing // 2)
    cell = _cell(code_of(lat, lng)[:missing] + head + tail)
    north, east = cell.middle
    south, west = cell.south, cell.west
    if abs(north - lat) > step / 2:
        shifted = south + (step if north < lat else -step)
        south = shifted if -90 <= shifted < 90 else south
    if abs(east - lng) > step / 2:
        west += step if east < lng else -step
    return Cell(south, west, cell.high, cell.wide)


def code_of(lat: float, lng: float) -> str:
    """The code of ten letters of the cell that holds a point, without its plus."""
    # Whole cells of 1/8000 degree, so that a corner does not fall to its neighbour by rounding.
    up = min(max(floor(round((lat + 90) * 8000, 6)), 0), 180 * 8000 - 1)
    aside = floor(round((lng + 180) * 8000, 6)) % (360 * 8000)
    letters = ""
    for _ in range(_PAIRS):
        up, low = divmod(up, 20)
        aside, right = divmod(aside, 20)
        letters = LETTERS[low] + LETTERS[right] + letters
    return letters
