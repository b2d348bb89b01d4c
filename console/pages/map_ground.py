"""The ground of a city's map: its areas as they are, or a sketch of them where only points are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from db.domain.city import City
from db.domain.locating import smallest
from db.domain.mercator import to_plane
from db.domain.sketch import cells
from widgets.map_areas import Area, Ground
from widgets.theme import Theme

translate = QCoreApplication.translate


def ground_of(city: City, theme: Theme) -> Ground:
    """What is painted under the cases."""
    shapes = city.boundaries.areas
    areas = smallest(city.areas.values())
    spots = {area.code: to_plane(area.lat, area.lng) for area in areas}
    sketched = {} if shapes else cells(spots)

    def rings(code: str) -> Sequence[Sequence[tuple[float, float]]]:
        if code in shapes:
            return [[to_plane(lat, lng) for lng, lat in ring] for ring in shapes[code].rings()]
        return [sketched[code]]

    def above(code: str | None) -> str:
        area = city.areas.get(code or "")
        return area.name if area else ""

    return Ground(
        theme,
        [Area(a.code, a.name, *spots[a.code], above(a.parent), rings(a.code)) for a in areas],
        sketched=not shapes,
    )


def attribution_of(city: City) -> str:
    """Whose borders these are; that they are nobody's, where they are only a sketch."""
    if not city.boundaries.areas:
        return translate("map", "Wilayah perkiraan: hanya titik tiap kelurahan yang diketahui")
    return translate("map", "Batas wilayah: {source}").format(source=city.boundaries.source)
