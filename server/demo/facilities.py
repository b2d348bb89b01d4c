"""Facilities for a city that is only played: a few that are real, the others plainly made up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from math import cos, radians
from random import Random

import resources
from db.domain.city import Area, City
from db.domain.facilities import FILE, Facilities, Facility, text_of
from db.domain.locating import smallest
from db.domain.polygons import METRES_A_DEGREE
from server.city import open_city
from server.disk import write_whole
from server.settings import Settings

MADE_UP = "contoh, bukan data nyata"
_SPREAD = 350.0  # metres
_PACK = "pack"

# Numbers of the whole nation (agencies.toml: S15, S6): no private person is called by mistake.
_PHONES = {"fire": "113", "police": "110", "hospital": "119", "health_centre": "119"}


def furnish(settings: Settings) -> Settings:
    """The demo's own copy of a pack that has no facilities, with some; else the pack as it is.

    Raises CityFaults, OSError.
    """
    if (settings.city / FILE).exists():
        return settings
    city, _ = open_city(settings.city)
    folder = settings.data / _PACK / settings.city.name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(settings.city, folder)
    write_whole(folder / FILE, text_of([*from_sources(city), *made_up(city)]))
    return replace(settings, city=folder)


def from_sources(city: City) -> tuple[Facility, ...]:
    """Those of which is written down, with its source, where they are."""
    file = resources.path("demo", "facilities") / f"{city.id}.csv"
    return Facilities(file.read_text("utf-8")).rows if file.is_file() else ()


def made_up(city: City) -> Iterator[Facility]:
    """Some for every corner of a city, the same each time; their names call them examples."""
    dice = Random(f"facilities of {city.id}")
    tops = [area for area in city.areas.values() if area.parent is None]
    for area in tops:
        for kind, name in (("fire", "Pos Damkar"), ("police", "Polsek"), ("hospital", "RS")):
            yield _one(kind, name, area, dice)
        yield _one("opd", "Kantor Kecamatan", area, dice)
        yield _one("tourism", "Taman", area, dice)
    for n, area in enumerate(smallest(city.areas.values())):
        if n % 3 == 0:
            yield _one("health_centre", "Puskesmas", area, dice)
        yield _one("opd", "Kantor Kelurahan", area, dice)
        for kind, name in (("school", "SD"), ("school", "SMP"), ("worship", "Masjid")):
            yield _one(kind, name, area, dice)


def _one(kind: str, name: str, area: Area, dice: Random) -> Facility:
    north, east = (dice.gauss(0, _SPREAD) / METRES_A_DEGREE for _ in range(2))
    lat, lng = area.lat + north, area.lng + east / cos(radians(area.lat))
    said = f"{name} {area.name} (contoh)"
    return Facility(kind, said, round(lat, 6), round(lng, 6), _PHONES.get(kind, ""), "", MADE_UP)
