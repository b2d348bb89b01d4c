"""A City out of plain data: everything is checked, and all faults are told at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from db.domain.boundary_reading import read_pack
from db.domain.city import Agency, Area, Bounds, Category, City
from db.domain.city_calendar import HolidaysOf, read_calendar
from db.domain.city_clocks import PRIORITIES, Narrowing, check_once, read_clocks, read_replies
from db.domain.facilities import FILE as FACILITY_FILE
from db.domain.facilities import KINDS, Facilities, check_facilities
from db.domain.plain_table import Fault, Table, unknown
from db.domain.shifts import USUAL, Shift

FILES = (
    "city", "calendar", "agencies", "categories", "areas", "clocks", "replies", "words",
)  # fmt: skip
"""The tables of a pack; each comes from a file of that name."""
BOUNDARIES = "boundaries"
"""What a pack may hold beside its tables: where its areas end, as GeoJSON."""
FACILITIES = "facilities"
"""And where its facilities are, as the text of their file."""

DELIVERY = ("console", "phone", "email", "webhook", "open311")
HOURS = ("office", "24h")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
RISKS = ("low", "medium", "high")
EMERGENCY = ("no", "yes", "depends")
WORDS = (
    "room", "case", "report", "reporter", "agency", "call_centre", "field_team", "district",
    "subdistrict", "officer", "supervisor", "opd_operator", "agency_head", "mayor", "admin",
)  # fmt: skip
"""What every city has its own word for."""


class CityFaults(Exception):
    """The pack is not usable; `faults` are all that was found, in the order of its files."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def city_from(
    data: Mapping[str, Any], holidays_of: HolidaysOf | None = None, *, lenient: bool = False
) -> City:
    """The city that plain data describes: a table for each of `FILES`, as TOML or JSON gives it.

    A pack as it lies on disk names a country for its holidays and needs `holidays_of`; what a
    server sends has the days written out. `lenient` passes over what a newer server's pack has more
    than this program knows: files, keys and ways of delivery.
    Raises CityFaults with every fault there is; never half a city.
    """
    faults: list[Fault] = []
    tables = {name: _file(name, data, faults, lenient) for name in FILES}
    city = _read(tables, data, faults, holidays_of)
    if not lenient:
        reasons = check_facilities(city.facilities.text) if city.facilities.text else []
        faults += [Fault(FACILITY_FILE, (line - 1,), reason) for line, reason in reasons]
    for name in data:
        if name not in (*FILES, BOUNDARIES, FACILITIES) and not lenient:
            faults.append(Fault(f"{name}.toml", (), unknown("file", str(name), FILES)))
    if faults:
        order = {f"{name}.toml": place for place, name in enumerate(FILES)}
        raise CityFaults(tuple(sorted(faults, key=lambda fault: order.get(fault.file, 99))))
    return city


def _read(
    tables: Mapping[str, Table],
    data: Mapping[str, Any],
    faults: list[Fault],
    holidays_of: HolidaysOf | None,
) -> City:
    top = tables["city"]
    zone, zone_of = _zone(top)
    bounds = _bounds(top.table("bounds"))
    lat, lng = _point(top, bounds)
    classes, channels = top.names("classes"), top.names("channels")
    ids = Narrowing(channels, classes)
    agencies = _agencies(tables["agencies"])
    areas = _areas(tables["areas"], bounds)
    city = City(
        id=top.slug("id"),
        name=top.text("name"),
        zone=zone,
        number_prefix=top.text("number_prefix"),
        lat=lat,
        lng=lng,
        confirm_after=timedelta(hours=top.number("confirm_after_hours", 0.0, 8784.0, 12.0)),
        proofs_required=top.whole("proofs_required", 0, 20, 1),
        classes=classes,
        room_answers=frozenset(top.choices("room_answers", classes, "class")),
        channels=channels,
        agencies=agencies,
        categories=_categories(tables["categories"], agencies, classes),
        areas=areas,
        calendar=read_calendar(tables["calendar"], zone_of, holidays_of),
        clocks=read_clocks(tables["clocks"], ids),
        replies=read_replies(tables["replies"], ids),
        words=_words(tables["words"]),
        archive_reasons=tables["words"].names("archive_reasons"),
        bounds=bounds,
        shifts=_shifts(top),
        boundaries=read_pack(data.get(BOUNDARIES), areas, bounds, faults),
        claims_from=top.whole("claims_from", 2, 1000, 5),
        facilities=Facilities(str(data.get(FACILITIES, ""))),
    )
    for name in ("city", "words"):
        tables[name].close()
    return city


def _file(name: str, data: Mapping[str, Any], faults: list[Fault], lenient: bool) -> Table:
    """One file of the pack; a missing one is one fault, not one for each of its keys."""
    if name in data:
        return Table(f"{name}.toml", data[name], faults, lenient=lenient)
    faults.append(Fault(f"{name}.toml", (), "the file is missing from the pack"))
    table = Table(f"{name}.toml", {}, faults)
    table.broken = True
    return table


def _zone(table: Table) -> tuple[str, tzinfo]:
    name = table.text("zone")
    try:
        return name, ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        table.fault(f"{name[:40]!r} is no time zone; write one like Asia/Jakarta", "zone")
        return name, ZoneInfo("UTC")


def _bounds(table: Table) -> Bounds:
    """The box around the city, a little larger than it: points outside are typing errors."""
    south, north = (table.number(key, -90.0, 90.0) for key in ("south", "north"))
    west, east = (table.number(key, -180.0, 180.0) for key in ("west", "east"))
    table.close()
    if not table.broken and not (south < north and west < east):
        table.fault("south must be less than north, and west less than east")
    if not (south < north and west < east):
        return (-90.0, -180.0, 90.0, 180.0)
    return (south, west, north, east)


def _shifts(top: Table) -> tuple[Shift, ...]:
    """In the order of the day; the usual three for a city that names none."""
    entries = top.entries("shift")
    shifts = [_shift(entry) for entry in entries]
    check_once(entries, [shift.id for shift in shifts], "id")
    begun: set[time] = set()
    for entry, shift in zip(entries, shifts, strict=True):
        if shift.begins in begun:
            entry.fault("another shift begins at the same time", "begins")
        begun.add(shift.begins)
    return tuple(sorted(shifts, key=lambda shift: shift.begins)) or USUAL


def _shift(table: Table) -> Shift:
    begins = table.text("begins")
    if begins and not _TIME.fullmatch(begins):
        table.fault(f"{begins[:40]!r} is no time; write one like 07:00", "begins")
        begins = ""
    shift = Shift(table.slug("id"), table.text("name"), time.fromisoformat(begins or "00:00"))
    table.close()
    return shift


def _point(table: Table, bounds: Bounds) -> tuple[float, float]:
    """Latitude and longitude within the city's box."""
    lat, lng = table.number("lat", -180.0, 180.0), table.number("lng", -180.0, 180.0)
    if table.has("lat") and table.has("lng") and not _inside(lat, lng, bounds):
        if _inside(lng, lat, bounds):
            table.fault(f"lat {lat:g} and lng {lng:g} look swapped", "lat")
        else:
            table.fault(f"{lat:g}, {lng:g} lies outside the city's bounds", "lat")
    return lat, lng


def _inside(lat: float, lng: float, bounds: Bounds) -> bool:
    south, west, north, east = bounds
    return south <= lat <= north and west <= lng <= east


def _agencies(table: Table) -> dict[str, Agency]:
    entries = table.entries("agency", required=True)
    agencies = [_agency(entry) for entry in entries]
    check_once(entries, [agency.id for agency in agencies], "id")
    table.close()
    return {agency.id: agency for agency in agencies}


def _agency(table: Table) -> Agency:
    agency = Agency(
        id=table.slug("id"),
        short=table.text("short"),
        name=table.text("name"),
        kind=table.text("kind", ""),
        duties=table.text("duties", ""),
        phone=table.text("phone", ""),
        hours=table.choice("hours", HOURS, "hours"),
        delivery=table.ways("delivery", DELIVERY, "way of delivery"),
        evidence=table.text("evidence", ""),
        grade=table.text("grade", ""),
        external=table.flag("external", False),
    )
    table.close()
    return agency


def _categories(
    table: Table, agencies: Collection[str], classes: Collection[str]
) -> dict[str, Category]:
    entries = table.entries("category", required=True)
    categories = [_category(entry, agencies, classes) for entry in entries]
    check_once(entries, [category.id for category in categories], "id")
    table.close()
    return {category.id: category for category in categories}


def _category(table: Table, agencies: Collection[str], classes: Collection[str]) -> Category:
    category = Category(
        id=table.slug("id"),
        name=table.text("name"),
        name_en=table.text("name_en"),
        words=table.texts("words", ()),
        agency=table.choice("agency", agencies, "agency", "") or None,
        supporting=table.choices("supporting", agencies, "agency", ()),
        report_class=table.choice("class", classes, "class"),
        priority=table.choice("priority", PRIORITIES, "priority", "normal"),
        risk=table.choice("risk", RISKS, "risk", "low"),
        emergency=table.choice("emergency", EMERGENCY, "answer", "no"),
        secret=table.flag("secret", False),
        icon=table.text("icon"),
        evidence=table.text("evidence", ""),
        grade=table.text("grade", ""),
        emergency_when=table.text("emergency_when", ""),
        nearest=_nearest(table),
    )
    table.close()
    return category


def _nearest(table: Table) -> tuple[str, ...] | None:
    """Kinds of facilities; a lenient table leaves out those it does not know."""
    if not table.has("nearest"):
        return None
    if table.lenient:
        return tuple(kind for kind in table.texts("nearest") if kind in KINDS)
    return table.choices("nearest", KINDS, "kind of facility")


def _areas(table: Table, bounds: Bounds) -> dict[str, Area]:
    entries = table.entries("area", required=True)
    areas = [_area(entry, bounds) for entry in entries]
    check_once(entries, [area.code for area in areas], "code")
    tops = {area.code for area in areas if area.parent is None}
    for entry, area in zip(entries, areas, strict=True):
        if area.parent is not None and area.parent not in tops:
            entry.fault(unknown("parent", area.parent, tops), "parent")
    table.close()
    return {area.code: area for area in areas}


def _area(table: Table, bounds: Bounds) -> Area:
    lat, lng = _point(table, bounds)
    area = Area(
        code=table.text("code"),
        name=table.text("name"),
        lat=lat,
        lng=lng,
        parent=table.text("parent", "") or None,
        postcode=table.text("postcode", ""),
    )
    table.close()
    return area


def _words(table: Table) -> dict[str, str]:
    """The city's own words, all of `WORDS` and no others."""
    inner = table.table("words")
    words = {key: inner.text(key) for key in WORDS}
    inner.close()
    return words
