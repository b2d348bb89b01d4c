"""Choosing what lies beneath the cases, at the desk, with keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QPushButton, QRadioButton

from console.pages import basemap_words as words
from console.pages.basemap_sheet import BasemapSheet
from console.pages.basemaps import Trouble
from tests.plugins.drawn_maps import picture_bytes, raster_tile, write_mbtiles
from tests.plugins.seats import Loop, Seat, until
from tests.plugins.tile_server import TileServer
from tests.server.room import PASSWORD, Room

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti before the map."""
    made = sit()
    loop.run(made.enter(room.url, "siti", PASSWORD))
    made.frame.go("map")
    loop.run(until(lambda: made.frame.map.page is not None, "the map is there"))
    return made


def sheet_of(seat: Seat) -> BasemapSheet:
    sheet = seat.frame.sheet
    assert isinstance(sheet, BasemapSheet)
    return sheet


async def choose(seat: Seat, path: Path) -> None:
    await seat.press(Key.Key_B, SHIFT)
    await until(lambda: isinstance(seat.frame.sheet, BasemapSheet), "the sheet is open")
    (button,) = [
        one for one in sheet_of(seat).findChildren(QPushButton) if "Pilih berkas" in one.text()
    ]
    button.click()
    await until(lambda: bool(seat.program.findChildren(QFileDialog)), "a file is asked for")
    dialog = seat.program.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_a_file_comes_to_lie_under_the_cases_and_goes_again(
    loop: Loop, seat: Seat, tmp_path: Path
) -> None:
    path = write_mbtiles(tmp_path / "kota.mbtiles", raster_tile, (10, 13), format="png")
    page = seat.frame.map.page
    assert page is not None
    view = page.view

    async def walked() -> None:
        await choose(seat, path)
        base = view._scene._base
        await until(lambda: bool(base.attribution), "the file is open")
        await until(lambda: len(base._kept) > 6, "the city is painted")
        await until(lambda: sheet_of(seat)._about.text().startswith("Kota Contoh"), "it is told")
        checked = [b.text() for b in sheet_of(seat).findChildren(QRadioButton) if b.isChecked()]
        assert checked == ["Berkas di komputer ini"]
        await seat.open_again()
        sheet_of(seat).begin()
        await seat.press(Key.Key_Up)
        await until(lambda: not base.attribution, "the areas alone are shown")

    loop.run(walked())


def test_a_map_is_saved_with_all_of_its_basemap(loop: Loop, seat: Seat, tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "kota.mbtiles", raster_tile, (10, 13), format="png")
    page = seat.frame.map.page
    assert page is not None
    view = page.view

    async def walked() -> None:
        await choose(seat, path)
        await until(lambda: bool(view._scene._base.attribution), "the file is open")
        await until(lambda: view.base_ready, "the city is painted")
        await seat.press(Key.Key_Escape)
        seat.program.basemaps._thread.do(time.sleep, 0.6)  # a slow disk
        await seat.frame.map_hands._paper._picture(page, "Kota", 3)
        assert view._scene._ratio == 3
        assert view.base_ready

    loop.run(walked())


def test_a_foreign_file_is_named_with_the_remedy(loop: Loop, seat: Seat, tmp_path: Path) -> None:
    path = tmp_path / "jalan.pmtiles"
    path.write_text("bukan peta")

    async def walked() -> None:
        await choose(seat, path)
        await until(lambda: sheet_of(seat).banner.isVisible(), "it is refused")
        checked = [b.text() for b in sheet_of(seat).findChildren(QRadioButton) if b.isChecked()]
        assert checked == ["Wilayah kota saja"]

    loop.run(walked())


@pytest.mark.parametrize(
    "key",
    [
        "gone", "unreadable", "no_tile_file", "no_tiles", "damaged", "old_version",
        "strange_packing", "strange_form", "strange_layers",
    ],
)  # fmt: skip
def test_every_trouble_names_what_it_is_about(key: str) -> None:
    said = words.trouble(Trouble(key, {"file": "kota.mbtiles", "form": "brotli"}))
    assert "kota.mbtiles" in said
    assert "{" not in said


def test_an_address_is_typed_and_the_city_fetched(loop: Loop, seat: Seat) -> None:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    server = TileServer(picture_bytes(image))
    page = seat.frame.map.page
    assert page is not None
    base = page.view._scene._base

    def button(word: str) -> QPushButton:
        (found,) = [b for b in sheet_of(seat).findChildren(QPushButton) if b.text() == word]
        return found

    async def walked() -> None:
        await seat.press(Key.Key_B, SHIFT)
        await until(lambda: isinstance(seat.frame.sheet, BasemapSheet), "the sheet is open")
        sheet = sheet_of(seat)
        sheet._web.click()
        await until(lambda: sheet.web._address.hasFocus(), "the address is asked for")
        await seat.press("peta")
        await seat.press(Key.Key_Return)
        await until(sheet.banner.isVisible, "that is no address")
        sheet.web._address.setText(server.address)
        sheet.web._whose.setText("© Uji")
        button("Pakai alamat").click()
        await until(lambda: base.attribution == "© Uji", "it is in use")
        await until(lambda: "ubin" in sheet.web._stock.text(), "what is kept is told")
        sheet.web._to.setValue(11)
        await until(lambda: "±" in sheet.web._plan.text(), "what the city takes is told")
        await until(lambda: button("Unduh kota").isEnabled(), "it may be fetched")
        button("Unduh kota").click()
        await until(lambda: "Semua" in sheet.web._plan.text(), "all of it is here")

    loop.run(walked())
    server.close()
