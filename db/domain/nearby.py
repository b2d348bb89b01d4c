"""Which facilities a case needs, and the nearest of each to where it is."""

from __future__ import annotations

from typing import NamedTuple

from db.domain.case import Case, Place
from db.domain.city import Category, City
from db.domain.facilities import Near
from db.domain.suggest import guess_category

IN_DANGER = ("fire", "hospital", "police")
"""What an emergency needs where its category does not say."""


class Nearby(NamedTuple):
    """The nearest of each kind; `area` names the kelurahan whose point stood for the place, ""
    where the place has a point of its own.
    """

    found: tuple[Near, ...] = ()
    area: str = ""


def kinds_for(category: Category | None, report_class: str) -> tuple[str, ...]:
    """Kinds of facilities for a case, the most needed first; none where nobody would look."""
    if category is not None and category.nearest is not None:
        return category.nearest
    urgent = report_class == "emergency" or (category is not None and category.emergency == "yes")
    return IN_DANGER if urgent else ()


def nearby(place: Place, category: str | None, report_class: str, city: City) -> Nearby:
    """The facilities nearest to a place; nothing where not even its kelurahan is known."""
    kinds = kinds_for(city.categories.get(category or ""), report_class)
    area = city.areas.get(place.area or "")
    if not kinds:
        return Nearby()
    if place.lat is not None and place.lng is not None:
        return Nearby(tuple(city.facilities.nearest(place.lat, place.lng, kinds)))
    if area is None:
        return Nearby()
    return Nearby(tuple(city.facilities.nearest(area.lat, area.lng, kinds)), area.name)


def nearby_case(case: Case, city: City) -> Nearby:
    """The facilities nearest to a case; where nobody has said its category, its words do."""
    if not city.facilities.text:
        return Nearby()
    category = case.category or guess_category(case.text, city)
    return nearby(case.place, category, case.report_class, city)
