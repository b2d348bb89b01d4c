"""A photo written anew: upright, in sRGB, and nothing beside the picture itself."""

from __future__ import annotations

import io
import math
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pi_heif
from PIL import ExifTags, Image, ImageCms, ImageOps

from server.washed import SIZES, Facts, Unfit, small_name

MOST_PIXELS = 110_000_000
LONGEST_EDGE = 4096
"""Pixels; a larger photo is made smaller."""

_LOSSLESS = 4_000_000
"""Pixels up to which a PNG stays one: a picture of a screen has letters in it."""

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")


def wash_photo(source: Path, folder: Path, kind: str) -> Facts:
    """Write the photo and its smaller pictures into the folder. Raises Unfit; OSError of disks."""
    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked below, before anything is decoded
    with source.open("rb") as file:
        facts, picture = _decoded(file, kind)
    name = _written(picture, folder, lossless=kind == "image/png")
    facts["name"], facts["type"] = name, f"image/{'png' if name.endswith('png') else 'jpeg'}"
    facts["bytes"] = (folder / name).stat().st_size
    flat = _flat(picture)
    for size in sorted(SIZES, reverse=True):  # each from the one before: it is faster
        flat.thumbnail((size, size), Image.Resampling.LANCZOS)
        flat.save(folder / small_name(size), "JPEG", quality=80, optimize=True)
    return facts


def _decoded(file: Any, kind: str) -> tuple[Facts, Image.Image]:
    """Whatever a decoder says against a file is the file's fault: it was read from our own disk."""
    try:
        with Image.open(file, formats=[_FORMATS[kind]]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS or not min(width, height):
                raise Unfit("too_many_pixels")
            facts = _facts(image)
            image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            image.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
            picture = _plain(ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError) as fault:
        raise Unfit("damaged") from fault
    facts["width"], facts["height"] = picture.size
    return facts, picture


def _plain(image: Image.Image) -> Image.Image:
    """The pixels in sRGB, and nothing beside them."""
    clear = image.has_transparency_data
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # else: as if there were none
            converted = ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            image = converted or image
    plain = image.convert("RGBA" if clear else "RGB")
    plain.info = {}
    return plain


def _flat(picture: Image.Image) -> Image.Image:
    """On white, where it was transparent."""
    if picture.mode == "RGB":
        return picture.copy()
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def _written(picture: Image.Image, folder: Path, *, lossless: bool) -> str:
    if picture.mode == "RGBA" or (lossless and math.prod(picture.size) <= _LOSSLESS):
        picture.save(folder / "whole.png", "PNG", optimize=True)
        return "whole.png"
    picture.save(folder / "whole.jpg", "JPEG", quality=88, optimize=True, progressive=True)
    return "whole.jpg"


# --- what the camera wrote beside the picture -----------------------------------------------------


def _facts(image: Image.Image) -> Facts:
    exif = image.getexif()
    lat, lng = _place(dict(exif.get_ifd(ExifTags.IFD.GPSInfo)))
    return Facts(
        type="", name="", bytes=0, width=0, height=0,
        taken_at=_taken_at(dict(exif.get_ifd(ExifTags.IFD.Exif))),
        lat=lat, lng=lng, sizes=list(SIZES),
    )  # fmt: skip


def _taken_at(exif: dict[int, Any]) -> str:
    found = _TIME.match(str(exif.get(ExifTags.Base.DateTimeOriginal, "")))
    if found is None:
        return ""
    offset = _OFFSET.match(str(exif.get(ExifTags.Base.OffsetTimeOriginal, "")))
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}{offset[0] if offset else ''}"


def _place(gps: dict[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude, rounded to about a metre; neither unless both make sense."""
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), 90)
    lng = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), 180)
    return (None, None) if lat is None or lng is None else (lat, lng)


def _degrees(parts: Any, side: Any, most: int) -> float | None:
    try:
        value: float = sum(float(part) / 60**power for power, part in enumerate(parts))
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not 0 <= value <= most:
        return None
    return round(-value if side in ("S", "W") else value, 5)
