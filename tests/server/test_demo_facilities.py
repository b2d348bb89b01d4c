"""The demo plays with facilities where a pack has none: some real ones, the rest plain examples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import resources
from db.domain.facilities import FILE, KINDS
from server.city import check_pack, open_city
from server.demo.facilities import MADE_UP, from_sources, furnish
from server.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A machine that plays Kota Tangerang from a pack without facilities."""
    pack = tmp_path / "kota-tangerang"
    shutil.copytree(resources.path("cities", "kota-tangerang"), pack)
    (pack / FILE).unlink(missing_ok=True)
    return Settings("", pack, tmp_path / "data")


def test_a_pack_without_facilities_gets_a_copy_that_has_some(settings: Settings) -> None:
    made = furnish(settings)

    assert made.city != settings.city
    assert not (settings.city / FILE).exists()
    assert check_pack(made.city) == []
    rows = open_city(made.city)[0].facilities.rows
    assert {row.kind for row in rows} == set(KINDS)
    assert furnish(settings).city == made.city
    assert open_city(made.city)[0].facilities.rows == rows  # the same each time


def test_what_is_made_up_says_so_and_what_is_real_names_its_source(settings: Settings) -> None:
    city, _ = open_city(furnish(settings).city)
    real = from_sources(city)

    for row in city.facilities.rows:
        assert row in real or ("(contoh)" in row.name and row.source == MADE_UP), row
    assert len(real) == 2
    assert all(row.source and row.source != MADE_UP for row in real)
    # Nobody's own number stands beside a name that is made up.
    assert {row.phone for row in city.facilities.rows if row not in real} <= {
        "",
        "110",
        "113",
        "119",
    }


def test_a_pack_that_has_facilities_is_played_as_it_is(settings: Settings) -> None:
    (settings.city / FILE).write_text("kind,name,lat,lng,phone,address,source\n", "utf-8")

    assert furnish(settings) is settings
