"""Points in what people paste from map programs: Google Maps, OpenStreetMap, Apple, Waze, geo:.

A link is only read, never followed: this works offline, and nobody learns what was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from db.domain.angles import Misread, angles_of

_NUMBER = r"([-+]?\d{1,3}(?:\.\d+)?)"
_PAIR = rf"{_NUMBER}\s*,\s*{_NUMBER}"
_FOR_PLACES = (
    rf"!3d{_NUMBER}!4d{_NUMBER}",
    rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}",
    rf"[?&](?:q|query|ll|destination|daddr|loc|cp|to|coordinate)=(?:loc:|ll\.)?{_PAIR}",
    rf"^geo:{_PAIR}",
)
_FOR_VIEWS = (
    rf"/@{_PAIR}",
    rf"#map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}",
    rf"[?&](?:center|sll|viewpoint)={_PAIR}",
)
_PATH = re.compile(r"/(?:place|search|dir)/([^@?#]*)", re.I)
_BESIDE_WORDS = re.compile(r"([-+]?\d{1,3}\.\d+)\s*,\s*([-+]?\d{1,3}\.\d+)")
_SHORT = re.compile(r"//(?:maps\.app\.goo\.gl|goo\.gl|g\.co|osm\.org/go|bit\.ly|s\.id)/", re.I)
_LINK = re.compile(r"(?:https?://|geo:|www\.)\S+", re.I)
_BLANKS = re.compile(r"%([0-9A-Fa-f]{2})")


class InLink(NamedTuple):
    """A point; `view`: it is the middle of what the sender saw, no pin."""

    lat: float
    lng: float
    view: bool = False


def link_in(text: str) -> str:
    """The link in a text, with its letters as they were before it was made one; "" for none."""
    found = _LINK.search(text)
    return _decoded(found[0]) if found else ""


def point_in(link: str) -> InLink:
    """The point that a link names, its pin before its view. Raises Misread."""
    if _SHORT.search(link):
        raise Misread("short_link", read=link[:80])
    named = _last(_FOR_PLACES, link) or _in_path(link)
    if named is not None:
        return InLink(*named)
    seen = _last(_FOR_VIEWS, link)
    if seen is not None:
        return InLink(*seen, view=True)
    raise Misread("link_without_point", read=link[:80])


def _last(patterns: Iterable[str], link: str) -> tuple[float, float] | None:
    for pattern in patterns:
        found = re.findall(pattern, link, re.I)
        points = [(float(lat), float(lng)) for lat, lng in found]
        points = [point for point in points if point != (0.0, 0.0)]  # geo:0,0?q= says nothing
        if points:
            return points[-1]
    return None


def _in_path(link: str) -> tuple[float, float] | None:
    """What was looked for, or where the way ends, if that is coordinates and no name."""
    path = _PATH.search(link)
    parts = path[1].replace("+", " ").split("/") if path else []
    said = [part for part in parts if part.strip() and "=" not in part]
    if not said:
        return None
    if beside := _BESIDE_WORDS.search(said[-1]):
        return float(beside[1]), float(beside[2])
    try:
        angles = angles_of(said[-1])
    except Misread:
        return None
    if angles is None or angles[0].axis in ("E", "W") or angles[1].axis in ("N", "S"):
        return None
    return angles[0].degrees, angles[1].degrees


def _decoded(link: str) -> str:
    """Percent signs and pluses taken back; what is not UTF-8 stays a mark."""
    raw = link.encode()
    plain = bytearray()
    at = 0
    while at < len(raw):
        two = raw[at + 1 : at + 3]
        if raw[at] == 0x25 and _BLANKS.fullmatch("%" + two.decode("ascii", "replace")):
            plain.append(int(two, 16))
            at += 3
        else:
            plain.append(raw[at])
            at += 1
    return plain.decode("utf-8", "replace")
