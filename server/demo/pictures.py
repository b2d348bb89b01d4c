"""Drawn pictures for a city that does not exist: a street as reported, and after the work."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 720)
VARIANTS = 8
_CAPTION = "LIVE Room · gambar peragaan, bukan foto"

_TROUBLES = {
    "jalan-rusak": "holes", "sampah": "litter", "banjir": "water", "lampu-pju": "dark",
    "pohon": "branches",
}  # fmt: skip


@cache
def drawn(trouble: str, variant: int) -> bytes:
    """A picture as a JPEG file; always the same. `trouble` "" is a street in order."""
    rng = Random(f"{trouble} {variant}")
    image = Image.new("RGB", SIZE, (24, 28, 48) if trouble == "dark" else (150, 190, 222))
    pen = ImageDraw.Draw(image)
    _houses(pen, rng, dark=trouble == "dark")
    road = (48, 48, 54) if trouble == "dark" else (96, 98, 104)
    pen.polygon([(0, 720), (960, 720), (620, 380), (340, 380)], fill=road)
    for n in range(6):
        y = 400 + n * n * 11
        pen.polygon([(476 - n, y), (484 + n, y), (488 + 2 * n, y + 20 + 6 * n),
                     (472 - 2 * n, y + 20 + 6 * n)], fill=(214, 214, 204))  # fmt: skip
    _trouble(pen, rng, trouble)
    pen.rectangle((0, 684, 960, 720), fill=(20, 20, 24))
    pen.text((16, 690), _CAPTION, fill=(230, 230, 230), font=ImageFont.load_default(20))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _houses(pen: ImageDraw.ImageDraw, rng: Random, *, dark: bool) -> None:
    for x in range(-20, 960, 120):
        top, shade = rng.randint(170, 320), rng.randint(110, 200)
        wall = (30, 32, 44) if dark else (shade, shade - 14, shade - 34)
        pen.rectangle((x, top, x + 112, 380), fill=wall)
        pen.polygon([(x - 8, top), (x + 120, top), (x + 56, top - 48)],
                    fill=(40, 34, 44) if dark else (152, 84, 62))  # fmt: skip
        pen.rectangle((x + 20, top + 30, x + 50, top + 70), fill=(70, 80, 96))
    pen.rectangle((0, 372, 960, 720), fill=(34, 44, 36) if dark else (104, 142, 92))


def _trouble(pen: ImageDraw.ImageDraw, rng: Random, trouble: str) -> None:
    def spot() -> tuple[int, int, int]:
        y = rng.randint(430, 640)
        half = (y - 380) * 4 // 5
        return rng.randint(480 - half, 480 + half), y, (y - 360) // 5

    if trouble == "water":
        pen.polygon([(0, 720), (960, 720), (960, 470), (0, 450)], fill=(112, 104, 84))
    for _ in range(9 if trouble in ("holes", "litter", "branches") else 0):
        x, y, r = spot()
        if trouble == "holes":
            pen.ellipse((x - 2 * r, y - r // 2, x + 2 * r, y + r // 2), fill=(44, 42, 40))
        elif trouble == "litter":
            shade = (rng.randint(60, 240), rng.randint(60, 240), rng.randint(60, 240))
            pen.rectangle((x - r, y - r // 2, x + r, y + r // 2), fill=shade)
        else:
            pen.line((x - 4 * r, y, x + 4 * r, y - r), fill=(88, 62, 40), width=max(3, r // 3))
            pen.ellipse((x + 2 * r, y - 3 * r, x + 5 * r, y), fill=(52, 96, 50))


@cache
def _hash(trouble: str, variant: int) -> str:
    return hashlib.sha256(drawn(trouble, variant)).hexdigest()


def as_reported(category: str | None, source_id: str) -> tuple[str, ...]:
    """What a citizen sends along with a report: nothing, in more than half of all cases."""
    trouble = _TROUBLES.get(category or "")
    drawing = hashlib.sha256(source_id.encode()).digest()
    if trouble is None or drawing[0] > 110:
        return ()
    return (_hash(trouble, drawing[1] % VARIANTS),)


def after_work(seen: Iterable[str], count: int, rng: Random) -> tuple[str, ...]:
    """Hashes of pictures that the case has not got yet."""
    known = set(seen)
    fresh = [hash for n in range(4 * VARIANTS) if (hash := _hash("", n)) not in known]
    return tuple(rng.sample(fresh, min(count, len(fresh))))


@cache
def every() -> dict[str, bytes]:
    """All of them, by hash."""
    wanted = [(trouble, n) for trouble in _TROUBLES.values() for n in range(VARIANTS)]
    wanted += [("", n) for n in range(4 * VARIANTS)]
    return {_hash(*one): drawn(*one) for one in wanted}
