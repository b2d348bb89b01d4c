"""The sheets: what they suggest, what they ask, and how they take bad input."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console.pages import acts
from console.pages.act import ActSheet
from console.pages.forward import ForwardSheet
from console.pages.intake import Caller, IntakeSheet
from console.pages.sheet import Sheet
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.city import City
from tests.console.acted import BEGAN, FORWARD, Life
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


def part(sheet: QWidget, kind: type[Any], name: str) -> Any:
    """The one part with this accessible name."""
    (found,) = (p for p in sheet.findChildren(kind) if p.accessibleName() == name)
    return found


def shown(qtbot: QtBot, sheet: Sheet) -> list[tuple[Any, ...]]:
    """Show a sheet; what it sends comes into the list."""
    sent: list[tuple[Any, ...]] = []
    sheet.sent.connect(lambda *given: sent.append(given))  # type: ignore[attr-defined]
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    sheet.begin()
    return sent


def hit(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifier)


def write(text: str) -> None:
    QTest.keyClicks(focused(), text)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def forward_sheet(qtbot: QtBot, dark: Theme, city: City, life: Life) -> ForwardSheet:
    return ForwardSheet(dark, life.case, city, "Siti")


def test_the_agency_of_the_category_comes_first_with_the_reason(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city))
    sent = shown(qtbot, sheet)
    choices = sheet._choices()
    category = city.categories["sampah"]
    assert choices[0].key == category.agency
    assert category.name in choices[0].reason
    assert {choice.key for choice in choices} == set(city.agencies)
    second = [choice.key for choice in choices[1 : 1 + len(category.supporting)]]
    assert second == list(category.supporting)
    note = part(sheet, QPlainTextEdit, "Pesan untuk OPD").toPlainText()
    assert "TNG-26-000001" in note
    assert "Sampah menumpuk" in note
    assert city.agencies[category.agency].short in note
    hit(Qt.Key.Key_Return)
    ((act,),) = sent
    assert isinstance(act, verb.Forward)
    assert (act.opds, act.category, act.report_class) == (
        (category.agency,), "sampah", "complaint",
    )  # fmt: skip


def test_the_words_suggest_where_there_is_no_category(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city, "lampu jalan mati", category=None))
    sent = shown(qtbot, sheet)
    assert "lampu" in sheet._choices()[0].reason.lower()
    hit(Qt.Key.Key_Return)
    assert sent[0][0].category == "lampu-pju"


def test_without_any_hint_a_category_is_asked_for(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city, "tolong dicek", category=None))
    sent = shown(qtbot, sheet)
    hit(Qt.Key.Key_Return)
    assert sent == []
    assert sheet.banner.accessibleName() == "Pilih kategori kasus ini dulu."
    combo = part(sheet, QComboBox, "Kategori")
    assert combo.hasFocus()
    combo.setCurrentIndex(combo.findData("banjir"))
    assert sheet._choices()[0].key == city.categories["banjir"].agency
    hit(Qt.Key.Key_Return, CTRL)
    assert sent[0][0].category == "banjir"


def test_without_a_place_it_asks_why(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city, place=Place()))
    sent = shown(qtbot, sheet)
    assert focused().accessibleName() == "Mengapa kasus ini tidak punya lokasi"
    hit(Qt.Key.Key_Return, CTRL)
    assert sent == []
    assert "tidak punya lokasi" in sheet.banner.accessibleName()
    write("soal tarif")
    hit(Qt.Key.Key_Return, CTRL)
    assert sent[0][0].place == Place(no_place="soal tarif")


def test_what_was_written_is_not_replaced_by_the_template(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city))
    shown(qtbot, sheet)
    note = part(sheet, QPlainTextEdit, "Pesan untuk OPD")
    note.setFocus()
    note.selectAll()
    write("Mohon hari ini")
    sheet._picker.setFocus()
    hit(Qt.Key.Key_Down)
    assert note.toPlainText() == "Mohon hari ini"


def act_sheet(dark: Theme, city: City, life: Life, key: str) -> ActSheet:
    (act,) = (one for one in acts.all_acts() if one.key == key)
    return ActSheet(dark, act, life.case, city, BEGAN, list)


def test_an_act_names_the_field_that_is_still_empty(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = act_sheet(dark, city, Life(city).act(FORWARD), "reassign")
    sent = shown(qtbot, sheet)
    hit(Qt.Key.Key_Return, CTRL)
    assert sheet.banner.accessibleName() == "Isi dulu: OPD baru."
    combo = part(sheet, QComboBox, "OPD baru")
    assert combo.hasFocus()
    combo.setCurrentIndex(combo.findData("dpupr"))
    part(sheet, QPlainTextEdit, "Alasan").setFocus()
    write("salah alamat")
    hit(Qt.Key.Key_Return, CTRL)
    assert sent == [(verb.Reassign(("dpupr",), "salah alamat"),)]


def test_which_agency_is_asked_only_where_there_are_several(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    one = act_sheet(dark, city, Life(city).act(FORWARD), "accept")
    both = replace(FORWARD, opds=("dlh", "dpupr"))
    several = act_sheet(dark, city, Life(city).act(both), "accept")
    for sheet, asked in ((one, 0), (several, 1)):
        qtbot.addWidget(sheet)
        assert len(sheet.findChildren(QComboBox)) == asked
    assert part(several, QComboBox, "OPD").count() == 2


def test_the_day_of_a_plan_is_in_the_future(qtbot: QtBot, dark: Theme, city: City) -> None:
    life = Life(city).act(FORWARD).act(verb.Accept("Ibu Dewi"))
    sheet = act_sheet(dark, city, life, "schedule")
    sent = shown(qtbot, sheet)
    write("truk datang")
    hit(Qt.Key.Key_Return, CTRL)
    act = sent[0][0]
    assert act.plan == "truk datang"
    assert act.on > BEGAN
    life.act(act)


def test_esc_closes_and_a_refusal_keeps_what_was_typed(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = act_sheet(dark, city, Life(city), "note")
    shown(qtbot, sheet)
    write("catatan")
    sheet.refuse("Tidak bisa sekarang.")
    assert part(sheet, QPlainTextEdit, acts.all_acts()[-2].fields[0].word).toPlainText() == (
        "catatan"
    )
    with qtbot.waitSignal(sheet.closed):
        hit(Qt.Key.Key_Escape)


def test_a_call_is_typed_and_the_category_guessed(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = IntakeSheet(dark, city, online=True)
    sent = shown(qtbot, sheet)
    write("Lampu jalan padam di depan pasar")
    combo = part(sheet, QComboBox, "Kategori")
    qtbot.waitUntil(lambda: combo.currentData() == "lampu-pju")
    part(sheet, QLineEdit, "Lokasi").setText("Jl. Ki Samaun")
    part(sheet, QLineEdit, "Nama pelapor").setText("Bu Ratna")
    hit(Qt.Key.Key_Return, CTRL)
    ((act, caller),) = sent
    assert (act.channel, act.category, act.place.text) == ("phone", "lampu-pju", "Jl. Ki Samaun")
    assert caller == Caller("Bu Ratna", "")


def test_a_guess_never_overrules_the_officer(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = IntakeSheet(dark, city, online=True)
    sent = shown(qtbot, sheet)
    combo = part(sheet, QComboBox, "Kategori")
    combo.setCurrentIndex(combo.findData("banjir"))
    combo.activated.emit(combo.currentIndex())
    write("Lampu jalan padam")
    hit(Qt.Key.Key_Return, CTRL)
    assert sent[0][0].category == "banjir"


def test_offline_nobody_is_asked_who_called(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = IntakeSheet(dark, city, online=False)
    shown(qtbot, sheet)
    assert not part(sheet, QLineEdit, "Nama pelapor").isEnabled()
    assert not part(sheet, QLineEdit, "Telepon pelapor").isEnabled()
    assert any("hanya disimpan di server" in label.text() for label in sheet.findChildren(QLabel))


def test_an_empty_call_and_an_unknown_area_are_refused(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = IntakeSheet(dark, city, online=True)
    sent = shown(qtbot, sheet)
    hit(Qt.Key.Key_Return, CTRL)
    assert sheet.banner.accessibleName() == "Tulis dulu apa yang dilaporkan."
    write("Sampah")
    part(sheet, QComboBox, "Kelurahan").setEditText("Atlantis")
    hit(Qt.Key.Key_Return, CTRL)
    assert "tidak ada di kota ini" in sheet.banner.accessibleName()
    assert sent == []


@pytest.mark.parametrize(
    ("pasted", "word"),
    [
        ("Sampah " * 150_000, "terlalu panjang"),  # a megabyte
        ("Sampah \x00 di jalan", ""),
        ("Sampah \ud800 di jalan", ""),
    ],
    ids=["1 MB", "NUL", "lone surrogate"],
)
def test_what_is_pasted_into_a_call_never_breaks_the_desk(
    room: Room, loop: Loop, sit: Any, pasted: str, word: str
) -> None:
    seat: Seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))

    async def journey() -> None:
        seat.frame.take_call()
        await until(lambda: isinstance(seat.frame.sheet, IntakeSheet), "the sheet is open")
        sheet = seat.frame.sheet
        assert isinstance(sheet, IntakeSheet)
        part(sheet, QPlainTextEdit, "Kata-kata pelapor").insertPlainText(pasted)
        await seat.press(Qt.Key.Key_Return, CTRL)
        await until(
            lambda: seat.frame.sheet is None or sheet.banner.isVisible(), "it is taken or refused"
        )
        if seat.frame.sheet is None:
            assert not word
            await until(lambda: len(seat.program.book) == 1, "the call is on the board")
            await until(lambda: not seat.program.desk.items(), "the server took it")
        else:
            said = sheet.banner.accessibleName()
            assert (word or "tidak bisa disimpan") in said
            assert seat.program.desk.items() == ()

    loop.run(journey())
    assert not (seat.folder / "crash.log").exists()
