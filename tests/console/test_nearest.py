"""The nearest help for a case: what its page shows, and what one key dials."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.pages.calls import Calls
from console.pages.facility_sheet import FacilitySheet
from console.pages.intake import IntakeSheet
from console.pages.nearest import NearestPanel, NearestRow
from console.places import Places
from console.settings import Settings
from db.domain.case import Place
from db.domain.city import City
from db.domain.facilities import FILE, Facilities, Facility, text_of
from db.domain.nearby import Nearby, kinds_for, nearby, nearby_case
from resources import path
from tests.console.acted import Life
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.theme import Theme

HERE = Place("Jl. Daan Mogot", lat=-6.18, lng=106.63)
FIRE = Facility("fire", "Pos Utara", -6.17, 106.63, "113 / 021-5523456")
FAR = Facility("fire", "Pos Jauh", -6.10, 106.63, "113")
POLICE = Facility("police", "Polsek Timur", -6.18, 106.64, "(021) 552 1110")
SILENT = Facility("hospital", "RS Selatan", -6.20, 106.63)


@pytest.fixture
def helped(city: City) -> City:
    """The city with four facilities."""
    return replace(city, facilities=Facilities(text_of([FIRE, FAR, POLICE, SILENT])))


class Telephone:
    """What a machine's telephone program is asked to dial; without one nothing is taken."""

    def __init__(self, *, there: bool = True) -> None:
        self.dialled: list[str] = []
        self._there = there

    def dial(self, url: QUrl) -> bool:
        """Take a number."""
        if self._there:
            self.dialled.append(url.toString())
        return self._there


def test_a_category_says_what_its_cases_need(city: City) -> None:
    fire = city.categories["kebakaran"]
    assert kinds_for(fire, "emergency") == ("fire", "hospital", "police")
    assert kinds_for(city.categories["kecelakaan"], "emergency")[0] == "hospital"
    assert kinds_for(replace(fire, nearest=()), "emergency") == ()
    assert kinds_for(replace(fire, nearest=None), "emergency") == ("fire", "hospital", "police")
    assert kinds_for(city.categories["pajak"], "complaint") == ()
    assert kinds_for(None, "emergency") == ("fire", "hospital", "police")


def test_without_a_point_the_kelurahan_stands_for_the_place_and_is_named(helped: City) -> None:
    area = next(area for area in helped.areas.values() if area.parent)

    by_area = nearby(Place(area=area.code), "kebakaran", "emergency", helped)

    assert by_area.area == area.name
    assert len(by_area.found) == 3
    assert nearby(Place(no_place="tidak tahu"), "kebakaran", "emergency", helped) == Nearby()
    assert nearby(HERE, "pajak", "complaint", helped) == Nearby()


def test_the_words_of_a_case_say_what_it_needs_before_anybody_does(helped: City) -> None:
    case = replace(
        Life(helped, place=HERE).case, category=None, report_class="complaint",
    )  # fmt: skip
    burning = replace(case, reports=(replace(case.reports[0], text="Ada kebakaran, api besar"),))

    assert [one.facility for one in nearby_case(burning, helped).found] == [FIRE, SILENT, POLICE]


def test_the_panel_tells_name_distance_direction_and_number(
    qtbot: QtBot, dark: Theme, helped: City
) -> None:
    panel = NearestPanel(dark, keys="Shift+C")
    qtbot.addWidget(panel)
    panel.show_nearby(nearby(HERE, "kebakaran", "emergency", helped))
    assert not panel.isHidden()

    rows = panel.findChildren(NearestRow)

    assert [row.accessibleName() for row in rows] == [
        "Pemadam kebakaran, Pos Utara, 1,1 km utara",
        "Rumah sakit, RS Selatan, 2,2 km selatan",
        "Polisi, Polsek Timur, 1,1 km timur",
    ]
    assert [row.accessibleDescription() for row in rows] == [
        "113 / 021-5523456", "nomor belum diketahui", "(021) 552 1110",
    ]  # fmt: skip
    asked: list[Facility] = []
    panel.call_asked.connect(asked.append)
    rows[2].click()
    assert asked == [POLICE]
    panel.show_nearby(Nearby())
    assert panel.isHidden()


def test_the_panel_says_that_a_distance_is_only_about_right(
    qtbot: QtBot, dark: Theme, helped: City
) -> None:
    area = next(area for area in helped.areas.values() if area.parent)
    panel = NearestPanel(dark)
    qtbot.addWidget(panel)

    panel.show_nearby(nearby(Place(area=area.code), "kebakaran", "emergency", helped))

    said = {one.accessibleName() for one in panel.findChildren(QLabel)}
    assert f"Terdekat dari titik kelurahan {area.name} (perkiraan)" in said


def told(telephone: Telephone) -> tuple[Calls, list[str]]:
    """Calls over a telephone, and what they say."""
    calls, said = Calls(dial=telephone.dial), list[str]()
    calls.said.connect(said.append)
    return calls, said


def test_one_key_dials_the_first_number_and_keeps_it(qtbot: QtBot, helped: City) -> None:
    telephone = Telephone()
    calls, said = told(telephone)

    calls.call_nearest(nearby(HERE, "kriminalitas", "emergency", helped))

    assert telephone.dialled == ["tel:0215521110"]
    assert QGuiApplication.clipboard().text() == "0215521110"
    assert said == ["Menelepon Polsek Timur: 0215521110 · nomor disalin"]


def test_who_has_no_number_is_passed_over_and_told_of(qtbot: QtBot, helped: City) -> None:
    telephone = Telephone()
    calls, said = told(telephone)

    calls.call_nearest(nearby(HERE, "gawat-medis", "emergency", helped))
    calls.call(SILENT)
    calls.call_nearest(Nearby())

    assert telephone.dialled == ["tel:113"]
    assert said[1:] == [
        "Nomor telepon RS Selatan belum diketahui.",
        "Tidak ada fasilitas terdekat untuk kasus ini.",
    ]


def test_a_desk_without_a_telephone_program_still_has_the_number(
    qtbot: QtBot, helped: City
) -> None:
    calls, said = told(Telephone(there=False))

    calls.call(POLICE)

    assert QGuiApplication.clipboard().text() == "0215521110"
    assert said == ["Polsek Timur: nomor 0215521110 disalin; meja ini tidak punya program telepon"]


def test_who_takes_an_emergency_call_sees_help_once_the_place_is_known(
    qtbot: QtBot, dark: Theme, helped: City, places: Places
) -> None:
    sheet = IntakeSheet(dark, helped, places, online=True)
    qtbot.addWidget(sheet)
    sheet.show()
    area = next(area.code for area in helped.areas.values() if area.parent)
    panel = sheet.findChild(NearestPanel)
    assert panel is not None

    sheet.fill("Ada kebakaran besar", Place(area=None))
    qtbot.waitUntil(lambda: sheet._category.currentData() == "kebakaran")
    assert panel.isHidden()  # where is not known
    sheet.fill("Ada kebakaran besar", Place(area=area))
    qtbot.waitUntil(panel.isVisible)
    with qtbot.waitSignal(sheet.call_asked) as asked:
        panel.findChildren(NearestRow)[0].click()
    assert asked.args[0].kind == "fire"
    sheet.fill("Sampah menumpuk di pasar", Place(area=area))
    qtbot.waitUntil(panel.isHidden)  # nobody is in danger


def test_help_is_there_without_the_server_and_one_key_calls_it(
    tmp_path: Path, loop: Loop, sit: Callable[..., Seat]
) -> None:
    pack = tmp_path / "kota-tangerang"
    shutil.copytree(path("cities", "kota-tangerang"), pack)
    (pack / FILE).write_text(text_of([FIRE, FAR, POLICE, SILENT]), "utf-8")
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", pack)
    seat, telephone = sit(), Telephone()

    async def journey() -> None:
        await until(lambda: len(seat.program.book) == 1, "the case is there")
        seat.frame.facilities.calls._dial = telephone.dial
        seat.frame.open_case(burning)
        panel = seat.frame.case_page.findChild(NearestPanel)
        assert panel is not None
        await until(panel.isVisible, "help is shown")
        assert [row.accessibleDescription() for row in panel.findChildren(NearestRow)] == [
            "113 / 021-5523456", "nomor belum diketahui", "(021) 552 1110",
        ]  # fmt: skip
        await seat.press(Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: telephone.dialled == ["tel:113"], "the station is called")
        await seat.press("ge")
        await until(lambda: isinstance(seat.frame.sheet, FacilitySheet), "the sheet is there")
        await seat.press("polsek")
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: seat.frame.map.facility == POLICE, "the map shows it")
        await seat.press(Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: telephone.dialled[1:] == ["tel:0215521110"], "it is called")
        await seat.press(Qt.Key.Key_Escape)
        assert seat.frame.map.facility is None, "Esc puts it away, and the map stays"
        assert seat.frame.windows.page is seat.frame.map
        seat.frame.map.show_facility(0)
        await seat.press(Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
        assert seat.frame.map.facility is None
        assert not seat.frame.map.choice.shown

    try:
        burning = room.received(
            room.desk("siti"), "Kebakaran rumah", category="kebakaran", place=HERE
        )
        loop.run(seat.enter(room.url, "siti", PASSWORD))
    finally:
        room.stop()
    loop.run(journey())
    left = Settings(seat.folder).left(seat.program.desk.author.id, "facilities")
    assert '"shown": false' in left
