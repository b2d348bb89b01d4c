"""Facilities on the desk: on the map and beside it, hidden, chosen by kind, found by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from console.case_model import CaseBook
from console.pages.facility_card import CaseNear
from console.pages.facility_choice import FacilityChoice
from console.pages.facility_sheet import FacilitySheet
from console.pages.filter_options import offer_options
from console.pages.map import MapPage
from db.domain.city import City
from db.domain.facilities import KINDS, Facilities, Facility, text_of
from tests.console.test_map import NOW_MS, Register, placed, put, settle
from tests.plugins.seats import Loop
from widgets.filter_bar import FilterBar
from widgets.picker import Picker
from widgets.theme import Theme

FIRE = Facility("fire", "Pos Utara", -6.17, 106.64, "113", "Jl. Utara", "uji")
SCHOOL = Facility("school", "SD Satu", -6.1795, 106.6405)
TWIN = Facility("school", "SD Dua", -6.1795, 106.6405)


@pytest.fixture
def helped(city: City) -> City:
    """The city with three facilities: 0 the fire station, 1 and 2 schools on one spot."""
    return replace(city, facilities=Facilities(text_of([FIRE, SCHOOL, TWIN])))


@pytest.fixture
def page(qtbot: QtBot, loop: Loop, dark: Theme, helped: City) -> MapPage:
    register, book = Register(), CaseBook()
    put(book, register, placed("a"), placed("b", -0.03), placed("hidden", 0.001, secret=True))
    bar = FilterBar(dark)
    offer_options(bar, helped)
    qtbot.addWidget(bar)
    keys = {"call_nearest": "Shift+C"}
    made = MapPage(dark, book, helped, lambda: NOW_MS, register.of, bar, keys)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    settle(loop, made)
    return made


def names(page: MapPage) -> list[str]:
    """What the card can be pressed for."""
    return [one.accessibleName() for one in page.facilities.card._buttons()]


def test_one_in_hand_tells_its_number_and_the_nearest_cases_but_no_secret_one(
    page: MapPage,
) -> None:
    page.facilities.show(0)
    assert page.facilities.current == FIRE
    assert page.facilities.card.accessibleName() == "Pemadam kebakaran, Pos Utara, 113"
    pressed = names(page)
    assert pressed[:2] == ["Tutup", "Telepon Pos Utara"]
    assert [one.split(", ")[0] for one in pressed[2:]] == ["KT a"]  # b is 4.4 km away
    called, opened = QSignalSpy(page.facilities.card.call_asked), QSignalSpy(page.opened)
    buttons = page.facilities.card._buttons()
    next(one for one in buttons if one.accessibleName() == pressed[1]).click()
    next(one for one in buttons if one.accessibleName() == pressed[2]).click()
    assert called.at(0)[0] == FIRE
    assert opened.at(0)[0] == "a"


def test_keys_stay_on_the_card_while_cases_around_it_move(page: MapPage, qtbot: QtBot) -> None:
    page.facilities.show(0)
    card = page.facilities.card
    page.activateWindow()
    card._buttons()[1].setFocus()
    qtbot.waitUntil(lambda: card._focused() == 1)
    before = card._buttons()[1]

    page.facilities.look_again()
    assert card._buttons()[1] is before  # nothing is different

    card.show_place(FIRE, [CaseNear("z", "KT z", "received", "Banjir", 12.0)])
    assert card._buttons()[1] is not before
    qtbot.waitUntil(lambda: card._focused() == 1)


def test_the_card_goes_by_its_button_and_with_its_layer(page: MapPage) -> None:
    page.facilities.show(0)
    page.facilities.card.closed.emit()
    assert page.facilities.current is None
    assert page.facilities.card.isHidden()

    page.facilities.show(0)
    page._choice.toggle()
    assert page.facilities.current is None
    assert page.view.facilities.heaps == [] or not page.view.grab().isNull()
    page.view.grab()
    assert page.view.facilities.heaps == []


def test_who_is_asked_for_by_name_is_shown_though_their_kind_was_hidden(page: MapPage) -> None:
    page._choice.choose(["school"])
    page.facilities.show(0)
    assert page._choice.kinds == ("fire", "school")
    assert page.facilities.current == FIRE


def test_what_stands_on_one_spot_is_gone_through_click_by_click(page: MapPage) -> None:
    seen = []
    for _ in range(3):
        page.view.places_chosen.emit([1, 2])
        seen.append(page.facilities.current)
    assert seen == [TWIN, SCHOOL, TWIN]


def test_hovering_tells_one_whole_and_many_by_name(page: MapPage) -> None:
    assert page.facilities._told([0]) == "Pos Utara\nPemadam kebakaran\nJl. Utara\n113"
    assert page.facilities._told([1, 2]) == "Sekolah: SD Dua\nSekolah: SD Satu"
    assert page.facilities._told([1] * 8).endswith("dan 2 lagi")


def test_a_choice_is_remembered_and_nonsense_is_as_at_first() -> None:
    choice = FacilityChoice()
    choice.choose(["school", "fire"])
    again = FacilityChoice()
    again.restore(choice.save())
    assert (again.shown, again.kinds) == (True, ("fire", "school"))
    again.choose([])
    assert not again.shown
    assert again.toggle()
    assert again.kinds == KINDS
    for nonsense in ("", "x", "[]", '{"kinds": 3}', "null"):
        fresh = FacilityChoice()
        fresh.restore(nonsense)
        assert (fresh.shown, fresh.kinds) == (True, KINDS), nonsense


def test_the_sheet_chooses_kinds_and_finds_by_kind_or_name(
    qtbot: QtBot, dark: Theme, helped: City
) -> None:
    choice = FacilityChoice()
    sheet = FacilitySheet(dark, helped, choice)
    qtbot.addWidget(sheet)
    sheet.show()
    boxes = sheet.findChildren(QCheckBox)
    assert [box.text() for box in boxes] == ["Pemadam kebakaran · 1", "Sekolah · 2"]
    boxes[1].click()
    assert choice.kinds == ("fire",)
    chosen = QSignalSpy(sheet.chosen)
    field = sheet.findChildren(Picker)[0].focusProxy()
    assert field is not None
    QTest.keyClicks(field, "sekolah satu")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen.at(0)[0] == 2
