"""A point out of what somebody typed or pasted: degrees in any common notation, UTM, plus codes,
links of map programs. What was put right on the way is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import cos, hypot, radians

from db.domain import plus_codes, utm
from db.domain.angles import METRES_A_DEGREE, Angle, Misread, angles_of
from db.domain.map_links import link_in, point_in

__all__ = ["Misread", "Reading", "read_point"]

_HOME_KM = 150.0
"""What lies nearer than this to the city may have been meant."""
_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d+)?"
_UTM = re.compile(
    rf"""(?:UTM\W+)?(?:ZON[AE]\s*)?(?P<zone>\d{{1,2}})\s*(?P<band>LS|LU|[C-HJ-NP-X])[\s,:;]+
    (?:[EX]\s*[:=]?\s*)?(?P<east>{_NUMBER})\s*(?:M?E|MT|M)?[\s,;/]+
    (?:[NY]\s*[:=]?\s*)?(?P<north>{_NUMBER})\s*(?:M?N|MU|M)?""",
    re.IGNORECASE | re.VERBOSE,
)
_METRES = re.compile(rf"(?:{_NUMBER})\s*(?:mE|m)?[\s,;/]+(?:{_NUMBER})\s*(?:mN|m)?", re.IGNORECASE)
_PLUS = re.compile(rf"(?P<code>{plus_codes.SHAPE.pattern})(?:[\s,].*)?", re.IGNORECASE)
_FOUR = re.compile(r"\d{6,7}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A point (degrees, WGS 84). `notation` is degrees, utm, plus_code or link; `remarks` say what
    was put right: swapped, no_minus, view. `rough_m` is how far off it may be as written.
    """

    lat: float
    lng: float
    notation: str
    remarks: tuple[str, ...] = ()
    rough_m: float = 0.0


def read_point(text: str, near: tuple[float, float]) -> Reading | None:
    """What a text says of a point; None where it is no coordinates but, say, a name.

    `near` (latitude, longitude) is the middle of the city: short plus codes are looked for around
    it, and of two ways to read two numbers the one that lies there is taken. Raises Misread.
    """
    said = text.strip()
    if link := link_in(said):
        return _of_link(link, near)
    if plus := _PLUS.fullmatch(said):
        return _of_plus_code(plus["code"], near)
    if metres := _UTM.fullmatch(said):
        return _of_utm(metres, said)
    if _METRES.fullmatch(said) and len(_FOUR.findall(said.replace(".", ""))) == 2:
        raise Misread("no_zone", read=said)
    angles = angles_of(said)
    return _of_angles(*angles, near) if angles else None


def _of_link(link: str, near: tuple[float, float]) -> Reading:
    try:
        found = point_in(link)
    except Misread as no:
        plus = plus_codes.SHAPE.search(link)
        if no.key != "link_without_point" or plus is None:
            raise
        return _of_plus_code(plus[0], near)
    _check(found.lat, found.lng)
    return Reading(found.lat, found.lng, "link", ("view",) if found.view else ())


def _of_plus_code(code: str, near: tuple[float, float]) -> Reading:
    cell = plus_codes.cell_of(code, near)
    if cell is None:
        raise Misread("bad_plus_code", read=code)
    lat, lng = cell.middle
    return Reading(lat, lng, "plus_code", rough_m=cell.high / 2 * METRES_A_DEGREE)


def _of_utm(found: re.Match[str], text: str) -> Reading:
    """S is taken for south, as everybody here writes it; the band of that letter lies in Turkey."""
    zone, band = int(found["zone"]), found["band"].upper()
    east, north = _metres(found["east"]), _metres(found["north"])
    if not 1 <= zone <= 60:
        raise Misread("bad_zone", read=text, value=zone)
    if not (100_000 <= east <= 900_000 and 0 <= north <= 10_000_000):
        raise Misread("off_the_zone", read=text, east=f"{east:.0f}", north=f"{north:.0f}")
    south = band in ("S", "LS") or (len(band) == 1 and band < "N")
    lat, lng = utm.to_earth(zone, east, north, south=south)
    return Reading(lat, lng, "utm", rough_m=0.5)


def _metres(digits: str) -> float:
    """680.123 is six digits with a point for the eye: no zone begins at 680 m."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits):
        return float(digits.replace(".", ""))
    return float(digits.replace(",", "."))


def _of_angles(first: Angle, second: Angle, near: tuple[float, float]) -> Reading:
    rough = max(first.fine, second.fine) / 2 * METRES_A_DEGREE
    axes = first.axis + second.axis
    if axes:
        upright = [one for one in (first, second) if one.axis in "NSY"]
        if len(upright) != 1:
            raise Misread("same_axis", value=axes[0])
        lat, lng = upright[0].degrees, (second if upright[0] is first else first).degrees
        _check(lat, lng)
        mirrored = upright[0].axis == "Y" and not _at_home(lat, lng, near)
        if mirrored and _at_home(-lat, lng, near):
            return Reading(-lat, lng, "degrees", ("no_minus",), rough)
        return Reading(lat, lng, "degrees", (), rough)
    a, b = first.degrees, second.degrees
    ways = [(a, b, ()), (-a, b, ("no_minus",)), (b, a, ("swapped",))]
    ways.append((-b, a, ("swapped", "no_minus")))
    for lat, lng, remarks in ways:
        if _at_home(lat, lng, near):
            return Reading(lat, lng, "degrees", remarks, rough)
    if not _possible(a, b) and _possible(b, a):
        return Reading(b, a, "degrees", ("swapped",), rough)
    _check(a, b)
    return Reading(a, b, "degrees", (), rough)


def _possible(lat: float, lng: float) -> bool:
    return abs(lat) <= 90 and abs(lng) <= 180


def _at_home(lat: float, lng: float, near: tuple[float, float]) -> bool:
    return _possible(lat, lng) and _km(near, (lat, lng)) < _HOME_KM


def _check(lat: float, lng: float) -> None:
    if not _possible(lat, lng):
        raise Misread("off_the_earth", lat=f"{lat:g}", lng=f"{lng:g}")


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2))
    return hypot(one[0] - other[0], east) * METRES_A_DEGREE / 1000
