"""Addresses of tiles: what is taken, and what is wrong with the others."""

from __future__ import annotations

import pytest

from console.pages import basemap_words as words
from console.pages.basemaps import Trouble
from console.tile_address import check_address, filled, for_screen, host_of, is_vector
from console.tile_files import NotTiles, Square


@pytest.mark.parametrize(
    "address",
    [
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "http://10.0.0.4:8080/peta/{z}/{x}/{y}{r}.webp?key=a",
        "https://{s}.tiles.example.org/{z}/{y}/{x}",
    ],
)
def test_these_are_taken(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("", "no_address"),
        ("tile.openstreetmap.org/{z}/{x}/{y}.png", "no_address"),
        ("ftp://a/{z}/{x}/{y}", "no_address"),
        ("file:///etc/{z}/{x}/{y}", "no_address"),
        ("https:///{z}/{x}/{y}", "no_address"),
        ("https://a b/{z}/{x}/{y}", "no_address"),
        ("https://a:99999/{z}/{x}/{y}", "no_address"),
        ("https://[a/{z}/{x}/{y}", "no_address"),
        ("https://a/" + "b" * 2000 + "/{z}/{x}/{y}", "no_address"),
        ("https://a/{z}/{x}.png", "no_places"),
        ("https://a/1/2/3.png", "no_places"),
        ("https://a/{z}/{x}/{y}/{quadkey}", "strange_place"),
        ("https://siti:rahasia@a/{z}/{x}/{y}", "secret_address"),
    ],
)
def test_these_are_refused_in_words(address: str, key: str) -> None:
    with pytest.raises(NotTiles) as no:
        check_address(address)
    assert no.value.key == key
    said = words.trouble(Trouble(no.value.key, no.value.facts))
    assert "rahasia" not in said


def test_a_place_that_is_missing_is_named() -> None:
    with pytest.raises(NotTiles) as no:
        check_address("https://a/{z}.png")
    assert "{x}, {y}" in words.trouble(Trouble(no.value.key, no.value.facts))


def test_places_are_filled() -> None:
    assert filled("https://{s}.a/{z}/{x}/{y}.png", Square(9, 7, 4)) == "https://c.a/9/7/4.png"
    address, px = for_screen("https://a/{z}/{x}/{y}{r}.png", dense=True)
    assert (filled(address, Square(1, 1, 0)), px) == ("https://a/1/1/0@2x.png", 512)
    assert for_screen("https://a/{z}/{x}/{y}{r}.png", dense=False) == (
        "https://a/{z}/{x}/{y}.png", 256,
    )  # fmt: skip
    assert for_screen("https://a/{z}/{x}/{y}.png", dense=True)[1] == 256
    assert host_of("https://{s}.a.org:80/{z}/{x}/{y}") == "1.a.org"
    assert is_vector("https://a/{z}/{x}/{y}.pbf?key=1")
    assert not is_vector("https://a/{z}/{x}/{y}.png")
