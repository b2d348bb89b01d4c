"""Tiles kept on the disk: within a size, the least used leave first, and no damage is fatal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.tile_files import Square
from console.tile_shelf import KEPT, Kept, TileShelf, open_shelf

A, B = "https://a/{z}/{x}/{y}", "https://b/{z}/{x}/{y}"
DAY = 86400.0


def tile(size: int = 1000, now: float = 0.0) -> Kept:
    return Kept(b"x" * size, '"e"', "", now, now + DAY)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[TileShelf]:
    made = open_shelf(tmp_path / "tiles.db", 100_000)
    yield made
    made.close()


def here(shelf: TileShelf, many: int) -> list[int]:
    """Which are kept; asking so is no use of them."""
    return [n for n in range(many) if not shelf.due(A, [Square(9, n, 0)], 0.0)]


def test_a_tile_is_kept_for_its_address_alone(shelf: TileShelf, tmp_path: Path) -> None:
    at = Square(9, 1, 2)
    shelf.keep(A, at, tile(), 10.0)
    assert shelf.find(A, at, 20.0) == tile()
    assert shelf.find(B, at, 20.0) is None
    other = open_shelf(tmp_path / "tiles.db")
    assert other.find(A, at, 20.0) == tile()
    other.close()


def test_it_never_grows_beyond_its_size_and_the_least_used_leave(shelf: TileShelf) -> None:
    for n in range(100):
        shelf.keep(A, Square(9, n, 0), tile(now=n), float(n))
    assert here(shelf, 100) == list(range(100))
    for n in range(10):  # somebody looks at the oldest
        shelf.find(A, Square(9, n, 0), 50_000.0)
    for n in range(100, 130):
        shelf.keep(A, Square(9, n, 0), tile(now=60_000), 60_000.0)
        assert shelf.stock(A).size <= 100_000
    left = here(shelf, 130)
    assert set(range(100, 130)) <= set(left)
    assert set(range(10)) <= set(left)
    assert not set(range(10, 40)) & set(left)


def test_what_is_cleared_leaves_its_room_to_the_disk(shelf: TileShelf, tmp_path: Path) -> None:
    file = tmp_path / "tiles.db"
    empty = file.stat().st_size
    shelf.keep(B, Square(9, 1, 0), tile(), 0.0)
    for n in range(90):
        shelf.keep(A, Square(9, n, 0), tile(), 0.0)
    assert file.stat().st_size > 90_000
    shelf.clear(A)
    assert file.stat().st_size < empty + 10_000
    assert shelf.find(B, Square(9, 1, 0), 0.0) == tile()


def test_the_same_tile_again_takes_no_more_room(shelf: TileShelf) -> None:
    for _ in range(300):
        shelf.keep(A, Square(9, 1, 0), tile(), 1.0)
    shelf.keep(A, Square(9, 2, 0), tile(), 2.0)
    assert shelf.stock(A)[:2] == (2, 2000)


def test_what_is_due_is_missing_or_old(shelf: TileShelf) -> None:
    fresh, old, none = Square(9, 0, 0), Square(9, 1, 0), Square(9, 2, 0)
    shelf.keep(A, fresh, tile(now=5 * DAY), 0.0)
    shelf.keep(A, old, tile(now=0.0), 0.0)
    assert shelf.due(A, [fresh, old, none], 5.5 * DAY) == [old, none]


def test_stock_names_the_oldest_and_leaves_out_what_is_not_there(shelf: TileShelf) -> None:
    assert shelf.stock(A) == (0, 0, 0.0)
    shelf.keep(A, Square(9, 0, 0), tile(now=700.0), 0.0)
    shelf.keep(A, Square(9, 1, 0), Kept(None, "", "", 900.0, 950.0), 0.0)
    shelf.keep(B, Square(9, 1, 0), tile(now=100.0), 0.0)
    assert shelf.stock(A) == (1, 1000, 700.0)
    shelf.clear(A)
    assert shelf.stock(A).many == 0
    assert shelf.stock(B).many == 1


def test_what_nobody_looks_at_goes_in_time(shelf: TileShelf) -> None:
    shelf.keep(A, Square(9, 0, 0), tile(), 0.0)
    shelf.keep(A, Square(9, 1, 0), tile(), KEPT)
    shelf.sweep(KEPT + 1)
    assert here(shelf, 2) == [1]


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "tiles.db"
    path.write_bytes(b"not a database, by any means" * 100)
    shelf = open_shelf(path)
    assert shelf.keep(A, Square(9, 0, 0), tile(), 0.0)
    shelf.close()


def test_damage_while_it_is_open_is_survived(tmp_path: Path) -> None:
    path = tmp_path / "tiles.db"
    shelf = open_shelf(path)
    for n in range(200):
        shelf.keep(A, Square(9, n, 0), tile(), 0.0)
    shelf.close()
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    shelf = open_shelf(path)
    for n in range(200):
        shelf.find(A, Square(9, n, 0), 0.0)
        shelf.keep(A, Square(9, n, 1), tile(), 0.0)
    assert shelf.find(A, Square(9, 199, 1), 0.0) == tile()
    shelf.close()


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    shelf = open_shelf(tmp_path / "tiles.db")
    shelf._at.execute("PRAGMA query_only = ON")
    assert not shelf.keep(A, Square(9, 0, 0), tile(), 0.0)
    shelf.close()
