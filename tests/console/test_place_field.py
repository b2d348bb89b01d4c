"""Where something is, in a form: suggestions by key, coordinates, the map, what is asked first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFormLayout, QWidget

from console.pages.place_field import PlaceField
from console.pages.place_map import PlaceMap
from console.pages.place_sheet import PlaceSheet
from console.pages.sheet import Sheet
from console.places import Places
from db.domain.boundaries import Boundaries, Neighbour
from db.domain.case import Place
from db.domain.city import City
from db.domain.commands import Edit
from db.domain.facilities import Facilities, Facility, text_of
from db.domain.polygons import Shape
from db.domain.streets import Told
from db.store import Conn
from db.told_places import Page
from tests.console.acted import Life
from tests.plugins.seats import Loop, until
from widgets.map_pick import PickView
from widgets.suggestions import Suggestions
from widgets.theme import Theme

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LAT, LNG = -6.17, 106.64
AREA, NEXT = "36.71.01.1001", "36.71.01.1002"


def block(west: float, south: float, east: float, north: float) -> Shape:
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Shape(((ring,),))


@pytest.fixture
def bordered(city: City) -> City:
    """Two kelurahan with borders, a neighbour to the south, and a market."""
    areas = {
        AREA: block(LNG, LAT, LNG + 0.01, LAT + 0.01),
        NEXT: block(LNG + 0.0105, LAT, LNG + 0.02, LAT + 0.01),
    }
    beside = Neighbour("36.74", "Kota Tangerang Selatan", block(LNG, LAT - 0.01, LNG + 0.02, LAT))
    market = Facility("tourism", "Pasar Anyar", LAT + 0.002, LNG + 0.002)
    facilities = Facilities(text_of([market]))
    known = {code: city.areas[code] for code in ("36.71.01", AREA, NEXT)}
    return replace(
        city, areas=known, boundaries=Boundaries(areas, (beside,)), facilities=facilities
    )


class Form:
    """A sheet with the field in it, on a page, and what happens to it."""

    def __init__(self, theme: Theme, city: City, loop: Loop) -> None:
        self.loop, self.city = loop, city
        told = [Told("Jl. Daan Mogot No 1", (), LAT + 0.005, LNG + 0.005, AREA)] * 4
        told += [Told("Gg. Kelinci", (), None, None, "")] * 3
        told += [Told("Jl. Beringin 4", (), None, None, NEXT)] * 3

        async def ask(_question: Callable[[Conn], Page]) -> Page:
            return Page(told, 0)

        self.places = Places(lambda: city, lambda: "siti", ask)
        self.page = QWidget()
        self.page.resize(1100, 700)
        self.sheet = Sheet(theme, "Uji", "", self.page)
        self.field = PlaceField(theme, city, self.places, self.sheet)
        form = QFormLayout()
        self.field.add_to(form)
        self.sheet.body.addLayout(form)
        self.sheet.body.addStretch(1)
        self.sheet.setFixedHeight(700)
        self.sheet.move(660, 0)
        self.page.show()
        self.page.activateWindow()
        loop.run(self._ready())

    async def _ready(self) -> None:
        await until(self.page.isActiveWindow, "the page has the keys")
        await self.places.learn()
        await until(lambda: self.field._glimpse is not None, "the small map is loaded")
        self.field.text.setFocus()

    @property
    def list(self) -> Suggestions:
        (found,) = self.sheet.findChildren(Suggestions)
        return found

    def write(self, text: str) -> None:
        """Type, and wait for what is suggested."""
        self.field.text.setFocus()
        self.field.text.selectAll()
        QTest.keyClicks(self.field.text, text)
        self.loop.run(until(lambda: not self.field._soon.isActive(), "it was looked for"))

    def hit(self, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, held)

    def open_map(self) -> PickView:
        self.hit(Key.Key_G, CTRL)
        self.loop.run(until(lambda: self.sheet.covered, "the map lies over the page"))
        (view,) = self.sheet.findChildren(PickView)
        return view


@pytest.fixture
def form(dark: Theme, bordered: City, loop: Loop) -> Iterator[Form]:
    form = Form(dark, bordered, loop)
    yield form
    form.page.close()
    form.page.deleteLater()


def test_a_street_with_a_slip_is_taken_by_enter_and_keeps_its_number(form: Form) -> None:
    form.write("jl dan mogt no 12")
    assert form.list.isVisible()
    assert "Jalan Daan Mogot" in form.field.text.accessibleDescription()
    form.hit(Key.Key_Return)
    assert not form.list.isVisible()
    assert form.field.place() == Place("Jalan Daan Mogot, no 12")  # no point is made up


def test_the_kelurahan_of_a_street_is_asked_and_stays_a_guess(form: Form) -> None:
    form.write("daan mogot")
    form.hit(Key.Key_Return)
    name = form.city.areas[AREA].name
    assert form.field._guess.isVisible()
    assert form.field._guess.text() == f"Perkiraan: {name}. Pakai"
    assert form.field.place().area is None
    form.hit(Key.Key_G, CTRL | SHIFT)
    assert form.field.place() == Place("Jalan Daan Mogot", None, None, AREA, True)
    assert not form.field._guess.isVisible()
    form.field.area.setCurrentIndex(form.field.area.findData(NEXT))
    assert not form.field.place().approximate  # an officer's own word is no guess


def test_the_kelurahan_of_a_street_is_not_asked_of_another_place(form: Form) -> None:
    name = form.city.areas[NEXT].name
    for other in ("gang kelinci", f"kel {name}", "rumah pojok"):
        form.write("daan mogot")
        form.hit(Key.Key_Return)
        assert form.field._guess.isVisible()
        QTest.keyClicks(form.field.text, " no 12")
        form.loop.run(until(lambda: not form.field._soon.isActive(), "it was looked for"))
        assert form.field._guess.isVisible()  # it still is that street
        form.write(other)
        form.hit(Key.Key_Return)
        assert not form.field._guess.isVisible(), other
        assert form.field._start is None or other.startswith("kel")
        before = form.field.place()
        form.hit(Key.Key_G, CTRL | SHIFT)
        assert form.field.place() == before


def test_a_street_whose_cases_have_no_point_has_a_kelurahan_all_the_same(form: Form) -> None:
    form.write("jalan beringin")
    form.hit(Key.Key_Return)
    assert form.field._guess.text() == f"Perkiraan: {form.city.areas[NEXT].name}. Pakai"
    form.hit(Key.Key_G, CTRL | SHIFT)
    assert form.field.place() == Place("Jalan Beringin", None, None, NEXT, True)


def test_arrows_choose_and_esc_keeps_what_was_typed(form: Form) -> None:
    form.write("suka")
    first = form.field.text.accessibleDescription()
    form.hit(Key.Key_Down)
    assert form.field.text.accessibleDescription() != first
    form.hit(Key.Key_Escape)
    assert not form.list.isVisible()
    assert form.field.place().text == "suka"
    assert form.sheet.isVisible()


def test_a_kelurahan_by_name_is_set_for_sure(form: Form) -> None:
    name = form.city.areas[AREA].name
    form.write(f"kel {name} RT 03/02")
    form.hit(Key.Key_Return)
    assert form.field.place() == Place("RT 03/02", None, None, AREA)


def test_a_facility_has_a_point_of_its_own(form: Form) -> None:
    form.write("pasar anyer")
    form.hit(Key.Key_Return)
    place = form.field.place()
    assert (place.text, place.area, place.approximate) == ("Pasar Anyar", AREA, False)
    assert (place.lat, place.lng) == pytest.approx((LAT + 0.002, LNG + 0.002))
    assert "di Pasar Anyar" in form.field._beside.text()


def test_coordinates_become_the_point_and_a_border_says_the_kelurahan(form: Form) -> None:
    form.write(f"{LNG + 0.004:.4f} {-LAT - 0.004:.4f}")
    form.hit(Key.Key_Return)
    place = form.field.place()
    assert (place.lat, place.lng) == pytest.approx((LAT + 0.004, LNG + 0.004))
    assert (place.text, place.area, place.approximate) == ("", AREA, False)
    assert "Urutan dibalik" in form.field._hint.text()
    assert form.field._glimpse is not None
    assert form.field._glimpse.isVisible()


def test_a_point_between_two_borders_is_asked_never_set(form: Form) -> None:
    form.field.take_point(LAT + 0.005, LNG + 0.0101)
    assert form.field.place().area is None
    form.hit(Key.Key_G, CTRL | SHIFT)
    assert (form.field.place().area, form.field.place().approximate) == (AREA, True)


def test_a_chosen_kelurahan_is_not_overruled_by_a_point(form: Form) -> None:
    form.field.area.setCurrentIndex(form.field.area.findData(NEXT))
    form.field.take_point(LAT + 0.005, LNG + 0.005)
    assert form.field.place().area == NEXT
    assert form.field._guess.text() == f"Titik ini di {form.city.areas[AREA].name}. Pakai"
    form.hit(Key.Key_G, CTRL | SHIFT)
    assert (form.field.place().area, form.field.place().approximate) == (AREA, False)


def test_outside_the_city_the_neighbour_is_named(form: Form) -> None:
    form.field.take_point(LAT - 0.005, LNG + 0.005)
    assert "Di luar kota: Kota Tangerang Selatan" in form.field._beside.text()
    assert form.field.place().area is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("6°75' S 106° E", "59"),
        ("https://maps.app.goo.gl/x", "Tautan pendek"),
        ("-6.17", "sepasang"),
        ("Lat 6.178 S", "bujurnya belum ada"),
        ("Long 106.63 E", "lintangnya belum ada"),
    ],
)
def test_bad_coordinates_say_what_is_wrong_with_them(form: Form, typed: str, said: str) -> None:
    form.write(typed)
    assert said in form.field._hint.text()
    assert form.field._hint.isVisible()
    assert not form.list.isVisible()
    form.write("suka")
    assert not form.field._hint.isVisible()


def test_on_the_map_arrows_move_the_crosshair_and_enter_takes_it(form: Form) -> None:
    form.write("rumah pojok")
    form.field.take_point(LAT + 0.005, LNG + 0.005)
    view = form.open_map()
    assert view.hasFocus()
    assert form.sheet.width() == form.page.width()
    before = form.field.place()
    for _ in range(3):
        form.hit(Key.Key_Right)
    form.hit(Key.Key_Up, SHIFT)
    form.hit(Key.Key_Return)
    after = form.field.place()
    assert not form.sheet.covered
    assert after.text == "rumah pojok"
    assert before.lng is not None
    assert after.lng is not None
    assert 1e-6 < after.lng - before.lng < 1e-3
    assert before.lat is not None
    assert after.lat is not None
    assert 0 < after.lat - before.lat < (after.lng - before.lng) / 10


def test_far_to_the_edge_the_map_follows_the_crosshair(form: Form) -> None:
    form.field.take_point(LAT + 0.005, LNG + 0.005)
    view = form.open_map()
    middle = view.sight.x
    for _ in range(40):
        form.hit(Key.Key_Right, CTRL)
    assert view.sight.x > middle
    point = view._on_view()
    assert point is not None
    assert 0 < point.x() < view.width()


def test_a_click_puts_the_crosshair_and_a_double_click_takes_it(form: Form) -> None:
    form.field.take_point(LAT + 0.005, LNG + 0.005)
    view = form.open_map()
    (over,) = form.sheet.findChildren(PlaceMap)
    was = over._at
    at = QPoint(view.width() // 4, view.height() // 4)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert over._at != was
    assert view.isVisible()
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert not form.sheet.covered
    place = form.field.place()
    assert (place.lat, place.lng) == pytest.approx(over._at, abs=1e-9)
    assert place.lat is not None
    assert place.lat > LAT + 0.005  # up and to the left
    assert place.lng is not None
    assert place.lng < LNG + 0.005


def test_esc_comes_back_from_the_map_with_nothing_lost(form: Form) -> None:
    form.write("gang kelinci no 3")
    form.hit(Key.Key_Escape)
    before = form.field.place()
    form.open_map()
    form.hit(Key.Key_Right)
    form.hit(Key.Key_Escape)
    assert not form.sheet.covered
    assert form.field.place() == before
    assert (form.sheet.width(), form.field.text.isVisible()) == (440, True)


def test_a_point_can_be_taken_away(form: Form) -> None:
    form.field.take_point(LAT + 0.005, LNG + 0.005)
    form.field._drop.click()
    assert form.field.place().lat is None
    assert not form.field._drop.isVisible()


def test_a_place_that_is_put_in_comes_out_the_same(form: Form) -> None:
    for place in (
        Place("Jl. Mawar", LAT, LNG, AREA),
        Place("", LAT, LNG, NEXT, True),
        Place("Gang", None, None, None),
        Place("", None, None, AREA, True),
    ):
        form.field.set_place(place)
        assert form.field.place() == place


def sheet_for(dark: Theme, form: Form, place: Place) -> tuple[PlaceSheet, list[Any]]:
    life = Life(form.city)
    case = replace(life.case, place=place)
    sheet = PlaceSheet(dark, "Perbaiki lokasi", case, form.city, form.places, form.page)
    sent: list[Any] = []
    sheet.sent.connect(sent.append)
    sheet.setFixedHeight(700)
    sheet.show()
    sheet.begin()
    form.loop.run(until(lambda: sheet.field._glimpse is not None, "the small map is loaded"))
    return sheet, sent


def test_the_sheet_sends_what_it_was_and_what_it_is(dark: Theme, form: Form) -> None:
    old = Place("Jl. Lama", None, None, NEXT)
    sheet, sent = sheet_for(dark, form, old)
    QTest.keyClicks(sheet.field.text, "Jl. Baru 3")
    QTest.keyClick(sheet.field.text, Key.Key_Return, CTRL)
    assert sent == [Edit("place", old_place=old, new_place=replace(old, text="Jl. Baru 3"))]


def test_a_case_of_a_whole_kecamatan_stays_there_when_its_words_are_put_right(
    dark: Theme, form: Form
) -> None:
    old = Place("Jl. Lama", None, None, "36.71.01")
    sheet, sent = sheet_for(dark, form, old)
    assert sheet.field.area.currentText() == "Kec. Tangerang"
    QTest.keyClicks(sheet.field.text, "Jl. Baru 3")
    QTest.keyClick(sheet.field.text, Key.Key_Return, CTRL)
    assert sent == [Edit("place", old_place=old, new_place=replace(old, text="Jl. Baru 3"))]


@pytest.fixture
def namesakes(bordered: City) -> City:
    """Two kelurahan of one name, each in a kecamatan of its own."""
    first = bordered.areas[AREA]
    above = replace(bordered.areas["36.71.01"], code="36.71.02", name="Jatiuwung")
    other = replace(first, code="36.71.02.1001", parent=above.code)
    areas = {**bordered.areas, above.code: above, other.code: other}
    return replace(bordered, areas=areas, boundaries=Boundaries())


def test_of_two_kelurahan_of_one_name_each_can_be_chosen(
    dark: Theme, namesakes: City, loop: Loop
) -> None:
    form = Form(dark, namesakes, loop)
    for code in (AREA, "36.71.02.1001"):
        form.field.set_place(Place("Jl. Mawar", None, None, code))
        assert form.field.place().area == code
    name = namesakes.areas[AREA].name
    assert form.field.area.currentText() == f"{name}, Kec. Jatiuwung"
    form.page.close()
    form.page.deleteLater()


def test_the_sheet_refuses_nothing_new_nothing_at_all_and_no_such_kelurahan(
    dark: Theme, form: Form
) -> None:
    sheet, sent = sheet_for(dark, form, Place("Jl. Lama"))
    QTest.keyClick(sheet.field.text, Key.Key_Return, CTRL)
    assert sheet.banner.isVisible()
    sheet.field.text.clear()
    QTest.keyClick(sheet.field.text, Key.Key_Return, CTRL)
    sheet.field.text.setText("Jl. Baru")
    sheet.field.area.setEditText("Antah Berantah")
    QTest.keyClick(sheet.field.text, Key.Key_Return, CTRL)
    assert sheet.field.area.hasFocus()
    assert sent == []
