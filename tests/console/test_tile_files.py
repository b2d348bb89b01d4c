"""Files of map tiles, written by others: read as they are, or told what is wrong with them."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from pmtiles.tile import Compression, TileType
from PySide6.QtWidgets import QApplication

from console.tile_files import NotTiles, Square, Tiles, unpacked
from console.tile_opening import open_tiles
from tests.plugins.drawn_maps import (
    raster_tile,
    squares,
    write_mbtiles,
    write_pmtiles,
    write_vector_pmtiles,
)

ZOOMS = (10, 12)


@contextmanager
def opened(path: Path) -> Iterator[Tiles]:
    with closing(open_tiles(path)) as tiles:
        yield tiles


def refused(path: Path) -> NotTiles:
    with pytest.raises(NotTiles) as no:
        open_tiles(path).close()
    assert no.value.facts["file"] == path.name
    return no.value


@pytest.fixture(params=["mbtiles", "pmtiles"])
def raster(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Path:
    path = tmp_path / f"kota.{request.param}"
    if request.param == "mbtiles":
        return write_mbtiles(path, raster_tile, ZOOMS, format="png")
    return write_pmtiles(path, raster_tile, ZOOMS, TileType.PNG)


def test_every_tile_is_where_it_should_be(raster: Path) -> None:
    with opened(raster) as tiles:
        assert tiles.facts == (
            "Kota Contoh", "Peta buatan, bukan jalan sebenarnya", *ZOOMS, 256,
        )  # fmt: skip
        held = list(squares(*ZOOMS))
        assert len(held) > 10
        for square in held:
            assert tiles.tile(Square(*square)) == raster_tile(square)
        assert tiles.tile(Square(12, 0, 0)) is None
        assert tiles.tile(Square(9, 400, 260)) is None
        assert tiles.tile(Square(14, 13046, 8473)) is None


@pytest.mark.parametrize(("form", "px"), [("JPEG", 256), ("WEBP", 512)])
def test_other_pictures_and_sizes(qapp: QApplication, tmp_path: Path, form: str, px: int) -> None:
    path = write_mbtiles(tmp_path / "a.mbtiles", lambda one: raster_tile(one, px, form), (10, 10))
    with opened(path) as tiles:
        assert tiles.facts.px == px


def test_a_file_of_many_directories(qapp: QApplication, tmp_path: Path) -> None:
    path = write_pmtiles(
        tmp_path / "large.pmtiles",
        lambda square: (str(square) * (1 + hash(square) % 5)).encode(),
        (15, 18),
        TileType.MVT,
    )
    with opened(path) as tiles:
        held = list(squares(15, 18))
        assert len(held) > 20_000  # the root alone could not name them
        for square in held[::997]:
            assert tiles.tile(Square(*square)) == (str(square) * (1 + hash(square) % 5)).encode()


def test_vector_tiles_come_unpacked(qapp: QApplication, tmp_path: Path) -> None:
    packed = write_mbtiles(
        tmp_path / "a.mbtiles", lambda _: gzip.compress(b"\x1a\x00"), (10, 10), format="pbf"
    )
    for path in (packed, write_vector_pmtiles(tmp_path / "b.pmtiles", (10, 10))):
        with opened(path) as tiles:
            assert tiles.facts.px == 0
            data = tiles.tile(Square(10, 815, 529))
            assert data is not None
            assert data[:1] == b"\x1a"


def test_a_file_that_names_nobody_and_nothing(qapp: QApplication, tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "peta.mbtiles", raster_tile, (10, 10), name="", attribution="")
    with opened(path) as tiles:
        assert (tiles.facts.name, tiles.facts.attribution) == ("peta", "")


def faults(path: Path, squares: Sequence[Square]) -> list[NotTiles]:
    """The first that is told, if any is."""
    try:
        with opened(path) as tiles:
            for square in squares:
                tiles.tile(square)
    except NotTiles as no:
        return [no]
    return []


def mbtiles_with(path: Path, *sql: str) -> Path:
    with closing(sqlite3.connect(path)) as at:
        for one in sql:
            at.execute(one)
        at.commit()
    return path


_TABLE = (
    "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
)
_META = "CREATE TABLE metadata (name text, value text)"


def test_what_is_no_file_of_tiles_is_named_with_what_is_wrong(
    qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "note.pmtiles").write_text("Bukan peta")
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path / "gone.mbtiles").key == "gone"
    assert refused(tmp_path / "note.pmtiles").key == "no_tile_file"
    assert refused(tmp_path / "folder").key == "unreadable"
    foreign = mbtiles_with(tmp_path / "cases.db", "CREATE TABLE cases (id text)")
    assert refused(foreign).key == "no_tiles"
    empty = mbtiles_with(tmp_path / "empty.mbtiles", _META, _TABLE)
    assert refused(empty).key == "no_tiles"
    words = mbtiles_with(
        tmp_path / "words.mbtiles", _META, _TABLE, "INSERT INTO tiles VALUES (3, 1, 1, 'no')"
    )
    assert refused(words).key == "strange_form"
    avif = write_mbtiles(tmp_path / "avif.mbtiles", raster_tile, (10, 10), format="avif")
    assert refused(avif).facts == {"file": "avif.mbtiles", "form": "avif"}


@pytest.mark.parametrize(
    ("kind", "packed", "told", "key"),
    [
        (TileType.AVIF, Compression.NONE, {}, "strange_form"),
        (TileType.PNG, Compression.BROTLI, {}, "strange_packing"),
        (TileType.MVT, Compression.ZSTD, {}, "strange_packing"),
        (TileType.MVT, Compression.NONE, {"vector_layers": [{"id": "parcels"}]}, "strange_layers"),
    ],
)
def test_what_is_not_read_of_pmtiles_is_said(
    qapp: QApplication,
    tmp_path: Path,
    kind: TileType,
    packed: Compression,
    told: dict[str, Any],
    key: str,
) -> None:
    path = write_pmtiles(tmp_path / "a.pmtiles", raster_tile, (10, 10), kind, packed, **told)
    assert refused(path).key == key


def test_an_old_version_is_told_apart(qapp: QApplication, tmp_path: Path) -> None:
    path = write_pmtiles(tmp_path / "a.pmtiles", raster_tile, (10, 10), TileType.PNG)
    data = bytearray(path.read_bytes())
    data[7] = 2
    path.write_bytes(data)
    assert refused(path).key == "old_version"


def test_a_file_that_is_cut_off_never_breaks_the_desk(raster: Path) -> None:
    whole = raster.read_bytes()
    held = [Square(*one) for one in squares(*ZOOMS)]
    told = 0
    for part in range(1, 40):
        raster.write_bytes(whole[: len(whole) * part // 40])
        told += [no.facts["file"] for no in faults(raster, held)] == [raster.name]
    assert told > 30


def test_a_file_with_scattered_damage_never_breaks_the_desk(raster: Path) -> None:
    whole = raster.read_bytes()
    held = [Square(*one) for one in squares(*ZOOMS)]
    for at in range(8, min(len(whole), 2_000), 13):
        raster.write_bytes(
            whole[:at] + bytes(~one & 255 for one in whole[at : at + 9]) + whole[at + 9 :]
        )
        assert {no.facts["file"] for no in faults(raster, held[::5])} <= {raster.name}


def test_nothing_is_unpacked_without_bound() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    with pytest.raises(ValueError, match="more than"):
        unpacked(bomb, 1_000_000)
    assert unpacked(b"plain") == b"plain"
    assert len(unpacked(bomb)) == 5_000_000
    with pytest.raises(ValueError, match="cut off"):
        unpacked(bomb[:-40])
