"""Universal Transverse Mercator on WGS 84: the metres that surveyors and GPS receivers show.

By Krüger's series to the fourth power of n (L. Krüger 1912, as in C. F. F. Karney, "Transverse
Mercator with an accuracy of a few nanometers", 2011, equations 11 to 36): good to a millimetre.
"""

from __future__ import annotations

from math import atan, atanh, cos, cosh, degrees, sin, sinh, sqrt

_A, _F = 6_378_137.0, 1 / 298.257223563
_N = _F / (2 - _F)
_E = sqrt(_F * (2 - _F))
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_SCALE, _FALSE_EAST, _FALSE_NORTH = 0.9996, 500_000.0, 10_000_000.0
_BETA = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - 1 / 360 * _N**4,
    1 / 48 * _N**2 + 1 / 15 * _N**3 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)
_TURNS = 6


def to_earth(zone: int, east: float, north: float, *, south: bool) -> tuple[float, float]:
    """Latitude and longitude (degrees) of metres in a zone (1 to 60)."""
    xi = (north - (_FALSE_NORTH if south else 0.0)) / (_SCALE * _RADIUS)
    eta = (east - _FALSE_EAST) / (_SCALE * _RADIUS)
    xi_, eta_ = xi, eta
    for j, beta in enumerate(_BETA, 1):
        xi_ -= beta * sin(2 * j * xi) * cosh(2 * j * eta)
        eta_ -= beta * cos(2 * j * xi) * sinh(2 * j * eta)
    conformal = sin(xi_) / sqrt(sinh(eta_) ** 2 + cos(xi_) ** 2)
    aside = atan(sinh(eta_) / cos(xi_))
    return degrees(atan(_geographic(conformal))), degrees(aside) + zone * 6 - 183


def _geographic(conformal: float) -> float:
    """The tangent of the latitude whose conformal latitude has this tangent, by Newton's way."""
    tau = conformal
    for _ in range(_TURNS):
        root = sqrt(1 + tau * tau)
        sigma = sinh(_E * atanh(_E * tau / root))
        found = tau * sqrt(1 + sigma * sigma) - sigma * root
        tau += (
            (conformal - found)
            / sqrt(1 + found * found)
            * (1 + (1 - _E * _E) * tau * tau)
            / ((1 - _E * _E) * root)
        )
    return tau


def zone_of(lng: float) -> int:
    """The zone of a longitude."""
    return int((lng + 180) // 6) % 60 + 1
