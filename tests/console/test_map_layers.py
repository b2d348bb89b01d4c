"""Layers of the map: true figures for what the filters leave, and a way to their cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.case_model import CaseBook, Wanted
from console.pages.filter_options import offer_options
from console.pages.layer_chip import LayerChip
from console.pages.map import MapPage
from console.pages.map_layers import Layer
from db.domain.case import Case, Place
from db.domain.city import City
from db.domain.states import State
from tests.console.cases import NOW, case_named
from tests.console.test_map import Register, put, settle
from tests.plugins.seats import Loop
from widgets.filter_bar import FilterBar
from widgets.theme import Theme

CIKOKOL, SUKARASA = "36.71.01.1005", "36.71.01.1001"
TANGERANG = "36.71.01"


def at(id: str, area: str | None, *, point: bool = True, **more: object) -> Case:
    lat, lng = (-6.18, 106.64) if point else (None, None)
    return replace(case_named(id), place=Place(lat=lat, lng=lng, area=area), **more)  # type: ignore[arg-type]


@pytest.fixture
def page(qtbot: QtBot, loop: Loop, dark: Theme, city: City) -> MapPage:
    register, book = Register(), CaseBook()
    put(
        book, register,
        at("a", CIKOKOL), at("b", CIKOKOL, point=False), at("c", SUKARASA),
        at("wide", TANGERANG), at("nowhere", None, point=False),
        at("done", SUKARASA, state=State.RESOLVED), at("gone", SUKARASA, state=State.MERGED),
        at("hidden", SUKARASA, secret=True),
    )  # fmt: skip
    bar = FilterBar(dark)
    offer_options(bar, city)
    qtbot.addWidget(bar)
    made = MapPage(dark, book, city, lambda: int(NOW.timestamp() * 1000), register.of, bar, {})
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    settle(loop, made)
    return made


def listed(page: MapPage) -> dict[str, str]:
    return {row.name: row.figure for row in page._areas.figures()}


def told(page: MapPage) -> str:
    return page.view.accessibleDescription()


def test_open_cases_by_kelurahan_with_and_without_points_and_no_secret_one(page: MapPage) -> None:
    page.show_layer("open")
    assert listed(page) == {"Cikokol": "2", "Sukarasa": "1", "Tanpa wilayah": "2"}
    assert "5 kasus, 2 di antaranya tanpa kelurahan" in told(page)
    assert page._side._below.currentWidget() is page._areas
    page.view.grab()
    assert page.view.heaps() == []


def test_by_kecamatan_what_names_only_that_counts_too(page: MapPage, city: City) -> None:
    page.switch_areas()
    assert page.layers.layer is Layer.OPEN
    assert listed(page) == {city.areas[TANGERANG].name: "4", "Tanpa wilayah": "1"}
    assert "5 kasus, 1 di antaranya tanpa kecamatan" in told(page)


def test_figures_follow_the_filters_and_the_changes(loop: Loop, page: MapPage, city: City) -> None:
    page.show_layer("open")
    page._book.narrow(Wanted(areas=(SUKARASA,)))
    settle(loop, page)
    assert listed(page) == {"Sukarasa": "1"}
    page._book.narrow(Wanted())
    put(page._book, Register(), at("a", CIKOKOL, state=State.CLOSED))
    settle(loop, page)
    assert listed(page)["Cikokol"] == "1"


def test_an_area_is_told_to_who_hovers_and_is_coloured_by_its_figure(page: MapPage) -> None:
    page.show_layer("open")
    assert page.layers._said[CIKOKOL] == "Cikokol: 2 kasus terbuka"
    ground = page.view._scene.ground
    assert ground is not None
    fills = ground._dress.fills
    steps = page._theme.layer
    assert (fills[SUKARASA], fills[CIKOKOL]) == (steps.step1, steps.step2)
    empty = next(code for code in page.layers.level.areas if code not in (SUKARASA, CIKOKOL))
    assert fills[empty] == steps.even


def test_enter_on_an_area_shows_its_cases(loop: Loop, page: MapPage) -> None:
    page.show_layer("open")
    page._areas.choose_row(0)
    page._areas.setFocus()
    QTest.keyClick(page._areas, Qt.Key.Key_Return)
    assert page.filters.filters().area == (CIKOKOL,)
    assert page.layers.layer is Layer.CASES
    assert page._side._below.currentWidget() is page._side.lane


def test_heat_counts_what_is_on_the_map(loop: Loop, page: MapPage) -> None:
    page.show_layer("heat")
    assert "4 kasus; jangkauan tiap kasus 350 m" in told(page)  # one of them is done, and shown
    page._book.narrow(Wanted(states=("forwarded",)))
    settle(loop, page)
    assert "Tidak ada kasus di peta" in told(page)
    page.show_layer("cases")
    assert told(page) == ""
    page._book.narrow(Wanted())
    settle(loop, page)
    page.view.grab()
    assert sum(heap.many for heap in page.view.heaps()) == 4


@pytest.mark.parametrize("layer", ["cases", "heat", "open"])
def test_a_box_holds_the_same_cases_whatever_layer_is_shown(
    loop: Loop, page: MapPage, layer: str
) -> None:
    page.show_layer(layer)
    settle(loop, page)
    view, shift, left = page.view, Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
    view.grab()
    end = QPoint(view.width() - 5, view.height() - 5)
    QTest.mousePress(view, left, shift, QPoint(5, 5))
    QTest.mouseMove(view, end)
    assert view.hand._sweep is not None
    assert view.told(view.hand._sweep) == "4 kasus"
    QTest.mouseRelease(view, left, shift, end)
    assert set(page.selection.ids) == {"a", "c", "wide", "done"}


def test_the_same_heat_is_not_painted_again(page: MapPage) -> None:
    page.show_layer("heat")
    ground = page.view._scene.ground
    assert ground is not None
    worn = ground._worn
    page.layers.look()
    assert ground._worn == worn


def test_the_chip_says_the_layer_and_its_menu_changes_it(page: MapPage) -> None:
    chip = page.findChildren(LayerChip)[0]
    assert chip.accessibleName() == "Lapisan: Kasus"
    menu = chip.menu_now()
    next(one for one in menu.actions() if one.text().startswith("Kepadatan")).trigger()
    assert chip.accessibleName() == "Lapisan: Kepadatan"
    menu = chip.menu_now()
    next(one for one in menu.actions() if one.text().startswith("Per kecamatan")).trigger()
    assert chip.accessibleName() == "Lapisan: Terbuka"
    assert page.layers.level.large
