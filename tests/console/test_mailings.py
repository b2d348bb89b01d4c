"""Reports by e-mail at the desk: what is typed is understood, the sheet asks for what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

import resources
from console.api import Api
from console.faults import Denied
from console.mailing_scenes import some
from console.pages import mailing_words as words
from console.pages.mailing_new import NewMailingSheet
from console.pages.mailing_sheet import MailingSheet
from db.domain.city import City
from db.domain.mailings import Mailing, Mailings, Recipient, Terms
from server.city import open_city
from tests.plugins.seats import Loop, Seat, until
from tests.server.mailed import put, terms
from tests.server.room import CITY, PASSWORD, Room
from widgets.figure_list import FigureList
from widgets.theme import Theme


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(resources.path("cities", CITY))[0]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("a@kota.test", [("a@kota.test", "city")]),
        (" a@kota.test \n\nb@dlh.test DLH\n", [("a@kota.test", "city"), ("b@dlh.test", "opd:dlh")]),
        ("b@dlh.test (dlh)", [("b@dlh.test", "opd:dlh")]),
    ],
)
def test_recipients_are_read_line_by_line(
    city: City, typed: str, found: list[tuple[str, str]]
) -> None:
    assert words.read(typed, city) == (tuple(Recipient(*one) for one in found), "")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("a@kota.test\nnobody", "Baris 2"),
        ("a@kota.test nowhere", "nowhere"),
        ("a@kota.test\nA@kota.test dlh", "Baris 2"),
        ("a@kota.test,b@kota.test", "Baris 1"),
        (" \n", "satu penerima"),
    ],
)
def test_what_is_wrong_with_them_is_said_with_its_line(city: City, typed: str, line: str) -> None:
    recipients, fault = words.read(typed, city)
    assert recipients == ()
    assert line in fault


def button(sheet: MailingSheet, word: str) -> QPushButton:
    return next(one for one in sheet.findChildren(QPushButton) if one.text() == word)


def test_the_sheet_lists_asks_and_asks_back_before_it_removes(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = MailingSheet(dark, city)
    qtbot.addWidget(sheet)
    sheet.resize(440, 700)
    sheet.show()
    sheet.show_mailings(some())
    schedules, letters = sheet.findChildren(FigureList)
    assert [(row.name, row.figure) for row in schedules.figures()] == [
        ("Harian · PDF, XLSX", "27 Nov 07.00"),
        ("Bulanan · PDF", "dijeda"),
    ]
    assert [row.figure for row in letters.figures()] == ["diterima", "belum sampai", "diterima"]
    assert "ditolak server surel (552)" in letters.figures()[1].text
    asked: list[tuple[str, str]] = []
    for name in ("pause", "run", "remove"):
        signal = getattr(sheet, f"{name}_asked")
        signal.connect(lambda one, name=name: asked.append((name, one.id)))
    button(sheet, "Jeda").click()
    button(sheet, "Kirim sekarang").click()
    button(sheet, "Hapus").click()
    schedules.choose_row(1)
    button(sheet, "Lanjutkan").click()
    button(sheet, "Hapus").click()  # it has forgotten that it was asked about another
    assert asked == [("pause", "a"), ("run", "a"), ("pause", "b")]
    button(sheet, "Ya, hapus").click()
    assert asked[-1] == ("remove", "b")


def test_the_schedule_in_hand_stays_in_hand_when_another_goes(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = MailingSheet(dark, city)
    qtbot.addWidget(sheet)
    first, second = some().mailings
    sheet.show_mailings(Mailings((first, second, replace(second, id="c"))))
    schedules = sheet.findChildren(FigureList)[0]
    schedules.choose_row(1)
    assert sheet.chosen is not None
    sheet.show_mailings(Mailings((second, replace(second, id="c"))))
    assert sheet.chosen.id == second.id
    schedules.choose_row(1)
    sheet.show_mailings(Mailings((first, second, replace(second, id="c"))))
    assert sheet.chosen.id == "c"


def test_what_hindered_an_answer_goes_with_the_next_and_a_refused_act_stays_told(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = MailingSheet(dark, city)
    qtbot.addWidget(sheet)
    here = replace(some(), ready=True)
    sheet.show_mailings(here)
    assert sheet.banner.isHidden()
    sheet.show_fault("Server tidak terjangkau.")
    assert not sheet.banner.isHidden()
    sheet.show_mailings(here)
    assert sheet.banner.isHidden()
    sheet.show_mailings(replace(here, ready=False))
    assert not sheet.banner.isHidden()
    sheet.show_mailings(here)
    assert sheet.banner.isHidden()
    sheet.show_fault("Server tidak terjangkau.")
    sheet.refuse("Tidak boleh.")
    sheet.show_mailings(here)
    assert not sheet.banner.isHidden()


def test_without_any_it_says_so_and_leads_to_a_new_one(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = MailingSheet(dark, city)
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.show_mailings(Mailings())
    said = {one.text() for one in sheet.findChildren(QLabel) if one.isVisible()}
    assert "Belum ada jadwal" in said
    assert "Server belum punya server surel, jadi tidak ada yang terkirim." in said
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    with qtbot.waitSignal(sheet.new_asked):
        QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_new_one_is_asked_for_with_what_was_chosen(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = NewMailingSheet(dark, city)
    qtbot.addWidget(sheet)
    sheet.show()
    made: list[Terms] = []
    sheet.made.connect(made.append)
    sheet.fill("nobody")
    sheet.send()
    assert made == []
    sheet.fill("a@kota.test\nb@dlh.test dlh")
    sheet.send()
    both = (Recipient("a@kota.test"), Recipient("b@dlh.test", "opd:dlh"))
    assert made == [Terms("daily", ("pdf",), "07:00", both)]


def test_the_desk_speaks_with_the_server_about_them(tmp_path: Path) -> None:
    pack = resources.path("cities", CITY)
    room = Room(f"sqlite:///{tmp_path / 'one.db'}", tmp_path / "data", pack)
    try:
        api = _api(room, "budi")
        terms = Terms("daily", ("pdf",), "07:00", (Recipient("a@kota.test", "opd:dlh"),))
        api.keep_mailing("a", terms)
        found = api.mailings()
        assert [(one.id, one.terms, one.by) for one in found.mailings] == [("a", terms, "Budi")]
        assert found.next["a"] > datetime.now(UTC)
        assert not found.ready
        assert api.run_mailing("a") == 1
        assert [(one.address, one.scope) for one in api.mailings().sent] == [
            ("a@kota.test", "opd:dlh")
        ]
        api.remove_mailing("a")
        assert api.mailings().mailings == ()
        with pytest.raises(Denied):
            _api(room, "siti").mailings()
    finally:
        room.stop()


def test_an_act_that_fails_after_its_sheet_was_closed_is_told_as_well(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    put(room.desk("budi"), "a", terms(("a@kota.test", "city")))
    seat = sit()
    loop.run(seat.enter(room.url, "budi", PASSWORD))

    async def closed() -> None:
        seat.frame.mailings.show()
        sheet = seat.frame.sheet
        assert isinstance(sheet, MailingSheet)
        await until(lambda: sheet.chosen is not None, "the schedule is there")
        room.stop()
        sheet.remove_asked.emit(sheet.chosen)
        sheet.closed.emit()
        await until(lambda: "tidak terjangkau" in seat.frame._toast.accessibleName(), "it is told")

    loop.run(closed())


def _api(room: Room, login: str) -> Api:
    token = room.desk(login).headers["Authorization"].partition(" ")[2]
    return Api(room.url, access=token)


def test_moments_and_outcomes_are_told_in_the_citys_time(city: City) -> None:
    shown = some()
    first: Mailing = shown.mailings[0]
    assert words.when(first, shown.next[first.id], city) == "27 Nov 07.00"
    told = words.about(shown.sent[0], city)
    assert told == "Harian 25 Nov · seluruh kota · 26 Nov 07.01 · 2 sebelumnya dilewati"
