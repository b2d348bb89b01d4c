"""Pictures to judge by eye: every wall page and the map, also small and to other eyes.

`python -m tests.screens.looks DIR [--only GLOB]` writes each as it is, and beside it a strip of
small ones: as seen from the back of the room, and the same to three kinds of colour blindness.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from console.language import Language
from console.pages.map_ground import attribution_of, ground_of
from console.pages.wall import PAGES, Seen, WallFace
from console.wall_sizes import letters
from db.domain.city import City
from db.domain.locating import smallest
from db.domain.mercator import to_plane
from resources import path
from server.boundaries import bring_in
from server.city import open_city
from tests.console.walls import NOW_MS, SCREENS, picture_of
from tests.screens.colours import BLINDNESS
from widgets.map_marks import STATES
from widgets.map_view import MapView
from widgets.theme import Theme, apply_theme, load_theme, wall_theme
from widgets.wall_ink import Ink

CITY = "kota-tangerang"
BORDERS = Path(__file__).resolve().parents[3] / "shared/data/geo/kota_tangerang_kelurahan.geojson"
"""Real borders, where they lie beside the checkout."""
SMALL = 320
"""Px that a wall's picture is wide when one sees it from the back of the room."""
EYES = ("protanopia", "deuteranopia", "tritanopia")
THEMES = ("dark", "light")
MAPS = {"1080p": QSize(1920, 1080), "4k": QSize(3840, 2160), "ultra-wide": QSize(3840, 1080)}
MANY = (0, 20, 2_000, 100_000)
_DEPTH = 5.0
_PATIENCE = 60.0


class Looks:
    """Keeps pictures in a folder, `count` of them."""

    def __init__(self, folder: Path, only: str) -> None:
        self._folder, self._only = folder, only
        self.count = 0
        folder.mkdir(parents=True, exist_ok=True)

    def wants(self, name: str) -> bool:
        """Whether this one was asked for."""
        return fnmatch(name, self._only)

    def keep(self, name: str, window: QWidget) -> None:
        """One more picture, and its strip; then away with the window. Raises OSError."""
        whole = window.grab().toImage()
        for made, file in ((whole, f"{name}.png"), (strip(whole), f"small/{name}.png")):
            at = self._folder / file
            at.parent.mkdir(exist_ok=True)
            if not made.save(str(at)):
                raise OSError(
                    f"could not write {at}: is the folder writable and the disk not full?"
                )
        self.count += 1
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def strip(whole: QImage) -> QImage:
    """Small, and small to each kind of eyes, side by side."""
    small = whole.scaledToWidth(SMALL, Qt.TransformationMode.SmoothTransformation)
    each = [small, *(as_seen(small, kind) for kind in EYES)]
    found = QImage((SMALL + 4) * len(each), small.height(), QImage.Format.Format_RGB32)
    found.fill(Qt.GlobalColor.white)
    painter = QPainter(found)
    for n, one in enumerate(each):
        painter.drawImage(n * (SMALL + 4), 0, one)
    painter.end()
    return found


def pixels(image: QImage) -> np.ndarray:
    """Linear RGB from 0 to 1, rows by columns by three."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)
    value = flat[:, :, 2::-1] / 255
    found: np.ndarray = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return found


def as_seen(image: QImage, kind: str) -> QImage:
    """A picture to somebody with this kind of blindness."""
    line = np.clip(pixels(image) @ np.array(BLINDNESS[kind]).T, 0, 1)
    value = np.where(line <= 0.0031308, line * 12.92, 1.055 * line ** (1 / 2.4) - 0.055)
    whole = np.full((*line.shape[:2], 4), 255, np.uint8)
    whole[:, :, 2::-1] = np.round(value * 255)
    high, wide = line.shape[:2]
    return QImage(whole.tobytes(), wide, high, QImage.Format.Format_RGB32).copy()


# --- walls ---


def walls(looks: Looks, city: City) -> None:
    """Every page on each kind of screen, and what a wall says of silence and of a flood."""
    for theme in THEMES:
        for screen, (size, mm) in SCREENS.items():
            unit = letters(_DEPTH, size, mm).unit
            ink = Ink(wall_theme(theme, unit), unit)
            for page, seen in _moments(city):
                name = f"wall-{page}-{screen}-{theme}"
                if looks.wants(name):
                    keys = [page] if page in _PAGES else [one.key for one in PAGES]
                    face = WallFace(ink, city, keys, 15.0)
                    face.resize(size)
                    face.show_seen(seen)
                    face.show()
                    _come_to_rest(face)
                    looks.keep(name, face)


_PAGES = frozenset(page.key for page in PAGES)


def _moments(city: City) -> Iterator[tuple[str, Seen]]:
    picture = picture_of(city)
    now = Seen(picture, NOW_MS, 0.4, True, False, 0.0)
    for page in PAGES:
        yield page.key, now
    old = replace(picture, at=picture.at - timedelta(minutes=72))
    yield "silent", now._replace(picture=old, silent=4_320.0)
    yield "flood", now._replace(picture=picture_of(city, flood=True, many=900))
    yield "few", now._replace(picture=picture_of(city, many=3))


# --- the map ---


def maps(looks: Looks, cities: dict[str, City]) -> None:
    """Sketched and real areas, with no case and with very many, and each layer."""
    for theme_name in THEMES:
        theme = load_theme(theme_name)
        for ground, city in cities.items():
            for screen, size in MAPS.items():
                for many in MANY:
                    name = f"map-{ground}-{many}-{screen}-{theme_name}"
                    if looks.wants(name):
                        _map(looks, name, theme, city, size, many)


def _map(looks: Looks, name: str, theme: Theme, city: City, size: QSize, many: int) -> None:
    apply_theme(_app(), theme)
    view = MapView(theme)
    view.resize(size)
    view.set_ground(ground_of(city, theme), attribution_of(city))
    view.set_cases(*scattered(city, many))
    view.show()
    view.show_all()
    _come_to_rest(view)
    looks.keep(name, view)


def scattered(city: City, many: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """So many cases around the areas' points, more in the first ones: plane and states."""
    spots = np.array([to_plane(area.lat, area.lng) for area in smallest(city.areas.values())])
    dice = np.random.default_rng(many)
    which = (dice.beta(1.2, 2.0, many) * len(spots)).astype(int)
    at = spots[which] + dice.normal(0, 9e-6, (many, 2))
    return at[:, 0], at[:, 1], dice.integers(0, len(STATES), many)


def _come_to_rest(window: QWidget) -> None:
    """Its ground and rings come piece by piece, a few a frame."""
    until = time.monotonic() + _PATIENCE
    aside = QImage(1, 1, QImage.Format.Format_RGB32)
    views = window.findChildren(MapView)
    for view in [window, *views] if isinstance(window, MapView) else views:
        whole = False
        while not whole and time.monotonic() < until:
            painter = QPainter(aside)
            whole = view.paint_on(painter, window.devicePixelRatioF())
            painter.end()
    _app().processEvents()


def _app() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    return app


def with_borders(folder: Path) -> City | None:
    """The city with its real borders, where those are beside the checkout."""
    if not BORDERS.is_file():
        return None
    pack = folder / CITY
    pack.mkdir()
    for file in path("cities", CITY).iterdir():
        (pack / file.name).write_bytes(file.read_bytes())
    with (folder / "told").open("w", encoding="utf-8") as told:
        if bring_in(pack, open_city(pack)[0], BORDERS, (), told):
            raise ValueError((folder / "told").read_text("utf-8"))
    return open_city(pack)[0]


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pictures; 0 when all were written."""
    parser = argparse.ArgumentParser(prog="looks", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="*", help='names, as in "wall-*-portrait-*"')
    args = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    looks = Looks(args.folder, args.only)
    Language(_app()).speak("id")
    cities = {"sketched": open_city(path("cities", CITY))[0]}
    with TemporaryDirectory(prefix="liveroom-looks-") as scratch:
        real = with_borders(Path(scratch))
    if real is None:
        print(f"no real borders here: {BORDERS}", file=sys.stderr)
    else:
        cities["real"] = real
    walls(looks, real or cities["sketched"])
    maps(looks, cities)
    print(f"{looks.count} pictures in {args.folder}, small ones in {args.folder / 'small'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
