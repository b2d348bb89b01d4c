"""A video with its pictures and sound as they came, and everything that tells a place blanked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from server.video_boxes import Movie
from server.video_elements import Matroska
from server.washed import Facts

_PLACE = re.compile(rb"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
"""ISO 6709 as phones write it: +06.1783+106.6319/."""

_ENDINGS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm"}


def wash_video(source: Path, folder: Path, kind: str) -> Facts:
    """Write the video into the folder, blanked in place, so that no byte of it moves.

    Raises Unfit for one that cannot be understood well enough to be sure; OSError of disks.
    """
    whole = folder / f"whole.{_ENDINGS[kind]}"
    shutil.copyfile(source, whole)
    wash: Callable[[BinaryIO], Movie | Matroska] = Matroska if kind == "video/webm" else Movie
    with whole.open("r+b") as file:
        seen = wash(file)
    lat, lng = _place(seen.place)
    return Facts(
        type=kind, name=whole.name, bytes=whole.stat().st_size,
        width=seen.width, height=seen.height, taken_at=seen.taken_at, lat=lat, lng=lng, sizes=[],
    )  # fmt: skip


def _place(told: bytes) -> tuple[float | None, float | None]:
    found = _PLACE.search(told)
    if found is None:
        return None, None
    lat, lng = float(found[1]), float(found[2])
    return (round(lat, 5), round(lng, 5)) if abs(lat) <= 90 and abs(lng) <= 180 else (None, None)
