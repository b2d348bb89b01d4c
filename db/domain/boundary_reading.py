"""Boundaries out of GeoJSON: every feature is an area of the city, or all that is wrong is told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.domain.boundaries import Boundaries, Neighbour
from db.domain.city import Area, Bounds
from db.domain.locating import smallest
from db.domain.plain_table import Fault
from db.domain.polygons import Point, Ring, Shape

FILE = "boundaries.geojson"
"""What the file is called in a city pack."""

_CODES = ("code", "kode", "kdepum", "kdcpum", "kdpkab", "kode_kemendagri", "kode_wilayah")
_NAMES = ("name", "nama", "namobj", "wadmkd", "kelurahan")
_ABOVE = ("kabkota", "wadmkk")
_SOURCES = ("source", "license")
_LEVELS = (2, 4, 6)  # where the dots of a code stand: province, city, kecamatan, then kelurahan
_HALF = re.compile("[\ud800-\udfff]")  # JSON can say it, and no text file can hold it
_HALVED = "holds half a character; write it again"
_MOST_NAMED = 5
_LONGEST_SHOWN = 40
_BESIDE_DEGREES = 2.0
_DEGREES = re.compile(r"CRS84|EPSG:+(?:[0-9.]*:)?4326$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file: its place in it (from 0), what it says it is, and its shape."""

    at: int
    code: str
    name: str
    above: str
    neighbour: bool
    shape: Shape


class Reading:
    """Collects the features of a file that can be used and the faults of the others."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.features: list[Feature] = []
        self.source = ""

    def fault(self, reason: str, *path: str | int) -> None:
        """Note that something is wrong at a place of the file."""
        self.faults.append(Fault(self.file, path, reason))

    def read(self, data: object) -> None:
        """Take in a whole FeatureCollection."""
        if not isinstance(data, Mapping) or data.get("type") != "FeatureCollection":
            self.fault("is no GeoJSON FeatureCollection")
            return
        features = data.get("features")
        if not isinstance(features, list) or not features:
            self.fault("holds no features", "features")
            return
        if not in_degrees(data.get("crs")):
            self.fault("needs degrees of WGS 84 (EPSG:4326); convert it before", "crs")
            return
        self.source = _source(data)
        for key in _SOURCES:
            if _HALF.search(str(data.get(key) or "")):
                self.fault(_HALVED, key)
        for at, feature in enumerate(features):
            self._feature(at, feature)

    def _feature(self, at: int, feature: object) -> None:
        if not isinstance(feature, Mapping) or not isinstance(feature.get("properties"), Mapping):
            self.fault("is no feature with properties", "features", at)
            return
        said = {str(key).lower(): value for key, value in feature["properties"].items()}
        code, name = dotted(_first(said, _CODES)), _first(said, _NAMES)
        if not code:
            self.fault(f"has no code; write one as {' or '.join(_CODES[:2])}", "features", at)
            return
        above, beside = _first(said, _ABOVE), said.get("neighbour") is True
        texts = {"code": code, "name": name, "city": above}
        halved = [what for what, text in texts.items() if _HALF.search(text)]
        for what in halved:
            self.fault(_HALVED, "features", at, what)
        if halved:
            return
        shape = self._shape(at, code, feature.get("geometry"))
        if shape is not None:
            self.features.append(Feature(at, code, name or code, above, beside, shape))

    def _shape(self, at: int, code: str, geometry: object) -> Shape | None:
        kind = geometry.get("type") if isinstance(geometry, Mapping) else None
        given = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
        if kind not in ("Polygon", "MultiPolygon") or not isinstance(given, list) or not given:
            said = f"{code} needs a Polygon or MultiPolygon, has {shown(kind)}"
            self.fault(said, "features", at)
            return None
        try:
            polygons = [given] if kind == "Polygon" else given
            shape = Shape(tuple(map(_polygon, polygons)))
        except _BadRing as problem:
            self.fault(f"{code}: {problem}", "features", at)
            return None
        except (TypeError, ValueError, LookupError, OverflowError):
            self.fault(f"{code}: coordinates are not lists of [lng, lat]", "features", at)
            return None
        return shape

    def check_place(self, feature: Feature, bounds: Bounds, around: float = 0.0) -> bool:
        """Whether a shape can be here; else a fault: other units, swapped axes, another place.

        `around` is how many degrees it may reach out of the city's bounds.
        """
        reason = _misplaced(feature.shape, bounds, around)
        if reason:
            self.fault(f"{feature.code}: {reason}", "features", feature.at)
        return not reason


def _misplaced(shape: Shape, bounds: Bounds, around: float) -> str:
    south, west, north, east = bounds
    near = (west - around, south - around, east + around, north + around)
    left, low, right, high = shape.box
    if not _reaches_out((left, low, right, high), near):
        return ""
    if not _reaches_out((low, left, high, right), near):
        return "axes look swapped; GeoJSON writes [lng, lat]"
    if _reaches_out((left, low, right, high), (-180.0, -90.0, 180.0, 90.0)):
        return "coordinates are no degrees"
    return f"lies outside the city's bounds, near {low:.4f}, {left:.4f}"


def read_pack(
    data: object, areas: Mapping[str, Area], bounds: Bounds, faults: list[Fault]
) -> Boundaries:
    """The boundaries that a pack holds, none for None; faults are added to `faults`."""
    if data is None:
        return Boundaries()
    reading = Reading(FILE)
    reading.read(data)
    own = [feature for feature in reading.features if not feature.neighbour]
    beside = [feature for feature in reading.features if feature.neighbour]
    shapes = areas_in(reading, own, areas, bounds)
    neighbours = neighbours_in(reading, beside, areas, bounds)
    faults.extend(reading.faults)
    return Boundaries(shapes, neighbours, reading.source)


def neighbours_in(
    reading: Reading, features: Iterable[Feature], areas: Mapping[str, Area], bounds: Bounds
) -> tuple[Neighbour, ...]:
    """Shapes beside the city; one that is the city itself, or far away, is a fault."""
    found: list[Neighbour] = []
    for feature in features:
        if any(f"{code}.".startswith(f"{feature.code}.") for code in areas):
            said = f"{feature.code} {feature.name} is of this city, no neighbour"
            reading.fault(said, "features", feature.at)
        elif reading.check_place(feature, bounds, _BESIDE_DEGREES):
            name = ", ".join(filter(None, (feature.name, feature.above)))
            found.append(Neighbour(feature.code, name, feature.shape))
    return tuple(found)


def areas_in(
    reading: Reading, features: Iterable[Feature], areas: Mapping[str, Area], bounds: Bounds
) -> dict[str, Shape]:
    """Shapes of all the smallest areas by code; what is missing, unknown or twice is a fault.

    Features of larger areas are passed over: those are what their parts make.
    """
    wanted = {area.code: area for area in smallest(areas.values())}
    shapes: dict[str, Shape] = {}
    strange: list[Feature] = []
    broken = len(reading.faults)
    for feature in features:
        if feature.code in shapes:
            reading.fault(f"{feature.code} is there twice", "features", feature.at)
        elif feature.code in wanted:
            shapes[feature.code] = feature.shape
            reading.check_place(feature, bounds)
            _check_name(reading, feature, wanted)
        elif feature.code not in areas:
            strange.append(feature)
    if strange:
        named = _some([f"{feature.code} {feature.name}" for feature in strange])
        reading.fault(f"{len(strange)} features are no areas of this city: {named}")
    missing = [f"{code} {area.name}" for code, area in wanted.items() if code not in shapes]
    if len(missing) > broken:  # a feature that could not be read has been told of
        reading.fault(f"{len(missing)} of {len(wanted)} areas are missing: {_some(missing)}")
    return {code: shapes[code] for code in wanted if code in shapes}


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _check_name(reading: Reading, feature: Feature, areas: Mapping[str, Area]) -> None:
    """The name of another area says that codes were mixed up; a spelling is no fault."""
    own, said = plain(areas[feature.code].name), plain(feature.name)
    same_place = {plain(a.name) for a in areas.values() if a.parent == areas[feature.code].parent}
    if said and said != own and said in same_place:
        reading.fault(
            f"{feature.code} is {areas[feature.code].name}, but is named {feature.name}",
            "features", feature.at,
        )  # fmt: skip


def plain(name: str) -> str:
    """A name without what spellings differ in: case, blanks, signs."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def shown(found: object) -> str:
    """What a file holds in the place of something else, for a sentence: any terminal prints it."""
    return str(found)[:_LONGEST_SHOWN].encode("ascii", "backslashreplace").decode()


def dotted(code: str) -> str:
    """3671011001, also as 3671011001.0 of a column of numbers, as 36.71.01.1001; any other code as
    it is.
    """
    digits = code.removesuffix(".0")
    if not digits.isdigit() or len(digits) not in (4, 6, 10):
        return code
    cuts = (0, *(cut for cut in _LEVELS if cut < len(digits)), len(digits))
    return ".".join(digits[a:b] for a, b in itertools.pairwise(cuts))


class _BadRing(Exception):
    """Why a ring bounds nothing."""


def _polygon(given: Sequence[Sequence[Sequence[float]]]) -> tuple[Ring, ...]:
    if not given:
        raise _BadRing("a polygon has no ring")
    return tuple(map(_ring, given))


def _ring(given: Sequence[Sequence[float]]) -> Ring:
    ring: list[Point] = []
    for position in given:
        lng, lat = float(position[0]), float(position[1])
        if not (abs(lng) < 1e9 and abs(lat) < 1e9):
            raise _BadRing("a coordinate is no number")
        if not ring or ring[-1] != (lng, lat):
            ring.append((lng, lat))
    if len(ring) < 4:
        raise _BadRing("a ring needs three corners at least")
    if ring[0] != ring[-1]:
        raise _BadRing(f"a ring is not closed: begins at {ring[0]}, ends at {ring[-1]}")
    return tuple(ring)


def _reaches_out(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether one box (west, south, east, north) reaches out of another."""
    return one[0] < other[0] or one[1] < other[1] or one[2] > other[2] or one[3] > other[3]


def _first(said: Mapping[str, Any], keys: Iterable[str]) -> str:
    """What is said under the first of these keys."""
    return next((str(said[key]).strip() for key in keys if said.get(key) not in (None, "")), "")


def in_degrees(crs: object) -> bool:
    """Whether what a collection says of its coordinates means degrees of WGS 84."""
    if crs is None:
        return True
    named = crs.get("properties") if isinstance(crs, Mapping) else None
    return isinstance(named, Mapping) and bool(_DEGREES.search(str(named.get("name", ""))))


def _source(data: Mapping[str, Any]) -> str:
    """Whose work it is, in one line: `source`, with the licence where it is said apart."""
    said = [str(data.get(key) or "").strip() for key in _SOURCES]
    return " ".join(" · ".join(filter(None, said)).split())[:200]
