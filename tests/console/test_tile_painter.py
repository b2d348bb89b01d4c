"""Panes of the map, painted from tiles: each tile where it belongs, at any scale."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from console.tile_files import Facts, Square
from console.tile_opening import open_tiles
from console.tile_painter import TilePainter
from db.domain.mercator import to_plane
from tests.plugins.drawn_maps import features, picture_bytes, vector_tile, write_vector_pmtiles
from widgets.map_base import Pane
from widgets.map_ink import Ink
from widgets.theme import Theme

COLOURS = ("#204060", "#406020", "#602040", "#804020")


class Chess:
    """Raster tiles of one colour each; those of `missing` are not there."""

    def __init__(self, lowest: int = 0, highest: int = 20, px: int = 256) -> None:
        self.facts = Facts("Catur", "uji", lowest, highest, px)
        self.missing: set[Square] = set()
        self.asked: list[Square] = []

    def tile(self, square: Square) -> bytes | None:
        self.asked.append(square)
        if square in self.missing or not self.facts.lowest <= square.zoom <= self.facts.highest:
            return None
        image = QImage(self.facts.px, self.facts.px, QImage.Format.Format_RGB32)
        image.fill(colour(square))
        return picture_bytes(image)

    def close(self) -> None:
        """There is nothing to close."""


def colour(square: Square) -> QColor:
    return QColor(COLOURS[square.x % 2 + 2 * (square.y % 2)])


def pane(zoom: float, x: float, y: float, ratio: float = 1.0) -> Pane:
    """Whose corner is at a point of the plane."""
    scale = 256 * 2.0**zoom
    return Pane(scale, ratio, 0, 0, x * scale, y * scale)


@pytest.fixture
def ink(dark: Theme) -> Ink:
    bare = Ink(dark)
    bare.veil.setAlpha(0)
    return bare


def test_each_tile_is_where_it_belongs(ink: Ink) -> None:
    tiles = Chess()
    made = TilePainter(tiles, ink).paint(pane(10, 500.25 / 1024, 300.5 / 1024))
    image = made.picture.image
    assert image is not None
    assert image.size().toTuple() == (256, 256)
    assert not image.hasAlphaChannel()
    assert set(made.squares) == {
        Square(10, x, y) for x in (500, 501) for y in (300, 301)
    } == set(tiles.asked)  # fmt: skip
    for at, square in (
        ((0, 0), (500, 300)), ((191, 127), (500, 300)), ((192, 127), (501, 300)),
        ((191, 128), (500, 301)), ((255, 255), (501, 301)),
    ):  # fmt: skip
        assert image.pixelColor(*at) == colour(Square(10, *square))


def test_between_two_zooms_there_is_no_seam(ink: Ink) -> None:
    for ratio in (1.0, 1.25, 2.0):
        for shift in (0.0, 0.1, 0.37):
            made = TilePainter(Chess(), ink).paint(pane(10.5, (500 + shift) / 1024, 0.3, ratio))
            image = made.picture.image
            assert image is not None
            assert image.width() == round(256 * ratio)
            known = {QColor(one).rgb() for one in COLOURS}
            assert all(image.pixel(x, 128) in known for x in range(image.width()))


def test_beyond_the_last_zoom_tiles_are_enlarged(ink: Ink) -> None:
    tiles = Chess(highest=12)
    made = TilePainter(tiles, ink).paint(pane(16, 1000 / 4096, 700 / 4096))
    assert made.squares == (Square(12, 1000, 700),)
    assert made.picture.image is not None
    assert made.picture.image.pixelColor(128, 128) == colour(Square(12, 1000, 700))


def test_before_the_first_zoom_there_is_nothing(ink: Ink) -> None:
    tiles = Chess(lowest=14)
    made = TilePainter(tiles, ink).paint(pane(9, 0.4, 0.4))
    assert made.picture.image is None
    assert made.squares == ()
    assert tiles.asked == []


def test_a_missing_tile_is_cut_from_a_coarser_one_or_left_open(ink: Ink) -> None:
    tiles = Chess(lowest=10)
    tiles.missing = {Square(12, 2001, 1200)}
    image = TilePainter(tiles, ink).paint(pane(12, 2000.5 / 4096, 1200 / 4096)).picture.image
    assert image is not None
    assert image.pixelColor(60, 99) == colour(Square(12, 2000, 1200))
    assert image.pixelColor(200, 99) == colour(Square(11, 1000, 600))

    tiles = Chess(lowest=12)
    tiles.missing = {Square(12, 2001, 1200)}
    image = TilePainter(tiles, ink).paint(pane(12, 2000.5 / 4096, 1200 / 4096)).picture.image
    assert image is not None
    assert image.pixelColor(60, 99) == colour(Square(12, 2000, 1200))
    assert image.pixelColor(200, 99).alpha() == 0  # the areas are seen through it


def test_a_dense_screen_gets_tiles_of_more_px(ink: Ink) -> None:
    for px, ratio, zoom in ((256, 1.0, 12), (256, 2.0, 13), (512, 1.0, 11), (512, 2.0, 12)):
        painter = TilePainter(Chess(px=px), ink)
        square = painter.squares(pane(12.2, 0.4, 0.4, ratio))[0]
        assert square.zoom == zoom, (px, ratio)


def test_a_damaged_tile_is_a_missing_one_and_told_of(ink: Ink) -> None:
    class Spoilt(Chess):
        def tile(self, square: Square) -> bytes | None:
            return b"\x89PNG" if square.x == 2001 else super().tile(square)

    made = TilePainter(Spoilt(lowest=12), ink).paint(pane(12, 2000.5 / 4096, 1200 / 4096))
    assert made.picture.image is not None
    assert made.picture.image.pixelColor(200, 99).alpha() == 0
    assert made.fault is not None
    assert (made.fault.key, made.fault.facts["file"]) == ("damaged", "Catur")


def test_streets_and_water_are_painted_and_named(
    qapp: QApplication, tmp_path: Path, dark: Theme
) -> None:
    ink = Ink(dark)
    x, y = to_plane(-6.18, 106.653)
    with closing(open_tiles(write_vector_pmtiles(tmp_path / "a.pmtiles", (10, 14)))) as tiles:
        painter = TilePainter(tiles, ink)
        names = set[str]()
        for zoom in (13.0, 15.0, 17.5):
            seen = set[int]()
            for column in range(4):
                for row in range(4):
                    side = 256 / (256 * 2**zoom)
                    made = painter.paint(pane(zoom, x + column * side, y + row * side))
                    image = made.picture.image
                    assert image is not None
                    seen |= {image.pixel(n, m) for n in range(0, 256, 3) for m in range(0, 256, 3)}
                    names |= {name.text for name in made.picture.names}
                    for name in made.picture.names:  # each name once, in the pane it is in
                        assert x + column * side <= name.x < x + (column + 1) * side
            assert ink.land.rgb() in seen
            street = ink.strokes[next(look for look in ink.strokes if look.name == "STREET")]
            assert street.colour.rgb() in seen
        assert {"Kota Contoh"} < names
        assert any(name.startswith("Jalan Membujur") for name in names)


def test_a_vector_tile_alone_may_be_damaged(ink: Ink) -> None:
    class Half(Chess):
        def tile(self, square: Square) -> bytes | None:
            whole = vector_tile(features(), (14, 13045, 8473))
            return whole[: len(whole) // 2]

    tiles = Half(px=0, highest=14)
    made = TilePainter(tiles, ink).paint(pane(15, 13045.1 / 2**14, 8473.1 / 2**14))
    assert made.picture.image is None
    assert made.fault is not None
