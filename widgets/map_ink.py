"""Colours and widths of a map's roads, water and houses, from the tokens of the theme.

Neither red, yellow nor green: those are cases. What matters is darker or lighter than the land.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QColor

from widgets.map_layers import Look
from widgets.theme import Theme


class Stroke(NamedTuple):
    """A line: px wide at `from_zoom` and twice that each two zooms on, up to `widest`; `edge` lies
    under it and reaches beyond. Before its zoom it is not painted."""

    colour: QColor
    wide: float
    widest: float
    from_zoom: float
    edge: QColor | None = None
    dashed: bool = False


class Ink:
    """`fills` are colours and the zoom from which on they are painted, `strokes` lines by look."""

    def __init__(self, theme: Theme) -> None:
        surface, line, accent = theme.surface, theme.line, theme.accent
        dark = surface.window.lightness() < 128
        self.land = surface.panel
        self.veil = QColor(surface.window)
        self.veil.setAlpha(170 if dark else 90)
        """Over raster tiles: they are made to be looked at alone, here cases stand on them."""
        water = mixed(surface.window, accent.fill, 0.34 if dark else 0.30)
        built = mixed(surface.panel, surface.hover if dark else line.border, 0.30)
        self.fills = {
            Look.LAND: (self.land, 0.0),
            Look.OPEN: (mixed(surface.panel, accent.soft, 0.55 if dark else 0.5), 0.0),
            Look.BUILT: (built, 11.0),
            Look.WATER: (water, 0.0),
            Look.BUILDING: (mixed(surface.panel, line.strong, 0.20), 14.5),
        }
        street = mixed(surface.panel, line.strong, 0.30) if dark else surface.raised
        edge = (
            mixed(surface.panel, surface.window, 0.9)
            if dark
            else mixed(line.border, line.strong, 0.25)
        )
        main = mixed(surface.panel, line.strong, 0.48) if dark else surface.raised
        large = (
            mixed(surface.panel, line.strong, 0.72)
            if dark
            else mixed(surface.raised, line.strong, 0.30)
        )
        self.strokes = {
            Look.STREAM: Stroke(water, 1.0, 6.0, 12.0),
            Look.BORDER: Stroke(line.strong, 1.0, 1.4, 8.0, dashed=True),
            Look.PATH: Stroke(street, 0.8, 2.0, 15.0, dashed=True),
            Look.RAIL: Stroke(mixed(surface.panel, line.strong, 0.6), 1.0, 2.4, 11.0, dashed=True),
            Look.STREET: Stroke(street, 0.8, 14.0, 12.5, edge),
            Look.ROAD: Stroke(main, 1.1, 18.0, 10.5, edge),
            Look.HIGHWAY: Stroke(large, 1.3, 18.0, 9.5, edge),
        }


def mixed(one: QColor, other: QColor, part: float) -> QColor:
    """So much of the other colour in the one."""
    a, b = one, other
    return QColor(
        round(a.red() + (b.red() - a.red()) * part),
        round(a.green() + (b.green() - a.green()) * part),
        round(a.blue() + (b.blue() - a.blue()) * part),
    )
