"""Where a row says it is; points by which a source says that it does not know."""

from __future__ import annotations

from db.domain.case import Place
from db.domain.city import Bounds
from db.domain.personal import mask_personal
from server.importing.cells import one_line
from server.importing.mapping import NoPlace
from server.importing.row import Row


def place_of(row: Row, area: str, no_place: NoPlace, bounds: Bounds) -> tuple[Place, str]:
    """The place of a row, and its text as it was where personal data was masked in it."""
    written = one_line(row.text("place_text"))
    text, kinds = mask_personal(written)
    original = written if kinds else ""
    point = _point(row, bounds, no_place)
    if point is not None:
        return Place(text, *point, area=area or None), original
    unknown_point = row.degrees("lat", 90.0) is not None
    why = no_place.reason if unknown_point or not (text or area) else ""
    return Place(text, area=area or None, no_place=why), original


def _point(row: Row, bounds: Bounds, no_place: NoPlace) -> tuple[float, float] | None:
    lat, lng = row.degrees("lat", 90.0), row.degrees("lng", 180.0)
    if lat is None or lng is None:
        if lat is not lng:
            raise row.fault("lng" if lat is None else "lat", "is only one half of a point")
        return None
    if (round(lat, 6), round(lng, 6)) in no_place.points:
        return None
    south, west, north, east = bounds
    if not (south <= lat <= north and west <= lng <= east):
        raise row.fault(
            "lat",
            f"{lat:g}, {lng:g} lies outside the city; if the source writes this point when it "
            "knows none, name it under [no_place]",
        )
    return lat, lng
