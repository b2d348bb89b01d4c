"""Web Mercator: places on earth as points of a square, and back."""

from __future__ import annotations

from math import asinh, atan, cos, pi, radians, sinh, tan

LIMIT = 85.051128779806
"""Degrees of latitude at the upper edge of the square; nearer to a pole nothing is drawn."""

AROUND = 40_075_016.686
"""Metres around the equator: the side of the square."""


def to_plane(lat: float, lng: float) -> tuple[float, float]:
    """The point of a place (degrees, WGS 84): x from 0 in the west, y from 0 in the north, to 1."""
    held = radians(max(-LIMIT, min(LIMIT, lat)))
    return lng / 360 + 0.5, 0.5 - asinh(tan(held)) / (2 * pi)


def to_earth(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a point."""
    return atan(sinh((0.5 - y) * 2 * pi)) * 180 / pi, (x - 0.5) * 360


def metres_across(lat: float) -> float:
    """How many metres the side of the square stands for at this latitude."""
    return AROUND * cos(radians(lat))
