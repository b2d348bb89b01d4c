"""A basemap by choice: opened aside, painted, remembered for who chose it; the areas stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy

from console.api import Web
from console.basemap import Basemaps
from console.pages.basemaps import Choice, Shown
from console.settings import Settings
from tests.plugins.drawn_maps import raster_tile, write_mbtiles, write_vector_pmtiles
from tests.plugins.seats import Loop, until
from widgets.map_base import Pane
from widgets.theme import Theme, load_theme

SCALE = 256 * 2.0**12
PANE = Pane(SCALE, 1.0, 0, 0, 0.7963 * SCALE, 0.5172 * SCALE)


@pytest.fixture
def basemaps(loop: Loop, tmp_path: Path, dark: Theme) -> Iterator[Basemaps]:
    owner = QObject()
    made = Basemaps(tmp_path, Settings(tmp_path), lambda: Web("uji"), owner)
    loop.run(_begun(made, dark, "siti"))
    yield made
    loop.run(made.close())


async def _begun(basemaps: Basemaps, theme: Theme, person: str) -> None:
    spy = QSignalSpy(basemaps.told)
    basemaps.begin(theme, person)
    await until(lambda: spy.count() > 0, "what was left is shown")


@pytest.fixture
def raster(loop: Loop, tmp_path: Path) -> Path:
    return write_mbtiles(tmp_path / "kota.mbtiles", raster_tile, (10, 13), format="png")


def painted(loop: Loop, basemaps: Basemaps, *panes: Pane) -> list[Pane]:
    """The panes that come when these are wanted."""
    spy = QSignalSpy(basemaps.came)
    basemaps.want(panes)
    loop.run(until(lambda: spy.count() >= len(panes), "the panes have come"))
    return [spy.at(n)[0] for n in range(spy.count())]


def test_nothing_is_opened_before_somebody_chooses(basemaps: Basemaps) -> None:
    assert basemaps.attribution == ""
    assert basemaps.shown == Shown()
    assert basemaps._worker is None


def test_a_file_is_shown_painted_and_remembered(
    loop: Loop, basemaps: Basemaps, raster: Path, tmp_path: Path
) -> None:
    changed = QSignalSpy(basemaps.changed)
    assert loop.run(basemaps.choose(Choice("file", file=str(raster)))) is None
    assert changed.count() == 1
    assert basemaps.attribution == "Peta buatan, bukan jalan sebenarnya"
    assert (basemaps.shown.name, basemaps.shown.highest) == ("Kota Contoh", 13)
    assert painted(loop, basemaps, PANE, PANE._replace(row=1)) == [PANE, PANE._replace(row=1)]
    kept = json.loads(Settings(tmp_path).left("siti", "basemap"))
    assert (kept["kind"], kept["file"]) == ("file", str(raster))


def test_each_officer_has_their_own(
    loop: Loop, basemaps: Basemaps, raster: Path, dark: Theme
) -> None:
    loop.run(basemaps.choose(Choice("file", file=str(raster))))
    loop.run(_begun(basemaps, dark, "agus"))
    assert (basemaps.attribution, basemaps.shown.choice) == ("", Choice())
    loop.run(_begun(basemaps, dark, "siti"))
    assert basemaps.shown.choice.file == str(raster)
    assert basemaps.attribution


def test_a_bad_file_leaves_what_was_shown(
    loop: Loop, basemaps: Basemaps, raster: Path, tmp_path: Path
) -> None:
    loop.run(basemaps.choose(Choice("file", file=str(raster))))
    bad = tmp_path / "foto.pmtiles"
    bad.write_bytes(b"\x89PNG")
    trouble = loop.run(basemaps.choose(Choice("file", file=str(bad))))
    assert trouble is not None
    assert (trouble.key, trouble.facts) == ("no_tile_file", {"file": "foto.pmtiles"})
    assert basemaps.shown.choice.file == str(raster)
    assert painted(loop, basemaps, PANE)


def test_a_file_that_is_gone_is_told_and_the_choice_kept(
    loop: Loop, basemaps: Basemaps, raster: Path, dark: Theme, tmp_path: Path
) -> None:
    choice = Choice("file", file=str(raster))
    loop.run(basemaps.choose(choice))
    loop.run(_begun(basemaps, dark, "agus"))
    raster.unlink()
    loop.run(_begun(basemaps, dark, "siti"))
    loop.run(until(lambda: basemaps.shown.trouble is not None, "the loss is told"))
    assert basemaps.shown.trouble is not None
    assert basemaps.shown.trouble.key == "gone"
    assert basemaps.shown.choice == choice
    assert basemaps.attribution == ""
    assert "kota.mbtiles" in Settings(tmp_path).left("siti", "basemap")


def test_the_areas_alone_again(loop: Loop, basemaps: Basemaps, raster: Path) -> None:
    loop.run(basemaps.choose(Choice("file", file=str(raster))))
    loop.run(basemaps.choose(Choice()))
    assert basemaps.attribution == ""
    assert basemaps.shown == Shown()


def test_another_look_paints_anew(
    loop: Loop, basemaps: Basemaps, tmp_path: Path, dark: Theme
) -> None:
    path = write_vector_pmtiles(tmp_path / "kota.pmtiles", (10, 12))
    loop.run(basemaps.choose(Choice("file", file=str(path))))
    seen = []
    for theme in (dark, load_theme("light")):
        basemaps.begin(theme, "siti")
        spy = QSignalSpy(basemaps.came)
        basemaps.want([PANE])
        loop.run(until(lambda spy=spy: spy.count() > 0, "the pane has come"))  # type: ignore[misc]
        seen.append(spy.at(0)[1].image.pixelColor(3, 3).lightness())
    assert seen[0] < 90 < 160 < seen[1]


@pytest.mark.parametrize("left", ["", "{", "[]", '{"kind": "moon"}', '{"file": 7}', '{"x": 1}'])
def test_what_was_left_and_makes_no_sense_is_the_areas(
    loop: Loop, tmp_path: Path, dark: Theme, left: str
) -> None:
    settings = Settings(tmp_path)
    settings.leave("siti", "basemap", left)
    owner = QObject()
    made = Basemaps(tmp_path, settings, lambda: Web("uji"), owner)
    loop.run(_begun(made, dark, "siti"))
    assert made.shown == Shown()
    loop.run(made.close())


def test_two_maps_that_look_at_once_both_get_what_they_asked_for(
    loop: Loop, basemaps: Basemaps, raster: Path
) -> None:
    loop.run(basemaps.choose(Choice("file", file=str(raster))))
    large, small = [PANE._replace(row=row) for row in range(3)], [PANE._replace(column=1)]
    spy = QSignalSpy(basemaps.came)
    basemaps.want(large, "the map")
    basemaps.want(small, "the case")
    loop.run(until(lambda: spy.count() >= 4, "all have come"))
    came = [spy.at(n)[0] for n in range(spy.count())]
    assert sorted(came) == sorted([*large, *small])
    assert basemaps._wanted == {}
