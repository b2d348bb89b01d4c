"""Addresses of tiles on the web, with places for zoom, column and row."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from console.tile_files import NotTiles, Square

_LONGEST = 1_000
_NEEDED = ("z", "x", "y")
_KNOWN = frozenset({*_NEEDED, "r", "s"})
_PLACE = re.compile(r"\{([^{}]*)\}")


def check_address(address: str) -> None:
    """Raises NotTiles, whose key says what is wrong with it."""
    places = _PLACE.findall(address)
    try:
        parts = urlsplit(_PLACE.sub("1", address))
        reached = parts.scheme in ("http", "https") and bool(parts.hostname)
        secret = bool(parts.username or parts.password)
        _ = parts.port
    except ValueError:
        reached = secret = False
    if not reached or len(address) > _LONGEST or re.search(r"\s", address):
        raise NotTiles("no_address", address=address[:80])
    missing = [f"{{{place}}}" for place in _NEEDED if place not in places]
    if missing:
        raise NotTiles("no_places", missing=", ".join(missing))
    strange = [place for place in places if place not in _KNOWN]
    if strange:
        raise NotTiles("strange_place", place=f"{{{strange[0]}}}")
    if secret:
        raise NotTiles("secret_address")


def host_of(address: str) -> str:
    """Whose machine it is."""
    return urlsplit(_PLACE.sub("1", address)).hostname or ""


def is_vector(address: str) -> bool:
    """Whether it names vector tiles."""
    return urlsplit(_PLACE.sub("1", address)).path.endswith((".pbf", ".mvt"))


def for_screen(address: str, *, dense: bool) -> tuple[str, int]:
    """The address of tiles for a screen, and their px; `dense` has two px where others have one."""
    finer = dense and "{r}" in address
    return address.replace("{r}", "@2x" if finer else ""), 512 if finer else 256


def filled(address: str, square: Square) -> str:
    """The address of a tile."""
    held = {
        "z": str(square.zoom), "x": str(square.x), "y": str(square.y), "r": "",
        "s": "abc"[(square.x + square.y) % 3],
    }  # fmt: skip
    return _PLACE.sub(lambda place: held[place[1]], address)
