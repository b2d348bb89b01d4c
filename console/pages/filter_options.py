"""What the board can be filtered by: the city's own categories, areas, agencies and channels."""

from __future__ import annotations

from console.pages.words import category_name
from db.domain.city import City
from widgets.filter_bar import FilterBar, Option


def offer_options(filters: FilterBar, city: City) -> None:
    """Fill the menus of a filter bar with the words of a city."""
    categories = city.categories.values()
    filters.set_options("category", [Option(c.id, category_name(c), c.icon) for c in categories])
    areas = [a for a in city.areas.values() if a.parent is not None] or city.areas.values()
    filters.set_options("area", [Option(a.code, a.name) for a in areas])
    filters.set_options("agency", [Option(a.id, a.short) for a in city.agencies.values()])
    filters.set_options("channel", [Option(*item) for item in city.channels.items()])
    filters.set_options("kind", [Option(*item) for item in city.classes.items()])
