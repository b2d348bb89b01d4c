"""What the layers of vector tiles are called, and what of them a map shows.

Three ways of naming are known: OpenMapTiles (openmaptiles.org/schema), Protomaps
(docs.protomaps.com/basemaps/layers) and Shortbread (shortbread-tiles.org/schema/1.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the desk knows these names before anything is loaded that counts with arrays
    from widgets.vector_tile import Value


class Look(IntEnum):
    """What something is painted as, in the order in which it is painted."""

    LAND = 0
    OPEN = 1
    """Parks, fields and woods."""
    BUILT = 2
    """Where people live and work."""
    WATER = 3
    STREAM = 4
    BUILDING = 5
    BORDER = 6
    PATH = 7
    RAIL = 8
    STREET = 9
    ROAD = 10
    HIGHWAY = 11


PLACES = frozenset({"place", "places", "place_labels"})
STREETS = frozenset({"transportation_name", "roads", "street_labels"})
WATERS = frozenset({"water_name", "water", "water_polygons_labels"})

_SURFACES = {
    "earth": Look.LAND,
    "water": Look.WATER,
    "ocean": Look.WATER,
    "water_polygons": Look.WATER,
    "waterway": Look.STREAM,
    "water_lines": Look.STREAM,
    "park": Look.OPEN,
    "landcover": Look.OPEN,
    "natural": Look.OPEN,
    "building": Look.BUILDING,
    "buildings": Look.BUILDING,
    "boundary": Look.BORDER,
    "boundaries": Look.BORDER,
}
_GROUNDS = frozenset({"landuse", "land", "sites"})
_ROADS = frozenset({"transportation", "roads", "streets"})

LAYERS = frozenset({*_SURFACES, *_GROUNDS, *_ROADS, *PLACES, *STREETS, *WATERS})
"""All that is read of a tile."""

_GREEN = frozenset({
    "park", "forest", "wood", "grass", "meadow", "cemetery", "garden", "nature_reserve",
    "golf_course", "recreation_ground", "farmland", "farm", "farmyard", "orchard", "scrub",
    "heath", "wetland", "grassland", "pitch", "playground", "zoo", "village_green", "allotments",
    "sand", "beach",
})  # fmt: skip
_HIGHWAYS = frozenset({"highway", "motorway", "trunk", "motorway_link", "trunk_link"})
_MAIN = frozenset({
    "major_road", "primary", "secondary", "tertiary", "medium_road",
    "primary_link", "secondary_link", "tertiary_link",
})  # fmt: skip
_RAILS = frozenset({"rail", "transit", "light_rail", "subway", "tram", "monorail", "narrow_gauge"})
_PATHS = frozenset({"path", "footway", "cycleway", "steps", "pedestrian", "track", "bridleway"})
_NEVER = frozenset({"ferry", "aerialway", "pier", "aeroway", "runway", "taxiway"})

_PLACE_RANKS = {
    "country": 0, "state": 1, "region": 1, "city": 2, "locality": 2, "macrohood": 4, "town": 3,
    "borough": 4, "suburb": 4, "village": 4, "neighbourhood": 5, "quarter": 5, "hamlet": 6,
}  # fmt: skip


def look_of(layer: str, tags: Mapping[str, Value]) -> Look | None:
    """What a feature is painted as; None when it is not shown."""
    if tags.get("brunnel") == "tunnel" and layer in _SURFACES:
        return None
    if layer in _GROUNDS:
        return Look.OPEN if _kind(tags) in _GREEN else Look.BUILT
    if layer in _ROADS:
        return _road(_kind(tags))
    return _SURFACES.get(layer)


def _road(kind: str) -> Look | None:
    if kind in _NEVER:
        return None
    if kind in _HIGHWAYS:
        return Look.HIGHWAY
    if kind in _MAIN:
        return Look.ROAD
    if kind in _RAILS:
        return Look.RAIL
    return Look.PATH if kind in _PATHS else Look.STREET


def name_of(tags: Mapping[str, Value]) -> str:
    """What it is called here, in Indonesian where the file says so."""
    for key in ("name:id", "name", "name:latin", "name_en"):
        named = str(tags.get(key, "")).strip()
        if named:
            return named
    return ""


def rank_of(layer: str, tags: Mapping[str, Value]) -> int:
    """How important a name is: 0 is the most, 9 the least."""
    kind = _kind(tags)
    if layer in PLACES:
        return _PLACE_RANKS.get(kind, 5)
    if layer in WATERS:
        return 6
    return {Look.HIGHWAY: 7, Look.ROAD: 8}.get(_road(kind) or Look.STREET, 9)


def _kind(tags: Mapping[str, Value]) -> str:
    for key in ("kind_detail", "class", "kind", "pmap:kind"):
        said = str(tags.get(key, ""))
        if said in _KNOWN or (said and key != "kind_detail"):
            return said
    return ""


_KNOWN = _GREEN | _HIGHWAYS | _MAIN | _RAILS | _PATHS | _NEVER | frozenset(_PLACE_RANKS)
